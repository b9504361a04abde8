"""Notices and mails: written with the act, without any pupil, sent once the server takes them."""

import re
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import transaction

from hocba.adapters.database.models.notices import MailModel, NoticeModel
from hocba.adapters.database.notices import DatabaseMailQueue
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.adapters.memory.clock import StoryClock
from hocba.adapters.post.smtp import SmtpPost, smtp_server
from hocba.core.compose.invitations import Way
from hocba.core.compose.notices import NoticeKind
from hocba.core.terms.outcomes import Refusal
from hocba.flow.compose_records import compose_class
from hocba.flow.invite_staff import accept, invite, withdraw
from hocba.flow.reopen_records import send_back
from hocba.flow.send_mails import send_due
from hocba.flow.sign_records import sign_class
from hocba.ports.accounts import Account
from tests.door_world import a_door
from tests.integration.test_accounts import ADMIN
from tests.mail_world import a_mail_server
from tests.pki_world import NOW
from tests.school_world import (
    HERE,
    OTHER_SCHOOL,
    PRINCIPAL,
    SCHOOL,
    TEACHER,
    YEAR,
    a_consent,
    a_running_school,
    clerk,
    deputy,
    principal,
    staff,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
SITE = "https://hocba.truong.vn"


@pytest.fixture
def school():
    school = a_running_school(pupils=2)
    people = {"gv": teacher(), "ht": principal(), "pht": deputy(), "vt": clerk()}
    people["khac"] = teacher("GV02", "1A")
    school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    school.book.save_staff(
        SCHOOL, [replace(m, email=f"{m.staff_code.lower()}@truong.vn") for m in staff()]
    )
    return school


@pytest.fixture
def attested(school):
    keys = compose_class(school, actor=teacher(), **HERE).ready
    sign_class(school, actor=teacher(), consent=a_consent(teacher()), **HERE)
    return keys


def bell(school, person):
    return [notice.kind for notice in school.notices.of_person(SCHOOL, person)]


def addresses():
    with within(EVERY_SCHOOL):
        return sorted(MailModel.objects.filter(fate="").values_list("address", flat=True))


class StoppedError(Exception):
    """The process ends here."""


@contextmanager
def a_server():
    with a_mail_server() as (box, url):
        yield box, SmtpPost(smtp_server(url), sender="hocba@truong.vn")


def send(post, *, at=NOW):
    return send_due(DatabaseMailQueue(), post, clock=StoryClock(at), site=SITE)


class TestWhoIsTold:
    def test_those_whose_turn_it_is_and_nobody_else(self, school, attested):
        assert bell(school, PRINCIPAL) == [NoticeKind.ATTESTED]
        assert bell(school, deputy().person) == [NoticeKind.ATTESTED]
        assert bell(school, TEACHER) == bell(school, clerk().person) == []

        sign_class(school, actor=principal(), consent=a_consent(principal()), **HERE)
        assert bell(school, clerk().person) == [NoticeKind.APPROVED]

    def test_the_teacher_of_the_class_when_records_come_back(self, school, attested):
        send_back(school, actor=principal(), keys=attested, reason="Toán là 9")

        (notice,) = school.notices.of_person(SCHOOL, TEACHER)
        assert (notice.kind, notice.count, notice.class_name) == (NoticeKind.RETURNED, 2, "4A")
        assert bell(school, "GV02") == []

    def test_nobody_when_the_act_fails(self, school, attested):
        before = NoticeModel.objects.count()
        with suppress(StoppedError), school.notices.together(SCHOOL):
            send_back(school, actor=principal(), keys=attested, reason="Toán là 9")
            raise StoppedError

        assert NoticeModel.objects.count() == before
        assert addresses() == ["ht01@truong.vn", "pht01@truong.vn"]

    def test_each_reads_the_own_ones_alone(self, school, attested):
        (notice,) = school.notices.of_person(SCHOOL, PRINCIPAL)
        assert school.notices.read(SCHOOL, TEACHER, NOW, number=notice.number) == ()
        assert school.notices.read(OTHER_SCHOOL, PRINCIPAL, NOW, number=notice.number) == ()
        assert school.notices.unread(SCHOOL, PRINCIPAL) == 1

        school.notices.read(SCHOOL, PRINCIPAL, NOW, number=notice.number)
        assert school.notices.unread(SCHOOL, PRINCIPAL) == 0


class TestMails:
    def test_go_to_a_real_server_once_and_name_no_pupil(self, school, attested):
        with a_server() as (box, post):
            assert send(post) == 2
            assert send(post) == 0

        letter = message_from_bytes(box.taken[0].content, policy=default)
        text = letter.get_content()
        assert [e.rcpt_tos for e in box.taken] == [["ht01@truong.vn"], ["pht01@truong.vn"]]
        assert f"{SITE}/truong/thong-bao/" in text
        assert letter["Subject"] == "Học bạ số · lớp 4A"
        assert letter["Auto-Submitted"] == "auto-generated"
        for enrolment in school.book.enrolments(SCHOOL, HERE["school_year"]):
            assert enrolment.pupil.full_name not in text
            assert enrolment.pupil.sector_code not in text

    def test_rest_longer_each_time_while_the_server_cannot(self, school, attested):
        with a_server() as (box, post):
            box.says = "451 later"
            assert send(post) == 2
            assert send(post, at=NOW + timedelta(seconds=50)) == 0
            assert send(post, at=NOW + timedelta(minutes=1)) == 2
            assert send(post, at=NOW + timedelta(minutes=2)) == 0
            box.says = "250 OK"
            assert send(post, at=NOW + timedelta(minutes=3)) == 2
        assert len(box.taken) == 2

    def test_wait_for_a_server_that_is_down(self, school, attested):
        with a_server() as (_, post):
            pass
        assert send(post) == 2
        assert DatabaseMailQueue().waiting() == 2

    def test_are_given_up_when_refused_for_good_or_too_late(self, school, attested):
        with a_server() as (box, post):
            box.says = "550 no such mailbox"
            assert send(post) == 2
            assert DatabaseMailQueue().waiting() == 0

    def test_are_not_sent_days_later(self, school, attested):
        with a_server() as (box, post):
            assert send(post, at=NOW + timedelta(days=4)) == 2
        assert box.taken == []

    def test_are_not_for_who_wants_none(self, school):
        school.notices.set_mail(SCHOOL, PRINCIPAL, wanted=False)
        compose_class(school, actor=teacher(), **HERE)
        sign_class(school, actor=teacher(), consent=a_consent(teacher()), **HERE)

        assert addresses() == ["pht01@truong.vn"]
        assert bell(school, PRINCIPAL) == [NoticeKind.ATTESTED]

    def test_that_wait_are_dropped_when_somebody_turns_them_off(self, school, attested):
        school.notices.set_mail(SCHOOL, PRINCIPAL, wanted=False)

        assert addresses() == ["pht01@truong.vn"]
        school.notices.set_mail(SCHOOL, PRINCIPAL, wanted=True)
        assert school.notices.wants_mail(SCHOOL, PRINCIPAL)


class DyingPost:
    """A post whose process dies after the server has taken a letter, before it can say so."""

    def __init__(self, post):
        self.post = post

    def send(self, letter):
        self.post.send(letter)
        raise StoppedError


def test_a_worker_that_dies_leaves_the_mail_due_under_the_same_name(school, attested):
    with a_server() as (box, post):
        with pytest.raises(StoppedError), transaction.atomic():
            send(DyingPost(post))
        assert DatabaseMailQueue().waiting() == 2
        assert send(post) == 2

    names = [
        line
        for e in box.taken
        for line in e.content.decode().splitlines()
        if line.startswith("Message-ID")
    ]
    assert len(names) == 3
    assert names[0] == names[1] != names[2]


def test_a_server_is_named_in_full_or_refused():
    assert smtp_server("smtps://a%40b:x@thu.vn").port == 465
    assert smtp_server("smtp://a%40b:x@thu.vn:587").username == "a@b"
    with pytest.raises(Refusal, match=r"mail\.no_server"):
        smtp_server("")


class TestInvitationsByMail:
    @pytest.fixture
    def door(self):
        return a_door()

    def invited(self, school, door, way=Way.EMAIL):
        words = {"actor": ADMIN, "by": "qt01", "school": SCHOOL, "school_year": YEAR}
        return invite(school, door, **words, staff_code=TEACHER, way=way)

    def test_reach_the_person_alone_and_open_the_account(self, school, door):
        assert self.invited(school, door) == ""
        with within(EVERY_SCHOOL):
            (kept,) = MailModel.objects.all()
        with a_server() as (box, post):
            assert send(post) == 1
            (taken,) = box.taken
        text = message_from_bytes(taken.content, policy=default).get_content()
        code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", text).group()

        # In the queue the code could not be read, and once sent it is gone.
        assert code not in kept.sealed
        with within(EVERY_SCHOOL):
            assert MailModel.objects.get().sealed == ""
        assert taken.rcpt_tos == ["gv01@truong.vn"]
        assert f"{SITE}/loi-moi" in text
        accept(school, door, code=code, password="ruộng bậc thang tháng chín")
        assert door.credentials.is_open(TEACHER.lower())

    def test_are_not_sent_once_withdrawn_replaced_or_over(self, school, door):
        self.invited(school, door)
        self.invited(school, door)
        assert addresses() == ["gv01@truong.vn"]
        withdraw(school, door, actor=ADMIN, by="qt01", school=SCHOOL, username=TEACHER.lower())
        assert addresses() == []
        self.invited(school, door)
        with a_server() as (box, post):
            send(post, at=NOW + timedelta(days=3))
            assert box.taken == []

    def test_need_an_address(self, school, door):
        school.book.save_staff(SCHOOL, staff())
        with pytest.raises(Refusal) as refused:
            self.invited(school, door)
        assert refused.value.code == "account.no_address"
        assert self.invited(school, door, Way.PAPER) != ""

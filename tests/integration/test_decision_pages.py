"""What a principal decides on pages: sending back, the register, and whose role it is."""

import re

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django.urls import resolve

from hocba.core.compose.life import Status
from hocba.core.compose.returning import ReturnReason, written_reason
from hocba.core.terms.outcomes import Refusal
from hocba.faces.school.pupils import record_url
from hocba.faces.web.asking import actor_key
from hocba.flow.compose_records import compose_class
from hocba.flow.register_outlook import register_outlook
from hocba.ports.accounts import Account
from tests.integration.test_school_thread import issued
from tests.school_world import (
    DEPUTY,
    HERE,
    OTHER_TEACHER,
    SCHOOL,
    YEAR,
    a_member,
    a_running_school,
    deputy,
    homeroom,
    principal,
    staff,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")


@pytest.fixture
def school():
    school = a_running_school(pupils=2)
    people = {"ht": principal(), "pht": deputy(), "gv": teacher()}
    school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    return school


@pytest.fixture
def keys(school):
    return issued(school)


def asked(outside, path, form=None, *, by="ht", session=None, vendors=None):
    request = RequestFactory().post(path, form) if form is not None else RequestFactory().get(path)
    request.outside, request.vendors = outside, vendors
    request.session = session if session is not None else {}
    request.session |= {"username": by, "display_name": by}
    request._messages = CookieStorage(request)
    view, args, kwargs = resolve(path)
    return view(request, *args, **kwargs)


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value.code


def greyed(answer):
    return "disabled" in re.search(r'<button class="btn btn-primary"[^>]*>', answer.text).group()


class TestSendingBack:
    def test_takes_a_class_with_a_reason_in_words(self, school):
        keys = compose_class(school, actor=teacher(), **HERE).ready
        form = {"reason": "SAI_KET_QUA", "note": "Toán là 9"}

        asked(school, "/truong/lop/4A/tra-lai", form, by="pht")

        records = school.records.many(keys)
        assert {record.status for record in records} == {Status.DRAFT}
        assert records[0].history[-1].reason == "Kết quả học tập chưa đúng: Toán là 9"
        assert records[0].history[-1].by == DEPUTY

    def test_takes_one_record_alone(self, school):
        first, second = compose_class(school, actor=teacher(), **HERE).ready

        asked(school, f"{record_url(first)}/tra-lai", {"reason": "SAI_LOP"})

        statuses = [record.status for record in school.records.many([first, second])]
        assert statuses == [Status.DRAFT, Status.LOCKED]

    def test_greys_the_button_for_a_teacher_and_for_what_is_issued(self, school, keys):
        assert greyed(asked(school, "/truong/lop/4A/tra-lai", by="gv"))
        assert greyed(asked(school, f"{record_url(keys[0])}/tra-lai"))

    def test_asks_for_a_reason_of_the_list(self, school, keys):
        page = f"{record_url(keys[0])}/tra-lai"

        assert refusal_of(asked, school, page, {"reason": "x"}) == "web.reason_not_chosen"

    def test_asks_for_a_note_to_another_reason(self):
        assert refusal_of(written_reason, ReturnReason.OTHER, " ") == "school.note_due"
        assert written_reason(ReturnReason.OTHER, "a") == "Lý do khác: a"


def outlook(school):
    return register_outlook(school, school=SCHOOL, school_year=YEAR)


class TestRegister:
    def test_has_nothing_to_change_when_it_agrees_with_the_staff_list(self, school):
        seen = outlook(school)

        assert (seen.number, seen.coming, seen.ending) == (1, (), ())
        assert [finding.code for finding in seen.left_out] == ["school.no_certificate"]
        assert len(seen.above) == 2

    def test_shows_who_comes_and_who_goes_until_the_next_is_signed(self, school):
        lost = a_member(OTHER_TEACHER, "Quàng Văn Hùng", homeroom("2A"))
        kept = [member for member in staff() if member.staff_code != OTHER_TEACHER]
        school.book.save_staff(SCHOOL, [*kept, lost])
        seen = outlook(school)
        assert [h.class_name for h in seen.coming] == ["2A"]
        assert [h.class_name for h in seen.ending] == ["1A"]

        asked(school, "/truong/so-phan-cong", {})

        seen = outlook(school)
        assert (seen.number, seen.coming, seen.ending) == (2, (), ())

    def test_is_the_principal_s_to_sign(self, school):
        assert greyed(asked(school, "/truong/so-phan-cong", by="pht"))
        assert not greyed(asked(school, "/truong/so-phan-cong"))
        page = "/truong/so-phan-cong"
        assert refusal_of(asked, school, page, {}, by="gv") == "permit.not_your_role"


class TestRoles:
    @pytest.fixture
    def both(self, school):
        actor = teacher()
        school.accounts.save([Account(username="ht", display_name="ht", actor=actor)])
        return school

    def test_are_changed_in_one_step(self, both):
        session = {}

        asked(both, "/vai-tro", {"role": actor_key(teacher())}, session=session)

        answer = asked(both, "/truong/so-phan-cong", session=session)
        assert "Sang vai Hiệu trưởng" in answer.text
        assert greyed(answer)

    def test_of_somebody_else_are_refused(self, both):
        wanted = {"role": actor_key(deputy())}

        assert refusal_of(asked, both, "/vai-tro", wanted) == "web.not_your_role"
        assert refusal_of(asked, both, "/vai-tro", wanted, by="ai-do") == "web.not_your_role"

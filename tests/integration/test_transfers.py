"""A pupil changes school: released, received with every record verified, or not at all."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from hocba.core.compose.life import Status
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.reading import Way
from hocba.core.compose.roster import RosterAct
from hocba.core.compose.transfers import ENDS, End, TransferStage, TransferStep
from hocba.core.submit.package import MANIFEST_PATH, record_path
from hocba.core.submit.transfer_file import NamedSchool
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.pupil_status import has_left
from hocba.flow.compose_records import compose_class
from hocba.flow.receive_pupil import answer, checked, take_in
from hocba.flow.transfer_files import opened_transfer
from hocba.ports.accounts import Account
from tests.integration.test_school_thread import issued
from tests.school_world import (
    DEPUTY,
    HERE,
    OTHER_SCHOOL,
    SCHOOL,
    YEAR,
    a_pupil,
    deputy,
    principal,
    teacher,
)
from tests.transfer_world import (
    CODE,
    LEFT_ON,
    PUPIL,
    accepted,
    agreed,
    file_of,
    released,
    rezipped,
    there_principal,
    two_schools,
)

pytestmark = pytest.mark.usefixtures("as_app")
NEXT_YEAR = replace(YEAR, first=YEAR.first + 1)


@pytest.fixture
def outside(tmp_path):
    return two_schools(tmp_path)


@pytest.fixture
def key(outside):
    return next(k for k in issued(outside) if outside.records.get(k).sector_code == CODE)


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value.code


def line_of(outside, school, year=YEAR):
    return next(e for e in outside.book.enrolments(school, year) if e.pupil.sector_code == CODE)


def answered(outside, transfer, step, *, actor=None, reason="Hết chỗ"):
    actor = actor or there_principal()
    return answer(
        outside,
        actor=actor,
        transfer_id=transfer.transfer_id,
        step=step,
        reason=reason,
        consent=agreed(actor),
    )


def codes(findings):
    return {finding.code for finding in findings}


class TestReleasing:
    def test_packs_the_signed_records_and_what_proves_them(self, outside, key):
        transfer = released(outside)

        opened = checked(outside, transfer)
        assert (opened.genuine, opened.carried) == ((), ())
        assert [record.key for record in opened.records] == [key]
        assert opened.records[0].file == outside.records.document(key)
        assert len(opened.registers) == 3
        assert opened.statement.dossier.so_far is None
        assert not has_left(line_of(outside, SCHOOL).status)
        assert outside.read_log.of_record(key.record_code)[0].way is Way.TRANSFER

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"actor": teacher()}, "permit.not_your_role"),
            ({"actor": deputy()}, "permit.not_your_role"),
            ({"actor": there_principal()}, "permit.other_school"),
            ({"basis": " "}, "transfer.basis_due"),
            ({"receiver": NamedSchool(code=SCHOOL, name="x")}, "transfer.no_receiver"),
            ({"receiver": NamedSchool(code=SchoolCode(""), name="x")}, "transfer.no_receiver"),
            ({"left_on": date(2031, 1, 1)}, "transfer.day_too_far"),
        ],
    )
    def test_refuses_what_is_no_release(self, outside, changes, code):
        assert refusal_of(released, outside, **changes) == code

    def test_waits_for_a_record_that_is_being_signed(self, outside):
        compose_class(outside, actor=teacher(), **HERE)

        assert refusal_of(released, outside) == "transfer.record_open"

    def test_is_made_once_at_a_time(self, outside):
        first = released(outside)
        assert refusal_of(released, outside) == "transfer.open_already"

        answered(outside, first, TransferStep.CANCEL, actor=principal())

        assert released(outside).stage is TransferStage.RELEASED


class TestReceiving:
    def test_puts_the_pupil_into_the_next_year_behind_the_record(self, outside, key):
        done = accepted(outside, released(outside))

        assert ENDS[done.stage] is End.OK
        there = line_of(outside, OTHER_SCHOOL, NEXT_YEAR)
        assert (there.class_name, there.grade, there.status) == ("5B", 5, "10")
        assert there.pupil == a_pupil(1)
        here = line_of(outside, SCHOOL)
        assert (here.status, here.status_on) == ("11", LEFT_ON)
        (entry,) = outside.book.roster_history(OTHER_SCHOOL, NEXT_YEAR, CODE)
        assert entry.act is RosterAct.ADD
        codes_there = outside.book.record_codes(OTHER_SCHOOL, [CODE])
        assert codes_there == {CODE: key.record_code}
        (kept,) = outside.transfers.received(OTHER_SCHOOL, CODE)
        assert outside.papers.read(kept.file_digest) == outside.records.document(key)
        assert (kept.key, kept.issuer) == (key, SCHOOL)

    def test_links_the_next_record_to_the_one_that_came(self, outside, key):
        accepted(outside, released(outside))

        (found,) = outside.transfers.received_of_year(OTHER_SCHOOL, YEAR, [key.record_code])

        assert found.content_digest == outside.records.get(key).frozen.content_digest

    def test_is_for_the_receiving_principal_alone(self, outside):
        transfer = released(outside)

        assert refusal_of(accepted, outside, transfer, actor=principal()) == "permit.other_school"
        assert refusal_of(accepted, outside, transfer, class_name=" ") == "transfer.class_due"

    def test_happens_once(self, outside, key):
        transfer = released(outside)
        accepted(outside, transfer)

        assert refusal_of(accepted, outside, transfer) == "transfer.not_now"
        cancelled = TransferStep.CANCEL
        assert refusal_of(answered, outside, transfer, cancelled, actor=principal()) == (
            "transfer.not_now"
        )

    def test_takes_the_records_along_when_the_pupil_moves_on(self, outside, key):
        accepted(outside, released(outside))
        onward = moved_on_pupil()

        third = released(
            outside,
            actor=there_principal(),
            pupil=onward,
            receiver=NamedSchool(code=SCHOOL, name="Hoa Ban"),
        )

        opened = checked(outside, third)
        assert [record.key for record in opened.records] == [key]
        assert (opened.genuine, opened.carried) == ((), ())


def moved_on_pupil():
    return replace(PUPIL, school=OTHER_SCHOOL, school_year=NEXT_YEAR)


class TestTheOtherEnds:
    def test_nothing_happened_when_the_other_school_refuses_with_a_reason(self, outside, key):
        transfer = released(outside)
        assert refusal_of(answered, outside, transfer, TransferStep.REFUSE, reason=" ") == (
            "transfer.reason_due"
        )

        done = answered(outside, transfer, TransferStep.REFUSE)

        assert (ENDS[done.stage], done.steps[-1].reason) == (End.NONE, "Hết chỗ")
        assert not has_left(line_of(outside, SCHOOL).status)

    def test_the_leaving_school_cancels_until_it_was_accepted(self, outside):
        transfer = released(outside)
        assert refusal_of(answered, outside, transfer, TransferStep.CANCEL) == "permit.other_school"

        done = answered(outside, transfer, TransferStep.CANCEL, actor=principal())

        assert ENDS[done.stage] is End.CANCEL
        assert refusal_of(accepted, outside, transfer) == "transfer.not_now"

    def test_a_wrong_file_is_an_end_of_its_own(self, outside):
        done = answered(outside, released(outside), TransferStep.FAIL, reason="Tệp hỏng")

        assert ENDS[done.stage] is End.ERROR

    def test_two_who_answer_at_once_answer_once(self, outside):
        transfer = released(outside)
        done = answered(outside, transfer, TransferStep.REFUSE)

        assert refusal_of(outside.transfers.append, transfer, done.steps[-1]) == "transfer.moved_on"


class TestTheAnswerByFile:
    def test_is_believed_for_its_signature_and_taken_once(self, outside, key):
        transfer = released(outside)
        done = answered(outside, transfer, TransferStep.REFUSE)
        paper = outside.papers.read(done.steps[-1].file_digest)

        again = take_in(outside, actor=principal(), school=SCHOOL, file=paper)

        assert again == done

    def test_of_the_wrong_school_s_principal_is_not_taken(self, outside):
        transfer = released(outside)
        done = answered(outside, transfer, TransferStep.CANCEL, actor=principal())
        paper = outside.papers.read(done.steps[-1].file_digest)

        # A cancellation is said to the receiver; the sender has said it.
        with pytest.raises(Refusal) as refused:
            take_in(outside, actor=principal(), school=SCHOOL, file=paper)
        assert codes(refused.value.findings) == {"transfer.other_school"}


class TestHostileFiles:
    @pytest.fixture
    def file(self, outside, key):
        return file_of(outside, released(outside))

    def taken(self, outside, file, school=OTHER_SCHOOL, actor=None):
        return take_in(outside, actor=actor or there_principal(), school=school, file=file)

    def test_the_same_file_again_is_the_same_transfer(self, outside, file):
        (known,) = outside.transfers.of_school(OTHER_SCHOOL)

        assert self.taken(outside, file) == known

    @pytest.mark.parametrize("name", ["../hoc-ba/x.xml", "/etc/passwd", "hoc-ba/..\\x.xml"])
    def test_with_a_path_that_leads_out_is_not_opened(self, outside, file, name):
        bad = rezipped(file, lambda entries: {**entries, name: b"<x/>"})

        assert refusal_of(self.taken, outside, bad) == "package.unsafe"

    def test_that_unpacks_to_far_more_than_it_is_is_not_opened(self, outside, file):
        bomb = rezipped(file, lambda entries: {**entries, "hoc-ba/bom.xml": b"0" * 10_000_000})

        assert refusal_of(self.taken, outside, bomb) == "package.unsafe"

    def test_that_is_no_zip_or_no_transfer_is_refused(self, outside, file):
        assert refusal_of(self.taken, outside, b"PK nothing") == "package.not_a_zip"
        record = next(n for n in zipfile.ZipFile(io.BytesIO(file)).namelist() if "hoc-ba" in n)
        other = rezipped(file, lambda entries: {**entries, MANIFEST_PATH: entries[record]})
        assert refusal_of(self.taken, outside, other).startswith(("record.", "statement."))

    def test_whose_statement_was_changed_is_not_taken(self, outside, file):
        def changed(entries):
            told = entries[MANIFEST_PATH].replace("Lò Văn Bình".encode(), "Lò Văn Mạo".encode())
            return {**entries, MANIFEST_PATH: told}

        with pytest.raises(Refusal) as refused:
            self.taken(outside, rezipped(file, changed))
        assert refused.value.code == "transfer.not_taken"

    def test_that_is_not_signed_is_refused(self, outside, file):
        def unsigned(entries):
            told = entries[MANIFEST_PATH]
            start, end = told.index(b"<ds:Signature"), told.index(b"</DSCKS>")
            return {**entries, MANIFEST_PATH: told[:start] + told[end:]}

        assert refusal_of(self.taken, outside, rezipped(file, unsigned)).startswith("record.")

    def test_for_another_school_is_not_taken(self, outside, file):
        with pytest.raises(Refusal) as refused:
            self.taken(outside, file, SCHOOL, principal())
        assert codes(refused.value.findings) == {"transfer.other_school"}

    def test_with_another_pupil_s_record_is_seen(self, outside, key):
        stranger = next(r for r in outside.records.of_school(SCHOOL, YEAR) if r.sector_code != CODE)
        file = file_of(outside, released(outside))
        path = record_path(stranger.key)
        bad = rezipped(file, lambda entries: {**entries, path: stranger.document})

        found = codes(opened_transfer(outside, bad).carried)

        assert found == {"transfer.other_pupil", "transfer.file_unlisted"}

    def test_with_a_record_changed_or_left_out_is_seen(self, outside, key, file):
        path = record_path(key)

        def changed(entries):
            return {**entries, path: entries[path].replace(b"<Diem>10<", b"<Diem>9<", 1)}

        def left_out(entries):
            return {name: each for name, each in entries.items() if name != path}

        found = codes(opened_transfer(outside, rezipped(file, changed)).carried)
        assert found >= {"transfer.file_differs", "transfer.record_not_proven"}
        found = codes(opened_transfer(outside, rezipped(file, left_out)).carried)
        assert found == {"transfer.file_differs"}

    def test_of_another_world_is_not_taken(self, outside, file):
        elsewhere = replace(outside, environment=Environment.TRAINING)

        with pytest.raises(Refusal) as refused:
            self.taken(elsewhere, file)
        assert "verify.other_environment" in codes(refused.value.findings)

    def test_is_not_even_signed_by_who_is_no_principal_there(self, outside):
        # This certificate is a principal's, but of the other school.
        impostor = principal(DEPUTY)

        assert refusal_of(released, outside, actor=impostor).startswith("authority.")

    def test_accepts_nobody_while_a_record_is_not_proven(self, outside, key, tmp_path):
        transfer = released(outside)
        bad = rezipped(
            file_of(outside, transfer),
            lambda entries: {n: e for n, e in entries.items() if n != record_path(key)},
        )
        outside.papers.store(bad)
        digest = opened_digest(bad)
        lying = replace(transfer, transfer_id="f" * 32, file_digest=digest)
        outside.transfers.open(lying)

        assert refusal_of(accepted, outside, lying) == "transfer.records_wrong"
        assert outside.book.enrolments(OTHER_SCHOOL, NEXT_YEAR) == ()
        assert outside.records.get(key).status is Status.ISSUED


def opened_digest(file):
    return sha256(file).digest()


def test_tells_the_receiving_principal_and_then_the_leaving_one(outside):
    people = {"ht": principal(), "kia": there_principal()}
    outside.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )

    answered(outside, released(outside), TransferStep.REFUSE)

    for school, actor, kind in (
        (OTHER_SCHOOL, there_principal(), NoticeKind.PUPIL_COMES),
        (SCHOOL, principal(), NoticeKind.PUPIL_ANSWERED),
    ):
        kinds = [notice.kind for notice in outside.notices.of_person(school, actor.person)]
        # The leaving side was told of the partial record before.
        assert [one for one in kinds if one.name.startswith("PUPIL")] == [kind]

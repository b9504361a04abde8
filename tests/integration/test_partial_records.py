"""A pupil leaves during the year: the partial record, from the teacher to the other school."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hocba.core.assess.moments import Moment
from hocba.core.compose.content import AmendReason
from hocba.core.compose.life import Act, Entry, Status
from hocba.core.compose.reading import Way
from hocba.core.compose.school_rules import SchoolRule
from hocba.core.compose.transfers import TransferStage, TransferStep
from hocba.core.submit.package import record_path
from hocba.core.submit.transfer_file import NamedSchool, partial_path
from hocba.core.terms.levels import Standing
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from hocba.flow.compose_records import compose_class
from hocba.flow.partial_records import PartialDays, send_partial_back, withdraw_partial
from hocba.flow.partial_state import content_of, partial_state
from hocba.flow.receive_pupil import answer, checked
from hocba.flow.set_rule import set_rule
from hocba.flow.transfer_files import opened_transfer
from hocba.ports.marks import Decided
from hocba.ports.records import RecordChange
from tests.builders import an_assessment
from tests.integration.test_transfers import codes, moved_on_pupil, refusal_of
from tests.pki_world import NOW
from tests.school_world import (
    CLASS,
    HERE,
    OTHER_SCHOOL,
    SCHOOL,
    YEAR,
    clerk,
    deputy,
    principal,
    teacher,
)
from tests.secondary_builders import a_secondary_year
from tests.transfer_world import (
    CODE,
    DAYS,
    LEFT_ON,
    PUPIL,
    accepted,
    agreed,
    attested,
    file_of,
    released,
    rezipped,
    sealed_partial,
    signed_on,
    there_principal,
    two_schools,
)

pytestmark = pytest.mark.usefixtures("as_app")
PART = an_assessment(4, without=["khoa_hoc", "tin_hoc"])
MIDDLE = an_assessment(4, without=["am_nhac"])


@pytest.fixture
def outside(tmp_path):
    """Two pupils: of one half a year was assessed, of the other all of it."""
    outside = two_schools(tmp_path)
    given(outside, Moment.END_FIRST, PART)
    given(outside, Moment.MID_FIRST, MIDDLE)
    nothing_at_the_end(outside)
    return outside


def given(outside, moment, results, *, school=SCHOOL, code=CODE):
    outside.marks.change(
        school, YEAR, CLASS, lambda _: Decided(years={code: results}, changes=()), moment=moment
    )


def nothing_at_the_end(outside):
    bare = an_assessment(4, without=[row.subject for row in an_assessment(4).subjects])
    bare = replace(bare, traits=(), comments={})
    outside.book.save_assessments(SCHOOL, YEAR, CLASS, {CODE: bare})


def state_of(outside, pupil=PUPIL):
    return partial_state(outside, pupil)


class TestMakingIt:
    def test_holds_what_was_assessed_at_each_moment_and_is_signed_by_three(self, outside):
        record = sealed_partial(outside)

        content = content_of(outside, record)
        assert record.status is Status.ISSUED
        assert [each.moment for each in content.assessed] == [Moment.MID_FIRST, Moment.END_FIRST]
        rows = {row.subject for row in content.assessed[1].results.subjects}
        assert rows == {row.subject for row in PART.subjects}
        assert (content.since, content.until) == (DAYS.since, DAYS.until)
        assert [entry.by for entry in record.history[1:]] == [
            teacher().person,
            principal().person,
            clerk().person,
        ]
        # It is no record of the year anywhere.
        assert outside.records.rows(SCHOOL, YEAR) == ()
        assert outside.records.of_school(SCHOOL, YEAR) == ()

    def test_is_not_due_where_nothing_was_assessed(self, outside):
        nothing_at_the_end(outside)
        for moment in (Moment.MID_FIRST, Moment.END_FIRST):
            given(outside, moment, outside.book.assessments(SCHOOL, YEAR)[CODE])

        assert refusal_of(attested, outside) == "partial.nothing_assessed"
        assert checked(outside, released(outside)).partials == ()

    def test_is_each_role_s_own_act_in_turn(self, outside):
        turned = PartialDays(since=DAYS.until, until=DAYS.since)
        for days in (turned, replace(DAYS, until=date(2026, 9, 1))):
            assert refusal_of(attested, outside, days=days) == "partial.days_unfit"
        assert refusal_of(attested, outside, actor=principal()) == "permit.not_your_role"
        assert refusal_of(attested, outside, actor=teacher(class_name="1A")) == "permit.other_class"
        attested(outside)
        assert refusal_of(attested, outside) == "partial.there_already"
        assert refusal_of(signed_on, outside, clerk()) == "permit.not_now"
        assert refusal_of(signed_on, outside, teacher()) == "permit.not_your_role"

        signed_on(outside, deputy())

        # Where two persons are due for a seal, the head who signed this very document is one.
        rule = SchoolRule.TWO_PERSONS_SEAL
        set_rule(outside, rule, actor=principal(), school=SCHOOL, turned_on=True, words="Thử")
        assert signed_on(outside, clerk()).status is Status.ISSUED

    def test_waits_where_the_class_is_locked_and_the_year_s_record_is_under_way(self, outside):
        outside.book.save_assessments(SCHOOL, YEAR, CLASS, {CODE: an_assessment(4)})
        compose_class(outside, actor=teacher(), **HERE)

        assert refusal_of(attested, outside) == "partial.year_record"
        assert refusal_of(released, outside) == "transfer.record_open"

    def test_goes_back_to_the_teacher_and_can_be_made_anew(self, outside):
        attested(outside)
        assert refusal_of(
            send_partial_back, outside, actor=principal(), pupil=PUPIL, reason=" "
        ) == ("records.reason_due")
        send_partial_back(outside, actor=principal(), pupil=PUPIL, reason="Sai ngày")

        again = sealed_partial(outside, days=replace(DAYS, until=date(2026, 1, 20)))

        assert (again.key.version, content_of(outside, again).until) == (1, date(2026, 1, 20))

    def test_once_sealed_is_withdrawn_and_replaced_by_another_version(self, outside):
        first = sealed_partial(outside)
        withdraw_partial(
            outside,
            actor=principal(),
            pupil=PUPIL,
            code=AmendReason.WRONG_MARK,
            reason="Chấm lại bài Toán",
        )

        second = content_of(outside, sealed_partial(outside)).general

        assert second.version == 2
        assert second.replaces.content_digest == first.frozen.content_digest
        assert second.replaces.basis == "Chấm lại bài Toán"


class TestReleasingWithIt:
    def test_a_release_waits_until_it_is_sealed_and_still_holds(self, outside):
        attested(outside)
        assert refusal_of(released, outside) == "transfer.partial_due"
        signed_on(outside, principal())
        signed_on(outside, clerk())
        early = date(2026, 1, 10)
        assert refusal_of(released, outside, left_on=early) == "transfer.before_partial"

        given(outside, Moment.MID_SECOND, MIDDLE)

        # Results that changed since are not left behind.
        assert refusal_of(released, outside) == "transfer.partial_stale"

    def test_goes_along_verified_and_says_nothing_beside(self, outside):
        opened = checked(outside, released(outside))

        assert (opened.genuine, opened.carried, opened.records) == ((), (), ())
        (one,) = opened.partials
        assert one.path == partial_path(one.content)
        assert opened.statement.dossier.so_far is None
        ways = [read.way for read in outside.read_log.of_record(one.content.general.record_code)]
        assert ways == [Way.PARTIAL]
        # What has gone is not withdrawn any more.
        words = {"code": AmendReason.WRONG_MARK, "reason": "x"}
        said = refusal_of(withdraw_partial, outside, actor=principal(), pupil=PUPIL, **words)
        assert said == "transfer.open_already"

    def test_no_year_s_record_is_made_while_the_other_school_is_asked(self, outside):
        transfer = released(outside)
        outside.book.save_assessments(SCHOOL, YEAR, CLASS, {CODE: an_assessment(4)})

        composed = compose_class(outside, actor=teacher(), **HERE)

        (waits,) = [one for one in composed.waiting if one.sector_code == CODE]
        assert [found.code for found in waits.findings] == ["transfer.pending"]
        assert len(composed.ready) == 1
        answer(
            outside,
            actor=principal(),
            transfer_id=transfer.transfer_id,
            step=TransferStep.CANCEL,
            reason="Ở lại",
            consent=agreed(principal()),
        )
        assert len(compose_class(outside, actor=teacher(), **HERE).ready) == 1


class TestReceivingIt:
    def test_continues_the_year_from_the_other_school_s_moments(self, outside):
        first = released(outside)
        answer(
            outside,
            actor=there_principal(),
            transfer_id=first.transfer_id,
            step=TransferStep.REFUSE,
            reason="Hết chỗ",
            consent=agreed(there_principal()),
        )
        # Sent twice, it is kept once.
        accepted(outside, released(outside), class_name="4C")

        there = outside.marks.within_year(OTHER_SCHOOL, YEAR, Moment.END_FIRST)[CODE]
        assert {row.subject for row in there.subjects} == {row.subject for row in PART.subjects}
        (kept,) = outside.partials.received(OTHER_SCHOOL, CODE)
        assert (kept.issuer, kept.since, kept.until) == (SCHOOL, DAYS.since, DAYS.until)
        assert outside.partials.received_of_year(OTHER_SCHOOL, YEAR) == (kept,)
        # It is no record of the year before either.
        assert outside.transfers.received(OTHER_SCHOOL, CODE) == ()

    def test_of_the_wrong_grade_or_level_of_school_nobody_is_received(self, outside):
        transfer = released(outside)

        assert refusal_of(accepted, outside, transfer, class_name="5B") == "transfer.other_grade"
        outside.book.save_enrolments(
            OTHER_SCHOOL, YEAR, [replace(state_of(outside).line, grade=7, class_name="7A")]
        )
        assert refusal_of(accepted, outside, transfer, class_name="4C") == "transfer.other_level"
        assert outside.transfers.get(transfer.transfer_id).stage is TransferStage.RELEASED

    def test_the_second_school_signs_only_what_is_its_own(self, outside):
        accepted(outside, released(outside), class_name="4C")
        onward = replace(moved_on_pupil(), school_year=YEAR)

        assert state_of(outside, onward).assessed is None
        back = NamedSchool(code=SCHOOL, name="Hoa Ban")
        third = released(
            outside, actor=there_principal(), pupil=onward, receiver=back, left_on=LEFT_ON
        )
        opened = checked(outside, third)
        assert (opened.genuine, opened.carried) == ((), ())
        # What came goes along, though there is nothing new.
        assert [one.content.school.code for one in opened.partials] == [SCHOOL]

        given(outside, Moment.MID_SECOND, MIDDLE, school=OTHER_SCHOOL)
        (own,) = state_of(outside, onward).assessed
        assert own.moment is Moment.MID_SECOND


def test_a_file_that_lies_about_it_is_seen(outside):
    file = file_of(outside, released(outside))
    (one,) = opened_transfer(outside, file).partials
    path = record_path(one.content.general.key)

    def moved(entries):
        return {path if name == one.path else name: each for name, each in entries.items()}

    def changed(entries):
        return {n: e.replace(b"<Diem>10<", b"<Diem>9<", 1) for n, e in entries.items()}

    def left_out(entries):
        return {name: each for name, each in entries.items() if name != one.path}

    # In the place of a year's record it is none, genuine as it is.
    opened = opened_transfer(outside, rezipped(file, moved))
    assert opened.records[0].key is None
    assert codes(opened.carried) == {
        "transfer.file_unlisted",
        "transfer.file_differs",
        "transfer.record_not_proven",
        "record.partial",
    }
    found = codes(opened_transfer(outside, rezipped(file, changed)).carried)
    assert found >= {"transfer.file_differs", "transfer.record_not_proven"}
    found = codes(opened_transfer(outside, rezipped(file, left_out)).carried)
    assert found == {"transfer.file_differs"}


class TestSecondarySchool:
    @pytest.fixture
    def outside(self, outside):
        """The same pupil in class 7A, the first term given."""
        line = state_of(outside).line
        book = outside.book
        book.save_enrolments(SCHOOL, YEAR, [replace(line, grade=7)])
        whole = a_secondary_year(7)
        rows = tuple(replace(row, second=Missing.UNKNOWN) for row in whole.subjects)
        first = replace(whole, subjects=rows, conduct_second=Missing.UNKNOWN)
        book.save_assessments(SCHOOL, YEAR, CLASS, {CODE: first})
        return outside

    def test_takes_the_first_term_along_and_the_second_goes_on_from_it(self, outside):
        transfer = released(outside)
        opened = checked(outside, transfer)
        assert (opened.genuine, opened.carried) == ((), ())
        assert opened.statement.dossier.grade == 7

        accepted(outside, transfer, class_name="7C")

        there = outside.book.results(OTHER_SCHOOL, YEAR)[CODE]
        here = outside.book.results(SCHOOL, YEAR)[CODE]
        assert {row.subject: row.first for row in there.subjects} == {
            row.subject: row.first for row in here.subjects
        }
        assert {row.second for row in there.subjects} == {Missing.UNKNOWN}

        # The second school signs its own term.
        row = replace(there.subjects[0], second=Decimal("8.0"))
        later = replace(there, subjects=(row, *there.subjects[1:]), conduct_second=Standing.GOOD)
        outside.book.save_assessments(OTHER_SCHOOL, YEAR, "7C", {CODE: later})

        own = state_of(outside, replace(moved_on_pupil(), school_year=YEAR)).assessed

        assert [each.subject for each in own.subjects] == [row.subject]
        assert (own.subjects[0].first, own.subjects[0].second) == (Missing.UNKNOWN, Decimal("8.0"))
        assert (own.conduct_first, own.conduct_second) == (Missing.UNKNOWN, Standing.GOOD)


def test_of_two_who_sign_at_once_one_is_told(outside):
    record = attested(outside)
    signed_on(outside, principal())
    entry = Entry(act=Act.APPROVE, by="HT02", at=NOW)

    with pytest.raises(Refusal) as refused:
        outside.partials.append(RecordChange(record=record, entries=(entry,)))
    assert refused.value.code == "records.moved_on"

"""Composing a class: who is locked, who waits and why, who is excepted."""

from dataclasses import replace

import pytest

from hocba.core.assess.year import Supplement
from hocba.core.compose.content import NoYearBefore, YearBefore
from hocba.core.compose.exceptions import ExceptionReason, RecordException
from hocba.core.compose.life import Act, Status
from hocba.core.terms.outcomes import Refusal
from hocba.flow.class_outlook import class_outlook
from hocba.flow.compose_records import compose_class
from hocba.flow.note_exception import end_exception, note_exception
from hocba.flow.reopen_records import send_back
from hocba.flow.school_state import class_states
from hocba.flow.sign_records import sign_class
from tests.builders import an_assessment
from tests.integration.test_school_thread import issued, verdict_on
from tests.school_world import (
    CLASS,
    HERE,
    SCHOOL,
    YEAR,
    a_consent,
    a_pupil,
    a_running_school,
    an_enrolment,
    an_outside,
    clerk,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")


def composed(outside, **changes):
    return compose_class(outside, **{"actor": teacher(), **HERE, **changes})


def content_of(outside, key):
    return outside.documents.record(outside.records.document(key)).content


def give_results(outside, number, year):
    outside.book.save_assessments(SCHOOL, YEAR, CLASS, {a_pupil(number).sector_code: year})


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value.code


class TestWhoIsReady:
    def test_locks_every_pupil_whose_results_are_complete(self):
        outside = a_running_school()

        ready = composed(outside).ready

        assert len(ready) == 3
        record = outside.records.get(ready[0])
        assert record.status is Status.LOCKED
        assert record.frozen is not None
        assert record.history[0].proof == record.frozen.content_digest

    def test_names_a_pupil_without_results_and_one_whose_results_lack_something(self):
        outside = a_running_school()
        outside.book.save_enrolments(SCHOOL, YEAR, [an_enrolment(8), an_enrolment(9)])
        give_results(outside, 9, an_assessment(4, without=["toan"]))

        found = composed(outside)

        waiting = {pupil.sector_code: pupil.findings for pupil in found.waiting}
        assert len(found.ready) == 3
        assert [f.code for f in waiting[a_pupil(8).sector_code]] == ["records.no_results"]
        assert [f.code for f in waiting[a_pupil(9).sector_code]] == ["assess.row_missing"]

    def test_leaves_out_who_has_left(self):
        outside = a_running_school()
        outside.book.save_enrolments(SCHOOL, YEAR, [an_enrolment(1, status="08")])

        found = composed(outside)

        assert len(found.ready) == 2
        assert found.waiting == found.excepted == ()

    def test_names_a_pupil_whose_page_no_verifier_could_read(self):
        outside = a_running_school()
        nameless = replace(an_enrolment(1), pupil=a_pupil(1, full_name=""))
        outside.book.save_enrolments(SCHOOL, YEAR, [nameless])

        found = composed(outside)

        assert [f.code for pupil in found.waiting for f in pupil.findings] == ["record.schema"]
        assert len(found.ready) == 2

    def test_composes_a_second_time_without_touching_the_first(self):
        outside = a_running_school()
        first = composed(outside).ready

        again = composed(outside)

        assert again.ready == ()
        assert set(again.locked_before) == set(first)

    def test_says_beforehand_what_it_would_do(self):
        outside = a_running_school()

        outlook = class_outlook(outside, **HERE)

        assert [e.pupil.sector_code for e in outlook.due] == [
            e.pupil.sector_code for e in outside.book.enrolments(SCHOOL, YEAR, CLASS)
        ]
        assert outside.records.rows(SCHOOL, YEAR) == ()

    @pytest.mark.parametrize(
        ("actor", "code"),
        [
            (teacher(class_name="1A"), "permit.other_class"),
            (principal(), "permit.not_your_role"),
            (clerk(), "permit.not_your_role"),
        ],
    )
    def test_refuses_whoever_is_not_the_class_s_teacher(self, actor, code):
        assert refusal_of(composed, a_running_school(), actor=actor) == code


class TestYearBefore:
    def test_names_the_issued_record_of_the_year_before(self):
        outside = a_running_school(pupils=1)
        (before,) = issued(outside)
        following = replace(YEAR, first=YEAR.first + 1)
        outside.book.save_enrolments(SCHOOL, following, [an_enrolment(1)])
        year = {a_pupil(1).sector_code: an_assessment(4)}
        outside.book.save_assessments(SCHOOL, following, CLASS, year)

        found = composed(
            outside, school_year=following, actor=replace(teacher(), school_year=following)
        )

        digest = outside.records.get(before).frozen.content_digest
        assert found.ready[0].record_code == before.record_code
        assert content_of(outside, found.ready[0]).general.year_before == YearBefore(
            school_year=YEAR, version=1, content_digest=digest
        )

    @pytest.mark.parametrize(
        ("grade", "reason"), [(1, NoYearBefore.FIRST_YEAR), (4, NoYearBefore.PAPER_BEFORE)]
    )
    def test_says_why_there_is_none(self, grade, reason):
        outside = a_running_school(pupils=1)
        outside.book.save_enrolments(SCHOOL, YEAR, [an_enrolment(1, grade=grade)])
        give_results(outside, 1, an_assessment(grade))

        (key,) = composed(outside).ready

        assert content_of(outside, key).general.year_before is reason


class TestExceptions:
    def noted(self, **changes):
        plain = RecordException(
            school=SCHOOL,
            school_year=YEAR,
            sector_code=a_pupil(1).sector_code,
            class_name=CLASS,
            reason=ExceptionReason.NO_PERSONAL_ID,
        )
        return replace(plain, **changes)

    def test_holds_back_who_has_not_completed_the_year_until_the_summer_is_over(self):
        outside = a_running_school()
        failing = an_assessment(4, levels={"dao_duc": "C"})
        give_results(outside, 1, failing)

        in_june = composed(outside)

        assert [e.reason for e in in_june.excepted] == [ExceptionReason.SUMMER_TRAINING]
        assert len(in_june.ready) == 2
        assert outside.book.exceptions(SCHOOL, YEAR) == in_june.excepted
        give_results(
            outside, 1, replace(failing, supplement=Supplement(promoted=True, basis="QĐ 5"))
        )
        in_august = composed(outside)
        assert len(in_august.ready) == 1
        assert outside.book.exceptions(SCHOOL, YEAR) == ()

    def test_leaves_out_whom_the_school_has_excepted_until_it_ends(self):
        outside = a_running_school()
        note_exception(outside, actor=clerk(), exception=self.noted())

        found = composed(outside)

        assert found.excepted == (self.noted(),)
        assert len(found.ready) == 2
        (state,) = class_states(outside, school=SCHOOL, school_year=YEAR)
        assert (state.excepted, state.missing) == (1, 2)
        end_exception(outside, actor=clerk(), sector_code=self.noted().sector_code, **HERE)
        assert len(composed(outside).ready) == 1

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"reason": ExceptionReason.OTHER, "note": " "}, "school.note_due"),
            ({"sector_code": "KHONG_CO"}, "school.unknown_pupil"),
            ({"class_name": "1A"}, "school.unknown_pupil"),
        ],
    )
    def test_refuses_an_exception_that_says_too_little(self, changes, code):
        outside = a_running_school()

        refused = refusal_of(
            note_exception, outside, actor=clerk(), exception=self.noted(**changes)
        )

        assert refused == code

    def test_refuses_the_teacher_of_another_class(self):
        actor = teacher(class_name="1A")

        refused = refusal_of(
            note_exception, a_running_school(), actor=actor, exception=self.noted()
        )

        assert refused == "permit.other_class"


class TestSendingBack:
    def test_keeps_every_change_made_after_the_first_lock(self):
        outside = a_running_school(pupils=1)
        (key,) = composed(outside).ready
        send_back(outside, actor=principal(), keys=[key], reason="Sai điểm Toán")
        give_results(outside, 1, an_assessment(4, scores={"toan": 9}))

        (again,) = composed(outside).ready

        assert again == key
        (change,) = content_of(outside, key).changes
        assert (change.field, change.old, change.new) == ("KetQua/MonHoc[toan]/Diem", "10", "9")
        assert (change.by, change.reason) == (teacher().person, "Sai điểm Toán")
        acts = [entry.act for entry in outside.records.get(key).history]
        assert acts == [Act.LOCK, Act.REOPEN, Act.LOCK]

    def test_voids_what_was_signed(self):
        outside = a_running_school(pupils=1)
        (key,) = composed(outside).ready
        sign_class(outside, actor=teacher(), consent=a_consent(teacher()), **HERE)

        send_back(outside, actor=principal(), keys=[key], reason="Thiếu nhận xét")

        record = outside.records.get(key)
        assert record.status is Status.DRAFT
        assert record.frozen.filled == ()
        (later,) = issued(outside)
        assert verdict_on(outside, later).findings == ()

    def test_follows_a_pupil_into_another_class(self):
        outside = a_running_school(pupils=1)
        (key,) = composed(outside).ready
        send_back(outside, actor=principal(), keys=[key], reason="Chuyển lớp")
        outside.book.save_enrolments(SCHOOL, YEAR, [an_enrolment(1, class_name="4B")])

        found = composed(outside, class_name="4B", actor=teacher(class_name="4B"))

        assert found.ready == (key,)
        assert outside.records.get(key).class_name == "4B"

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            ({"reason": "  "}, "records.reason_due"),
            ({"actor": teacher()}, "permit.not_your_role"),
        ],
    )
    def test_refuses_without_reason_or_right(self, words, code):
        outside = a_running_school(pupils=1)
        asked = {"actor": principal(), "keys": composed(outside).ready, "reason": "x", **words}

        assert refusal_of(send_back, outside, **asked) == code

    def test_sends_nothing_back_when_one_record_is_issued(self):
        outside = a_running_school(pupils=2)
        keys = issued(outside)

        refused = refusal_of(send_back, outside, actor=principal(), keys=keys, reason="x")

        assert refused == "permit.not_now"

    def test_refuses_an_unknown_record(self):
        outside = a_running_school(pupils=1)
        (key,) = composed(outside).ready
        unknown = replace(key, version=7)

        refused = refusal_of(send_back, outside, actor=principal(), keys=[key, unknown], reason="x")

        assert refused == "records.unknown"


def test_refuses_a_school_that_is_not_there():
    assert refusal_of(composed, an_outside()) == "school.unknown"

"""Pupils who have no record for now: until when; and after summer, assessed again and signed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hocba.adapters.memory.clock import StoryClock
from hocba.core.assess.again import rows_due_again
from hocba.core.assess.outcome import outcome_of
from hocba.core.compose.exceptions import Due, ExceptionReason, RecordException, by_due
from hocba.core.compose.life import Status
from hocba.core.compose.notices import NoticeKind
from hocba.core.terms.levels import Completion
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.verdict import Outcome
from hocba.flow.assess_again import OnePupil, decide_promotion, save_second, second_sheet
from hocba.flow.compose_records import compose_class
from hocba.flow.note_exception import note_exception
from hocba.flow.remind_overdue import remind_overdue
from hocba.ports.accounts import Account
from tests.builders import TT27, an_assessment
from tests.integration.test_decision_pages import asked
from tests.integration.test_school_thread import issued, verdict_on
from tests.school_world import (
    CLASS,
    HERE,
    SCHOOL,
    YEAR,
    a_pupil,
    a_running_school,
    clerk,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
CODE = a_pupil(1).sector_code
PUPIL = OnePupil(school=SCHOOL, school_year=YEAR, code=CODE)
LATE = an_assessment(4, levels={"toan": "C"}, scores={"toan": 4}, shown={"cham_chi": "C"})
PASSED = {
    "subjects/toan/level": "H",
    "subjects/toan/score": "6",
    "subjects/toan/comment": "Đã nắm phép chia.",
    "traits/cham_chi/level": "Đ",
}


@pytest.fixture
def outside():
    outside = a_running_school(pupils=3)
    outside.book.save_assessments(SCHOOL, YEAR, CLASS, {CODE: LATE})
    return outside


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value.code


def year_of(outside):
    return outside.book.assessments(SCHOOL, YEAR)[CODE]


def saved(outside, typed=PASSED, actor=None):
    return save_second(outside, actor=actor or teacher(), pupil=PUPIL, typed=typed)


class TestTheSecondAssessment:
    def test_takes_only_the_rows_that_were_not_completed(self, outside):
        assert rows_due_again(LATE, TT27) == ("subjects/toan", "traits/cham_chi")
        sheet = second_sheet(outside, actor=teacher(), pupil=PUPIL)

        assert [column.key for column in sheet.columns] == list(PASSED)

    def test_takes_a_test_below_five_though_its_level_is_done(self):
        assert rows_due_again(an_assessment(4, scores={"toan": 4}), TT27) == ("subjects/toan",)
        assert rows_due_again(an_assessment(4), TT27) == ()

    def test_keeps_the_first_results_and_says_who_gave_the_second(self, outside):
        assert saved(outside, {**PASSED, "subjects/tieng_viet/level": "C"}) == ()

        year = year_of(outside)
        assert replace(year, supplement=None) == LATE
        assert [row.subject for row in year.supplement.subjects] == ["toan"]
        assert outcome_of(year, TT27).completion is Completion.CLASS
        last = outside.marks.latest(SCHOOL, YEAR, [CODE])
        assert last[CODE, "supplement/subjects/toan/level"].by == teacher().person

    def test_is_composed_and_signed_alone(self, outside):
        in_june = issued(outside)
        assert len(in_june) == 2
        saved(outside)

        (in_august,) = issued(outside)

        assert outside.records.get(in_august).status is Status.ISSUED
        assert verdict_on(outside, in_august).outcome is Outcome.PASSED
        assert outside.book.exceptions(SCHOOL, YEAR) == ()
        assert refusal_of(saved, outside) == "marks.locked"

    def test_saves_nothing_while_something_is_wrong(self, outside):
        found = saved(outside, {**PASSED, "subjects/toan/score": "11"})

        assert [(each.code, each.where) for each in found] == [
            ("assess.score_out_of_range", "subjects/toan/score")
        ]
        assert year_of(outside) == LATE
        assert refusal_of(saved, outside, {}) == "exception.second_missing"

    def test_is_for_the_teacher_of_the_class_and_for_who_did_not_complete(self, outside):
        other = OnePupil(school=SCHOOL, school_year=YEAR, code=a_pupil(2).sector_code)

        assert refusal_of(saved, outside, actor=clerk()) == "permit.not_your_role"
        assert refusal_of(saved, outside, actor=teacher("GV02", "1A")) == "permit.other_class"
        assert refusal_of(second_sheet, outside, actor=teacher(), pupil=other) == (
            "exception.not_due_again"
        )


class TestTheDecision:
    def decided(self, outside, *, actor=None, basis="QĐ 91/QĐ-TH ngày 20/8/2026"):
        decide_promotion(
            outside, actor=actor or principal(), pupil=PUPIL, promoted=True, basis=basis
        )

    def test_lets_a_pupil_go_up_who_still_has_not_completed(self, outside):
        saved(outside, {"subjects/toan/level": "C"})

        self.decided(outside)

        year = year_of(outside)
        assert outcome_of(year, TT27).completion is Completion.PROMOTED_BY_DECISION
        assert CODE in {
            outside.records.get(key).sector_code
            for key in compose_class(outside, actor=teacher(), **HERE).ready
        }

    def test_is_the_principal_s_with_number_and_date(self, outside):
        assert refusal_of(self.decided, outside, actor=teacher()) == "permit.not_your_role"
        assert refusal_of(self.decided, outside, basis=" ") == "exception.basis_due"

    def test_is_not_due_once_the_year_is_completed(self, outside):
        saved(outside)

        assert refusal_of(self.decided, outside) == "exception.decision_not_due"


class TestTheFollowUp:
    TODAY = date(2026, 8, 1)

    def exception(self, days=None, **changes):
        expected = None if days is None else self.TODAY + timedelta(days=days)
        plain = RecordException(
            school=SCHOOL,
            school_year=YEAR,
            sector_code=CODE,
            class_name=CLASS,
            reason=ExceptionReason.NO_PERSONAL_ID,
            expected_on=expected,
        )
        return replace(plain, **changes)

    def test_puts_the_longest_overdue_first(self):
        days = (None, 30, -1, 0, 7, 8, -40)

        found = by_due([self.exception(each) for each in days], self.TODAY)

        assert [stands for stands, _ in found] == [
            *(Due.OVERDUE, Due.OVERDUE, Due.SOON, Due.SOON, Due.LATER, Due.LATER, Due.UNDATED)
        ]
        assert found[0][1].expected_on == self.TODAY - timedelta(days=40)

    def test_takes_no_day_that_has_passed_but_keeps_one_that_passed_meanwhile(self, outside):
        today = day_in_vietnam(outside.clock.now())
        past = self.exception(expected_on=today - timedelta(days=1))
        assert refusal_of(note_exception, outside, actor=teacher(), exception=past) == (
            "exception.day_passed"
        )
        far = self.exception(expected_on=today + timedelta(days=900))
        assert refusal_of(note_exception, outside, actor=teacher(), exception=far) == (
            "exception.day_too_far"
        )
        outside.book.save_exceptions([past])

        note_exception(outside, actor=teacher(), exception=replace(past, note="vẫn chờ"))

        assert outside.book.exceptions(SCHOOL, YEAR)[0].note == "vẫn chờ"


class TestThePages:
    @pytest.fixture
    def school(self, outside):
        people = {"gv": teacher(), "ht": principal()}
        outside.accounts.save(
            [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
        )
        return outside

    def test_tell_who_is_overdue_and_lead_to_the_second_assessment(self, school):
        today = day_in_vietnam(school.clock.now())
        noted = RecordException(
            school=SCHOOL,
            school_year=YEAR,
            sector_code=CODE,
            class_name=CLASS,
            reason=ExceptionReason.SUMMER_TRAINING,
            expected_on=today - timedelta(days=3),
        )
        school.book.save_exceptions([noted])

        page = asked(school, "/truong/chua-ky", by="gv").text

        assert "Quá ngày dự kiến" in page
        assert f"/truong/chua-ky/{CODE}" in page

    def test_keep_what_was_typed_with_a_day_that_cannot_be_read(self, school):
        form = {
            "pupil": CODE,
            "class_name": CLASS,
            "reason": "REN_LUYEN_HE",
            "note": "ôn Toán",
            "expected_on": "31/02/2026",
        }

        answer = asked(school, "/truong/chua-ky", form, by="gv")

        assert answer.status_code == 409
        assert "ôn Toán" in answer.text
        assert "31/02/2026" in answer.text
        assert school.book.exceptions(SCHOOL, YEAR) == ()

    def test_take_the_results_and_then_the_decision(self, school):
        address = f"/truong/chua-ky/{CODE}"
        assert "Toán" in asked(school, address, by="gv").text
        assert asked(school, address, {"subjects/toan/level": "X"}, by="gv").status_code == 409

        asked(school, address, {"subjects/toan/level": "C"}, by="gv")
        asked(school, address, {"promoted": "0", "basis": "QĐ 9"}, by="ht")

        assert year_of(school).supplement.promoted is False


class TestReminders:
    def test_tell_the_teacher_of_the_class_once_a_week(self, outside):
        outside.accounts.save([Account(username="gv", display_name="gv", actor=teacher())])
        today = day_in_vietnam(outside.clock.now())
        late = RecordException(
            school=SCHOOL,
            school_year=YEAR,
            sector_code=CODE,
            class_name=CLASS,
            reason=ExceptionReason.SUMMER_TRAINING,
            expected_on=today - timedelta(days=1),
        )
        outside.book.save_exceptions([late])

        assert [remind_overdue(outside), remind_overdue(outside)] == [1, 0]

        (notice,) = outside.notices.of_person(SCHOOL, teacher().person)
        assert (notice.kind, notice.count) == (NoticeKind.RECORD_OVERDUE, 1)
        week_later = replace(outside, clock=StoryClock(outside.clock.now() + timedelta(days=8)))
        assert remind_overdue(week_later) == 1

    def test_leave_alone_who_has_nothing_overdue(self, outside):
        assert remind_overdue(outside) == 0

"""Importing lists and results: a dry run first, nothing half imported, nothing behind a lock."""

from dataclasses import replace
from datetime import date

import pytest

from hocba.core.compose.roster import RosterAct
from hocba.core.rules.library import pack_for
from hocba.core.terms.codes import PersonalId
from hocba.core.terms.outcomes import Refusal
from hocba.flow.compose_records import compose_class
from hocba.flow.import_pupils import plan_pupils, take_pupils
from hocba.flow.import_results import plan_results, take_results
from hocba.flow.import_staff import plan_staff, take_staff
from hocba.lab.sheets import filled_results, messy_pupil_list, messy_staff_list
from hocba.ports.school_book import Saved
from hocba.ports.spreadsheets import SheetContext
from tests.builders import an_assessment
from tests.school_world import (
    CLASS,
    HERE,
    SCHOOL,
    YEAR,
    a_pupil,
    a_running_school,
    a_school,
    an_enrolment,
    an_outside,
    clerk,
    principal,
    staff,
    teacher,
)
from tests.sheet_files import a_workbook

pytestmark = pytest.mark.usefixtures("as_app")
LIST = {"school": SCHOOL, "school_year": YEAR, "name": "danh-sach.xlsx"}
SHEET = {**HERE, "name": "ket-qua.xlsx"}


@pytest.fixture
def outside():
    outside = an_outside()
    outside.book.save_school(a_school())
    return outside


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value


def roster(outside):
    return outside.book.enrolments(SCHOOL, YEAR, CLASS)


def results(outside, years):
    """Fill the class's own template with results by number of the pupil."""
    context = SheetContext(
        school_code=SCHOOL,
        school_name=a_school().name,
        school_year=YEAR,
        today=date(2026, 5, 29),
    )
    return filled_results(
        context,
        grade=4,
        class_name=CLASS,
        pack=pack_for(YEAR, 4),
        roster=roster(outside),
        assessments={a_pupil(number).sector_code: year for number, year in years.items()},
    )


def a_list(*enrolments):
    rows = [
        (e.class_name, e.pupil.sector_code, e.pupil.full_name, e.pupil.born_on, "Nam")
        for e in enrolments
    ]
    return a_workbook([("Lớp", "Mã học sinh", "Họ và tên", "Ngày sinh", "Giới tính"), *rows])


class TestHistory:
    def test_a_list_leaves_the_same_trace_as_the_form(self, outside):
        one, two = an_enrolment(1), an_enrolment(2)
        take_pupils(outside, actor=clerk(), file=a_list(one), **LIST)
        assert outside.book.roster_history(SCHOOL, YEAR) == ()

        moved = replace(one, class_name="4B")
        take_pupils(outside, actor=clerk(), file=a_list(moved, two), **LIST)

        history = outside.book.roster_history(SCHOOL, YEAR)
        told = {(e.sector_code, e.act, e.by, e.basis) for e in history}
        by, name = clerk().person, LIST["name"]
        assert told == {
            (one.pupil.sector_code, RosterAct.MOVE, by, name),
            (two.pupil.sector_code, RosterAct.ADD, by, name),
        }

    def test_a_list_takes_the_results_along(self):
        school = a_running_school(pupils=2)
        moved = replace(an_enrolment(1), class_name="4B")
        take_pupils(school, actor=clerk(), file=a_list(moved), **LIST)
        assert set(school.book.assessments(SCHOOL, YEAR, "4B")) == {moved.pupil.sector_code}

    def test_a_list_changes_nothing_behind_a_locked_record(self):
        school = a_running_school(pupils=2)
        compose_class(school, actor=teacher(), **HERE)
        file = a_list(replace(an_enrolment(1), class_name="4B"), an_enrolment(3))

        refused = refusal_of(take_pupils, school, actor=clerk(), file=file, **LIST)
        assert {f.code for f in refused.findings} >= {"roster.record_in_signing"}
        take_pupils(school, actor=clerk(), file=file, good_rows_only=True, **LIST)

        classes = {e.pupil.sector_code: e.class_name for e in roster(school)}
        assert classes[a_pupil(1).sector_code] == CLASS
        assert a_pupil(3).sector_code in classes


class TestPupils:
    def test_a_dry_run_changes_nothing(self, outside):
        file = messy_pupil_list([an_enrolment(1), an_enrolment(2)], 1)

        plan = plan_pupils(outside, actor=clerk(), file=file, **LIST)

        assert (len(plan.added), plan.errors) == (2, ())
        assert outside.book.enrolments(SCHOOL, YEAR) == ()

    def test_takes_a_list_and_the_same_list_again(self, outside):
        file = messy_pupil_list([an_enrolment(1), an_enrolment(2)], 1)

        assert take_pupils(outside, actor=clerk(), file=file, **LIST) == Saved(added=2)
        assert take_pupils(outside, actor=clerk(), file=file, **LIST) == Saved(unchanged=2)

    def test_names_who_is_known_and_not_in_the_list(self, outside):
        outside.book.save_enrolments(SCHOOL, YEAR, [an_enrolment(7)])

        plan = plan_pupils(
            outside, actor=clerk(), file=messy_pupil_list([an_enrolment(1)], 1), **LIST
        )

        assert [e.pupil.sector_code for e in plan.absent] == [a_pupil(7).sector_code]

    def test_refuses_a_personal_id_that_another_pupil_has(self, outside):
        outside.book.save_enrolments(SCHOOL, YEAR, [an_enrolment(1)])
        taken = PersonalId(str(a_pupil(1).personal_id))
        double = replace(an_enrolment(2), pupil=a_pupil(2, personal_id=taken))
        file = messy_pupil_list([double, an_enrolment(3)], 1)

        refused = refusal_of(take_pupils, outside, actor=clerk(), file=file, **LIST)

        assert refused.code == "sheet.has_errors"
        assert "school.personal_id_taken" in [finding.code for finding in refused.findings]
        assert len(outside.book.enrolments(SCHOOL, YEAR)) == 1
        saved = take_pupils(outside, actor=clerk(), file=file, good_rows_only=True, **LIST)
        assert saved == Saved(added=1)

    @pytest.mark.parametrize("actor", [teacher(), principal()])
    def test_is_the_office_s_work(self, outside, actor):
        refused = refusal_of(plan_pupils, outside, actor=actor, file=b"", **LIST)

        assert refused.code == "permit.not_your_role"

    def test_refuses_a_file_that_is_none(self, outside):
        refused = refusal_of(take_pupils, outside, actor=clerk(), file=b"", **LIST)

        assert refused.code == "sheet.file_empty"


class TestStaff:
    def test_takes_a_staff_list_after_a_dry_run(self, outside):
        file = messy_staff_list(staff())

        plan = plan_staff(outside, actor=clerk(), file=file, **LIST)

        assert len(plan.added) == 5
        assert outside.book.staff(SCHOOL) == ()
        assert take_staff(outside, actor=clerk(), file=file, **LIST) == Saved(added=5)

    def test_is_not_a_teacher_s_work(self, outside):
        refused = refusal_of(plan_staff, outside, actor=teacher(), file=b"", **LIST)

        assert refused.code == "permit.not_your_role"


class TestResults:
    @pytest.fixture
    def outside(self):
        return a_running_school(pupils=2)

    def test_takes_the_class_s_sheet_after_a_dry_run(self, outside):
        changed = an_assessment(4, scores={"toan": 7})
        file = results(outside, {1: changed, 2: an_assessment(4)})

        plan = plan_results(outside, actor=teacher(), file=file, **SHEET)

        assert plan.errors == ()
        assert [row.sector_code for row in plan.changed] == [a_pupil(1).sector_code]
        saved = take_results(outside, actor=teacher(), file=file, **SHEET)
        assert saved == Saved(changed=1, unchanged=1)

    def test_never_changes_what_is_locked(self, outside):
        compose_class(outside, actor=teacher(), **HERE)
        file = results(outside, {1: an_assessment(4, scores={"toan": 7}), 2: an_assessment(4)})

        refused = refusal_of(take_results, outside, actor=teacher(), file=file, **SHEET)

        assert refused.code == "sheet.has_errors"
        assert "records.locked_already" in [finding.code for finding in refused.findings]
        saved = take_results(outside, actor=teacher(), file=file, good_rows_only=True, **SHEET)
        assert saved == Saved(unchanged=1)
        years = outside.book.assessments(SCHOOL, YEAR, CLASS)
        assert years[a_pupil(1).sector_code] == an_assessment(4)

    def test_refuses_the_teacher_of_another_class(self, outside):
        actor = teacher(class_name="1A")

        refused = refusal_of(plan_results, outside, actor=actor, file=b"", **SHEET)

        assert refused.code == "permit.other_class"

    def test_refuses_a_class_without_pupils(self, outside):
        asked = {**SHEET, "class_name": "4Z"}

        refused = refusal_of(
            plan_results, outside, actor=teacher(class_name="4Z"), file=b"", **asked
        )

        assert refused.code == "school.unknown_class"

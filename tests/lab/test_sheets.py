"""The messy files of the synthetic schools read back as what they were written from."""

from datetime import date

import pytest

from hocba.adapters.spreadsheets.workbooks import Workbooks
from hocba.core.rules.library import pack_for
from hocba.lab.people.world import synthetic_schools
from hocba.lab.sheets import filled_results, flat_results, messy_pupil_list, messy_staff_list
from hocba.ports.spreadsheets import SheetContext

BOOKS = Workbooks()


@pytest.fixture(scope="module", params=[0, 1, 2], ids=["first", "second", "international"])
def school(request):
    return synthetic_schools(7)[request.param]


def context_of(school):
    return SheetContext(
        school_code=school.code,
        school_name=school.name,
        school_year=school.school_year,
        today=date(2026, 6, 1),
    )


def class_of(school, grade):
    name = next(c.name for c in school.classes if c.grade == grade)
    roster = [
        e
        for e in school.enrolments
        if e.class_name == name and e.pupil.sector_code in school.assessments
    ]
    return name, roster


def test_a_messy_pupil_list_reads_back_with_warnings_only(school):
    reading = BOOKS.read_pupils(messy_pupil_list(school.enrolments, 5), "c1", context_of(school))

    assert reading.whole() == school.enrolments
    assert reading.warnings
    assert "Điểm trường" in reading.ignored_headers


def test_a_messy_staff_list_reads_back(school):
    reading = BOOKS.read_staff(messy_staff_list(school.staff), "gv", context_of(school))

    assert reading.whole() == school.staff


@pytest.mark.parametrize("grade", [1, 4])
def test_filled_results_read_back_for_every_assessed_pupil(school, grade):
    name, roster = class_of(school, grade)
    pack = pack_for(school.school_year, grade)
    asked = {"grade": grade, "class_name": name, "pack": pack, "roster": roster}

    file = filled_results(context_of(school), **asked, assessments=school.assessments)
    reading = BOOKS.read_year_results(file, "kq", context_of(school), **asked)

    assert len(reading.whole()) == len(roster)
    for year in reading.good:
        given = school.assessments[year.sector_code]
        if not given.not_assessed_by_law:
            assert year.assessment == given


def test_flat_results_read_back(school):
    name, roster = class_of(school, 4)
    pack = pack_for(school.school_year, 4)
    file = flat_results(grade=4, pack=pack, roster=roster, assessments=school.assessments)

    reading = BOOKS.read_year_results(
        file, "kq", context_of(school), grade=4, class_name=name, pack=pack, roster=roster
    )

    for year in reading.whole():
        given = school.assessments[year.sector_code]
        assert given.not_assessed_by_law or year.assessment.subjects == given.subjects

"""Who goes where in the next school year."""

from dataclasses import replace
from datetime import date

import pytest

from hocba.core.compose.next_year import (
    Course,
    YearAct,
    YearEntry,
    choice_findings,
    class_in,
    destinations,
    grade_in,
    last_carried,
    seen,
)
from hocba.core.terms.levels import Completion
from tests.pki_world import NOW
from tests.school_world import SCHOOL, YEAR, an_enrolment

TODAY = date(2026, 6, 1)


def going(completion=None, *, there=(), **changes):
    pupil = an_enrolment(1, **{"class_name": "3A", "grade": 3} | changes)
    known = {pupil.pupil.sector_code: completion} if completion else {}
    return destinations([pupil], known, there, on=TODAY)[0]


@pytest.mark.parametrize(
    ("completion", "course", "class_name"),
    [
        (Completion.CLASS, Course.UP, "4A"),
        (Completion.PROMOTED_BY_DECISION, Course.UP, "4A"),
        (Completion.NOT_PROMOTED, Course.REPEATS, "3A"),
        (Completion.PENDING, Course.UNDECIDED, ""),
        (None, Course.UNKNOWN, ""),
    ],
)
def test_follows_the_result(completion, course, class_name):
    found = going(completion)
    assert (found.course, found.class_name) == (course, class_name)


def test_lets_go_who_has_finished_left_or_is_there():
    code = an_enrolment(1).pupil.sector_code
    assert going(Completion.PRIMARY, class_name="5A", grade=5).course is Course.FINISHED
    assert going(Completion.CLASS, status="08").course is Course.LEFT
    assert going(Completion.CLASS, there=[code]).course is Course.THERE


def test_keeps_the_name_of_a_class_of_several_grades():
    pair = [an_enrolment(n, class_name="2A", grade=n) for n in (2, 3)]
    known = {each.pupil.sector_code: Completion.CLASS for each in pair}
    found = destinations(pair, known, (), on=TODAY)
    assert [(d.class_name, grade_in(d, d.class_name)) for d in found] == [("2A", 3), ("2A", 4)]


def test_refuses_a_class_against_the_result_and_names_everybody():
    up, stays = going(Completion.CLASS), going(Completion.NOT_PROMOTED)
    stays = replace(stays, enrolment=an_enrolment(2, class_name="3A", grade=3))
    wrong = choice_findings([up, stays], {up.code: "3A", stays.code: "4B"})
    assert [f.where for f in wrong] == [up.code, stays.code]
    assert choice_findings([up, stays], {up.code: "4C", stays.code: "3B"}) == ()
    assert choice_findings([going(Completion.PENDING)], {up.code: "4A"}) != ()
    # Without a result the school decides; it cannot skip a grade.
    unknown = going()
    names = ("3B", "4A", "5A")
    assert [grade_in(unknown, name) for name in names] == [3, 4, None]


def test_carries_a_name_without_a_grade_along():
    assert class_in("3A", 3, 4) == "4A"
    assert class_in("Bản Pe", 3, 4) == "Bản Pe"
    assert grade_in(going(Completion.CLASS, class_name="Bản Pe"), "Bản Pe") == 4


def test_sees_when_a_plan_moves_on():
    assert seen([going(Completion.CLASS)]) == seen([going(Completion.PROMOTED_BY_DECISION)])
    assert seen([going(Completion.CLASS)]) != seen([going(Completion.NOT_PROMOTED)])


def test_takes_back_the_last_that_still_stands():
    def entry(number, act=YearAct.CARRIED):
        return YearEntry(
            school=SCHOOL,
            school_year=YEAR,
            act=act,
            by="VT01",
            at=NOW,
            basis="",
            pupils=(),
            number=number,
        )

    first, second, back = entry(1), entry(2), entry(3, YearAct.TAKEN_BACK)
    assert last_carried([first, second]) == second
    assert last_carried([first, second, back]) == first
    assert last_carried([first, back]) is None

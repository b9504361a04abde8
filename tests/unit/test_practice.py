"""The invented class: whole but for what it leaves out on purpose, and the order of its steps."""

from dataclasses import replace

import pytest

from hocba.core.assess.problems import problems_of
from hocba.core.compose.practice import (
    WHO,
    Reached,
    Step,
    count_commented,
    next_step,
    practice_results,
    practice_roster,
    practice_school,
    practice_staff,
)
from hocba.core.rules.library import pack_for
from hocba.core.terms.codes import SchoolCode, SchoolYear, personal_id_doubts
from hocba.core.terms.roles import Role

CODE, YEAR = SchoolCode("TH4K7M2QZX"), SchoolYear(2025)
ROSTER = practice_roster(CODE, YEAR)
ALL = Reached(due=6, complete=6, commented=6, locked=6, attested=6, approved=6, issued=6)


def problems(*, is_whole):
    pack = pack_for(YEAR, 2)
    years = practice_results(ROSTER, YEAR, is_whole=is_whole)
    return {code: found for code, year in years.items() if (found := problems_of(year, pack))}


def test_lacks_nothing_in_the_whole_sheet_and_one_subject_of_one_pupil_in_the_other():
    assert problems(is_whole=True) == {}
    (found,) = problems(is_whole=False).values()
    assert {finding.where for finding in found} == {"subjects/toan/level", "subjects/toan/score"}


def test_leaves_one_comment_for_the_learner_to_type():
    years = practice_results(ROSTER, YEAR, is_whole=True)

    assert (len(years), count_commented(years.values())) == (6, 5)


def test_has_no_results_for_a_pupil_whom_the_learner_added():
    added = replace(ROSTER[0], pupil=replace(ROSTER[0].pupil, full_name="Lý Thị Mới"))

    assert practice_results([added], YEAR, is_whole=True) == {}


def test_can_be_taken_for_nobody_who_lives():
    for entry in ROSTER:
        pupil = entry.pupil
        assert pupil.personal_id.startswith("000")
        doubts = personal_id_doubts(pupil.personal_id, born_on=pupil.born_on, gender=pupil.gender)
        assert doubts == ()
    assert "giả định" in practice_school(CODE).name


def test_has_somebody_for_every_step():
    held = {each.role for member in practice_staff(CODE, YEAR) for each in member.appointments}

    assert set(WHO.values()) == held
    assert held >= {Role.HOMEROOM_TEACHER, Role.PRINCIPAL, Role.CLERK, Role.SCHOOL_ADMIN}


@pytest.mark.parametrize(
    ("reached", "step"),
    [
        (Reached(due=0), Step.ROSTER),
        (Reached(due=6), Step.RESULTS),
        (Reached(due=6, complete=5), Step.RESULTS),
        (Reached(due=6, complete=6, commented=5), Step.COMMENT),
        (Reached(due=6, complete=6, commented=6), Step.LOCK),
        # Locked without the comment: nobody is sent back to it.
        (replace(ALL, commented=0, attested=0, approved=0, issued=0), Step.ATTEST),
        (replace(ALL, attested=5, approved=0, issued=0), Step.ATTEST),
        (replace(ALL, approved=0, issued=0), Step.APPROVE),
        (replace(ALL, issued=0), Step.SEAL),
        (ALL, None),
    ],
)
def test_names_the_first_step_that_is_not_done_for_all(reached, step):
    assert next_step(reached) is step

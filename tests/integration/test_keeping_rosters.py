"""Keeping a pupil list and assignments by hand, on the real database."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from hocba.core.compose.roster import Ground, RosterAct, seen
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Appointment
from hocba.core.terms.roles import Role
from hocba.flow.compose_records import compose_class
from hocba.flow.keep_roster import add_pupil, change_pupil, read_line
from hocba.flow.keep_staff import set_appointment
from hocba.flow.register_outlook import register_outlook
from tests.school_world import (
    HERE,
    OTHER_TEACHER,
    SCHOOL,
    YEAR,
    a_running_school,
    an_enrolment,
    clerk,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
OF = {"school": SCHOOL, "school_year": YEAR}
GROUND = Ground(on=date(2026, 1, 5), basis="QĐ 3/QĐ-TH")


@pytest.fixture
def school():
    return a_running_school(pupils=2)


def code_of_refusal(call, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        call(*args, **kwargs)
    return refused.value.code


def overwrite_the_history():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hocba.school', '*', true)")
        cursor.execute("UPDATE roster_entry SET basis = ''")


def change(school, old, new, **more):
    told = {"actor": clerk(), "was_seen": seen(old), "ground": GROUND} | more
    return change_pupil(school, **OF, enrolment=new, **told)


def test_adds_moves_and_lets_go_with_a_history(school):
    new = an_enrolment(7, class_name="1A", grade=1)
    add_pupil(school, actor=clerk(), **OF, enrolment=new, ground=GROUND)
    moved = replace(new, class_name="1B")
    left = replace(moved, status="08", status_on=GROUND.on)
    change(school, new, moved)
    change(school, moved, left)

    line = read_line(school, actor=clerk(), **OF, code=new.pupil.sector_code)

    assert line.enrolment == left
    assert [each.act for each in line.history] == [
        RosterAct.ADD,
        RosterAct.MOVE,
        RosterAct.STATUS,
    ]
    assert {each.basis for each in line.history} == {GROUND.basis}


def test_takes_the_results_along_to_another_class(school):
    old = an_enrolment(1)
    change(school, old, replace(old, class_name="4B"))
    assert set(school.book.assessments(SCHOOL, YEAR, "4B")) == {old.pupil.sector_code}


def test_never_overwrites_what_somebody_else_has_written(school):
    old = an_enrolment(1)
    change(school, old, replace(old, class_name="4B"))
    late = replace(old, pupil=replace(old.pupil, address="Bản Mới"))
    assert code_of_refusal(change, school, old, late) == "roster.moved_on"
    assert len(school.book.roster_history(SCHOOL, YEAR)) == 1


def test_changes_nothing_behind_a_locked_record(school):
    compose_class(school, actor=teacher(), **HERE)
    old = an_enrolment(1)
    code = code_of_refusal(change, school, old, replace(old, class_name="4B"))
    assert code == "roster.record_in_signing"


def test_refuses_anothers_number_and_a_pupil_twice_and_a_teacher(school):
    old, other = an_enrolment(1), an_enrolment(2)
    same = replace(old, pupil=replace(old.pupil, personal_id=other.pupil.personal_id))
    assert code_of_refusal(change, school, old, same) == "school.personal_id_taken"
    add = {"actor": clerk(), **OF, "enrolment": old, "ground": GROUND}
    assert code_of_refusal(add_pupil, school, **add) == "roster.pupil_known"
    code = code_of_refusal(change, school, old, same, actor=teacher())
    assert code == "permit.not_your_role"


def test_keeps_a_history_that_nobody_can_change(school):
    old = an_enrolment(1)
    change(school, old, replace(old, class_name="4B"))
    with pytest.raises(DatabaseError, match="append-only"):
        overwrite_the_history()


def test_shows_a_new_assignment_as_not_yet_in_the_register(school):
    held = Appointment(
        role=Role.DEPUTY, from_on=date(2026, 6, 1), to_on=date(2026, 6, 30), basis="QĐ 9/QĐ-TH"
    )
    give = {"actor": clerk(), **OF, "staff_code": OTHER_TEACHER, "number": None}
    set_appointment(school, **give, held=held)

    coming = register_outlook(school, **OF).coming

    assert [(each.person, each.to_on) for each in coming] == [(OTHER_TEACHER, held.to_on)]


def test_refuses_a_second_homeroom_teacher_with_every_reason(school):
    held = Appointment(role=Role.HOMEROOM_TEACHER, class_name="4A", to_on=date(2020, 1, 1))
    give = {"actor": clerk(), **OF, "staff_code": OTHER_TEACHER, "number": None}
    code = code_of_refusal(set_appointment, school, **give, held=held)
    assert code == "staff.first_day_due"

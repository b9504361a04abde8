"""A role ends with its assignment: nobody goes on typing marks of a class that is another's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.adapters.memory.clock import StoryClock
from hocba.core.terms.outcomes import Refusal
from hocba.flow.keep_staff import set_appointment
from hocba.flow.roles_today import still_held
from hocba.ports.accounts import Account
from tests.integration.test_decision_pages import asked
from tests.pki_world import NOW
from tests.school_world import (
    SCHOOL,
    TEACHER,
    YEAR,
    a_running_school,
    clerk,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
CLASS_PAGE = "/truong/lop/4A"


@pytest.fixture
def school():
    school = a_running_school(pupils=1)
    school.accounts.save([Account(username="mai", display_name="Mai", actor=teacher())])
    return school


def the_assignment(school):
    (held,) = (m for m in school.book.staff(SCHOOL) if m.staff_code == TEACHER)
    return held.appointments[0]


def changed(school, held, number=0):
    words = {"actor": clerk(), "school": SCHOOL, "school_year": YEAR, "staff_code": TEACHER}
    return set_appointment(school, **words, number=number, held=held)


def code_of(school):
    with pytest.raises(Refusal) as refused:
        asked(school, CLASS_PAGE, by="mai")
    return refused.value.code


def test_holds_until_the_last_day_and_no_longer(school):
    today = NOW.date()
    changed(school, replace(the_assignment(school), to_on=today))
    assert asked(school, CLASS_PAGE, by="mai").status_code == 200

    tomorrow = replace(school, clock=StoryClock(NOW + timedelta(days=1)))
    assert code_of(tomorrow) == "web.role_over"


def test_goes_with_an_assignment_that_was_a_mistake(school):
    changed(school, replace(the_assignment(school), school_year=YEAR))
    assert [actor.class_name for actor in school.accounts.actors_of(TEACHER.lower())] == ["4A"]
    changed(school, None)
    assert school.accounts.actors_of(TEACHER.lower()) == ()


def test_leaves_alone_what_the_staff_list_does_not_tell(school):
    strange = teacher("GV77", "9Z")
    assert still_held(school, [strange, principal()]) == (strange, principal())

"""A school's years in the browser: carried up in one act, taken back, classes arranged."""

import re
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from hocba.core.assess.year import Supplement
from hocba.core.compose.roster import Ground
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.faces.school.where import usual_year
from hocba.flow.arrange_classes import rename_class
from hocba.flow.carry_up import take_back
from hocba.flow.compose_records import compose_class
from hocba.flow.keep_register import issue_school_register
from hocba.ports.accounts import Account
from tests.builders import an_assessment
from tests.integration.test_decision_pages import asked
from tests.school_world import (
    CLASS,
    HERE,
    SCHOOL,
    YEAR,
    a_running_school,
    an_enrolment,
    clerk,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
NEXT = SchoolYear(2026)
PLAN = "/truong/lop-hoc/len-lop/2026-2027"
LIST = "/truong/lop-hoc"
ONE, TWO, THREE = (f"MAU000000000{n}" for n in (1, 2, 3))


@pytest.fixture
def school():
    school = a_running_school()
    people = {"vt": clerk(), "ht": principal()}
    school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    # The first goes up, the second stays by the principal's decision, the third has left.
    decided = Supplement(promoted=False, basis="QĐ 5/QĐ-TH")
    stays = an_assessment(4, levels={"toan": "C"}, scores={"toan": 3}, supplement=decided)
    school.book.save_assessments(SCHOOL, YEAR, CLASS, {TWO: stays})
    school.book.save_enrolments(SCHOOL, YEAR, [an_enrolment(3, status="08")])
    return school


def read(response):
    return response.content.decode()


def planned(school):
    """Return the page's form as it comes: field names and proposed classes."""
    shown = read(asked(school, PLAN, by="vt"))
    fields = dict(re.findall(r'name="(lop:\w+)" value="(\w*)"', shown))
    return fields | {"seen": re.search(r'name="seen" value="(\w+)"', shown)[1]}


def classes_of(school, year=NEXT):
    return {e.pupil.sector_code: e.class_name for e in school.book.enrolments(SCHOOL, year)}


def test_carries_a_school_up_by_last_years_results_in_one_act(school):
    form = planned(school)
    assert {k: v for k, v in form.items() if k != "seen"} == {
        f"lop:{ONE}": "5A",
        f"lop:{TWO}": "4A",
    }

    response = asked(school, PLAN, form | {"basis": "QĐ 9/QĐ-TH"}, by="vt")

    assert (response.status_code, response.url) == (302, LIST)
    assert classes_of(school) == {ONE: "5A", TWO: "4A"}
    assert {e.grade for e in school.book.enrolments(SCHOOL, NEXT)} == {4, 5}
    # The homeroom teacher of 4A had last year's; nobody has the new one by its name alone.
    issued = issue_school_register(school, actor=principal(), school=SCHOOL, school_year=NEXT)
    years = {h.school_year for h in issued.register.holdings if h.class_name == CLASS}
    assert years == {YEAR}
    # Nobody is carried twice, and an old form carries nobody.
    again = asked(school, PLAN, form, by="vt")
    assert again.status_code == 409
    assert len(classes_of(school)) == 2


def test_refuses_what_goes_against_the_result_and_does_nothing_by_halves(school):
    form = planned(school) | {f"lop:{TWO}": "5A"}
    response = asked(school, PLAN, form, by="vt")
    assert response.status_code == 409
    assert "không theo kết quả" in read(response)
    assert classes_of(school) == {}


def test_is_taken_back_until_something_is_entered(school):
    asked(school, PLAN, planned(school), by="vt")
    school.book.save_assessments(SCHOOL, NEXT, "5A", {ONE: an_assessment(5)})
    with pytest.raises(Refusal) as refused:
        take_back_all(school)
    assert refused.value.code == "year.begun"


def test_is_taken_back_as_if_nothing_had_been(school):
    asked(school, PLAN, planned(school), by="vt")
    take_back_all(school)
    assert classes_of(school) == {}
    acts = [entry.act.value for entry in school.years.entries(SCHOOL, NEXT)]
    assert acts == ["DUA_LEN", "HOAN_TAC"]
    assert planned(school)[f"lop:{ONE}"] == "5A"
    with pytest.raises(DatabaseError):
        overwrite_the_history()


def overwrite_the_history():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hocba.school', '*', true)")
        cursor.execute("UPDATE year_entry SET basis = ''")


def take_back_all(school):
    return take_back(school, actor=clerk(), school=SCHOOL, school_year=NEXT)


def test_makes_gives_renames_and_joins_classes(school):
    made = {"act": "make", "name": "4B"}
    assert asked(school, LIST, made, by="vt").status_code == 302
    assert asked(school, LIST, made, by="vt").status_code == 409
    led = {"act": "homeroom", "name": "4B", "staff_code": "VT01", "on": "01/03/2026"}
    assert asked(school, LIST, led, by="vt").status_code == 302
    shown = read(asked(school, LIST, by="vt"))
    assert "Chưa có học sinh" in shown

    joined = {"act": "rename", "name": CLASS, "new_name": "4B", "on": "02/03/2026"}
    assert asked(school, LIST, joined, by="vt").status_code == 302

    assert set(classes_of(school, YEAR).values()) == {"4B"}
    # The results went along, and the old class's homeroom teacher ended the day before.
    assert len(school.book.assessments(SCHOOL, YEAR, "4B")) == 3
    (mai,) = (m for m in school.book.staff(SCHOOL) if m.staff_code == "GV01")
    assert [held.to_on for held in mai.appointments] == [date(2026, 3, 1)]
    assert read(asked(school, LIST, by="vt")).count("/truong/lop/4") == 1


def test_leaves_a_locked_class_alone(school):
    compose_class(school, actor=teacher(), **HERE)
    with pytest.raises(Refusal) as refused:
        rename_class(
            school,
            actor=clerk(),
            school=SCHOOL,
            school_year=YEAR,
            name=CLASS,
            new_name="4C",
            ground=Ground(on=date(2026, 3, 2)),
        )
    assert refused.value.code == "year.class_locked"
    assert set(classes_of(school, YEAR).values()) == {CLASS}


def test_takes_a_renamed_class_s_teacher_along(school):
    school.accounts.save([Account(username="gv01", display_name="Mai", actor=teacher())])
    form = {"act": "rename", "name": CLASS, "new_name": "4C"}
    assert asked(school, LIST, form, by="vt").status_code == 302
    assert [actor.class_name for actor in school.accounts.actors_of("gv01")] == ["4C"]


def test_looks_at_the_year_under_way_and_not_at_the_one_made_ready():
    y24, y25, y26 = (SchoolYear(first) for first in (2024, 2025, 2026))
    assert usual_year([y26, y25], y25) == y25
    assert usual_year([y25, y24], y26) == y25
    assert usual_year([y26], y25) == y26
    assert usual_year([], y25) == y25

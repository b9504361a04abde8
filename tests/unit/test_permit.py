"""Who may do what: every pair of act, role and status has an answer, and the right one."""

from dataclasses import replace
from itertools import product

import pytest

from hocba.core.compose.duties import DUTIES, Duty, why_not_now
from hocba.core.compose.life import NEXT, Act, Status
from hocba.core.compose.permit import DOES, Actor, Subject, why_not
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.roles import Role

SCHOOL, OTHER = SchoolCode("T1"), SchoolCode("T2")
YEAR = SchoolYear(2025)
CANNOT_TOUCH = {Role.INSPECTOR, Role.PUPIL_OR_PARENT, Role.OPERATOR}
TAUGHT = frozenset({("4A", "toan")})
OF_SCHOOL = {Role.HOMEROOM_TEACHER, Role.PRINCIPAL, Role.DEPUTY, Role.CLERK, Role.SCHOOL_ADMIN}


def an_actor(role, *, person="GV01", school=SCHOOL, class_name="4A", year=YEAR):
    return Actor(person=person, role=role, school=school, school_year=year, class_name=class_name)


def a_record(status, *, signers=(), open_rows=()):
    return Subject(
        school=SCHOOL,
        school_year=YEAR,
        class_name="4A",
        status=status,
        signers=signers,
        open_rows=open_rows,
    )


def code(act, actor, record):
    refusal = why_not(act, actor=actor, subject=record)
    return None if refusal is None else refusal.code


def expected_code(act, role, status):
    if role not in DOES[act]:
        return "permit.not_your_role"
    if (status, act) not in NEXT:
        return "permit.not_now"
    return "permit.other_subject" if act is Act.SIGN_ROW else None


# One test for each act: for each of 2,000 cells, pytest would cost more than what it asks.
@pytest.mark.parametrize("act", Act)
def test_answers_every_act_role_and_status(act):
    cells = list(product(Role, Status))

    answers = {(role, at): code(act, an_actor(role), a_record(at)) for role, at in cells}

    assert answers == {(role, at): expected_code(act, role, at) for role, at in cells}


def test_every_act_is_somebody_s():
    assert set(DOES) == set(Act)
    assert all(DOES.values())


def test_those_who_only_look_do_nothing():
    assert [act for act, roles in DOES.items() if roles & CANNOT_TOUCH] == []


def test_the_administrator_never_signs():
    signing = (Act.ATTEST, Act.APPROVE, Act.SEAL)

    assert [act for act in signing if Role.SCHOOL_ADMIN in DOES[act]] == []


@pytest.mark.parametrize("role", sorted(OF_SCHOOL))
@pytest.mark.parametrize("act", Act)
def test_nobody_acts_on_another_school_s_record(act, role):
    (status, _) = next(pair for pair in NEXT if pair[1] is act)

    refused = code(act, an_actor(role, school=OTHER), a_record(status))

    assert refused in {"permit.other_school", "permit.not_your_role"}


@pytest.mark.parametrize("act", [Act.LOCK, Act.ATTEST])
@pytest.mark.parametrize(
    "elsewhere", [{"class_name": "4B"}, {"year": SchoolYear(2024)}, {"year": None}]
)
def test_a_homeroom_teacher_acts_on_one_class_of_one_year(act, elsewhere):
    status = Status.DRAFT if act is Act.LOCK else Status.LOCKED
    actor = an_actor(Role.HOMEROOM_TEACHER, **elsewhere)

    assert code(act, actor, a_record(status)) == "permit.other_class"


def test_nobody_signs_twice_on_one_record():
    actor = an_actor(Role.DEPUTY, person="GV01")

    refused = code(Act.APPROVE, actor, a_record(Status.ATTESTED, signers=("GV01",)))

    assert refused == "permit.signed_already"


class TestRows:
    @staticmethod
    def signing(open_rows, *, teaches=TAUGHT):
        actor = replace(an_actor(Role.SUBJECT_TEACHER), teaches=teaches)
        return code(Act.SIGN_ROW, actor, a_record(Status.LOCKED, open_rows=open_rows))

    def test_are_signed_by_who_teaches_them_in_the_class(self):
        assert self.signing(("ngu_van", "toan")) is None

    @pytest.mark.parametrize("teaches", [{("4B", "toan")}, {("4A", "khtn")}, set()])
    def test_are_nobody_else_s(self, teaches):
        refused = self.signing(("toan",), teaches=frozenset(teaches))

        assert refused == "permit.other_subject"

    def test_are_signed_once(self):
        assert self.signing(("ngu_van",)) == "permit.other_subject"

    def test_that_are_open_keep_the_homeroom_teacher_waiting(self):
        record = a_record(Status.LOCKED, open_rows=("toan",))

        refusal = why_not(Act.ATTEST, actor=an_actor(Role.HOMEROOM_TEACHER), subject=record)

        assert (refusal.code, refusal.details["names"]) == ("permit.rows_unsigned", "Toán")


@pytest.mark.parametrize("duty", Duty)
def test_answers_every_duty_and_role(duty):
    there = {"school": SCHOOL, "school_year": YEAR, "class_name": "4A"}

    refusals = {role: why_not_now(duty, actor=an_actor(role), **there) for role in Role}

    assert {role for role, refusal in refusals.items() if refusal is None} == set(DUTIES[duty])


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ({"school": OTHER, "school_year": YEAR, "class_name": "4A"}, "permit.other_school"),
        ({"school": SCHOOL, "school_year": YEAR, "class_name": "4B"}, "permit.other_class"),
        ({"school": SCHOOL, "school_year": YEAR}, "permit.other_class"),
    ],
)
def test_a_teacher_s_duties_end_at_the_class(there, expected):
    refusal = why_not_now(Duty.IMPORT_RESULTS, actor=an_actor(Role.HOMEROOM_TEACHER), **there)

    assert refusal is not None
    assert refusal.code == expected

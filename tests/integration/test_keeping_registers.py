"""Registers: issued under the one above, closed rather than removed, and refused when forged."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.core.compose.permit import Actor
from hocba.core.sign.register import Level
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.keep_register import (
    issue_office_register,
    issue_school_register,
    read_book,
    read_register,
)
from tests.school_world import (
    CLASS,
    OFFICER,
    PRINCIPAL,
    PROVINCE,
    SCHOOL,
    TEACHER,
    YEAR,
    a_holding,
    a_member,
    a_running_school,
    a_school,
    an_outside,
    clerk,
    deputy,
    fingerprint,
    homeroom,
    office_outside,
    pki,
    principal,
    staff,
    upper_registers,
)

pytestmark = pytest.mark.usefixtures("as_app")


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value.code


def issue(outside, actor=None):
    return issue_school_register(
        outside, actor=actor or principal(), school=SCHOOL, school_year=YEAR
    )


@pytest.fixture
def bare():
    """A school with staff and keys, before any register."""
    outside = an_outside()
    outside.book.save_school(a_school())
    outside.book.save_staff(SCHOOL, staff())
    holders, _ = pki()
    outside.accounts.save_keys({str(ref): ref for ref in holders})
    return outside


def test_attests_whom_the_staff_list_names_and_says_whom_it_could_not(bare):
    upper_registers(bare)

    found = issue(bare)

    held = {(h.role, h.person, h.class_name) for h in found.register.holdings}
    assert held == {
        (Role.HOMEROOM_TEACHER, TEACHER, CLASS),
        (Role.HOMEROOM_TEACHER, "GV02", "1A"),
        (Role.DEPUTY, "PHT01", ""),
    }
    assert [(f.code, f.where) for f in found.left_out] == [("school.no_certificate", "VT01")]
    assert read_register(bare, found.file).register == found.register


def test_refuses_a_principal_whom_no_province_names(bare):
    assert refusal_of(issue, bare) == "registers.not_entitled"
    assert bare.registers.files() == ()


def test_refuses_a_province_that_the_ministry_does_not_name(bare):
    province = office_outside(bare, Level.PROVINCE)
    officer = Actor(person=OFFICER, role=Role.PROVINCE_OFFICER)

    refused = refusal_of(issue_office_register, province, actor=officer, holdings=[])

    assert refused == "registers.not_entitled"


def test_refuses_a_ministry_that_the_settings_do_not_pin(bare):
    ministry = replace(office_outside(bare, Level.MINISTRY), ministry=frozenset({"00" * 32}))
    officer = Actor(person=OFFICER, role=Role.MINISTRY_OFFICER)

    refused = refusal_of(issue_office_register, ministry, actor=officer, holdings=[])

    assert refused == "registers.not_entitled"


@pytest.mark.parametrize("actor", [clerk(), deputy()])
def test_only_the_principal_attests_the_school_s_people(bare, actor):
    assert refusal_of(issue, bare, actor) == "permit.not_your_role"


def test_an_office_s_register_is_its_own_officer_s_work(bare):
    province = office_outside(bare, Level.PROVINCE)
    officer = Actor(person=OFFICER, role=Role.MINISTRY_OFFICER)

    refused = refusal_of(issue_office_register, province, actor=officer, holdings=[])

    assert refused == "permit.not_your_role"


def test_a_teacher_who_hands_over_a_class_keeps_the_days_before():
    outside = a_running_school()
    handed = a_member(TEACHER, "Lò Thị Mai", homeroom("3B"))
    outside.book.save_staff(SCHOOL, [handed])
    outside.clock.move(timedelta(days=3))

    register = issue(outside).register

    assert register.number == 2
    of_teacher = {h.class_name: h.to_on for h in register.holdings if h.person == TEACHER}
    yesterday = outside.clock.now().date() - timedelta(days=1)
    assert of_teacher == {"3B": None, CLASS: yesterday}


def test_the_latest_register_of_each_office_counts():
    outside = a_running_school()
    issue(outside)

    book = read_book(outside).book

    assert book.registers[Level.SCHOOL, SCHOOL].number == 2
    assert len(outside.registers.kept(Level.SCHOOL, SCHOOL)) == 2


def test_a_school_s_register_falls_with_the_province_s_word():
    outside = a_running_school()
    outside.clock.move(timedelta(days=1))
    never = a_holding(Role.PRINCIPAL, SCHOOL, PRINCIPAL, certificate=fingerprint(TEACHER))
    issue_office_register(
        office_outside(outside, Level.PROVINCE),
        actor=Actor(person=OFFICER, role=Role.PROVINCE_OFFICER),
        holdings=[never],
    )

    # Closed yesterday, the principal still was one when the school's register was signed.
    assert read_book(outside).refused == ()
    assert refusal_of(issue, outside) == "registers.not_entitled"


def test_no_register_of_another_world_counts():
    outside = a_running_school()

    found = read_book(replace(outside, environment=Environment.TRAINING))

    assert dict(found.book.registers) == {}
    codes = {finding.code for _, findings in found.refused for finding in findings}
    assert "verify.other_environment" in codes


def test_a_register_with_one_changed_word_does_not_count():
    outside = a_running_school()
    kept = outside.registers.latest(Level.PROVINCE, PROVINCE)
    forged = kept.file.replace(b"HIEU_TRUONG", b"PHO_HIEU_TRUONG", 1)

    found = read_register(outside, forged)

    assert "sign.digest_differs" in [finding.code for finding in found.findings]

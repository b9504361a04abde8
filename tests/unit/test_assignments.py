"""From a staff list to the register, and from one register to the next."""

from dataclasses import replace
from datetime import date

from hocba.core.sign.assignments import assigned, continued
from hocba.core.sign.register import Holding
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role

SCHOOL, YEAR, TODAY = SchoolCode("T1"), SchoolYear(2025), date(2026, 1, 15)


def attested(*held, certificates=None):
    member = StaffMember(staff_code="GV01", full_name="Lò Thị Mai", appointments=held)
    return assigned(
        [member],
        certificates={"GV01": "aa"} if certificates is None else certificates,
        school=SCHOOL,
        school_year=YEAR,
        today=TODAY,
    )


def a_holding(**changes):
    plain = Holding(
        role=Role.HOMEROOM_TEACHER,
        unit=SCHOOL,
        person="GV01",
        person_name="Lò Thị Mai",
        certificate="aa",
        from_on=date(2025, 9, 1),
        school_year=YEAR,
        class_name="4A",
    )
    return replace(plain, **changes)


class TestAssigned:
    def test_attests_a_homeroom_teacher_for_class_and_year(self):
        held = Appointment(
            role=Role.HOMEROOM_TEACHER, class_name="4A", from_on=date(2025, 9, 1), basis="QĐ 31"
        )

        assert attested(held).holdings == (a_holding(basis="QĐ 31"),)

    def test_attests_neither_principal_nor_administrator(self):
        held = [Appointment(role=Role.PRINCIPAL), Appointment(role=Role.SCHOOL_ADMIN)]

        assert attested(*held).holdings == ()

    def test_never_reaches_back_without_a_first_day(self):
        (holding,) = attested(Appointment(role=Role.CLERK)).holdings

        assert holding.from_on == TODAY

    def test_leaves_out_who_has_no_certificate_and_says_so(self):
        found = attested(Appointment(role=Role.CLERK), certificates={})

        assert found.holdings == ()
        assert [finding.code for finding in found.left_out] == ["school.no_certificate"]

    def test_leaves_out_a_deputy_without_a_recorded_delegation(self):
        found = attested(Appointment(role=Role.DEPUTY))

        assert found.holdings == ()
        assert [f.code for f in found.left_out] == ["school.delegation_without_basis"]


class TestContinued:
    def test_ends_what_the_list_no_longer_has(self):
        (ended,) = continued([a_holding()], [], today=TODAY)

        assert ended == a_holding(to_on=date(2026, 1, 14))

    def test_keeps_an_end_that_came_earlier(self):
        over = a_holding(to_on=date(2025, 12, 31))

        assert continued([over], [], today=TODAY) == (over,)

    def test_takes_the_end_that_the_list_now_states(self):
        now_ends = a_holding(to_on=date(2026, 5, 31))

        assert continued([a_holding()], [now_ends], today=TODAY) == (now_ends,)

    def test_keeps_the_old_certificate_s_time_when_a_teacher_gets_a_new_one(self):
        renewed = a_holding(certificate="bb")

        kept = continued([a_holding()], [renewed], today=TODAY)

        assert kept == (renewed, a_holding(to_on=date(2026, 1, 14)))

    def test_forgets_what_never_held_for_a_day(self):
        assert continued([a_holding(from_on=TODAY)], [], today=TODAY) == ()

"""Step 10: whether a register proves that a role was held."""

from datetime import date, timedelta

import pytest

from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Weight
from hocba.core.terms.roles import Role
from hocba.core.verify.authority import book_of, persons_of, why_not_held
from tests.record_builders import NOW, a_claim, a_holding, a_register


def refusal(book, claim):
    found = why_not_held(book, claim)
    return None if found is None else (found.code, found.weight)


def by_province(*holdings, unit="11", **changes):
    return a_register(*holdings, level=Level.PROVINCE, unit=unit, **changes)


class TestTeacher:
    def test_may_sign_for_the_class_that_the_register_gives(self):
        assert refusal(book_of([a_register(a_holding())]), a_claim()) is None

    @pytest.mark.parametrize(
        ("claim", "code"),
        [
            ({"class_name": "3B"}, "authority.other_class"),
            ({"school_year": SchoolYear(2024)}, "authority.other_class"),
            ({"certificate": "bb"}, "authority.role_not_held"),
            ({"on": date(2025, 8, 14)}, "authority.not_on_that_day"),
        ],
    )
    def test_may_not_sign_beyond_it(self, claim, code):
        book = book_of([a_register(a_holding())])

        assert refusal(book, a_claim(**claim)) == (code, Weight.FAILED)

    def test_may_sign_on_the_first_and_on_the_last_day(self):
        holding = a_holding(to_on=date(2026, 3, 31))
        book = book_of([a_register(holding)])

        assert refusal(book, a_claim(on=date(2025, 8, 15))) is None
        assert refusal(book, a_claim(on=date(2026, 3, 31))) is None
        late = refusal(book, a_claim(on=date(2026, 4, 1)))
        assert late == ("authority.not_on_that_day", Weight.FAILED)

    def test_is_neither_right_nor_wrong_without_a_register(self):
        unknown = ("authority.no_school_register", Weight.INDETERMINATE)

        assert refusal(book_of([]), a_claim()) == unknown
        assert refusal(book_of([a_register(unit="MAU2")]), a_claim()) == unknown

    def test_is_neither_right_nor_wrong_by_a_register_older_than_the_signing(self):
        old = a_register(issued_at=NOW - timedelta(days=1))
        too_old = ("authority.register_too_old", Weight.INDETERMINATE)

        assert refusal(book_of([old]), a_claim()) == too_old

    def test_of_another_class_is_wrong_even_by_an_older_register(self):
        old = a_register(a_holding(class_name="3B"), issued_at=NOW - timedelta(days=1))

        assert refusal(book_of([old]), a_claim()) == ("authority.other_class", Weight.FAILED)


class TestPrincipalAndSeal:
    @pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.SEAL])
    def test_are_attested_by_the_province(self, role):
        assert refusal(book_of([by_province(a_holding(role))]), a_claim(role)) is None

    @pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.SEAL])
    def test_are_never_attested_by_the_school_itself(self, role):
        book = book_of([a_register(a_holding(role))])
        unknown = ("authority.no_province_register", Weight.INDETERMINATE)

        assert refusal(book, a_claim(role)) == unknown

    def test_of_another_school_are_refused(self):
        elsewhere = a_holding(Role.PRINCIPAL, unit="MAU2")
        here = a_holding(Role.PRINCIPAL, certificate="bb")
        book = book_of([by_province(elsewhere, here)])

        found = refusal(book, a_claim(Role.PRINCIPAL))
        assert found == ("authority.role_not_held", Weight.FAILED)


class TestDeputy:
    def test_signs_under_a_recorded_delegation(self):
        book = book_of([a_register(a_holding(Role.DEPUTY))])

        assert refusal(book, a_claim(Role.DEPUTY)) is None

    def test_needs_the_decision_to_be_named(self):
        book = book_of([a_register(a_holding(Role.DEPUTY, basis=""))])

        found = refusal(book, a_claim(Role.DEPUTY))
        assert found == ("authority.delegation_without_basis", Weight.FAILED)

    def test_is_not_covered_by_the_basis_of_another_time(self):
        then = a_holding(Role.DEPUTY, to_on=date(2025, 12, 31))
        now = a_holding(Role.DEPUTY, from_on=date(2026, 1, 1), basis="")
        book = book_of([a_register(then, now)])

        found = refusal(book, a_claim(Role.DEPUTY))
        assert found == ("authority.delegation_without_basis", Weight.FAILED)


def test_the_register_with_the_highest_number_counts():
    first = a_register(a_holding(), number=1)
    second = a_register(number=2)

    for order in ([first, second], [second, first]):
        found = refusal(book_of(order), a_claim())
        assert found == ("authority.role_not_held", Weight.FAILED)


def test_a_person_is_known_by_the_code_that_a_register_gives():
    book = book_of([a_register(a_holding()), by_province(a_holding(Role.SEAL, person="DAU"))])

    known = persons_of(book, a_claim())

    assert known == {(Level.SCHOOL, "GV01"), (Level.PROVINCE, "DAU")}


class TestSchoolOfTwoProvinces:
    """A province must not be able to speak for another's school, nor to take it over in silence."""

    def test_is_neither_right_nor_wrong_while_both_speak_for_it(self):
        own = a_holding(role=Role.PRINCIPAL)
        foreign = a_holding(role=Role.PRINCIPAL, certificate="bb")
        book = book_of([by_province(own), by_province(foreign, unit="12"), a_register(a_holding())])
        contested = ("authority.contested_school", Weight.INDETERMINATE)

        assert refusal(book, a_claim(Role.PRINCIPAL)) == contested
        assert refusal(book, a_claim(Role.PRINCIPAL, certificate="bb")) == contested
        assert refusal(book, a_claim()) == contested

    def test_may_change_its_province_when_the_old_one_has_closed_its_entries(self):
        last = NOW.date() - timedelta(days=30)
        before = a_holding(role=Role.PRINCIPAL, to_on=last)
        after = a_holding(role=Role.PRINCIPAL, from_on=last + timedelta(days=1))
        book = book_of([by_province(before), by_province(after, unit="12")])

        assert refusal(book, a_claim(Role.PRINCIPAL)) is None
        assert refusal(book, a_claim(Role.PRINCIPAL, on=last)) is None

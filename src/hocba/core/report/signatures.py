"""
Whose services accepted signatures were made with: certificates as stated, signatures as counted.

A signature names who issued its certificate, and not who keeps the key. Where a school states
one keeper alone for all certificates that its people have of an authority, their signatures with
such certificates are that keeper's, and so with the seal. Where it states several, no count can
tell them apart: they are counted as such, never spread by shares.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hocba.core.report.oversight import Concentration, concentration
from hocba.core.report.oversight_tally import Cell, Trait
from hocba.core.submit.signers import SignersStatement
from hocba.core.terms.roles import Role

_With = tuple[str, str, bool]
"""A school, an authority, and whether it is the seal that signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByProvider:
    """
    Signatures by who keeps the keys.

    unnamed: of certificates whose keeper the school wrote down for none or not for all. mixed:
    of an authority whose certificates several keepers hold at the school. unstated: of schools
    that stated no certificate of the authority that the signatures name.
    """

    known: Mapping[str, int]
    unnamed: int
    mixed: int
    unstated: int

    @property
    def left_out(self) -> int:
        """Signatures that are in no share."""
        return self.unnamed + self.mixed + self.unstated


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """
    Shares of authorities and of keepers, by accepted signatures, and by certificates stated.

    signatures: all that were accepted.
    """

    signatures: int
    authorities: Concentration
    stated_authorities: Concentration
    providers: Concentration
    by_provider: ByProvider


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningYear:
    """What one school year has: counted cells, and each school's latest statement."""

    cells: Mapping[Cell, int]
    statements: Sequence[SignersStatement]


def signatures(year: SigningYear, before: SigningYear) -> Signatures:
    """Tell whose services signatures were made with; at most one statement a school and year."""
    told, told_before = by_provider(year), by_provider(before)
    authorities = _authorities(year)
    return Signatures(
        signatures=sum(authorities.values()),
        authorities=concentration(authorities, _authorities(before)),
        stated_authorities=concentration(_stated(year), _stated(before)),
        providers=concentration(told.known, told_before.known),
        by_provider=told,
    )


def by_provider(year: SigningYear) -> ByProvider:
    """Give every accepted signature of a year to one keeper, or say why to none."""
    keepers = _keepers(year.statements)
    known: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for signed, count in _signed(year.cells):
        found = keepers.get(signed)
        if found is None:
            left["unstated"] += count
        elif "" in found:
            left["unnamed"] += count
        elif len(found) > 1:
            left["mixed"] += count
        else:
            known[min(found)] += count
    return ByProvider(
        known={name: count for name, count in known.items() if count},
        unnamed=left["unnamed"],
        mixed=left["mixed"],
        unstated=left["unstated"],
    )


def _signed(cells: Mapping[Cell, int]) -> Iterable[tuple[_With, int]]:
    all_of: Counter[tuple[str, str]] = Counter()
    seals: Counter[tuple[str, str]] = Counter()
    for cell, count in cells.items():
        if cell.trait == Trait.AUTHORITY:
            all_of[cell.school, cell.value] += count
        elif cell.trait == Trait.SEALED_WITH:
            seals[cell.school, cell.value] += count
    for (school, authority), count in all_of.items():
        yield (school, authority, True), seals[school, authority]
        yield (school, authority, False), count - seals[school, authority]


def _keepers(statements: Iterable[SignersStatement]) -> Mapping[_With, set[str]]:
    found: dict[_With, set[str]] = {}
    for statement in statements:
        school = str(statement.head.school)
        for group in statement.groups:
            # A person is stated under one role and may sign in another: persons are one.
            name = (school, group.authority, group.role is Role.SEAL)
            found.setdefault(name, set()).add(group.provider)
    return found


def _authorities(year: SigningYear) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for cell, count in year.cells.items():
        if cell.trait == Trait.AUTHORITY:
            found[cell.value] += count
    return found


def _stated(year: SigningYear) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for group in (group for each in year.statements for group in each.groups):
        found[group.authority] += group.count
    return found

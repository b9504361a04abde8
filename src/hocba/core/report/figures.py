"""
Figures: pupils, records, signed, sealed, accepted, exceptions by reason, rates.

A pure function over rows: what schools declared and what is kept. Every figure on a page,
in a file or from SQL must equal it.

    pupils       on the rosters that schools declared and sealed
    records      of them, with a record composed; signed by all persons; sealed by the school
    accepted     records whose latest version is kept here and is not withdrawn
    exceptions   pupils without a record, by coded reason
    rate         accepted / pupils
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hocba.core.terms.codes import RecordCode, SchoolCode, SchoolYear
from hocba.core.terms.people import Place
from hocba.core.terms.provinces import line_code
from hocba.core.terms.text import place_sort_key


class Cut(StrEnum):
    """Along what the figures are cut."""

    PROVINCE = "tinh"
    COMMUNE = "xa"
    SCHOOL = "truong"
    GRADE = "khoi"
    CLASS = "lop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a row belongs."""

    school: SchoolCode
    school_name: str
    ward: Place
    province: Place
    school_year: SchoolYear
    grade: int
    class_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredRow:
    """One class of a school's declaration. number: of the declaration; the highest counts."""

    spot: Spot
    number: int
    pupils: int
    records: int
    signed: int
    sealed: int
    exceptions: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """One version of a record that is kept here."""

    spot: Spot
    record_code: RecordCode
    version: int
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which rows count: one school year, and no more than what is named."""

    school_year: SchoolYear
    province: str | None = None
    ward: str | None = None
    school: str | None = None
    grade: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """An exact fraction."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> Decimal | None:
        """Per hundred, two decimals, half up; None without a denominator."""
        if self.denominator == 0:
            return None
        exact = Decimal(self.numerator * 100) / Decimal(self.denominator)
        return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def shown(self) -> str:
        """As Vietnamese pages write it: `59,47 %`; a dash without a denominator."""
        percent = self.percent
        return "—" if percent is None else f"{percent} %".replace(".", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line. code, name: of the province, commune, school, grade or class; empty in a total."""

    code: str
    name: str
    pupils: int
    records: int
    signed: int
    sealed: int
    accepted: int
    exceptions: Mapping[str, int]

    @property
    def excepted(self) -> int:
        """Pupils without a record, for a coded reason."""
        return sum(self.exceptions.values())

    @property
    def undeclared(self) -> int:
        """Pupils of whom neither a record nor an exception is declared."""
        return self.pupils - self.records - self.excepted

    @property
    def rate(self) -> Rate:
        """Accepted records of the pupils on the rosters."""
        return Rate(numerator=self.accepted, denominator=self.pupils)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Lines in the order of their names, and their sum."""

    cut: Cut
    choice: Choice
    lines: tuple[Figure, ...]
    total: Figure


_COUNTS: Final = ("pupils", "records", "signed", "sealed")


def figures(
    declared: Iterable[DeclaredRow], kept: Iterable[KeptRow], *, cut: Cut, choice: Choice
) -> Figures:
    """Count. The order and the repetition of rows change nothing."""
    accepted = ((one.spot, 1) for one in _latest_kept(kept) if not one.is_withdrawn)
    return figures_by_spot(declared, accepted, cut=cut, choice=choice)


def figures_by_spot(
    declared: Iterable[DeclaredRow],
    accepted: Iterable[tuple[Spot, int]],
    *,
    cut: Cut,
    choice: Choice,
) -> Figures:
    """Count where it is known already how many accepted records stand at each spot."""
    lines: dict[str, _Sum] = {}
    for row in _latest_declared(declared):
        if chosen(row.spot, choice):
            _line(lines, row.spot, cut).declare(row)
    for spot, count in accepted:
        if chosen(spot, choice):
            _line(lines, spot, cut).accepted += count
    return in_order([each.figure() for each in lines.values()], cut=cut, choice=choice)


def in_order(lines: Sequence[Figure], *, cut: Cut, choice: Choice) -> Figures:
    """Put lines in order and add their sum; the last step of every way of counting."""
    ordered = sorted(lines, key=lambda line: (_order(line, cut), line.code))
    return Figures(cut=cut, choice=choice, lines=tuple(ordered), total=total(lines))


def total(lines: Iterable[Figure]) -> Figure:
    """Return the sum of lines."""
    found = _Sum(code="", name="")
    for line in lines:
        for count in _COUNTS:
            setattr(found, count, getattr(found, count) + getattr(line, count))
        found.accepted += line.accepted
        found.add(line.exceptions)
    return found.figure()


def chosen(spot: Spot, choice: Choice) -> bool:
    """Tell whether a row counts under a choice."""
    return all(
        wanted is None or wanted == actual
        for wanted, actual in (
            (choice.school_year, spot.school_year),
            (choice.province, spot.province.code),
            (choice.ward, spot.ward.code),
            (choice.school, spot.school),
            (choice.grade, spot.grade),
        )
    )


def label(spot: Spot, cut: Cut) -> tuple[str, str]:
    """Return the code and the name of the line that a row belongs to."""
    return {
        Cut.PROVINCE: (line_code(spot.province, spot.school_year), spot.province.name),
        Cut.COMMUNE: (spot.ward.code, spot.ward.name),
        Cut.SCHOOL: (spot.school, spot.school_name),
        Cut.GRADE: (str(spot.grade), f"Khối {spot.grade}"),
        Cut.CLASS: (f"{spot.school}/{spot.class_name}", spot.class_name),
    }[cut]


class _Sum:
    """A line while it is being counted."""

    def __init__(self, *, code: str, name: str) -> None:
        self.code, self.name = code, name
        self.pupils = self.records = self.signed = self.sealed = self.accepted = 0
        self.exceptions: dict[str, int] = {}

    def declare(self, row: DeclaredRow) -> None:
        self.pupils += row.pupils
        self.records += row.records
        self.signed += row.signed
        self.sealed += row.sealed
        self.add(row.exceptions)

    def add(self, exceptions: Mapping[str, int]) -> None:
        for reason, count in exceptions.items():
            if count:
                self.exceptions[reason] = self.exceptions.get(reason, 0) + count

    def figure(self) -> Figure:
        return Figure(
            code=self.code,
            name=self.name,
            pupils=self.pupils,
            records=self.records,
            signed=self.signed,
            sealed=self.sealed,
            accepted=self.accepted,
            exceptions=MappingProxyType(dict(sorted(self.exceptions.items()))),
        )


def _line(lines: dict[str, _Sum], spot: Spot, cut: Cut) -> _Sum:
    code, name = label(spot, cut)
    line = lines.setdefault(code, _Sum(code=code, name=name))
    # A place can change its name in mid-year: one of them is shown, always the same.
    line.name = max(line.name, name)
    return line


def _latest_declared(rows: Iterable[DeclaredRow]) -> Iterable[DeclaredRow]:
    known = tuple(rows)
    latest: dict[tuple[str, SchoolYear], int] = {}
    for row in known:
        key = (row.spot.school, row.spot.school_year)
        latest[key] = max(row.number, latest.get(key, 0))
    once: dict[tuple[str, SchoolYear, str, int], DeclaredRow] = {}
    for row in known:
        spot = row.spot
        if row.number == latest[spot.school, spot.school_year]:
            once[spot.school, spot.school_year, spot.class_name, spot.grade] = row
    return once.values()


def _latest_kept(rows: Iterable[KeptRow]) -> Iterable[KeptRow]:
    latest: dict[tuple[RecordCode, SchoolYear], KeptRow] = {}
    for row in rows:
        key = (row.record_code, row.spot.school_year)
        known = latest.get(key)
        if known is None or row.version > known.version:
            latest[key] = row
    return latest.values()


def _order(line: Figure, cut: Cut) -> str:
    if cut is Cut.GRADE:
        return line.code.rjust(2, "0")
    return line.code if cut is Cut.CLASS else place_sort_key(line.name)

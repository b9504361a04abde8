"""
Out of what coverage is counted: pupils as statistics know them, not as schools declare them.

A school that declares nothing is missing from every roster; against statistics it shows. The
file `do-phu.toml` states the pupils by province, on one map, with their source. It may name units
below the province by their communes, and figures that were published, to hold ours against.
A file with anything wrong in it is refused whole, with all findings.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar

from hocba.core.terms.codes import SchoolYear, school_year
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.provinces import Atlas, provinces


class Published(StrEnum):
    """What a published figure counts."""

    ACCOUNTS = "TAI_KHOAN"
    CERTIFICATES = "CHUNG_THU"
    REPORTING = "DA_BAO_CAO"
    RECORDS = "HOC_BA"
    COVERAGE = "DO_PHU"
    PROVINCE_RATE = "TY_LE_TINH"
    UNIT_PUPILS = "HOC_SINH_DON_VI"
    UNIT_RATE = "TY_LE_DON_VI"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """One figure. value: a count, or per cent. of: a province's code, or a unit's name."""

    what: Published
    value: Decimal
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit below the province. communes: codes of their day."""

    name: str
    province: str
    communes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageBasis:
    """
    What coverage is counted out of.

    pupils: by province's code on `atlas`. note: what every reader must know first, or nothing.
    published: figures of the day `published_on`; scale: what ours are of them, 1 unless a sample.
    """

    school_year: SchoolYear
    grades: frozenset[int]
    atlas: Atlas
    pupils: Mapping[str, int]
    source: str
    note: str = ""
    units: tuple[Unit, ...] = ()
    published: tuple[PublishedFigure, ...] = ()
    published_on: date | None = None
    published_source: str = ""
    scale: Fraction = Fraction(1)


def coverage_basis_of(written: str) -> CoverageBasis:
    """
    Read a file's text.

    Raises: Refusal "coverage.file_unreadable"; "coverage.file_wrong" with findings
        "coverage.not_readable", "coverage.unknown_province", "coverage.unit_unknown".
    """
    try:
        told = tomllib.loads(written)
    except tomllib.TOMLDecodeError as problem:
        raise Refusal("coverage.file_unreadable", str(problem), value=str(problem)) from problem
    reading = _Reading(told)
    basis = reading.basis()
    findings = reading.findings or tuple(_together(basis))
    if findings:
        raise Refusal("coverage.file_wrong", findings=tuple(findings), count=str(len(findings)))
    return basis


T = TypeVar("T")


class _Reading:
    """Reads field by field; whatever cannot be read is one finding, and the next is read."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._told = told
        self.findings: tuple[Finding, ...] = ()

    def basis(self) -> CoverageBasis:
        told, read = self._told, self._read
        published = told.get("published", {})
        return CoverageBasis(
            school_year=read("school_year", school_year, told, SchoolYear(0)),
            grades=read("grades", lambda value: frozenset(map(_grade, value)), told, frozenset()),
            atlas=read("map", Atlas, told, Atlas.TODAY),
            pupils=read("pupils", _pupils, told, {}),
            source=read("source", _text, told, ""),
            note=str(told.get("note", "")),
            units=self._each("unit", _unit, told),
            published=self._each("figure", _figure, published),
            published_on=read("on", _day, published, None) if published else None,
            published_source=read("source", _text, published, "") if published else "",
            scale=read("scale", _scale, {"scale": "1"} | published, Fraction(1)),
        )

    def _read(self, name: str, parse: Callable[[Any], T], within: Mapping[str, Any], no: T) -> T:
        try:
            return parse(within[name])
        except KeyError:
            self._find(name, "–")
        except (Refusal, ValueError, TypeError, AttributeError, ArithmeticError) as wrong:
            self._find(name, str(wrong)[:100])
        return no

    def _each(
        self, name: str, parse: Callable[[Any], T], within: Mapping[str, Any]
    ) -> tuple[T, ...]:
        tables = within.get(name, [])
        named = {f"{name}[{at}]": table for at, table in enumerate(tables, start=1)}
        found = [self._read(where, parse, named, None) for where in named]
        return tuple(each for each in found if each is not None)

    def _find(self, place: str, value: str) -> None:
        self.findings = (*self.findings, _finding("coverage.not_readable", place, value))


def _together(basis: CoverageBasis) -> Iterator[Finding]:
    known = provinces(basis.atlas)
    named = (*basis.pupils, *(unit.province for unit in basis.units))
    for code in sorted({code for code in named if code not in known}):
        yield _finding("coverage.unknown_province", "pupils", code)
    units = {unit.name for unit in basis.units}
    below = (Published.UNIT_PUPILS, Published.UNIT_RATE)
    for figure in basis.published:
        if figure.what in below and figure.of not in units:
            yield _finding("coverage.unit_unknown", "published", figure.of)


def _finding(code: str, place: str, value: str) -> Finding:
    return Finding(code=code, where=place, details={"place": place, "value": value})


def _unit(table: Any) -> Unit:
    return Unit(
        name=_text(table["name"]),
        province=_text(table["province"]),
        communes=frozenset(map(_text, table["communes"])),
    )


def _figure(table: Any) -> PublishedFigure:
    try:
        value = Decimal(_text(table["value"]))
    except InvalidOperation as unreadable:
        raise ValueError(table["value"]) from unreadable
    return PublishedFigure(what=Published(table["what"]), value=value, of=table.get("of", ""))


def _pupils(table: Any) -> Mapping[str, int]:
    return MappingProxyType({_text(code): _count(value) for code, value in table.items()})


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(repr(value))
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(repr(value))
    return value


def _grade(value: Any) -> int:
    if type(value) is not int or value not in range(1, 13):
        raise ValueError(repr(value))
    return value


def _day(value: Any) -> date | None:
    # A moment is a date to Python and none to a calendar of days.
    if type(value) is not date:
        raise ValueError(repr(value))
    return value


def _scale(value: Any) -> Fraction:
    scale = Fraction(_text(value))
    if not 0 < scale <= 1:
        raise ValueError(value)
    return scale

"""
Coverage: records accepted, of the pupils that statistics know.

A pure function over figures and their basis. Figures cut by province are summed on the map that is
asked for, and so are the statistics.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from hocba.core.report.coverage_basis import CoverageBasis, Published, PublishedFigure, Unit
from hocba.core.report.figures import Choice, Cut, Figure, Figures, Rate, in_order
from hocba.core.report.on_map import on_map, summed_line
from hocba.core.terms.provinces import Atlas, provinces

_NOTHING: Final = Figure(
    code="", name="", pupils=0, records=0, signed=0, sealed=0, accepted=0, exceptions={}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageLine:
    """A province, or the nation. expected: pupils by statistics; None where there are none."""

    figure: Figure
    expected: int | None

    @property
    def rate(self) -> Rate:
        """Accepted records of the pupils expected."""
        return Rate(numerator=self.figure.accepted, denominator=self.expected or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Lines of provinces on a map, their sum, and the units that the basis names."""

    atlas: Atlas
    lines: tuple[CoverageLine, ...]
    total: CoverageLine
    units: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """How many provinces have an account, an approved certificate, and have reported."""

    accounts: int
    certificates: int
    reporting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """
    A published figure beside ours.

    due: what ours must be at the scale; ours: exact, per cent for a rate. None: not counted here.
    """

    published: PublishedFigure
    due: Decimal
    ours: Decimal | None

    @property
    def agrees(self) -> bool:
        """Tell whether ours is the published one, as exactly as that was written."""
        return self.ours is not None and _as_written(self.ours, self.due) == self.due


def added_up(counted: Sequence[Figures]) -> Figures:
    """Add figures up that were cut alike, line by line: of several grades, each counted alone."""
    lines: dict[tuple[str, str], list[Figure]] = {}
    for figures in counted:
        for line in figures.lines:
            lines.setdefault((line.code, line.name), []).append(line)
    summed = [summed_line(code, name, own) for (code, name), own in lines.items()]
    choice = replace(counted[0].choice, grade=None)
    return in_order(summed, cut=counted[0].cut, choice=choice)


def coverage(
    by_province: Figures, by_commune: Mapping[str, Figures], basis: CoverageBasis, *, atlas: Atlas
) -> Coverage:
    """Count coverage on a map. by_commune: of each province that has units, by its code."""
    found = on_map(by_province, atlas)
    expected = on_map(_as_figures(basis, by_province), atlas)
    pupils = {line.code: line.pupils for line in expected.lines}
    names = {line.code: line.name for line in expected.lines}
    counted = {line.code: line for line in found.lines}
    missing = (
        replace(_NOTHING, code=code, name=names[code]) for code in pupils if code not in counted
    )
    lines = in_order((*found.lines, *missing), cut=Cut.PROVINCE, choice=found.choice).lines
    return Coverage(
        atlas=atlas,
        lines=tuple(CoverageLine(figure=e, expected=pupils.get(e.code)) for e in lines),
        total=CoverageLine(figure=found.total, expected=sum(pupils.values())),
        units=tuple(_unit(unit, by_commune[unit.province].lines) for unit in basis.units),
    )


def by_statistics(found: Coverage, choice: Choice) -> Figures:
    """Return coverage as figures by province whose pupils are those of statistics, for a map."""
    lines = [replace(line.figure, pupils=line.expected or 0) for line in found.lines]
    return in_order(lines, cut=Cut.PROVINCE, choice=choice)


def compared(found: Coverage, admitted: Admitted, basis: CoverageBasis) -> Iterator[Comparison]:
    """Hold ours against what was published, in the order of the basis. found: on its own map."""
    for figure in basis.published:
        due = _due(figure, basis.scale)
        yield Comparison(published=figure, due=due, ours=_ours(figure, found, admitted))


def _due(figure: PublishedFigure, scale: Fraction) -> Decimal:
    if figure.what not in (Published.RECORDS, Published.UNIT_PUPILS):
        return figure.value
    return Decimal(int(Fraction(figure.value) * scale + Fraction(1, 2)))


def _ours(figure: PublishedFigure, found: Coverage, admitted: Admitted) -> Decimal | None:
    counts = {
        Published.ACCOUNTS: admitted.accounts,
        Published.CERTIFICATES: admitted.certificates,
        Published.REPORTING: admitted.reporting,
        Published.RECORDS: found.total.figure.accepted,
    }
    if figure.what in counts:
        return Decimal(counts[figure.what])
    if figure.what is Published.COVERAGE:
        return _percent(found.total.rate)
    if figure.what is Published.PROVINCE_RATE:
        rates = (line.rate for line in found.lines if line.figure.code == figure.of)
        return next(map(_percent, rates), None)
    units = (unit for unit in found.units if unit.name == figure.of)
    if figure.what is Published.UNIT_RATE:
        return next((_percent(unit.rate) for unit in units), None)
    return next((Decimal(unit.pupils) for unit in units), None)


def _percent(rate: Rate) -> Decimal | None:
    if not rate.denominator:
        return None
    return Decimal(rate.numerator * 100) / Decimal(rate.denominator)


def _as_written(ours: Decimal, published: Decimal) -> Decimal:
    return ours.quantize(published, ROUND_HALF_UP)


def _as_figures(basis: CoverageBasis, counted: Figures) -> Figures:
    known = provinces(basis.atlas)
    lines = [
        replace(_NOTHING, code=code, name=known[code].name, pupils=pupils)
        for code, pupils in basis.pupils.items()
    ]
    return in_order(lines, cut=Cut.PROVINCE, choice=counted.choice)


def _unit(unit: Unit, communes: Iterable[Figure]) -> Figure:
    return summed_line("", unit.name, (line for line in communes if line.code in unit.communes))

"""
Oversight: how much rests with whom, and where practice departs from the plain way.

Shares and their concentration show dependence, not fault. A signal is a count with its
denominator and its definition; what it means is for a person to find out.
Source of the index: Herfindahl-Hirschman, sum of squared shares in per cent, 0 to 10,000.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hocba.core.report.figures import Rate
from hocba.core.report.oversight_tally import Cell, Trait

SIGNALS: Final[Mapping[Trait, Trait]] = MappingProxyType(
    {
        Trait.WARNED: Trait.RECORDS,
        Trait.REOPENED: Trait.RECORDS,
        Trait.AMENDED: Trait.RECORDS,
        Trait.BY_DEPUTY: Trait.SIGNATURES,
        Trait.OUT_OF_WINDOW: Trait.IN_CAMPAIGN,
        Trait.AT_NIGHT: Trait.SIGNATURES,
        Trait.JUST_ASSIGNED: Trait.SIGNATURES,
        Trait.NEAR_EXPIRY: Trait.SIGNATURES,
        Trait.AT_ONE_PLACE: Trait.RECORDS,
        Trait.SHARED: Trait.RECORDS,
    }
)
"""Every signal and what it is counted out of."""

_STANDS_OUT_FROM: Final = 5
_STANDS_OUT_TIMES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One vendor's or authority's part."""

    name: str
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """
    Who holds how much, largest first. index: 0 to 10,000, rounded half up; None of nothing.

    before: the index of the school year before, None where nothing was counted then.
    """

    shares: tuple[Share, ...]
    index: int | None
    before: int | None = None

    @property
    def change(self) -> int | None:
        """How much the index moved since the year before."""
        if self.index is None or self.before is None:
            return None
        return self.index - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """
    One trait at one unit. unit: province or school, empty for all together.

    stands_out: at least five, and at least twice as frequent as with all together. It says
    where to look first, and nothing about anybody.
    """

    trait: Trait
    unit: str
    rate: Rate
    stands_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalStory:
    """
    One signal at one unit, to be followed. all: the same signal of all units together.

    schools: where in a province it is, most first; empty where the unit is a school.
    """

    signal: Signal
    all: Rate
    schools: tuple[tuple[str, Rate], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversight:
    """All that the page shows of one office and school year."""

    records: int
    signatures: int
    software: Concentration
    authorities: Concentration
    totals: tuple[Signal, ...]
    by_unit: tuple[Signal, ...]


def concentration(counts: Mapping[str, int], before: Mapping[str, int]) -> Concentration:
    """Return shares and index of counts by name; the order of names changes nothing."""
    whole = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Concentration(
        shares=tuple(
            Share(name=name, rate=Rate(numerator=count, denominator=whole))
            for name, count in ordered
            if count
        ),
        index=index_of(counts),
        before=index_of(before),
    )


def index_of(counts: Mapping[str, int]) -> int | None:
    """Return the Herfindahl-Hirschman index, exact to the last integer; None of nothing."""
    whole = sum(counts.values())
    if not whole:
        return None
    squares = sum(count * count for count in counts.values())
    return (2 * 10_000 * squares + whole * whole) // (2 * whole * whole)


def oversight(
    cells: Mapping[Cell, int],
    before: Mapping[Cell, int],
    *,
    by_school: bool,
) -> Oversight:
    """
    Tell oversight from cells of one year and of the year before.

    by_school: units are schools, else provinces.
    """
    traits = _by_trait(cells)
    return Oversight(
        records=traits[Trait.RECORDS],
        signatures=traits[Trait.SIGNATURES],
        software=concentration(_values(cells, Trait.SOFTWARE), _values(before, Trait.SOFTWARE)),
        authorities=concentration(
            _values(cells, Trait.AUTHORITY), _values(before, Trait.AUTHORITY)
        ),
        totals=tuple(Signal(trait=trait, unit="", rate=_rate(traits, trait)) for trait in SIGNALS),
        by_unit=tuple(_by_unit(cells, traits, by_school=by_school)),
    )


def signal_story(
    cells: Mapping[Cell, int], *, trait: Trait, unit: str, by_school: bool
) -> SignalStory:
    """Tell one signal at one unit; trait: of `SIGNALS`. A unit without it has none of none."""
    units = _units(cells, by_school=by_school)
    own, of, whole = units.get(unit, {}), SIGNALS[trait], _by_trait(cells)
    counts = _by_trait(own)
    schools = {} if by_school else _units(own, by_school=True)
    rates = {school: _rate(_by_trait(each), trait) for school, each in schools.items()}
    return SignalStory(
        signal=Signal(
            trait=trait,
            unit=unit,
            rate=_rate(counts, trait),
            stands_out=_stands_out(counts[trait], counts[of], whole[trait], whole[of]),
        ),
        all=_rate(whole, trait),
        schools=tuple(
            (school, rate)
            for school, rate in sorted(rates.items(), key=lambda e: (-e[1].numerator, e[0]))
            if rate.numerator
        ),
    )


def _by_trait(cells: Mapping[Cell, int]) -> Counter[Trait]:
    found: Counter[Trait] = Counter()
    for cell, count in cells.items():
        # One certificate counts once, in however many registers of a school it stands.
        found[Trait(cell.trait)] += min(count, 1) if cell.trait == Trait.SHARED else count
    return found


def _values(cells: Mapping[Cell, int], trait: Trait) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for cell, count in cells.items():
        if cell.trait == trait:
            found[cell.value] += count
    return found


def _by_unit(
    cells: Mapping[Cell, int], whole: Mapping[Trait, int], *, by_school: bool
) -> Iterable[Signal]:
    signals = [
        signal
        for unit, own in _units(cells, by_school=by_school).items()
        for signal in _of_unit(unit, _by_trait(own), whole)
    ]
    return sorted(signals, key=lambda s: (not s.stands_out, -s.rate.numerator, s.trait, s.unit))


def _units(cells: Mapping[Cell, int], *, by_school: bool) -> Mapping[str, Mapping[Cell, int]]:
    units: dict[str, dict[Cell, int]] = {}
    provinces = {cell.school: cell.province for cell in cells if cell.province}
    for cell, count in cells.items():
        unit = cell.school if by_school else provinces.get(cell.school, cell.province)
        units.setdefault(unit, {})[cell] = count
    return units


def _rate(counts: Mapping[Trait, int], trait: Trait) -> Rate:
    return Rate(numerator=counts[trait], denominator=counts[SIGNALS[trait]])


def _of_unit(unit: str, own: Mapping[Trait, int], whole: Mapping[Trait, int]) -> Sequence[Signal]:
    return [
        Signal(
            trait=trait,
            unit=unit,
            rate=_rate(own, trait),
            stands_out=_stands_out(own[trait], own[of], whole[trait], whole[of]),
        )
        for trait, of in SIGNALS.items()
        if own[trait]
    ]


def _stands_out(count: int, of: int, all_count: int, all_of: int) -> bool:
    # Twice as frequent, written without a division: count / of >= 2 * all_count / all_of.
    return count >= _STANDS_OUT_FROM and count * all_of >= _STANDS_OUT_TIMES * all_count * of

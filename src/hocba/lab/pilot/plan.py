"""
What the provinces of the pilot are: the known facts at a scale, the rest by lot.

Which provinces had no certificate or sent nothing is not known, nor how many pupils and records
each had: lots are drawn, the same for the same seed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Final

from hocba.core.terms.provinces import Atlas
from hocba.lab.nation.plan import population
from hocba.lab.people.cases import Case
from hocba.lab.people.chance import stream
from hocba.lab.people.places import births, districts, provinces, successor
from hocba.lab.pilot.apportioning import apportioned, fitted, scaled, whole_for
from hocba.lab.pilot.facts import PilotFacts

SEED: Final = 20240812
_LEAST_TURN_OUT, _TURN_OUT_SPREAD = 40, 30
_EXCEPTED: Final = Fraction(3, 100)
_REASONS: Final[Mapping[str, Fraction]] = {
    Case.SUMMER_TRAINING.name: Fraction(55),
    Case.NO_ID.name: Fraction(25),
    Case.FOREIGN_PROGRAMME.name: Fraction(20),
}
"""The reasons that Hà Nội's report names; how they share is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPlan:
    """
    The schools of one commune: as they declare.

    ward: code on the old map. records, exceptions: together the pupils on their rosters.
    """

    province: str
    ward: str
    name: str
    records: int
    exceptions: Mapping[Case, int]

    @property
    def pupils(self) -> int:
        """The pupils on the rosters."""
        return self.records + sum(self.exceptions.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvincePlan:
    """One province. pupils: of the pilot's grades, as statistics know them; units: who report."""

    code: str
    name: str
    pupils: int
    is_certified: bool
    units: tuple[UnitPlan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotPlan:
    """The nation at a scale. Records and pupils add up to the scaled national numbers."""

    scale: Fraction
    provinces: tuple[ProvincePlan, ...]

    @property
    def pupils(self) -> int:
        """Pupils of all provinces."""
        return sum(each.pupils for each in self.provinces)

    @property
    def records(self) -> int:
        """Records of all provinces."""
        return sum(unit.records for each in self.provinces for unit in each.units)


def planned_pilot(facts: PilotFacts, scale: Fraction, *, seed: int = SEED) -> PilotPlan:
    """Plan the nation. Raises: ValueError when the scale leaves a province without a record."""
    chance = stream("pilot", seed)
    records = scaled(facts.records, scale)
    capital = facts.capital.province
    weights = _weights()
    all_pupils = whole_for(records, facts.coverage)
    drawn = apportioned(all_pupils, weights, least=1)
    pupils_here, records_here = fitted(drawn[capital], facts.capital.coverage)
    others = {code: weight for code, weight in weights.items() if code != capital}
    pupils = apportioned(all_pupils - pupils_here, others, least=1) | {capital: pupils_here}
    silent = _drawn(chance, sorted(others), facts.provinces - facts.reporting)
    uncertified = frozenset(silent[: facts.provinces - facts.certificates])
    reporting = {
        code: pupils[code] * Fraction(_LEAST_TURN_OUT + int(chance.random() * _TURN_OUT_SPREAD))
        for code in sorted(others)
        if code not in silent
    }
    sent = apportioned(records - records_here, reporting, least=1)
    units: dict[str, tuple[UnitPlan, ...]] = {
        code: (_unit(chance, code, sent[code]),) for code in sorted(sent)
    }
    units[capital] = _capital_units(facts, scale, pupils=pupils_here, records=records_here)
    return PilotPlan(
        scale=scale,
        provinces=tuple(
            ProvincePlan(
                code=place.code,
                name=place.name,
                pupils=pupils[place.code],
                is_certified=place.code not in uncertified,
                units=units.get(place.code, ()),
            )
            for place in provinces(Atlas.BEFORE).values()
        ),
    )


def cut_short(plan: PilotPlan, reporting: int) -> PilotPlan:
    """Let only the first `reporting` provinces report, for a quick look; the others stay silent."""
    speaking = [each.code for each in plan.provinces if each.units][:reporting]
    return replace(
        plan,
        provinces=tuple(
            each if each.code in speaking else replace(each, units=()) for each in plan.provinces
        ),
    )


def _weights() -> dict[str, Fraction]:
    """Share today's inhabitants out among the old provinces, by their numbers of communes."""
    communes = {code: sum(d.communes for d in districts(code)) for code in provinces(Atlas.BEFORE)}
    found: dict[str, Fraction] = {}
    for code in sorted(communes):
        today = successor(code, Atlas.BEFORE)
        whole = sum(communes[old.code] for old in births(today))
        found[code] = Fraction(population()[today] * communes[code], whole)
    return found


def _drawn(chance: Random, codes: list[str], count: int) -> list[str]:
    left = list(codes)
    return [left.pop(int(chance.random() * len(left))) for _ in range(count)]


def _unit(chance: Random, province: str, records: int) -> UnitPlan:
    places = districts(province)
    district = places[int(chance.random() * len(places))]
    excepted = int(records * _EXCEPTED)
    return UnitPlan(
        province=province,
        ward=district.seat.code,
        name=district.name,
        records=records,
        exceptions=_by_reason(excepted),
    )


def _by_reason(count: int) -> dict[Case, int]:
    shared = apportioned(count, _REASONS)
    return {Case[name]: part for name, part in shared.items() if part}


def _capital_units(
    facts: PilotFacts, scale: Fraction, *, pupils: int, records: int
) -> tuple[UnitPlan, ...]:
    """
    Share Hà Nội out among its districts.

    The exceptions go where the districts are large, and never to those of which 100 % are known.
    """
    places = {each.name: each for each in districts(facts.capital.province)}
    known = {
        fact.name: scaled(fact.pupils, scale)
        for fact in facts.capital.districts
        if fact.pupils is not None
    }
    free = {name: Fraction(e.communes) for name, e in places.items() if name not in known}
    least = int(pupils - sum(known.values()) >= len(free))
    sizes = known | apportioned(pupils - sum(known.values()), free, least=least)
    whole = {fact.name for fact in facts.capital.districts if fact.whole}
    open_ones = {name: Fraction(size) for name, size in sizes.items() if name not in whole}
    excepted = apportioned(pupils - records, open_ones) | dict.fromkeys(whole, 0)
    reasons = [case for case, count in _by_reason(pupils - records).items() for _ in range(count)]
    units = []
    for name in sorted(sizes):
        own, reasons = reasons[: excepted[name]], reasons[excepted[name] :]
        units.append(
            UnitPlan(
                province=facts.capital.province,
                ward=places[name].seat.code,
                name=name,
                records=sizes[name] - len(own),
                exceptions={case: own.count(case) for case in sorted(set(own), key=str)},
            )
        )
    return tuple(unit for unit in units if unit.pupils)

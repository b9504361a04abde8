"""What is known of the pilot, as `facts.toml` states it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from hocba.core.terms.codes import SchoolYear, school_year


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictFact:
    """A district that the report names. pupils: None where unknown; whole: 100 % were done."""

    name: str
    pupils: int | None
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalFacts:
    """Hà Nội. coverage: per cent of its pupils, by `on`."""

    province: str
    coverage: Decimal
    on: date
    districts: tuple[DistrictFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotFacts:
    """The nation on a day. coverage: records per hundred pupils of `grades`."""

    on: date
    school_year: SchoolYear
    grades: tuple[int, ...]
    source: str
    provinces: int
    accounts: int
    certificates: int
    reporting: int
    records: int
    coverage: Decimal
    capital: CapitalFacts


@cache
def pilot_facts() -> PilotFacts:
    """Read the facts."""
    told: dict[str, Any] = tomllib.loads(
        (files("hocba.lab.pilot") / "facts.toml").read_text("utf-8")
    )
    read = {
        "school_year": school_year(told["school_year"]),
        "grades": tuple(told["grades"]),
        "coverage": Decimal(told["coverage"]),
        "capital": _capital(told["capital"]),
    }
    return PilotFacts(**{**told, **read})


def _capital(told: Mapping[str, Any]) -> CapitalFacts:
    return CapitalFacts(
        province=told["province"],
        coverage=Decimal(told["coverage"]),
        on=told["on"],
        districts=tuple(
            DistrictFact(
                name=each["name"], pupils=each.get("pupils"), whole=each.get("whole", False)
            )
            for each in told["districts"]
        ),
    )

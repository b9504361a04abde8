"""Names of nobody, built as each of the 54 ethnic groups builds them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Final

from hocba.core.terms.codes import Gender
from hocba.lab.people.chance import Weighted, pick

FOREIGN: Final = "55"
"""Người nước ngoài, in the list of ethnic groups that registers use."""

_WHOLE: Final = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NameParts:
    """What names of one ethnic group are made of. pattern: with {family}, {middle}, {given}."""

    pattern: str
    families: tuple[str, ...]
    middles: Mapping[Gender, tuple[str, ...]]
    givens: Mapping[Gender, tuple[str, ...]]

    def family(self, chance: Random) -> str:
        """Return a family name; empty where the group uses none."""
        return pick(chance, self.families)

    def full_name(self, chance: Random, *, gender: Gender, family: str) -> str:
        """Return a full name of that family, NFC, one space between words."""
        middle = pick(chance, self.middles[gender])
        given = pick(chance, self.givens[gender])
        # A part that repeats the one before reads like a mistake: "Nguyễn Minh Minh".
        if middle.endswith(given):
            given = pick(chance, self.givens[gender])
        return self.pattern.format(family=family, middle=middle, given=given)


@cache
def name_parts(ethnic_code: str) -> NameParts:
    """Return the parts of names of an ethnic group. ethnic_code: QĐ 121-TCTK/PPCĐ."""
    group = _tables()["groups"][ethnic_code]
    tradition = _tables()["traditions"][group["tradition"]]
    return NameParts(
        pattern=tradition["pattern"],
        families=_parts(group["families"]),
        middles=_by_gender(tradition, "middle"),
        givens=_by_gender(tradition, "given"),
    )


@cache
def ethnic_groups(province: str) -> Weighted[str]:
    """Return the ethnic groups of a province's pupils with their weights, all 54 of them."""
    national = {code: group["share"] for code, group in _tables()["groups"].items()}
    own: Mapping[str, float] = _tables()["provinces"].get(province, {})
    elsewhere = {code: share for code, share in national.items() if code not in own and share}
    # What the province's own list leaves goes to all others, as they stand in the nation;
    # a trace at least, so that no group is ever impossible.
    rest = max(_WHOLE - sum(own.values()), 1.0) / sum(elsewhere.values())
    weights = dict(own) | {code: share * rest for code, share in elsewhere.items()}
    return Weighted(sorted(weights.items()))


@cache
def nationalities() -> tuple[str, ...]:
    """Return nationalities of foreign pupils, ISO 3166-1 alpha-2."""
    return _parts(_tables()["nationalities"]["codes"])


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((files("hocba.lab.people") / "names.toml").read_text("utf-8"))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(","))


def _by_gender(tradition: Mapping[str, str], part: str) -> Mapping[Gender, tuple[str, ...]]:
    return {
        Gender.MALE: _parts(tradition.get(f"male_{part}", "")),
        Gender.FEMALE: _parts(tradition.get(f"female_{part}", "")),
    }

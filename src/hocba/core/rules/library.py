"""The shelf of rule packs: which pack holds in a school year for a grade."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeAlias

from hocba.core.rules.primary import PrimaryPack
from hocba.core.rules.reading import Written, primary_pack
from hocba.core.rules.reading_secondary import secondary_pack
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal

AnyPack: TypeAlias = PrimaryPack | SecondaryPack
"""The rules of one school year, whichever school."""

_PRIMARY = "tieu_hoc"
_SECONDARY = "trung_hoc"


def _written() -> Iterator[Written]:
    shelf = sorted(files("hocba.core.rules.packs").iterdir(), key=lambda file: file.name)
    return (tomllib.loads(f.read_text("utf-8")) for f in shelf if f.name.endswith(".toml"))


@cache
def _shelf() -> Mapping[str, PrimaryPack]:
    packs = (primary_pack(one) for one in _written() if one["stage"] == _PRIMARY)
    return MappingProxyType({pack.pack_id: pack for pack in packs})


def all_packs() -> tuple[PrimaryPack, ...]:
    """Return every pack for primary school, by id."""
    return tuple(_shelf().values())


def pack(pack_id: str) -> PrimaryPack:
    """
    Return a pack by the id that a record names; always the same object.

    Raises: Refusal "rules.unknown_pack".
    """
    found = _shelf().get(pack_id)
    if found is None:
        raise Refusal("rules.unknown_pack", "no such rule pack", value=pack_id[:40])
    return found


@lru_cache(maxsize=1024)
def pack_for(school_year: SchoolYear, grade: int) -> PrimaryPack:
    """
    Return the pack that holds in a school year for a grade.

    Raises: Refusal "rules.no_pack": the year came before the roadmap reached the grade.
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 2.
    """
    for candidate in _shelf().values():
        if any(v.grade == grade and v.covers(school_year) for v in candidate.validity):
            return candidate
    raise Refusal("rules.no_pack", "no rules", grade=str(grade), school_year=str(school_year))


@cache
def _secondary_shelf() -> Mapping[str, SecondaryPack]:
    packs = (secondary_pack(one) for one in _written() if one["stage"] == _SECONDARY)
    return MappingProxyType({pack.pack_id: pack for pack in packs})


def all_secondary() -> tuple[SecondaryPack, ...]:
    """Return every pack for secondary school, by id."""
    return tuple(_secondary_shelf().values())


def secondary(pack_id: str) -> SecondaryPack:
    """
    Return a pack for secondary school by the id that a record names.

    Raises: Refusal "rules.unknown_pack".
    """
    found = _secondary_shelf().get(pack_id)
    if found is None:
        raise Refusal("rules.unknown_pack", "no such rule pack", value=pack_id[:40])
    return found


def any_pack_for(school_year: SchoolYear, grade: int) -> AnyPack:
    """
    Return the pack that holds in a school year for a grade of any school.

    Raises: Refusal "rules.no_pack".
    """
    of = secondary_for if is_secondary(grade) else pack_for
    return of(school_year, grade)


def is_secondary(grade: int) -> bool:
    """Tell whether a grade is one of secondary school."""
    return any(grade in pack.grades for pack in all_secondary())


def stage_of(grade: int) -> str:
    """Return the level of school of a grade: `TIEU_HOC`, `THCS`, `THPT`."""
    forms = (form for one in all_secondary() for form in one.forms)
    return next((form.stage for form in forms if grade in form.grades), "TIEU_HOC")


def secondary_label(key: str) -> str:
    """Return how a subject of secondary school is called; an unknown key as it is."""
    labels = {subject.key: subject.label for one in all_secondary() for subject in one.subjects}
    return labels.get(key, key)


@lru_cache(maxsize=1024)
def secondary_for(school_year: SchoolYear, grade: int) -> SecondaryPack:
    """
    Return the pack that holds in a school year for a secondary grade.

    Raises: Refusal "rules.no_pack": the year came before the roadmap reached the grade.
    Source: Thông tư 22/2021/TT-BGDĐT.
    """
    for candidate in _secondary_shelf().values():
        if any(v.grade == grade and v.covers(school_year) for v in candidate.validity):
            return candidate
    raise Refusal("rules.no_pack", "no rules", grade=str(grade), school_year=str(school_year))

"""The shelf of rule packs: which pack holds in a school year for a grade."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from hocba.core.rules.primary import PrimaryPack
from hocba.core.rules.reading import primary_pack
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal

_PRIMARY = "tieu_hoc"


@cache
def _shelf() -> Mapping[str, PrimaryPack]:
    found: dict[str, PrimaryPack] = {}
    for file in sorted(files("hocba.core.rules.packs").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            written: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
            if written["stage"] == _PRIMARY:
                found[written["pack_id"]] = primary_pack(written)
    return MappingProxyType(found)


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

"""
Provinces by date: 63 until 30 June 2025, 34 since 1 July 2025.

A code alone says nothing: 24 was Bắc Giang and is Bắc Ninh, which was 27. A record keeps the code
and the name of its day for ever; figures may be read on either map.
Source: Nghị quyết 202/2025/QH15; Quyết định 19/2025/QĐ-TTg of 30 June 2025. The table
`provinces.csv` is from thanglequoc/vietnamese-provinces-database (MIT).
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Place

MERGED_ON: Final = date(2025, 7, 1)
"""The first day of the 34 provinces."""


class Atlas(StrEnum):
    """Which map a province's code is read on; the value is what addresses of pages carry."""

    BEFORE = "63"
    TODAY = "34"


_SIDE: Final = {Atlas.BEFORE: "old", Atlas.TODAY: "new"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A province and the map it stands on. `whole`: False where it could not be brought over."""

    atlas: Atlas
    place: Place
    whole: bool = True


def atlas_on(day: date) -> Atlas:
    """Return the map of a day, Vietnam's calendar."""
    return Atlas.TODAY if day >= MERGED_ON else Atlas.BEFORE


def atlas_of_year(year: SchoolYear) -> Atlas:
    """Return the map on which a school year's records are issued: that of its last 31 May."""
    return atlas_on(date(year.first + 1, 5, 31))


@cache
def provinces(atlas: Atlas) -> Mapping[str, Place]:
    """Return the provinces of a map by code."""
    side = _SIDE[atlas]
    found = (_place(row, side) for row in _rows())
    return MappingProxyType({place.code: place for place in found})


def province_on(code: str, day: date) -> Place:
    """
    Return the province that a code names on a day.

    Raises: Refusal "province.not_on_map".
    """
    found = provinces(atlas_on(day)).get(code)
    if found is None:
        raise Refusal("province.not_on_map", value=code, on=day.isoformat())
    return found


@cache
def successor(code: str) -> Place:
    """Return today's province in which an old one lies. code: of the 63. Raises: LookupError."""
    return next(_place(row, "new") for row in _rows() if row["old_code"] == code)


@cache
def predecessors(code: str) -> tuple[Place, ...]:
    """Return the old provinces that make up one of today's, by code; none for an unknown code."""
    return tuple(_place(row, "old") for row in _rows() if row["new_code"] == code)


def has_ended(code: str, *, since: date, by: date) -> bool:
    """
    Tell whether the province that had a code on one day no longer is what it was on another.

    Its code may go on: Bắc Giang's 24 is Bắc Ninh's now. Eleven provinces did not change.
    """
    if not since < MERGED_ON <= by or code not in provinces(Atlas.BEFORE):
        return False
    return len(predecessors(successor(code).code)) > 1


def reads_as(place: Place, code: str, on: date) -> bool:
    """
    Tell whether a province of a record is, on a day, the one of a code.

    A record keeps the code of its day; from the merger on, its province's successor speaks for it.
    """
    if place.code == code:
        return True
    return (
        atlas_on(on) is Atlas.TODAY
        and is_on(place, Atlas.BEFORE)
        and successor(place.code).code == code
    )


def is_on(place: Place, atlas: Atlas) -> bool:
    """Tell whether code and name together stand on a map."""
    return provinces(atlas).get(place.code) == place


def line_code(place: Place, year: SchoolYear) -> str:
    """
    Return what names a province among the figures of a school year, on whichever map it stands.

    Its code; before the code of one that stands on the other map alone, that map: `34:24`.
    In the year of the merger one code is two provinces, and they are never added up as one.
    """
    here = atlas_of_year(year)
    there = next(atlas for atlas in Atlas if atlas is not here)
    is_foreign = is_on(place, there) and not is_on(place, here)
    return f"{there.value}:{place.code}" if is_foreign else place.code


def code_of_line(code: str) -> str:
    """Return the province's own code out of what `line_code` gave."""
    return code.rpartition(":")[2]


def located(place: Place, atlas: Atlas, *, year: SchoolYear) -> Located:
    """
    Read a province of a record or declaration on a map.

    Its code and name say on which map it stands; where they stand on both, the school year does.
    An old province goes into its successor. One of today's goes back only where it is one old
    province unchanged: what was merged cannot be parted by its code, and stays as it is.
    """
    own = _own_atlas(place, year)
    if own is None:
        return Located(atlas=atlas, place=place, whole=False)
    if own is atlas:
        return Located(atlas=atlas, place=place)
    if atlas is Atlas.TODAY:
        return Located(atlas=atlas, place=successor(place.code))
    old = predecessors(place.code)
    if len(old) == 1:
        return Located(atlas=atlas, place=old[0])
    return Located(atlas=own, place=place, whole=False)


def _own_atlas(place: Place, year: SchoolYear) -> Atlas | None:
    """Return the map on which a province stands; None for one that no map knows."""
    found = [atlas for atlas in Atlas if is_on(place, atlas)]
    if len(found) > 1:
        return atlas_of_year(year)
    return found[0] if found else None


def _place(row: Mapping[str, str], side: str) -> Place:
    return Place(code=row[f"{side}_code"], name=row[f"{side}_name"])


@cache
def _rows() -> Sequence[Mapping[str, str]]:
    text = (files("hocba.core.terms") / "provinces.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))

"""Provinces and communes of today and before the merger of 2025, and made-up hamlets."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from random import Random
from types import MappingProxyType
from typing import Final

from hocba.core.terms.people import Place
from hocba.lab.people.chance import pick

# Source: thanglequoc/vietnamese-provinces-database (MIT), after Quyết định 19/2025/QĐ-TTg; the
# districts from its snapshot of March 2025.
_BAN_PROVINCES: Final = frozenset({"11", "12", "14", "15"})
_FIRST_SOUTHERN: Final = "75"
_BAN: Final = (
    "Bản Nà Pán", "Bản Co Muông", "Bản Huổi Lơi", "Bản Noong Chứn", "Bản Pá Khôm", "Bản Tà Lèng",
    "Bản Phiêng Ban", "Bản Him Mới", "Bản Ta Pô", "Bản Nậm Cứm", "Bản Kéo Lôm", "Bản Che Căn Mới",
    "Bản Hua Rốm", "Bản Nà Nghè", "Bản Xa Cuông", "Bản Lọng Luông",
)  # fmt: skip


class Atlas(StrEnum):
    """Which map codes of places are read on: the same code may name another province on each."""

    BEFORE = "63"
    TODAY = "34"
    """Since 1 July 2025."""


_SIDE: Final = {Atlas.BEFORE: "old", Atlas.TODAY: "new"}
_COMMUNES: Final = {Atlas.BEFORE: "districts_before.csv", Atlas.TODAY: "wards.csv"}


@cache
def provinces(atlas: Atlas = Atlas.TODAY) -> Mapping[str, Place]:
    """Return the provinces of a map by code."""
    side = _SIDE[atlas]
    found = (_place(row, side) for row in _merger())
    return MappingProxyType({place.code: place for place in found})


@cache
def successor(province: str, atlas: Atlas = Atlas.TODAY) -> str:
    """Return the code of today's province in which `province` lies."""
    return next(row["new_code"] for row in _merger() if row[f"{_SIDE[atlas]}_code"] == province)


@cache
def births(province: str, atlas: Atlas = Atlas.TODAY) -> tuple[Place, ...]:
    """Return the old provinces that make up `province`: personal IDs keep their numbers."""
    side = _SIDE[atlas]
    return tuple(_place(row, "old") for row in _merger() if row[f"{side}_code"] == province)


@cache
def births_elsewhere(province: str, atlas: Atlas = Atlas.TODAY) -> tuple[Place, ...]:
    """Return the old provinces that lie outside `province`."""
    side = _SIDE[atlas]
    return tuple(_place(row, "old") for row in _merger() if row[f"{side}_code"] != province)


@cache
def wards(province: str, atlas: Atlas = Atlas.TODAY) -> Mapping[str, Place]:
    """
    Return the communes of a province by code, in the order of their codes.

    Before the merger: the first commune of each district, which stands for the district.
    """
    return MappingProxyType(
        {
            row["ward_code"]: Place(code=row["ward_code"], name=row["name_vi"])
            for row in _rows(_COMMUNES[atlas])
            if row["province_code"] == province
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district as it was until 30 June 2025. communes: how many; seat: the first of them."""

    code: str
    name: str
    communes: int
    seat: Place


@cache
def districts(province: str) -> tuple[District, ...]:
    """Return the districts of a province of the old map, in the order of their codes."""
    return tuple(
        District(
            code=row["district_code"],
            name=row["district_name"],
            communes=int(row["communes"]),
            seat=Place(code=row["ward_code"], name=row["name_vi"]),
        )
        for row in _rows(_COMMUNES[Atlas.BEFORE])
        if row["province_code"] == province
    )


def hamlet(chance: Random, *, province: str, ward: Place) -> str:
    """Return a hamlet or block, as people of that part of the country call it."""
    if ward.name.startswith("Phường"):
        return f"Tổ dân phố {1 + int(chance.random() * 20)}"
    if province in _BAN_PROVINCES:
        return pick(chance, _BAN)
    kind = "Ấp" if province >= _FIRST_SOUTHERN else "Thôn"
    return f"{kind} {1 + int(chance.random() * 12)}"


def _place(row: Mapping[str, str], side: str) -> Place:
    return Place(code=row[f"{side}_code"], name=row[f"{side}_name"])


@cache
def _merger() -> Sequence[Mapping[str, str]]:
    return _rows("province_merge.csv")


@cache
def _rows(name: str) -> Sequence[Mapping[str, str]]:
    text = (files("hocba.lab.people") / name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))

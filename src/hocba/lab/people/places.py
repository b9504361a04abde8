"""Provinces and communes of today and before the merger of 2025, and made-up hamlets."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from types import MappingProxyType
from typing import Final

from hocba.core.terms import provinces as terms
from hocba.core.terms.people import Place
from hocba.core.terms.provinces import Atlas
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


_COMMUNES: Final = {Atlas.BEFORE: "districts_before.csv", Atlas.TODAY: "wards.csv"}


def provinces(atlas: Atlas = Atlas.TODAY) -> Mapping[str, Place]:
    """Return the provinces of a map by code."""
    return terms.provinces(atlas)


def successor(province: str, atlas: Atlas = Atlas.TODAY) -> str:
    """Return the code of today's province in which `province` lies."""
    return province if atlas is Atlas.TODAY else terms.successor(province).code


@cache
def births(province: str, atlas: Atlas = Atlas.TODAY) -> tuple[Place, ...]:
    """Return the old provinces that make up `province`: personal IDs keep their numbers."""
    if atlas is Atlas.TODAY:
        return terms.predecessors(province)
    return (terms.provinces(atlas)[province],)


@cache
def births_elsewhere(province: str, atlas: Atlas = Atlas.TODAY) -> tuple[Place, ...]:
    """Return the old provinces that lie outside `province`."""
    here = births(province, atlas)
    return tuple(old for old in terms.provinces(Atlas.BEFORE).values() if old not in here)


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


@cache
def _rows(name: str) -> Sequence[Mapping[str, str]]:
    text = (files("hocba.lab.people") / name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))

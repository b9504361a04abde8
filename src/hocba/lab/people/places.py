"""Provinces and communes of today, the provinces before the merger, and made-up hamlets."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random
from types import MappingProxyType
from typing import Final

from hocba.core.terms.people import Place
from hocba.lab.people.chance import pick

# Source: thanglequoc/vietnamese-provinces-database (MIT), after Quyết định 19/2025/QĐ-TTg.
_BAN_PROVINCES: Final = frozenset({"11", "12", "14", "15"})
_FIRST_SOUTHERN: Final = "75"
_BAN: Final = (
    "Bản Nà Pán", "Bản Co Muông", "Bản Huổi Lơi", "Bản Noong Chứn", "Bản Pá Khôm", "Bản Tà Lèng",
    "Bản Phiêng Ban", "Bản Him Mới", "Bản Ta Pô", "Bản Nậm Cứm", "Bản Kéo Lôm", "Bản Che Căn Mới",
    "Bản Hua Rốm", "Bản Nà Nghè", "Bản Xa Cuông", "Bản Lọng Luông",
)  # fmt: skip


@cache
def provinces() -> Mapping[str, Place]:
    """Return the provinces of today by code."""
    return MappingProxyType(
        {row["new_code"]: Place(code=row["new_code"], name=row["new_name"]) for row in _merger()}
    )


@cache
def births(province: str) -> tuple[Place, ...]:
    """Return the old provinces that make up `province`: personal IDs keep their numbers."""
    return tuple(
        Place(code=row["old_code"], name=row["old_name"])
        for row in _merger()
        if row["new_code"] == province
    )


@cache
def births_elsewhere(province: str) -> tuple[Place, ...]:
    """Return the old provinces that lie outside `province`."""
    return tuple(
        Place(code=row["old_code"], name=row["old_name"])
        for row in _merger()
        if row["new_code"] != province
    )


@cache
def wards(province: str) -> Mapping[str, Place]:
    """Return the communes of a province by code, in the order of their codes."""
    return MappingProxyType(
        {
            row["ward_code"]: Place(code=row["ward_code"], name=row["name_vi"])
            for row in _rows("wards.csv")
            if row["province_code"] == province
        }
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
def _merger() -> Sequence[Mapping[str, str]]:
    return _rows("province_merge.csv")


@cache
def _rows(name: str) -> Sequence[Mapping[str, str]]:
    text = (files("hocba.lab.people") / name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))

"""The four moments of a school year at which pupils are assessed; only the last is recorded."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hocba.core.assess.marking import FACTS, Column, Kind, columns
from hocba.core.rules.primary import PrimaryPack


class Moment(StrEnum):
    """When pupils are assessed. Source: Thông tư 27/2020/TT-BGDĐT, Điều 7, khoản 1, điểm b."""

    MID_FIRST = "GIUA_HK1"
    END_FIRST = "CUOI_HK1"
    MID_SECOND = "GIUA_HK2"
    YEAR_END = "CUOI_NAM"


_MIDDLES: Final = frozenset({Moment.MID_FIRST, Moment.MID_SECOND})

_TESTED_IN_MIDDLE: Final[Mapping[int, frozenset[str]]] = MappingProxyType(
    {grade: frozenset({"tieng_viet", "toan"}) for grade in (4, 5)}
)
"""Source: Thông tư 27/2020/TT-BGDĐT, Điều 7, khoản 1, điểm b: a test in the middle of a term."""


def columns_at(moment: Moment, pack: PrimaryPack, grade: int, section: str) -> tuple[Column, ...]:
    """
    Return the columns of a grid at a moment; empty where nothing is assessed then.

    Within the year no days and measures are noted, and in the middle of a term only some
    subjects of some grades have a test.
    Raises: Refusal "rules.no_such_grade".
    """
    found = columns(pack, grade, section)
    if moment is Moment.YEAR_END:
        return found
    if section == FACTS:
        return ()
    if moment in _MIDDLES and section not in _TESTED_IN_MIDDLE.get(grade, frozenset()):
        return tuple(column for column in found if column.kind is not Kind.SCORE)
    return found


def change_key(moment: Moment, column: str) -> str:
    """Return a column as the trace of changes names it: the moment first, within the year."""
    return column if moment is Moment.YEAR_END else f"{moment.value}/{column}"

"""
The second calculation of a secondary year, worked out another way, from the text of the law.

It shares no rule pack, no decimals and no function with the first: marks are whole tenths, and
what it knows of the law is written out here once more, by hand, so that a slip in a pack shows
as a disagreement too.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from hocba.core.assess.secondary_year import SecondaryYear, Value
from hocba.core.terms.levels import PassLevel, Promotion, Standing

_BEST_FIRST: Final = ["T", "K", "Đ", "CĐ"]
# Điều 8, khoản 2: the second term down, the first term across.
_CONDUCT: Final[Mapping[str, Sequence[str]]] = {
    "T": ["T", "T", "K", "K"],
    "K": ["K", "K", "K", "Đ"],
    "Đ": ["K", "Đ", "Đ", "Đ"],
    "CĐ": ["CĐ", "CĐ", "CĐ", "CĐ"],
}
_LAST: Final = {9: Promotion.LOWER_SECONDARY, 12: Promotion.UPPER_SECONDARY}
_MOST_HALF_DAYS: Final = 45

Row = int | bool
"""A mark in whole tenths, or whether a subject by comment is reached."""


def _row(value: Value) -> Row | None:
    if isinstance(value, Decimal):
        return int(value * 10)
    return value is PassLevel.REACHED if isinstance(value, PassLevel) else None


def _whole_year(first: Row | None, second: Row | None) -> Row | None:
    if isinstance(first, bool) or isinstance(second, bool) or first is None or second is None:
        return second
    # Thirds have no half to round: the nearest tenth is found by adding one and cutting off.
    return (first + 2 * second + 1) // 3


def _by_clause_2(rows: Sequence[Row]) -> int:
    """Điều 9, khoản 2: 0 is Tốt, 3 Chưa đạt."""
    failed = sum(row is False for row in rows)
    ranked = sorted((row for row in rows if not isinstance(row, bool)), reverse=True)
    lowest, sixth = (ranked[-1], ranked[5]) if len(ranked) > 5 else (0, 0)
    if failed == 0 and lowest >= 65 and sixth >= 80:
        return 0
    if failed == 0 and lowest >= 50 and sixth >= 65:
        return 1
    return 2 if failed <= 1 and lowest >= 35 and sixth >= 50 else 3


def _level(rows: Sequence[Row | None]) -> int:
    """Điều 9, khoản 3: try without each subject in turn."""
    given = [row for row in rows if row is not None]
    plain = _by_clause_2(given)
    without = (_by_clause_2([*given[:at], *given[at + 1 :]]) for at in range(len(given)))
    return plain - 1 if any(best <= min(1, plain - 2) for best in without) else plain


def _follows(learned: bool, behaved: bool, there: bool, grade: int) -> Promotion:
    """Điều 12 to 14."""
    if there and learned and behaved:
        return _LAST.get(grade, Promotion.UP)
    if not there or not (learned or behaved):
        return Promotion.NOT_UP
    return Promotion.CONDUCT_AGAIN if learned else Promotion.ASSESSED_AGAIN


def _titles(level: int, conduct: str, rows: Sequence[Row | None]) -> tuple[str, ...]:
    """Điều 15, khoản 1."""
    if level != 0 or conduct != "T":
        return ()
    nines = [row for row in rows if row is not None and not isinstance(row, bool) and row >= 90]
    return ("hs_xuat_sac",) if len(nines) >= 6 else ("hs_gioi",)


def second_secondary(year: SecondaryYear) -> tuple[str, ...]:
    """
    Return, for an ordinary year that the first calculation does not refuse, what it came to.

    In this order: learning of both terms and of the year, conduct of the year, what follows
    after the summer if there was one, the titles, and each subject's year in tenths.
    Only for cross-checks, and never in place of the first. Knows Thông tư 22/2021/TT-BGDĐT.
    """
    first = [_row(row.first) for row in year.subjects]
    second = [_row(row.second) for row in year.subjects]
    whole = [_whole_year(*both) for both in zip(first, second, strict=True)]
    column = _BEST_FIRST.index(year.conduct_first.value)
    conduct = _CONDUCT[year.conduct_second.value][column]
    level, there = _level(whole), (year.absences or 0) <= _MOST_HALF_DAYS
    follows = _follows(level < 3, conduct != "CĐ", there, year.grade)
    if year.summer is not None:
        again = {row.subject: _row(row.value) for row in year.summer.subjects}
        rows = zip(year.subjects, whole, strict=True)
        later = [again.get(row.subject, value) for row, value in rows]
        behaved = (year.summer.conduct or Standing(conduct)) is not Standing.NOT_REACHED
        done = _follows(_level(later) < 3, behaved, there, year.grade)
        is_open = done in (Promotion.ASSESSED_AGAIN, Promotion.CONDUCT_AGAIN)
        follows = Promotion.NOT_UP if is_open else done
    learned = [_BEST_FIRST[_level(first)], _BEST_FIRST[_level(second)], _BEST_FIRST[level]]
    years = (str(row) for row in whole)
    return (*learned, conduct, follows.value, *_titles(level, conduct, whole), *years)

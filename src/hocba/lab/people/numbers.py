"""
Personal IDs that agree with birth and gender and never repeat in the synthetic nation.

The numbering leaves no range free for samples, so one of these may by chance be somebody's:
every document that carries one says that it is synthetic.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hocba.core.terms.codes import Gender, PersonalId
from hocba.core.terms.people import Place
from hocba.core.terms.provinces import Atlas
from hocba.lab.people.places import births, provinces

# The six free digits are shared out by (birth province, gender, year): the lower half to the
# schools of that province, the upper half to every other school of the nation.
_HOME_BLOCK: Final = 500
_AWAY_FIRST: Final = 500_000
_AWAY_BLOCK: Final = {Atlas.TODAY: 14, Atlas.BEFORE: 7}
_SCHOOLS: Final = 1000
_SPACE: Final = 1_000_000
# Coprime to the space: neighbours do not look like neighbours and no two serials meet.
_STRIDE: Final = 387_411
_SHIFT: Final = 611_953


@dataclass(slots=True, kw_only=True)
class IdPool:
    """The personal IDs that one school may give out. number: 0..999 within its province."""

    province: str
    number: int
    atlas: Atlas = Atlas.TODAY
    _given: Counter[str] = field(default_factory=Counter)

    def take(self, *, birth: Place, born_on: date, gender: Gender) -> PersonalId:
        """
        Give out an ID nobody else in the synthetic nation holds.

        birth: a province as numbered before the merger of 2025; numbers never changed.
        Raises: ValueError when the school's share is used up.
        Source: Nghị định 137/2015/NĐ-CP, Điều 13; Thông tư 07/2016/TT-BCA, Điều 7.
        """
        mark = 2 * (born_on.year // 100 - 19) + (gender is Gender.FEMALE)
        cell = f"0{birth.code}{mark}{born_on.year % 100:02d}"
        given = self._given[cell]
        self._given[cell] += 1
        # Moved by the cell, so that the first of each cell do not end alike.
        free = (self._serial(birth, given) * _STRIDE + int(cell) * _SHIFT) % _SPACE
        return PersonalId(f"{cell}{free:06d}")

    def _serial(self, birth: Place, given: int) -> int:
        home = birth in births(self.province, self.atlas)
        if given >= (_HOME_BLOCK if home else _AWAY_BLOCK[self.atlas]):
            raise ValueError(f"school {self.number} used up its numbers of {birth.name}")
        if home:
            return self.number * _HOME_BLOCK + given
        rank = list(provinces(self.atlas)).index(self.province)
        return _AWAY_FIRST + (rank * _SCHOOLS + self.number) * _AWAY_BLOCK[self.atlas] + given

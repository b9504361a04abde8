"""Copies that a school issues on paper: numbered, marked on every page, traceable by number."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode
from hocba.core.terms.outcomes import Refusal

_NUMBER: Final = re.compile(
    r"\s*([0-9]{1,6})\s*[/-]\s*([0-9]{4})\s*(?:[/-]\s*BS)?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCopy:
    """
    One copy that a school has issued; never changed, never removed.

    number: rises within the school and the calendar year of `at`; 0 before it is given. keys:
    the documents in it, oldest year first.
    Source: Nghị định 30/2020/NĐ-CP on copies (SAO Y), for the idea.
    """

    school: SchoolCode
    number: int
    record_code: RecordCode
    keys: tuple[RecordKey, ...]
    receiver: str
    basis: str
    by: str
    at: datetime
    year: int

    @property
    def shown_number(self) -> str:
        """The number as the copy and the log write it: 12/2026/BS."""
        return f"{self.number}/{self.year}/BS"


def copy_number(written: str) -> tuple[int, int]:
    """
    Read a copy's number, 12/2026/BS or 12-2026: year and number.

    Raises: Refusal "copy.not_a_number".
    """
    found = _NUMBER.fullmatch(written)
    if found is None:
        raise Refusal("copy.not_a_number", value=written[:20])
    return int(found[2]), int(found[1])


def copy_words(issued: IssuedCopy, *, school: str) -> str:
    """Return what every page of a copy bears. school: name of who issued it."""
    return f"BẢN SAO số {issued.shown_number} · cấp ngày {issued.at:%d/%m/%Y} · {school}"

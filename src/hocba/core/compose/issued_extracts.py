"""Extracts that a school issues on request: numbered, noted, traceable to who made them."""

from dataclasses import dataclass
from datetime import datetime

from hocba.core.terms.codes import RecordKey, SchoolCode


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedExtract:
    """
    One extract that a school has issued; never changed, never removed.

    number: rises within the school and the calendar year of `at`; 0 before it is given. parts:
    labels of what it shows. digest: SHA-256 of the file, by which a file leads back to this line.
    Source: Nghị định 30/2020/NĐ-CP on copies and extracts (TRÍCH SAO), for the idea.
    """

    school: SchoolCode
    number: int
    key: RecordKey
    parts: tuple[str, ...]
    receiver: str
    basis: str
    by: str
    at: datetime
    digest: bytes
    year: int

    @property
    def shown_number(self) -> str:
        """The number as letters and logs write it: 12/2026/TL."""
        return f"{self.number}/{self.year}/TL"

"""Time stamps: who gives them, and what is kept of those that are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear


class TimeStamps(Protocol):
    """An authority that says when bytes existed."""

    def stamp(self, content: bytes) -> bytes:
        """
        Return a token of RFC 3161 over some bytes, of which only a digest leaves.

        Raises: Fault "stamp.unreachable", "stamp.refused".
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStamp:
    """
    A stamp that a seal lacks, because the authority was out of reach when it was made.

    since: of the seal. token: DER once it is there, empty before; given_at: when.
    """

    school: SchoolCode
    key: RecordKey
    slot_id: str
    since: datetime
    token: bytes = b""
    given_at: datetime | None = None


class DueStamps(Protocol):
    """Stamps that are due, and those that came later and stand beside their records."""

    def owe(self, due: Sequence[DueStamp]) -> None:
        """Note stamps as due, in the transaction that keeps their seals."""
        ...

    def waiting(self, *, limit: int, school: SchoolCode | None = None) -> tuple[DueStamp, ...]:
        """Return those that are due, the oldest first; of a school, or of all."""
        ...

    def count(self, school: SchoolCode | None = None) -> int:
        """Count those that are due, of a school or of all."""
        ...

    def give(self, due: DueStamp, token: bytes, at: datetime) -> bool:
        """Keep a token; False where another one came first."""
        ...

    def late(self, school: SchoolCode, school_year: SchoolYear) -> tuple[DueStamp, ...]:
        """Return those of a school's year that were given after their records were issued."""
        ...

    def of_record(self, key: RecordKey) -> tuple[DueStamp, ...]:
        """Return what is noted of a record."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamping:
    """Whom an office asks, and what it owes."""

    authority: TimeStamps
    due: DueStamps

"""Where logs above keep a school's records, as receipts have told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hocba.core.terms.codes import RecordKey, SchoolCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPlace:
    """That an office's log keeps a record at a place. log: code of the office."""

    school: SchoolCode
    key: RecordKey
    log: str
    index: int


class LogPlaces(Protocol):
    """Places of a school's records; what was told once stays."""

    def note(self, places: Sequence[ToldPlace]) -> None:
        """Keep places; one that is kept already stays as it is."""
        ...

    def of_record(self, key: RecordKey) -> tuple[ToldPlace, ...]:
        """Return the places of a record, one a log."""
        ...

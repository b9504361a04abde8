"""Partial records: every state of the document, and those that came with pupils."""

from collections.abc import Sequence
from typing import Protocol

from hocba.core.compose.transfers import ReceivedPartial
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.ports.records import RecordChange, WorkingRecord


class Partials(Protocol):
    """
    Partial records in the making and issued, apart from records of whole years.

    A `WorkingRecord` here is the partial record of its school and year: its key stands beside the
    key of the year's record and never among those. Everything only grows.
    """

    def of_pupil(
        self, school: SchoolCode, school_year: SchoolYear, sector_code: str
    ) -> tuple[WorkingRecord, ...]:
        """Return a pupil's partial records of a year, by version; usually none, or one."""
        ...

    def of_school(self, school: SchoolCode, school_year: SchoolYear) -> tuple[WorkingRecord, ...]:
        """Return the latest version of every partial record of a year, by sector code."""
        ...

    def append(self, change: RecordChange) -> None:
        """
        Write what one act does to one partial record, a new one included.

        Raises: Refusal "records.moved_on" when its history is longer than it was when read,
        "life.not_now".
        """
        ...

    def keep_received(self, received: Sequence[ReceivedPartial]) -> None:
        """Keep what came with a pupil; what is kept already stays as it is."""
        ...

    def received(self, school: SchoolCode, sector_code: str) -> tuple[ReceivedPartial, ...]:
        """Return the partial records that came with a pupil, by their days."""
        ...

    def received_of_year(
        self, school: SchoolCode, school_year: SchoolYear
    ) -> tuple[ReceivedPartial, ...]:
        """Return those of a year, of all pupils."""
        ...

"""Pupils' changes of school, and the records that came with them."""

from collections.abc import Sequence
from typing import Protocol

from hocba.core.compose.transfers import ReceivedRecord, Transfer, TransferTaken
from hocba.core.terms.codes import RecordCode, SchoolCode, SchoolYear


class Transfers(Protocol):
    """Transfers and their steps, seen by both schools; everything only grows."""

    def open(self, transfer: Transfer) -> None:
        """
        Write a transfer with its release, in one transaction.

        Raises: Refusal "transfer.known" when there is one of this id.
        """
        ...

    def get(self, transfer_id: str) -> Transfer:
        """
        Return one transfer.

        Raises: Refusal "transfer.unknown".
        """
        ...

    def of_school(self, school: SchoolCode, *, limit: int = 500) -> tuple[Transfer, ...]:
        """Return those that a school sent or received, newest first."""
        ...

    def of_pupil(self, school: SchoolCode, sector_code: str) -> tuple[Transfer, ...]:
        """Return a pupil's transfers from or to a school, newest first."""
        ...

    def append(self, transfer: Transfer, taken: TransferTaken) -> None:
        """
        Add a step to a transfer as it was read.

        Raises: Refusal "transfer.moved_on" when somebody took one meanwhile.
        """
        ...

    def keep_records(self, records: Sequence[ReceivedRecord]) -> None:
        """Keep what came with a pupil; what is kept already stays as it is."""
        ...

    def received(self, school: SchoolCode, sector_code: str) -> tuple[ReceivedRecord, ...]:
        """Return the records that came with a pupil, by year and version."""
        ...

    def received_of_year(
        self, school: SchoolCode, school_year: SchoolYear, codes: Sequence[RecordCode]
    ) -> tuple[ReceivedRecord, ...]:
        """Return the latest received version of these records in a year: for the link to it."""
        ...

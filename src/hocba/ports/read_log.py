"""Who has read which record: appended to before anything is shown, never changed."""

from collections.abc import Sequence
from typing import Protocol

from hocba.core.compose.reading import Read
from hocba.core.terms.codes import RecordCode


class ReadLog(Protocol):
    """The readings that an office notes; the pupil whom they concern may see them."""

    def append(self, reads: Sequence[Read]) -> None:
        """Note readings, all or none; durable when this returns."""
        ...

    def of_record(self, code: RecordCode, *, limit: int = 200) -> tuple[Read, ...]:
        """Return the readings of a pupil's record, all years and versions, newest first."""
        ...

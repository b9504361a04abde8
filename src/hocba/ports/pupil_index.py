"""By whom a record can be found: names, birth days and numbers, apart from the index of files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from hocba.core.compose.looking_up import LookUp, Question, SeenPupil


class PupilIndex(Protocol):
    """
    Pupils as the kept records of one office name them; nothing is ever changed or removed.

    A pupil whose name was amended is found by the old name and by the new one: paper outlives
    amendments. A personal number is kept as a keyed digest only.
    """

    def add(self, seen: Sequence[SeenPupil]) -> None:
        """Add what is not there yet, in the transaction that keeps the records."""
        ...

    def find(self, question: Question, *, limit: int) -> tuple[SeenPupil, ...]:
        """
        Return pupils, each once, by name and birth day; at most `limit`.

        By the name: on one day of birth every typed word must stand in the name; within a year
        the words must be the whole name. personal_id is empty in what returns.
        """
        ...


class LookUps(Protocol):
    """The look-ups of one office, appended before anything is shown."""

    def append(self, look_up: LookUp) -> None:
        """Note a look-up; durable when this returns."""
        ...

    def get(self, look_up_id: str) -> LookUp | None:
        """Return one look-up."""
        ...

    def count(self, person: str, *, since: datetime) -> int:
        """Count a person's look-ups."""
        ...

    def of_person(self, person: str, *, limit: int = 10) -> tuple[LookUp, ...]:
        """Return a person's look-ups, newest first."""
        ...

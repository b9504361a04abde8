"""Holding a row for as long as a process lives: locks of the database session, not of a row."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection

Work = TypeVar("Work")


class SessionLocks:
    """Advisory locks of one class, one for each row that is worked on."""

    def __init__(self, kind: int) -> None:
        self._kind = kind

    def lock(self, pk: int) -> bool:
        """Hold a row, if nobody does; a killed process loses its session, and this, at once."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", (self._kind, pk))
            (got,) = cursor.fetchone()
            return bool(got)

    def unlock(self, pk: int) -> None:
        """Let a held row go."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", (self._kind, pk))

    @contextmanager
    def claimed(
        self, in_turn: Iterable[int], due: Callable[[int], Work | None]
    ) -> Iterator[Work | None]:
        """
        Hold the first row that nobody holds; None where there is none.

        due: asked under the lock, since a row may have ended before the lock was got.
        """
        pk, work = next(self._free(in_turn, due), (0, None))
        if work is None:
            yield None
            return
        try:
            yield work
        finally:
            self.unlock(pk)

    def _free(
        self, in_turn: Iterable[int], due: Callable[[int], Work | None]
    ) -> Iterator[tuple[int, Work | None]]:
        for pk in in_turn:
            if not self.lock(pk):
                continue
            work = due(pk)
            if work is None:
                self.unlock(pk)
            else:
                yield pk, work

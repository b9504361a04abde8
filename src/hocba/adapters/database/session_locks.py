"""Holding a row for as long as a process lives: locks of the database session, not of a row."""

from django.db import connection


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

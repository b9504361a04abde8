"""
A repository that is read from a streaming replica, as long as that is fresh enough to be shown.

How fresh: the replica has replayed every commit up to `pg_last_xact_replay_timestamp()`. That is
a lower bound and never flatters. While nobody writes it grows old although nothing is missing;
then reads go to the primary, which has nothing else to do.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import Error, connections

from hocba.adapters.database.repository import DatabaseRepository
from hocba.adapters.database.servers import REPLICA, reading_from
from hocba.core.report.figures import Choice, Cut, Figures
from hocba.core.terms.codes import RecordCode, RecordKey
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.repository import KeptRecord

_LEFT_ALONE_S: Final = 5.0
"""A replica that did not answer is not asked again so soon: every page would wait for it."""

# A server that was promoted follows nobody any more: what it says is another history.
_FRESH: Final = """
SELECT pg_last_xact_replay_timestamp() FROM (VALUES (1)) AS one
WHERE pg_is_in_recovery() AND now() - pg_last_xact_replay_timestamp() <= make_interval(secs => %s)
"""

T = TypeVar("T")


class ReplicaRepository(DatabaseRepository):
    """
    Implements `Repository`: figures and look-ups from the replica, all else from the primary.

    office: its code. oldest: how far behind an answer may be before the primary is asked.
    """

    def __init__(self, office: str, *, oldest: timedelta) -> None:
        super().__init__(office)
        self._oldest = oldest
        self._asked_again_at = 0.0

    def as_of(self) -> datetime | None:
        """Return up to when the replica is complete; None for the primary; see the port."""
        return self._replayed()

    def figures(self, cut: Cut, choice: Choice) -> Figures:
        """Return figures as they stood at `as_of` or later; see the port."""
        asked = super().figures
        return self._from_replica(lambda: asked(cut, choice)) or asked(cut, choice)

    def versions(self, code: RecordCode) -> tuple[KeptRecord, ...]:
        """Return every kept year and version of a record; see the port."""
        asked = super().versions
        # What the replica does not know may have been kept a moment ago.
        return self._from_replica(lambda: asked(code)) or asked(code)

    def record(self, key: RecordKey) -> KeptRecord | None:
        """Return one kept version; see the port."""
        found = [record for record in self.versions(key.record_code) if record.key == key]
        known = super().versions(key.record_code) if not found else ()
        return next((record for record in (*found, *known) if record.key == key), None)

    def _from_replica(self, asked: Callable[[], T]) -> T | None:
        """Return what a fresh replica answers, None where there is none."""
        if self._replayed() is None:
            return None
        try:
            with reading_from(REPLICA):
                return asked()
        except Error:
            self._leave_alone()
            return None

    def _replayed(self) -> datetime | None:
        if time.monotonic() < self._asked_again_at:
            return None
        try:
            with connections[REPLICA].cursor() as cursor:
                cursor.execute(_FRESH, (self._oldest.total_seconds(),))
                found: Any = cursor.fetchone()
        except Error:
            self._leave_alone()
            return None
        return None if found is None else found[0].astimezone(VIETNAM)

    def _leave_alone(self) -> None:
        # A connection that broke would be found broken again.
        connections[REPLICA].close()
        self._asked_again_at = time.monotonic() + _LEFT_ALONE_S

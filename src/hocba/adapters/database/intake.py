"""One office's queue of packages in PostgreSQL: whose turn it is, who works on what."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import F, QuerySet, Sum

from hocba.adapters.database.models.intake import IntakeModel
from hocba.adapters.database.office_scope import of_office
from hocba.adapters.database.stored_intake import handed_in_of, intake_row, told_findings
from hocba.core.terms.outcomes import Refusal
from hocba.ports.intake import HandedIn, IntakeState, Room

_WORK: Final = 0x68636277
"""The class of advisory locks that hold a package: "hcbw", with the package's slip."""
_DOOR: Final = 0x68636264
"""The class of advisory locks that hold an office's door while a package is let in: "hcbd"."""

_OPEN: Final = (IntakeState.WAITING.value, IntakeState.WORKING.value)

_IN_TURN: Final = """
SELECT i.id FROM intake i LEFT JOIN intake_turn t ON t.office = i.office AND t.sender = i.sender
WHERE i.office = %s AND i.state = ANY(%s) AND (%s::bigint IS NULL OR i.id = %s)
AND (i.id = %s OR i.not_before IS NULL OR i.not_before <= clock_timestamp())
ORDER BY t.served_at NULLS FIRST, i.id LIMIT 200
"""
_SERVED: Final = """
INSERT INTO intake_turn (office, sender, served_at) VALUES (%s, %s, clock_timestamp())
ON CONFLICT (office, sender) DO UPDATE SET served_at = excluded.served_at
"""
_PUT_OFF: Final = """
UPDATE intake SET state = %s, done = 0, failures = failures + 1, not_before =
clock_timestamp() + least(600, 2 ^ least(failures, 10)) * interval '1 second'
WHERE office = %s AND id = %s
"""

_LEAST_WAIT_S: Final = 30
_MOST_WAIT_S: Final = 3600
_RECENT_S: Final = 600


class DatabaseIntake:
    """Implements `Intake`. office: its code."""

    def __init__(self, office: str) -> None:
        self._office = office

    def find(self, digest: bytes) -> HandedIn | None:
        """Return a package that is not refused; see the port."""
        with of_office(self._office):
            return self._found(digest)

    def require_room(self, sender: str, size: int, room: Room, *, now: datetime) -> None:
        """Ask for room; see the port."""
        del now  # How fast packages end is measured by the database's own clock.
        with of_office(self._office):
            self._require_room(sender, size, room)

    def put(self, package: HandedIn, room: Room) -> HandedIn:
        """Put a package into the queue; see the port."""
        with of_office(self._office), connection.cursor() as cursor:
            # One after the other, or two could take the last room.
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (_DOOR, self._office))
            known = self._found(package.digest)
            if known is not None:
                return known
            if self._standing().filter(message_id=package.message_id).exists():
                value = package.message_id
                raise Refusal("package.message_reused", "other bytes had this id", value=value)
            self._require_room(package.sender, package.size, room)
            row = intake_row(self._office, package)
            row.save(force_insert=True)
            return handed_in_of(row)

    def refuse(self, package: HandedIn, refusal: Refusal, *, now: datetime) -> HandedIn:
        """Keep the trace of a refused package; see the port."""
        state, findings = IntakeState.REFUSED.value, told_findings(refusal)
        with of_office(self._office):
            row = self._rows().filter(pk=package.slip).first()
            row = row or self._same_refusal(package, refusal) or intake_row(self._office, package)
            row.state, row.refusal, row.findings, row.ended_at = state, refusal.code, findings, now
            row.save()
            return handed_in_of(row)

    @contextmanager
    def claimed(self, *, now: datetime, slip: int | None = None) -> Iterator[HandedIn | None]:
        """Hold the package whose turn it is; see the port."""
        row = self._claim(slip, now)
        if row is None:
            yield None
            return
        try:
            yield handed_in_of(row)
        finally:
            _unlock(row.pk)

    def progress(self, slip: int, done: int) -> None:
        """Tell how many entries are done; see the port."""
        with of_office(self._office), connection.cursor() as cursor:
            # For people to look at: a crash that forgets the last step harms nobody.
            cursor.execute("SET LOCAL synchronous_commit TO off")
            self._rows().filter(pk=slip).update(done=done)

    def kept(self, slip: int, *, log_size: int, now: datetime) -> None:
        """Tell that a package is kept; see the port."""
        with of_office(self._office):
            self._rows().filter(pk=slip).update(
                state=IntakeState.KEPT.value, done=F("entries"), log_size=log_size, ended_at=now
            )

    def released(self, slip: int, *, failed: bool) -> None:
        """Put a package back into the queue; see the port."""
        state = IntakeState.WAITING.value
        with of_office(self._office), connection.cursor() as cursor:
            if failed:
                cursor.execute(_PUT_OFF, (state, self._office, slip))
            else:
                self._rows().filter(pk=slip).update(state=state, done=0)

    def answer(self, log_size: int) -> int:
        """Let receipts leave; see the port."""
        with of_office(self._office):
            covered = self._rows().filter(state=IntakeState.KEPT.value, log_size__lte=log_size)
            return covered.update(state=IntakeState.ANSWERED.value)

    def unanswered(self) -> tuple[bytes, ...]:
        """Return the digests of packages whose bytes are needed; see the port."""
        with of_office(self._office):
            rows = self._rows().filter(state__in=_OPEN)
            return tuple(bytes(digest) for digest in rows.values_list("digest", flat=True))

    def listed(self, *, sender: str | None = None, limit: int = 50) -> tuple[HandedIn, ...]:
        """Return packages, the latest first; see the port."""
        with of_office(self._office):
            rows = self._rows()
            if sender is not None:
                rows = rows.filter(sender=sender)
            return tuple(handed_in_of(row) for row in rows.order_by("-id")[:limit])

    def waiting(self) -> int:
        """Count open packages; see the port."""
        with of_office(self._office):
            return self._rows().filter(state__in=_OPEN).count()

    def _rows(self) -> QuerySet[IntakeModel]:
        return IntakeModel.objects.filter(office=self._office)

    def _standing(self) -> QuerySet[IntakeModel]:
        return self._rows().exclude(state=IntakeState.REFUSED.value)

    def _found(self, digest: bytes) -> HandedIn | None:
        row = self._standing().filter(digest=digest).first()
        return None if row is None else handed_in_of(row)

    def _same_refusal(self, package: HandedIn, refusal: Refusal) -> IntakeModel | None:
        # The same bytes refused again for the same reason are one trace: nobody can fill the
        # table by sending one bad file for ever.
        rows = self._rows().filter(state=IntakeState.REFUSED.value, refusal=refusal.code)
        return rows.filter(digest=package.digest).first()

    def _claim(self, slip: int | None, now: datetime) -> IntakeModel | None:
        with of_office(self._office), connection.cursor() as cursor:
            cursor.execute(_IN_TURN, (self._office, list(_OPEN), slip, slip, slip))
            in_turn = [pk for (pk,) in cursor.fetchall()]
        for pk in in_turn:
            if _locked(pk):
                row = self._held(pk, now)
                if row is not None:
                    return row
                _unlock(pk)
        return None

    def _held(self, pk: int, now: datetime) -> IntakeModel | None:
        """Mark a package whose lock is held; None when it ended before the lock was got."""
        with of_office(self._office), connection.cursor() as cursor:
            row = self._rows().filter(pk=pk, state__in=_OPEN).first()
            if row is None:
                return None
            row.state, row.taken_at, row.done = IntakeState.WORKING.value, now, 0
            row.save(update_fields=["state", "taken_at", "done"])
            cursor.execute(_SERVED, (self._office, row.sender))
            return row

    def _require_room(self, sender: str, size: int, room: Room) -> None:
        waiting = self._rows().filter(state__in=_OPEN)
        for rows, packages, limit in (
            (waiting.filter(sender=sender), room.sender_packages, room.sender_bytes),
            (waiting, room.packages, room.bytes),
        ):
            lying = rows.aggregate(total=Sum("size"))["total"] or 0
            if rows.count() >= packages or (lying and lying + size > limit):
                wait_s = str(self._wait_s(lying))
                raise Refusal("intake.full", "too much waits", sender=sender, wait_s=wait_s)

    def _wait_s(self, waiting_bytes: int) -> int:
        """Guess when there is room: as long as half of what waits takes at the recent pace."""
        recent = self._rows().extra(where=[f"ended_at > now() - interval '{_RECENT_S} seconds'"])
        ended = recent.aggregate(total=Sum("size"))["total"] or 0
        guess = waiting_bytes * _RECENT_S // (2 * ended) if ended else _RECENT_S
        return max(_LEAST_WAIT_S, min(_MOST_WAIT_S, guess))


def _locked(pk: int) -> bool:
    """
    Hold a package for this session, if nobody does.

    The lock is the session's and not a transaction's: a package takes minutes, and a killed
    process loses its session at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", (_WORK, pk))
        (got,) = cursor.fetchone()
        return bool(got)


def _unlock(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", (_WORK, pk))

"""Failed attempts in PostgreSQL: all processes count together, and a restart forgets nothing."""

from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import connection

from hocba.adapters.database.models.sign_in import AttemptModel
from hocba.core.compose.attempts import WINDOW, Tally, Tried
from hocba.core.terms.vietnam import VIETNAM

# One statement, so that two failures at once are two; a pause as long as the window starts anew.
_COUNT: Final = """
INSERT INTO sign_in_attempt AS old (key, failures, last_at, is_known) VALUES (%s, 1, %s, false)
ON CONFLICT (key) DO UPDATE SET last_at = excluded.last_at,
    failures = CASE WHEN old.last_at < %s THEN 1 ELSE old.failures + 1 END
"""


class DatabaseAttempts:
    """Implements `AttemptCounts`."""

    def tried(self, name: str, address: str) -> Tried:
        """Return what is known before an attempt; see the port."""
        keys = _keys(name, address)
        rows = {row.key: row for row in AttemptModel.objects.filter(key__in=keys)}
        pair, of_address, of_name = (_tally(rows.get(key)) for key in keys)
        known = rows.get(keys[0])
        return Tried(
            pair=pair,
            address=of_address,
            name=of_name,
            is_known=known is not None and known.is_known,
        )

    def failed(self, name: str, address: str, at: datetime) -> None:
        """Count a failed attempt; see the port."""
        with connection.cursor() as cursor:
            # In one order everywhere: two attempts at once must not wait for each other.
            for key in sorted(_keys(name, address)):
                cursor.execute(_COUNT, (key, at, at - WINDOW))

    def succeeded(self, name: str, address: str, at: datetime) -> None:
        """Forget the failures of the name here; see the port."""
        pair, _, of_name = _keys(name, address)
        AttemptModel.objects.update_or_create(
            key=pair, defaults={"failures": 0, "last_at": at, "is_known": True}
        )
        AttemptModel.objects.filter(key=of_name).delete()


def _keys(name: str, address: str) -> tuple[str, str, str]:
    folded = name.casefold()
    # Digests: a password typed into the name's field by mistake must not be kept in clear.
    texts = (f"pair:{address}:{folded}", f"address:{address}", f"name:{folded}")
    pair, of_address, of_name = (sha256(text.encode()).hexdigest() for text in texts)
    return pair, of_address, of_name


def _tally(row: AttemptModel | None) -> Tally:
    if row is None or row.last_at is None:
        return Tally()
    return Tally(failures=row.failures, last_at=row.last_at.astimezone(VIETNAM))

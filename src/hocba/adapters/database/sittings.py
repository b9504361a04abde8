"""Who is signed in where, in PostgreSQL: every process knows at once when a stay is ended."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from hocba.adapters.database.models.sittings import SittingModel
from hocba.core.compose.sittings import IDLE, WHOLE, Sitting
from hocba.core.terms.vietnam import VIETNAM

_NUMBER_BYTES: Final = 16
_NOTED_EVERY: Final = timedelta(minutes=1)
"""A page is read many times a minute; a write for each would tell nothing more."""


class DatabaseSittings:
    """Implements `Sittings`."""

    def begin(self, username: str, *, address: str, browser: str, at: datetime) -> str:
        """Note a stay and return its number; see the port."""
        # What is long over serves nobody any more.
        SittingModel.objects.filter(username=username, began_at__lt=at - 2 * WHOLE).delete()
        row = SittingModel.objects.create(
            number=secrets.token_hex(_NUMBER_BYTES),
            username=username,
            address=address[:45],
            browser=browser[:300].replace("\0", ""),
            began_at=at,
            seen_at=at,
        )
        return str(row.number)

    def seen(self, username: str, number: str, at: datetime) -> bool:
        """Note that the person is there still, unless the stay is over; see the port."""
        row = SittingModel.objects.filter(username=username, number=number).first()
        if row is None or not _sitting(row).stands_at(at):
            return False
        if at - row.seen_at >= _NOTED_EVERY:
            SittingModel.objects.filter(number=number).update(seen_at=at)
        return True

    def of(self, username: str, at: datetime) -> tuple[Sitting, ...]:
        """Return the stays that stand, the latest seen first; see the port."""
        standing = SittingModel.objects.filter(
            username=username, ended_at=None, began_at__gt=at - WHOLE, seen_at__gt=at - IDLE
        )
        return tuple(_sitting(row) for row in standing.order_by("-seen_at", "number"))

    def end(self, username: str, number: str, at: datetime) -> bool:
        """End one stay of a person; see the port."""
        standing = SittingModel.objects.filter(username=username, number=number, ended_at=None)
        return standing.update(ended_at=at) == 1

    def end_all(self, username: str, at: datetime, *, but: str = "") -> int:
        """End the stays of a person, all or all but one; see the port."""
        standing = SittingModel.objects.filter(username=username, ended_at=None)
        return standing.exclude(number=but).update(ended_at=at)


def _sitting(row: SittingModel) -> Sitting:
    return Sitting(
        number=row.number,
        username=row.username,
        address=row.address,
        browser=row.browser,
        began_at=row.began_at.astimezone(VIETNAM),
        seen_at=row.seen_at.astimezone(VIETNAM),
        ended_at=row.ended_at,
    )

"""
How long somebody must wait after failed attempts to sign in.

The wait grows for one name from one address. Failures from elsewhere do not keep out a person
at an address from which they have signed in before: nobody can lock somebody else out.
Source: NIST SP 800-63B-4, 3.2.2 Rate Limiting (at most 100 failures in a row for an account).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hocba.core.terms.outcomes import Refusal

FREE: Final = 5
PER_ADDRESS: Final = 50
"""A school's staff share one public address."""
PER_NAME: Final = 100
WINDOW: Final = timedelta(minutes=15)
_FIRST_WAIT: Final = timedelta(seconds=30)
_NONE: Final = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Failures in a row, and the last of them. last_at: None where nothing has failed."""

    failures: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """
    What is known of an attempt before it is made.

    pair: of this name from this address; address, name: of all from or for it. is_known: whether
    this name has signed in from this address before.
    """

    pair: Tally = Tally()
    address: Tally = Tally()
    name: Tally = Tally()
    is_known: bool = False

    def wait_at(self, now: datetime) -> timedelta:
        """Return how long to wait still; nothing when an attempt may be made."""
        waits = [_left(self.pair, _grown(self.pair.failures), now)]
        if self.address.failures >= PER_ADDRESS:
            waits.append(_left(self.address, WINDOW, now))
        if self.name.failures >= PER_NAME and not self.is_known:
            waits.append(_left(self.name, WINDOW, now))
        return max(waits)


def require_allowed(tried: Tried, now: datetime) -> None:
    """
    Let an attempt through, or say how long to wait.

    A name that does not exist waits as one that does: the wait tells nothing about names.
    Raises: Refusal "web.too_many_attempts".
    """
    wait = tried.wait_at(now)
    if wait > _NONE:
        raise Refusal("web.too_many_attempts", minutes=str(-(-int(wait.total_seconds()) // 60)))


def _grown(failures: int) -> timedelta:
    doubled = failures - FREE
    return _NONE if doubled < 0 else min(_FIRST_WAIT * 2 ** min(doubled, 10), WINDOW)


def _left(tally: Tally, wait: timedelta, now: datetime) -> timedelta:
    return _NONE if tally.last_at is None else max(tally.last_at + wait - now, _NONE)

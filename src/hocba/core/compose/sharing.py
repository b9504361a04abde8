"""
Sharing a record: one receiver, one purpose, a period, and the chosen years and parts.

A share is a key to what stands, not a copy: it ends when its time is over or when the family takes
it back, and whoever opens it leaves a line that the family reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from hocba.core.terms.codes import RecordCode, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean

PERIODS: Final = (7, 30, 90, 365)
"""Days for which a share may hold. Source: Hocba's policy."""

_LONGEST_NAME: Final = 200
_SHORTEST_NAME: Final = 3
_MOST_OPEN: Final = 20


class SharePurpose(StrEnum):
    """What a record is shared for."""

    TRANSFER = "CHUYEN_TRUONG"
    ADMISSION = "TUYEN_SINH"
    SCHOLARSHIP = "HOC_BONG"
    WORK = "VIEC_LAM"
    OTHER = "KHAC"


class ShareState(StrEnum):
    """How a share stands; only an open one shows anything."""

    OPEN = "DANG_MO"
    WITHDRAWN = "DA_THU_LAI"
    EXPIRED = "HET_HAN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """
    What is kept of a share: never its code, only the digest.

    access_id: whose it is. years: the chosen ones. parts: labels of the leaves to show, as
    `core.seal.extract_document` names them; empty for the whole record.
    """

    share_id: str
    digest: str
    school: SchoolCode
    record_code: RecordCode
    access_id: str
    receiver: str
    purpose: SharePurpose
    years: tuple[SchoolYear, ...]
    parts: tuple[str, ...]
    made_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is withheld of the chosen years."""
        return not self.parts

    def state_at(self, now: datetime) -> ShareState:
        """Return how the share stands at an instant."""
        if self.withdrawn_at is not None:
            return ShareState.WITHDRAWN
        return ShareState.OPEN if now < self.ends_at else ShareState.EXPIRED


def required_share(share: Share | None, now: datetime) -> Share:
    """
    Return a share that shows something now.

    Raises: Refusal "share.unknown", "share.withdrawn", "share.expired".
    """
    if share is None:
        raise Refusal("share.unknown")
    match share.state_at(now):
        case ShareState.WITHDRAWN:
            raise Refusal("share.withdrawn")
        case ShareState.EXPIRED:
            raise Refusal("share.expired")
        case ShareState.OPEN:
            return share


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """What a family wishes to share. parts: empty for the whole record."""

    receiver: str
    purpose: SharePurpose
    days: int
    years: tuple[SchoolYear, ...]
    parts: tuple[str, ...]


def required_wish(wished: Wished, *, standing: Sequence[SchoolYear], open_now: int) -> Wished:
    """
    Return a wish that can be granted, its receiver written cleanly.

    standing: years of which there is an issued record. open_now: shares that are open already.
    Raises: Refusal "share.receiver_due", "share.years_due", "share.period_unknown",
    "share.too_many".
    """
    receiver = clean(wished.receiver)
    if not _SHORTEST_NAME <= len(receiver) <= _LONGEST_NAME:
        raise Refusal("share.receiver_due")
    if not wished.years or not set(wished.years) <= set(standing):
        raise Refusal("share.years_due")
    if wished.days not in PERIODS:
        raise Refusal("share.period_unknown")
    if open_now >= _MOST_OPEN:
        raise Refusal("share.too_many", most=str(_MOST_OPEN))
    return Wished(
        receiver=receiver,
        purpose=wished.purpose,
        days=wished.days,
        years=tuple(sorted(set(wished.years))),
        parts=tuple(sorted(set(wished.parts))),
    )

"""Invitations into an account: one code, one person, one use, an end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from hocba.core.terms.outcomes import Refusal

CODE_BYTES: Final = 10
"""80 bits: out of reach of guessing even without the limit on attempts."""

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})
_GROUP: Final = 4


class Way(StrEnum):
    """How the code reaches the person."""

    EMAIL = "THU_DIEN_TU"
    PAPER = "GIAY_IN"


LASTS: Final = {Way.EMAIL: timedelta(days=3), Way.PAPER: timedelta(days=14)}
"""Source: Hocba's policy. A letter in a mailbox is seen sooner, and by more people."""


class InvitationState(StrEnum):
    """Where an invitation stands; only an open one opens an account."""

    OPEN = "CHO"
    USED = "DA_DUNG"
    WITHDRAWN = "DA_HUY"
    EXPIRED = "HET_HAN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """
    What is kept of an invitation: never its code, only the code's digest.

    username: the log-in that it opens. person: staff code. school: empty for offices above.
    email: where it went, empty on paper. used_at, withdrawn_at: None while it is open.
    """

    digest: str
    username: str
    person: str
    display_name: str
    school: str
    way: Way
    sent_at: datetime
    ends_at: datetime
    email: str = ""
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def state_at(self, now: datetime) -> InvitationState:
        """Return where the invitation stands at an instant."""
        if self.used_at is not None:
            return InvitationState.USED
        if self.withdrawn_at is not None:
            return InvitationState.WITHDRAWN
        return InvitationState.OPEN if now < self.ends_at else InvitationState.EXPIRED


def written_code(drawn: bytes) -> str:
    """Write `CODE_BYTES` random bytes as people copy them: 7K2M-9Q4T-0XAB-C3DE."""
    number = int.from_bytes(drawn, "big")
    length = len(drawn) * 8 // 5
    signs = [_ALPHABET[number >> 5 * at & 31] for at in reversed(range(length))]
    groups = ("".join(signs[at : at + _GROUP]) for at in range(0, length, _GROUP))
    return "-".join(groups)


def digest_of(typed: str) -> str:
    """Return the digest of a code, however its letters, gaps and dashes were typed."""
    return sha256(typed.strip().upper().translate(_READ_AS).encode()).hexdigest()


def required_open(invitation: Invitation | None, now: datetime) -> Invitation:
    """
    Return an invitation that opens an account now.

    Raises: Refusal "account.invitation_unknown", "account.invitation_used",
        "account.invitation_withdrawn", "account.invitation_expired".
    """
    if invitation is None:
        raise Refusal("account.invitation_unknown")
    match invitation.state_at(now):
        case InvitationState.USED:
            raise Refusal("account.invitation_used")
        case InvitationState.WITHDRAWN:
            raise Refusal("account.invitation_withdrawn")
        case InvitationState.EXPIRED:
            raise Refusal("account.invitation_expired")
        case InvitationState.OPEN:
            return invitation

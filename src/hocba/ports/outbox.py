"""Packages on their way up, and the receipts that came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hocba.core.submit.message import MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPackage:
    """
    A package that was made here.

    digest: SHA-256 of its bytes. receipt: bytes, empty while none came. taken, not_taken:
    entries by answer, 0 while there is none.
    """

    message_id: MessageId
    sender: str
    receiver: str
    made_at: datetime
    digest: bytes
    size: int
    count: int
    receipt: bytes = b""
    answered_at: datetime | None = None
    taken: int = 0
    not_taken: int = 0


class Outbox(Protocol):
    """Append-only: a package that was made stays; its receipt is added once."""

    def put(self, package: SentPackage, file: bytes) -> None:
        """Keep a package before it is sent. The same bytes again change nothing."""
        ...

    def file(self, message_id: MessageId) -> bytes:
        """
        Return a package's bytes.

        Raises: Refusal "outbox.unknown".
        """
        ...

    def get(self, message_id: MessageId) -> SentPackage | None:
        """Return a package that was made here, None for an unknown one."""
        ...

    def sent(self, sender: str | None = None) -> tuple[SentPackage, ...]:
        """Return packages, newest first; those of one sender, or all."""
        ...

    def waiting(self, sender: str | None = None) -> tuple[SentPackage, ...]:
        """Return the packages without a receipt, oldest first."""
        ...

    def answer(
        self,
        message_id: MessageId,
        receipt: bytes,
        *,
        at: datetime,
        taken: Mapping[str, bytes],
        not_taken: int,
    ) -> None:
        """
        Keep a package's receipt.

        taken: the entries that the office above keeps now, digest by path.

        The same receipt again changes nothing.
        Raises: Refusal "outbox.unknown", "outbox.other_receipt".
        """
        ...

    def receipted(self) -> Mapping[str, bytes]:
        """Return all that receipts say was taken: SHA-256 by path."""
        ...

    def taken(self, paths: Sequence[str]) -> frozenset[str]:
        """Return which of these entries the office above has taken, whatever their bytes."""
        ...

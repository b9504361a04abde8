"""What became of every attempt to hand a package over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hocba.core.submit.message import MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt. outcome: empty where a receipt came back, else the code of what kept it."""

    message_id: MessageId
    at: datetime
    outcome: str = ""


class Attempts(Protocol):
    """Append-only."""

    def append(self, attempt: Attempt) -> None:
        """Note an attempt; durable when this returns."""
        ...

    def of_package(self, message_id: MessageId) -> Sequence[Attempt]:
        """Return a package's attempts, oldest first."""
        ...

"""The mail server."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """
    A mail as it leaves.

    name: the left part of its Message-ID: the same mail sent twice carries it twice, so that
    the receiver's side can show it once.
    """

    name: str
    to: str
    subject: str
    text: str


class Post(Protocol):
    """Hands letters to a mail server."""

    def send(self, letter: Letter) -> None:
        """
        Hand a letter over; it is the server's when this returns.

        Raises: Refusal "mail.refused" when the server will never take it, Fault
        "mail.not_taken" when it may later.
        """
        ...

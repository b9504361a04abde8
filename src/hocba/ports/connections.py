"""Requests for connection as they were signed, the ministry's answers, and the line for both."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptConnection:
    """
    One signed request; its bytes lie among the papers.

    signer: SHA-256 of the certificate it was signed with, hex. digest: SHA-256 of its bytes.
    """

    request_id: str
    province: str
    signer: str
    at: datetime
    digest: bytes


class Connections(Protocol):
    """What an office has made, or was sent. Append-only."""

    def keep(self, request: KeptConnection) -> None:
        """Keep a request whose bytes are kept already."""
        ...

    def get(self, request_id: str) -> KeptConnection | None:
        """Return one request."""
        ...

    def all(self) -> tuple[KeptConnection, ...]:
        """Return every request, oldest first."""
        ...

    def note_answer(self, digest: bytes, *, at: datetime) -> None:
        """Note an answer that brought news; its bytes are kept already. Twice is once."""
        ...

    def last_answer(self) -> tuple[bytes, datetime] | None:
        """Return the digest of the latest answer that brought news, and when it came."""
        ...


class ConnectionLine(Protocol):
    """A province's way to the ministry's desk of requests."""

    def hand_in(self, request: bytes) -> bytes:
        """
        Hand a signed request in and return the ministry's signed answer; again is always safe.

        Raises: Refusal "connection.*", "admission.*" as the ministry refuses it; Fault
        "uplink.no_answer", "uplink.not_reached".
        """
        ...

    def ask(self) -> bytes | None:
        """
        Return what the ministry says of this province's requests now.

        Returns: None where both offices keep one book, so that there is nothing to be told.
        Raises: Refusal "line.*"; Fault "uplink.*".
        """
        ...

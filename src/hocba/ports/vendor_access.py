"""What the door for schools' software needs: proofs of identity, tokens, and a short memory."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hocba.core.compose.systems import ClientId
from hocba.ports.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """What a signed assertion says. number: its own, good for one use until `until`."""

    number: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """
    Whom a token was given to. fingerprint: of the certificate that the school registered.

    bound_to: SHA-256 of the certificate that the line has seen, without which the token is
    worth nothing; None where the line asks for none.
    """

    client: ClientId
    fingerprint: str
    bound_to: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer that was given under an idempotency key. digest: SHA-256 of what was asked."""

    digest: bytes
    status: int
    body: bytes


class Tokens(Protocol):
    """Checks a client's own signature, and gives and reads access tokens."""

    def claimed(self, assertion: str) -> str:
        """Return the client that an assertion names; nothing of it is proven yet."""
        ...

    def vouched(
        self, assertion: str, *, certificate: bytes, audience: str, now: datetime
    ) -> Vouched:
        """
        Check that an assertion was signed with the certificate's key, for this office, now.

        Raises: Refusal "api.assertion_wrong".
        Source: RFC 7523, section 3.
        """
        ...

    def issued(self, bearer: Bearer, *, now: datetime, lasts_s: int) -> str:
        """Return a token for `lasts_s` seconds."""
        ...

    def bearer(self, token: str, *, now: datetime) -> Bearer:
        """
        Return whom a token was given to.

        Raises: Refusal "api.token_wrong".
        """
        ...


class AccessMemory(Protocol):
    """What the door remembers: used assertions, answers, and how much each client asked."""

    def first_use(self, client: ClientId, vouched: Vouched, *, now: datetime) -> bool:
        """Note an assertion as used; False when it had been used before."""
        ...

    def turn(self, client: ClientId, key: str) -> AbstractContextManager[None]:
        """
        Hold one client's key for one request at a time, in one transaction.

        What is done within is kept together with the remembered answer, or not at all.
        """
        ...

    def answered(self, client: ClientId, key: str) -> Answered | None:
        """Return the answer that was given under a key."""
        ...

    def remember(self, client: ClientId, key: str, answered: Answered, *, at: datetime) -> None:
        """Keep an answer under its key."""
        ...

    def asked(self, who: str, *, now: datetime) -> int:
        """Count a request; returns how many `who` has made in this minute, this one included."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorDoor:
    """
    The door for schools' software.

    audience: the token address, as published. clock: the machine's own, by which vendors
    go too: a story that a demo tells does not move it. binds: whether nobody gets in who does
    not show the registered certificate on the line itself.
    """

    tokens: Tokens
    memory: AccessMemory
    audience: str
    clock: Clock
    binds: bool = False

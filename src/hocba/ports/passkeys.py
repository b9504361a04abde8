"""Passkeys: a device that proves who somebody is and has seen them unlock it (WebAuthn)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """One passkey of a person. used_at: None while it has opened nothing."""

    number: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """
    One question to a browser. options: JSON of the WebAuthn call.

    state: stays with the session that asked; the answer counts only against it, and once.
    """

    options: str
    state: Mapping[str, Any]


class Passkeys(Protocol):
    """
    Passkeys of log-ins, each for the one site that made it.

    site: the host that the reader's browser shows, without port. A device must have verified
    its user, so that one passkey is both steps: something held, and something known or one's own.
    """

    def of(self, username: str) -> tuple[Passkey, ...]:
        """Return a person's passkeys, the oldest first."""
        ...

    def ask_new(self, username: str, display_name: str, *, site: str) -> Challenge:
        """Return the question by which a browser makes a passkey."""
        ...

    def add(
        self, username: str, name: str, answer: str, *, state: Mapping[str, Any], site: str
    ) -> None:
        """
        Keep what a browser has made. answer: its JSON.

        Raises: Refusal "account.passkey_unproven".
        """
        ...

    def ask(self, *, site: str) -> Challenge:
        """Return the question that any passkey of the site may answer."""
        ...

    def opened_by(self, answer: str, *, state: Mapping[str, Any], site: str, at: datetime) -> str:
        """
        Return the log-in whose passkey has answered.

        Raises: Refusal "account.passkey_unproven"; "account.passkey_copied" when its counter
        went back, as a copied device's does.
        """
        ...

    def drop(self, username: str, number: int) -> bool:
        """Remove one passkey of the person; False where it is no such."""
        ...

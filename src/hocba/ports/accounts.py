"""Which roles a log-in has, and which key belongs to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode
from hocba.ports.keys import KeyRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One role of one log-in. display_name: as screens greet the person."""

    username: str
    display_name: str
    actor: Actor


class Accounts(Protocol):
    """
    Log-ins and keys of an office.

    A key's owner is a staff code, a school's code (its seal), or an office's code.
    """

    def actors_of(self, username: str) -> tuple[Actor, ...]:
        """Return every role that a log-in may act in; empty for an unknown one."""
        ...

    def of_school(self, school: SchoolCode) -> tuple[Account, ...]:
        """Return the log-ins that act for a school."""
        ...

    def save(self, accounts: Sequence[Account]) -> None:
        """Give log-ins their roles; a role that a log-in has already stays as it is."""
        ...

    def drop(self, accounts: Sequence[Account]) -> None:
        """Take roles from log-ins; one that a log-in has not is nothing to take."""
        ...

    def key_of(self, person: str) -> KeyRef:
        """
        Return the key of a person, a school's seal or an office.

        Raises: Refusal "account.no_key".
        """
        ...

    def keys_of(self, people: Sequence[str]) -> Mapping[str, KeyRef]:
        """Return the keys of those who have one."""
        ...

    def save_keys(self, keys: Mapping[str, KeyRef], *, school: SchoolCode | None = None) -> None:
        """Note which key belongs to whom; a new one replaces the old."""
        ...

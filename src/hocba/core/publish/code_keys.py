"""
The list of keys whose printed codes count, as the ministry signs it.

A set of public keys in their standard form, each with the offices it may speak for and its time.
A phone that holds the list needs no line; a key that is not in it proves nothing.
Source: RFC 7517, section 5 (the set); RFC 7518, section 6.2.1 (P-256).
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal

LIST_KIND: Final = "hocba-khoa-ma-in+jws"
_COORDINATE_BYTES: Final = 32
KEY_ID_BYTES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeKey:
    """
    One key. public: x and y of P-256, 64 bytes. offices: codes of those it may speak for.

    since, until: when codes made with it count; until None as long as the list names it.
    is_lost: somebody else may hold it: then even an early date proves nothing by itself, since
    whoever holds the key writes the date.
    """

    public: bytes
    offices: tuple[str, ...]
    name: str
    since: datetime
    until: datetime | None = None
    is_lost: bool = False

    @property
    def key_id(self) -> bytes:
        """What a code names the key by, 8 bytes."""
        return key_id_of(self.public)

    def counts_at(self, at: datetime) -> bool:
        """Say whether codes made at that time count."""
        return self.since <= at and (self.until is None or at <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeKeyList:
    """One edition. number: grows. next_at: when the next edition is due at the latest."""

    environment: Environment
    number: int
    made_at: datetime
    next_at: datetime
    keys: tuple[CodeKey, ...]

    def key(self, key_id: bytes) -> CodeKey | None:
        """Return a key by its id, None for an unknown one."""
        return next((key for key in self.keys if key.key_id == key_id), None)


def key_id_of(public: bytes) -> bytes:
    """Return a key's id: the first bytes of SHA-256 over its uncompressed point."""
    return sha256(b"\x04" + public).digest()[:KEY_ID_BYTES]


def key_list_bytes(listed: CodeKeyList) -> bytes:
    """Return the list as the JSON that is signed."""
    told = {
        "environment": listed.environment.value,
        "number": listed.number,
        "made_at": listed.made_at.isoformat(),
        "next_at": listed.next_at.isoformat(),
        "keys": [told_key(key) for key in listed.keys],
    }
    return json.dumps(told, ensure_ascii=False).encode("utf-8")


def told_key(key: CodeKey) -> Mapping[str, object]:
    """Return a key as it stands in a list."""
    return {
        "kty": "EC",
        "crv": "P-256",
        "use": "sig",
        "kid": key.key_id.hex(),
        "x": _text(key.public[:_COORDINATE_BYTES]),
        "y": _text(key.public[_COORDINATE_BYTES:]),
        "offices": list(key.offices),
        "name": key.name,
        "since": key.since.isoformat(),
        "until": None if key.until is None else key.until.isoformat(),
        **({"lost": True} if key.is_lost else {}),
    }


def read_key_list(data: bytes) -> CodeKeyList:
    """
    Read a list whose signature has been checked.

    Raises: Refusal "printed.list_unreadable".
    """
    try:
        told = json.loads(data)
        return CodeKeyList(
            environment=Environment(told["environment"]),
            number=int(told["number"]),
            made_at=_moment(told["made_at"]),
            next_at=_moment(told["next_at"]),
            keys=tuple(read_key(key) for key in told["keys"]),
        )
    except (ValueError, KeyError, TypeError) as broken:
        raise Refusal("printed.list_unreadable", str(broken)) from broken


def read_key(told: Mapping[str, Any]) -> CodeKey:
    """
    Read one key as `told_key` gives it.

    Raises: ValueError, KeyError, TypeError for anything else.
    """
    if (told["kty"], told["crv"]) != ("EC", "P-256"):
        raise ValueError("another kind of key")
    public = _bytes(told["x"]) + _bytes(told["y"])
    if len(public) != 2 * _COORDINATE_BYTES or key_id_of(public).hex() != told["kid"]:
        raise ValueError("a key that is not the one it is called")
    return CodeKey(
        public=public,
        offices=tuple(str(code) for code in told["offices"]),
        name=str(told["name"]),
        since=_moment(told["since"]),
        until=None if told["until"] is None else _moment(told["until"]),
        is_lost=told.get("lost", False) is True,
    )


def _moment(told: str) -> datetime:
    at = datetime.fromisoformat(told)
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return at


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

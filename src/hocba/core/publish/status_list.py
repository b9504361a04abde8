"""
The status list: which kept records of a school year no longer hold, in a few kilobytes.

A signed record proves itself for ever, and so does one that was replaced a week later. The list is
the missing answer, and it travels by itself: whoever passes it on need not be trusted, since the
ministry signs it, numbers it and says when the next one is due.

It is a bitstring of 2**40 places. The place of a record is the beginning of its content digest,
which nobody can guess: content holds 32 random bytes. So the list says nothing about who is in
it, and answers everybody who holds a record or its printed code. The few places that are set
stand there as gaps in Golomb-Rice coding. A record in force whose place happens to be set is
spared by name, so that the answer is exact for every record that the ministry keeps.
Source: the bitstring after IETF draft-ietf-oauth-status-list; the coding after BIP 158.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from hocba.core.terms.codes import SchoolYear, school_year
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal

STATUS_KIND: Final = "hocba-tinh-trang+jws"
PLACE_BYTES: Final = 5
SPARED_BYTES: Final = 16
_PLACES: Final = 1 << (8 * PLACE_BYTES)
_MOST: Final = 20_000_000
"""More records than a school year has."""


class Listed(StrEnum):
    """What a list says of a record. `NOT_LISTED`: neither; the record holds if it is kept."""

    NOT_LISTED = "KHONG_CO_TRONG_DANH_SACH"
    SUPERSEDED = "DA_THAY_THE"
    WITHDRAWN = "DA_THU_HOI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Places that are set. rice: bits of each gap that stand as they are; gaps: the bits."""

    count: int
    rice: int
    gaps: bytes

    def __contains__(self, place: object) -> bool:
        """Tell whether a place is set. Raises: ValueError for gaps that are cut off."""
        return place in _set_of(self)

    def all(self) -> Iterator[int]:
        """Return the places, rising. Raises: ValueError for gaps that are cut off."""
        bits = _Bits(self.gaps)
        place = -1
        for _ in range(self.count):
            place += 1 + (bits.unary() << self.rice | bits.number(self.rice))
            yield place


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """
    One edition for one school year. number: grows. next_at: when the next is due at the latest.

    spared: first 16 bytes of the content digests of records in force whose place is set.
    """

    environment: Environment
    school_year: SchoolYear
    number: int
    made_at: datetime
    next_at: datetime
    superseded: Places
    withdrawn: Places
    spared: frozenset[bytes] = frozenset()

    def status(self, content_digest: bytes) -> Listed:
        """Return what the list says of a record. content_digest: SHA-256, 32 bytes."""
        if content_digest[:SPARED_BYTES] in self.spared:
            return Listed.NOT_LISTED
        place = place_of(content_digest)
        if place in self.withdrawn:
            return Listed.WITHDRAWN
        return Listed.SUPERSEDED if place in self.superseded else Listed.NOT_LISTED


@lru_cache(maxsize=16)
def _set_of(places: Places) -> frozenset[int]:
    """Places once decoded: whoever verifies a thousand files asks one list a thousand times."""
    return frozenset(places.all())


def place_of(content_digest: bytes) -> int:
    """Return a record's place."""
    return int.from_bytes(content_digest[:PLACE_BYTES])


def places_of(content_digests: Iterable[bytes]) -> Places:
    """Return the places of records, coded. Source: BIP 158, "Golomb-Coded Sets"."""
    places = sorted(set(map(place_of, content_digests)))
    # The best for gaps that are evenly spread: their average, as a power of two.
    rice = max((_PLACES // max(len(places), 1)).bit_length() - 1, 0)
    written: list[str] = []
    before = -1
    for place in places:
        high, low = divmod(place - before - 1, 1 << rice)
        written.append("1" * high + "0" + (f"{low:0{rice}b}" if rice else ""))
        before = place
    bits = "".join(written)
    padded = bits + "0" * (-len(bits) % 8)
    gaps = int(padded, 2).to_bytes(len(padded) // 8) if padded else b""
    return Places(count=len(places), rice=rice, gaps=gaps)


def status_list_bytes(listed: StatusList) -> bytes:
    """Return the list as the JSON that is signed."""
    told = {
        "environment": listed.environment.value,
        "school_year": str(listed.school_year),
        "number": listed.number,
        "made_at": listed.made_at.isoformat(),
        "next_at": listed.next_at.isoformat(),
        "place_bytes": PLACE_BYTES,
        "superseded": _told(listed.superseded),
        "withdrawn": _told(listed.withdrawn),
        "spared": sorted(digest.hex() for digest in listed.spared),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def read_status_list(data: bytes) -> StatusList:
    """
    Read a list whose signature has been checked.

    Raises: Refusal "status.unreadable".
    """
    try:
        told = json.loads(data)
        if told["place_bytes"] != PLACE_BYTES:
            raise ValueError("other places")
        return StatusList(
            environment=Environment(told["environment"]),
            school_year=school_year(told["school_year"]),
            number=int(told["number"]),
            made_at=_moment(told["made_at"]),
            next_at=_moment(told["next_at"]),
            superseded=_read(told["superseded"]),
            withdrawn=_read(told["withdrawn"]),
            spared=frozenset(bytes.fromhex(digest) for digest in told["spared"]),
        )
    except (ValueError, KeyError, TypeError) as broken:
        raise Refusal("status.unreadable", str(broken)) from broken


def _told(places: Places) -> Mapping[str, object]:
    text = urlsafe_b64encode(places.gaps).decode("ascii").rstrip("=")
    return {"count": places.count, "rice": places.rice, "gaps": text}


def _read(told: Mapping[str, Any]) -> Places:
    text = str(told["gaps"])
    count, rice = int(told["count"]), int(told["rice"])
    if not (0 <= count <= _MOST and 0 <= rice <= 8 * PLACE_BYTES):
        raise ValueError("more places than there are records")
    places = Places(count=count, rice=rice, gaps=urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    for place in places.all():
        if place >= _PLACES:
            raise ValueError("a place beyond the last")
    return places


def _moment(told: str) -> datetime:
    at = datetime.fromisoformat(told)
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return at


class _Bits:
    """Bits of bytes, from the first byte's highest on."""

    def __init__(self, data: bytes) -> None:
        self._text = f"{int.from_bytes(data):0{8 * len(data)}b}" if data else ""
        self._at = 0

    def unary(self) -> int:
        end = self._text.index("0", self._at)
        found = end - self._at
        self._at = end + 1
        return found

    def number(self, width: int) -> int:
        text = self._text[self._at : self._at + width]
        if len(text) != width:
            raise ValueError("cut off")
        self._at += width
        return int(text, 2) if width else 0

"""The software systems to which a school hands its data in by machine: one at a time, in turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NewType

from hocba.core.compose.content import Software
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Finding, Refusal

ClientId = NewType("ClientId", str)
"""`<school>.<place>`: the place of a system among those that a school has had, from 1."""

NAME_CHARS: Final = 120
VERSION_CHARS: Final = 30
BASIS_CHARS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """That a system no longer speaks for its school. basis: the paper that says so."""

    by: str
    at: datetime
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """
    A vendor's system that a school has let in.

    place: from 1, in the order in which the school had them. certificate: DER, the vendor's;
    fingerprint: its SHA-256, 64 hex digits. basis: contract or decision.
    """

    school: SchoolCode
    place: int
    software: Software
    certificate: bytes
    fingerprint: str
    by: str
    at: datetime
    basis: str
    ended: Ended | None = None

    @property
    def client(self) -> ClientId:
        """The name under which the system asks for access."""
        return ClientId(f"{self.school}.{self.place}")


def school_of(client: str) -> tuple[SchoolCode, int] | None:
    """Return school and place of a client's name, None for a name that nobody can have."""
    school, _, place = client.rpartition(".")
    if not school or not place.isascii() or not place.isdigit() or len(place) > 4:
        return None
    return SchoolCode(school), int(place)


def active_of(systems: Sequence[System]) -> System | None:
    """Return the system that speaks for the school now, None where none does."""
    return next((each for each in reversed(systems) if each.ended is None), None)


def why_not_claimed(systems: Sequence[System], *, hands_over_from: int | None) -> Refusal | None:
    """
    Return why no system can be let in beside those that a school has had, or None.

    hands_over_from: the place of the one that is to end with it; None for a first claim. Two
    systems never speak for one school at a time: their lists would overwrite each other.
    """
    active = active_of(systems)
    if active is not None and hands_over_from is None:
        return Refusal(
            "system.school_claimed", vendor=active.software.vendor, name=active.software.name
        )
    if hands_over_from is not None and (active is None or active.place != hands_over_from):
        return Refusal("system.moved_on")
    return None


def problems_of(software: Software, basis: str) -> tuple[Finding, ...]:
    """Return what is wrong with the words in which a system is described, all of it."""
    asked = (
        ("vendor", software.vendor, NAME_CHARS),
        ("name", software.name, NAME_CHARS),
        ("version", software.version, VERSION_CHARS),
        ("basis", basis, BASIS_CHARS),
    )
    return tuple(
        Finding(code=code, where=field, details={"field": field, "most": str(most)})
        for field, text, most in asked
        if (code := _problem(text, most))
    )


def _problem(text: str, most: int) -> str:
    if not text:
        return "system.word_missing"
    return "system.word_too_long" if len(text) > most else ""

"""Which kept records no longer hold, and the signed lists that say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hocba.core.terms.codes import SchoolYear


@dataclass(frozen=True, slots=True, kw_only=True)
class NotInForce:
    """Content digests, 32 bytes each, of versions that were replaced or withdrawn."""

    superseded: tuple[bytes, ...]
    withdrawn: tuple[bytes, ...]


class Standings(Protocol):
    """What a repository knows of the standing of all its records at once."""

    def years(self) -> tuple[SchoolYear, ...]:
        """Return the school years of which records are kept, oldest first."""
        ...

    def not_in_force(self, school_year: SchoolYear) -> NotInForce:
        """Return the versions that no longer hold; a withdrawn one is not superseded, too."""
        ...

    def beginning_with(
        self, school_year: SchoolYear, beginnings: Sequence[bytes]
    ) -> tuple[bytes, ...]:
        """Return the content digests of kept records that begin so. beginnings: of one length."""
        ...


class StatusLists(Protocol):
    """The latest edition for each school year, as it was signed."""

    def years(self) -> tuple[SchoolYear, ...]:
        """Return the years for which there is one, oldest first."""
        ...

    def text(self, school_year: SchoolYear) -> str | None:
        """Return an edition, a JWS in compact form; None where there is none."""
        ...

    def replace(self, school_year: SchoolYear, text: str) -> None:
        """Put another in its place, whole or not at all."""
        ...

"""What schools write down of the certificates of their signers."""

from collections.abc import Sequence
from typing import Protocol

from hocba.core.sign.means import SigningMeans
from hocba.core.terms.codes import SchoolCode


class SigningMeansBook(Protocol):
    """Append-only: a later entry of a holder replaces an earlier one, and both stay."""

    def of_school(self, school: SchoolCode) -> tuple[SigningMeans, ...]:
        """Return all entries of a school, oldest first."""
        ...

    def add(self, entries: Sequence[SigningMeans]) -> None:
        """Keep entries of one school, all or none."""
        ...

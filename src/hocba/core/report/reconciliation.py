"""
Reconciliation: what an office keeps, what receipts say the office above took, what it says it has.

A pure function over names and digests of files. It decides nothing: whether a file counts is
told by its receipt alone; this finds where two books differ, so that somebody can send again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Difference(StrEnum):
    """How the books differ about one file."""

    NOT_ABOVE = "TREN_CHUA_NHAN"
    """Kept here; the office above neither has it nor gave a receipt that it took it."""
    NO_RECEIPT = "THIEU_BIEN_NHAN"
    """The office above has it, and its receipt never came back."""
    LOST_ABOVE = "TREN_KHONG_CON"
    """A receipt says that it was taken, and the office above does not list it."""
    OTHER_BYTES = "KHAC_NOI_DUNG"
    """Both have a file of this name, with other bytes."""
    UNKNOWN_HERE = "DUOI_KHONG_CO"
    """The office above has it from here, and nothing here knows of it."""


MENDED_BY_SENDING = frozenset({Difference.NOT_ABOVE, Difference.NO_RECEIPT, Difference.LOST_ABOVE})
"""What goes away when packages are sent again; the other two need a person to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """One file about which the books differ. path: its place in packages."""

    path: str
    difference: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """
    Three books, SHA-256 by path.

    here: kept by the office; receipted: taken above, as receipts say; above: as the office
    above lists what it has from here.
    """

    here: Mapping[str, bytes]
    receipted: Mapping[str, bytes]
    above: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """All differences, by path; agreed: files about which all three books say the same."""

    agreed: int
    differing: tuple[Differing, ...]

    @property
    def counts(self) -> Mapping[Difference, int]:
        """How many files differ in each way."""
        return Counter(each.difference for each in self.differing)

    @property
    def is_mendable(self) -> bool:
        """Whether sending again mends anything."""
        return any(each.difference in MENDED_BY_SENDING for each in self.differing)


def reconciled(books: Books) -> Reconciliation:
    """Compare the books in both directions."""
    paths = sorted({*books.here, *books.receipted, *books.above})
    found = {path: _difference(books, path) for path in paths}
    differing = ((path, found[path]) for path in paths)
    return Reconciliation(
        agreed=sum(1 for difference in found.values() if difference is None),
        differing=tuple(_named(differing)),
    )


def _named(found: Iterable[tuple[str, Difference | None]]) -> Iterable[Differing]:
    return (
        Differing(path=path, difference=difference)
        for path, difference in found
        if difference is not None
    )


def _difference(books: Books, path: str) -> Difference | None:
    receipted, above = books.receipted.get(path), books.above.get(path)
    # What is not kept and was sent all the same is an earlier register of the office itself.
    here = books.here.get(path, receipted)
    if above is None:
        return Difference.NOT_ABOVE if receipted is None else Difference.LOST_ABOVE
    if here is None:
        return Difference.UNKNOWN_HERE
    if above != here:
        return Difference.OTHER_BYTES
    return Difference.NO_RECEIPT if receipted is None else None

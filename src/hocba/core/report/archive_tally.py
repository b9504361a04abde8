"""
A tally: what any work on an archive comes to, of one segment or of all of them.

Tallies add up in any grouping, and nothing (`Tally()`) adds nothing: so the segments may be
worked through anywhere and in any order, and the sum is the same, byte for byte.

    whole = merged(tally_of_segment(name) for name in archive.segments())
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

MOST_REMARKS: Final = 10_000
"""More are counted and not listed: an archive read with the wrong trust has only remarks."""

_NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Remark:
    """
    One document, or place, that a person should look at.

    offset: as in its location; what: an outcome or the code of a fault; text: the codes found.
    """

    segment: str
    offset: int
    what: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """
    counts: how often what was met, without zeros. remarks: the first in order, see MOST_REMARKS.

    digests: (segment, digest in hex) of all that was found in a segment, document by document.
    """

    counts: Mapping[str, int] = field(default_factory=lambda: _NOTHING)
    remarks: tuple[Remark, ...] = ()
    digests: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        """Return what both come to; associative and commutative."""
        remarks = sorted((*self.remarks, *other.remarks))
        return Tally(
            counts=MappingProxyType(dict(Counter(self.counts) + Counter(other.counts))),
            # The first of all are among the first of each: cutting here keeps the grouping free.
            remarks=tuple(remarks[:MOST_REMARKS]),
            digests=tuple(sorted((*self.digests, *other.digests))),
        )

    @property
    def digest(self) -> str:
        """SHA-256, in hex, over all segments' digests: equal where two runs found the same."""
        lines = "".join(f"{segment} {digest}\n" for segment, digest in self.digests)
        return sha256(lines.encode()).hexdigest()

    def starting(self, prefix: str) -> dict[str, int]:
        """Return the counts whose names start with a prefix, without it, in order."""
        return {
            name.removeprefix(prefix): count
            for name, count in sorted(self.counts.items())
            if name.startswith(prefix)
        }


def merged(tallies: Iterable[Tally]) -> Tally:
    """Add up tallies; like sizes are added to like, so that many small ones stay cheap."""
    sums: list[tuple[int, Tally]] = []
    for tally in tallies:
        size, found = 1, tally
        while sums and sums[-1][0] == size:
            found = sums.pop()[1] + found
            size *= 2
        sums.append((size, found))
    whole = Tally()
    while sums:
        whole = sums.pop()[1] + whole
    return whole


def tally_json(tally: Tally) -> str:
    """Write a tally as one line of JSON, the same for the same tally."""
    told = {
        "counts": dict(tally.counts),
        "remarks": [[one.segment, one.offset, one.what, one.text] for one in tally.remarks],
        "digests": tally.digests,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def tally_of(told: Mapping[str, Any]) -> Tally:
    """Read what `tally_json` wrote. Raises: KeyError, TypeError, ValueError."""
    return Tally(
        counts=MappingProxyType({str(name): int(count) for name, count in told["counts"].items()}),
        remarks=tuple(
            Remark(segment=segment, offset=int(offset), what=what, text=text)
            for segment, offset, what, text in told["remarks"]
        ),
        digests=tuple((segment, digest) for segment, digest in told["digests"]),
    )

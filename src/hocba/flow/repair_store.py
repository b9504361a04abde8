"""Bring segments back from a copy: damaged ones in their place, or all of them for a drill."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from hocba.core.terms.outcomes import Fault, Refusal
from hocba.ports.archive import Archive, Location
from hocba.ports.outside import Outside

_AT_ONCE: Final = 16
"""Damaged segments whose index rows are in memory together: some 50,000 each."""

Named = tuple[Location, bytes]
"""A place, and the digest of what stands there."""


def repaired(outside: Outside, damaged: Sequence[str], copy: Archive) -> Iterator[str]:
    """
    Replace every damaged segment that the copy has whole; give the names of those replaced.

    Whole: every document that the index names in it comes back from the bytes to be put there.
    A crash leaves the segments as they were, or replaced one by one: run it again.
    Raises: Fault "archive.not_written"; "archive.not_read" when the copy cannot be reached.
    """
    held = frozenset(copy.segments())
    due = [segment for segment in damaged if segment in held]
    for start in range(0, len(due), _AT_ONCE):
        for segment, named in _named(outside, due[start : start + _AT_ONCE]).items():
            is_right = partial(_all_read, named)
            if outside.archive.restore(segment, copy.content(segment), is_right=is_right):
                yield segment


def brought_back(copy: Archive, target: Archive) -> int:
    """
    Put all segments of a copy, as they are, into an empty archive; return how many there were.

    Raises: Refusal "archive.not_empty"; as `repaired`.
    """
    if target.segments():
        raise Refusal("archive.not_empty")
    return sum(
        target.restore(segment, copy.content(segment), is_right=_as_it_is)
        for segment in copy.segments()
    )


def _named(outside: Outside, segments: Iterable[str]) -> dict[str, list[Named]]:
    named: dict[str, list[Named]] = {segment: [] for segment in segments}
    for entry in outside.repository.kept():
        if entry.location.segment in named:
            named[entry.location.segment].append((entry.location, entry.digest))
    return named


def _all_read(named: Sequence[Named], archive: Archive) -> bool:
    try:
        for location, digest in sorted(named):
            archive.read(location, digest=digest)
    except Fault:
        return False
    return True


def _as_it_is(_: Archive) -> bool:
    """Whether a drill takes a segment: also a damaged one, which the check then tells."""
    return True

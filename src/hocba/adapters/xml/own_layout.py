"""
What the signatures of a class have alike, laid once.

Signed by the same people at the same instants, records of a class differ behind their content in
a dozen places of known length: the values, and the digests of what is covered. A layout is all
that stands between these. Whoever fills it and gets the bytes of a file has read that file.
"""

from binascii import b2a_base64
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final, Generic, NamedTuple, TypeVar

_CERTIFICATE: Final = b"<ds:X509Certificate>"
_TIME: Final = b"<xades:SigningTime>"
_TIME_ENDS: Final = b"</xades:SigningTime>"
_INSTANT: Final = 25
_SERIAL: Final = slice(len(_CERTIFICATE), len(_CERTIFICATE) + 64)
"""Where the base64 of a certificate tells it from others of the same school."""
_KEPT: Final = 400
"""How many layouts are kept, some 14 kB each: a class shares its own."""
_WRITTEN: Final = 44
"""SHA-256 in base64."""
CONTENT: Final = 0
ROOT: Final = 1
"""What a hole is the digest of, as a number; the values that are covered follow."""

_Told = TypeVar("_Told")


class Covered(NamedTuple):
    """A signature value that a later signature covers, and what its element holds around it."""

    value: int
    opening: bytes
    closing: bytes


class Layout(NamedTuple):
    """
    The bytes behind a content, from where signatures begin to the end of the file.

    length: in bytes. row: pieces and holes in turn, holes empty. values: of each value its place
    in the row, begin and end among the bytes. digests: the places of holes for digests, each with
    what it is the digest of.
    """

    length: int
    row: Sequence[bytes]
    values: Sequence[tuple[int, int, int]]
    covered: Sequence[Covered]
    digests: Sequence[tuple[int, int]]


class Filled(NamedTuple):
    """What fills a layout: values as they are written, and the digests in their order."""

    values: list[bytes]
    digests: list[bytes]


def filled(
    file: bytes, start: int, layout: Layout, content_digest: bytes, root_digest: bytes
) -> Filled | None:
    """
    Fill a layout with the values of a file and the digests that are due, and compare.

    Returns: None unless that gives the file, byte for byte, from `start` to its end.
    """
    if len(file) - start != layout.length:
        return None
    row = list(layout.row)
    values = []
    for place, begin, end in layout.values:
        row[place] = value = file[start + begin : start + end]
        values.append(value)
    digests = [content_digest, root_digest]
    for which, opening, closing in layout.covered:
        digests.append(sha256(b"".join((opening, values[which], closing))).digest())
    written = [b2a_base64(digest, newline=False) for digest in digests]
    for place, which in layout.digests:
        row[place] = written[which]
    return Filled(values, digests) if file.startswith(b"".join(row), start) else None


class Rows:
    """Puts a layout together, piece by piece, from the beginning."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._row: list[bytes] = []
        self._length = 0
        self._values: list[tuple[int, int, int]] = []
        self._covered: list[Covered] = []
        self._digests: list[tuple[int, int]] = []

    @property
    def length(self) -> int:
        """How many bytes there are by now."""
        return self._length

    def add(self, *pieces: bytes) -> None:
        """Add what is the same for all."""
        self._pieces += pieces
        self._length += sum(map(len, pieces))

    def add_value(self, length: int) -> None:
        """Leave a hole for a value of so many letters."""
        place = self._hole(length)
        self._values.append((place, self._length - length, self._length))

    def cover_value(self, opening: bytes, closing: bytes) -> int:
        """Say what the last value's element holds around it; return the number of its digest."""
        self._covered.append(Covered(len(self._values) - 1, opening, closing))
        return ROOT + len(self._covered)

    def add_digest(self, of: int) -> None:
        """Leave a hole for a digest: `CONTENT`, `ROOT`, or that of a covered value."""
        self._digests.append((self._hole(_WRITTEN), of))

    def done(self) -> Layout:
        """Return what was put together."""
        self._close()
        return Layout(self._length, self._row, self._values, self._covered, self._digests)

    def _hole(self, length: int) -> int:
        self._close()
        self._row.append(b"")
        self._length += length
        return len(self._row) - 1

    def _close(self) -> None:
        self._row.append(b"".join(self._pieces))
        self._pieces = []


class Layouts(Generic[_Told]):
    """
    Layouts by what shows most quickly whose they are; what is kept is only ever compared.

    Two classes that look the same there cost time: each replaces the other's.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[int, bytes, bytes, bytes], _Told] = {}

    def find(self, file: bytes, start: int) -> tuple[Callable[[_Told], None], _Told | None]:
        """Return how to keep a layout for files like this one, and the one that is kept."""
        at = file.find(_CERTIFICATE, start)
        first = file.find(_TIME, at) + len(_TIME)
        last = file.rfind(_TIME_ENDS)
        key = (
            len(file) - start,
            file[at + _SERIAL.start : at + _SERIAL.stop],
            file[first : first + _INSTANT],
            file[last - _INSTANT : last],
        )

        def keep(told: _Told) -> None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = told

        return keep, self._kept.get(key)

"""
A form made ready once, then filled for every document that has it.

    filling = filling_of(template)
    filling.document(head, texts, binaries)

Reading and storing both stand on this: a document is stored only when this gives it back.
"""

from binascii import b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

from hocba.adapters.blobs.forms import CONTENT, ROOT, Hole, Span, Template, head_spans

_OF_HEAD: Final = (CONTENT, ROOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Covered:
    """
    What is digested: `opening`, the row from first to last, `closing`.

    of_head: that part of the head instead, 0 the content, 1 the root.
    """

    of_head: int | None = None
    opening: bytes = b""
    first: int = 0
    last: int = 0
    closing: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """
    A form's row: literals and holes in turn, the holes empty. The others are places in it.

    binaries: holes for values; those of certificates with the places of their digests, others
    with None. digests: holes to fill in this order, each with the number of what it digests.
    """

    row: tuple[bytes, ...]
    texts: tuple[int, ...]
    binaries: tuple[tuple[int, tuple[int, ...] | None], ...]
    covered: tuple[_Covered, ...]
    digests: tuple[tuple[int, int], ...]

    def document(self, head: bytes, texts: Sequence[bytes], binaries: Sequence[bytes]) -> bytes:
        """
        Return the whole document.

        texts: fill the text holes, in order; binaries: values and certificates, in order.
        Raises: ValueError when there are more or fewer than holes.
        """
        row = list(self.row)
        for at, text in zip(self.texts, texts, strict=True):
            row[at] = text
        for (at, bounds), value in zip(self.binaries, binaries, strict=True):
            if bounds is None:
                row[at] = b2a_base64(value, newline=False)
            else:
                row[at], bound = _certified(value)
                for place in bounds:
                    row[place] = bound
        self._digest_into(row, head)
        return head + b"".join(row)

    def _digest_into(self, row: list[bytes], head: bytes) -> None:
        of_head = head_spans(head)
        known: list[bytes] = [b""] * len(self.covered)
        for at, which in self.digests:
            if not known[which]:
                one = self.covered[which]
                if one.of_head is None:
                    pieces = (one.opening, *row[one.first : one.last], one.closing)
                    known[which] = _digest(b"".join(pieces))
                else:
                    known[which] = _digest(of_head[one.of_head])
            row[at] = known[which]


def filling_of(template: Template) -> Filling:
    """Make a form ready."""
    row = [b""] * (2 * len(template.literals) - 1)
    row[::2] = template.literals
    spans = tuple(dict.fromkeys(span for span in template.spans if span is not None))
    return Filling(
        row=tuple(row),
        # Hole n stands between the literals n and n + 1.
        texts=tuple(2 * n + 1 for n, hole in enumerate(template.holes) if hole is Hole.TEXT),
        binaries=_binaries(template.holes),
        covered=tuple(_covered(template, span) for span in spans),
        digests=tuple(
            (2 * n + 1, spans.index(span))
            for n, span in enumerate(template.spans)
            if span is not None
        ),
    )


def _binaries(holes: Sequence[Hole]) -> tuple[tuple[int, tuple[int, ...] | None], ...]:
    found: list[tuple[int, tuple[int, ...] | None]] = []
    for n, hole in enumerate(holes):
        if hole is Hole.BINARY:
            found.append((2 * n + 1, None))
        elif hole is Hole.CERTIFICATE:
            found.append((2 * n + 1, _bounds(holes, n)))
    return tuple(found)


def _bounds(holes: Sequence[Hole], certificate: int) -> tuple[int, ...]:
    """Return the places of what digests a certificate: up to the next one."""
    behind = range(certificate + 1, len(holes))
    end = next((n for n in behind if holes[n] is Hole.CERTIFICATE), len(holes))
    return tuple(2 * n + 1 for n in range(certificate, end) if holes[n] is Hole.BOUND)


def _covered(template: Template, span: Span) -> _Covered:
    if span in _OF_HEAD:
        return _Covered(of_head=_OF_HEAD.index(span))
    literals = template.literals
    if span.first == span.last:
        return _Covered(opening=literals[span.first][span.begin : span.end])
    return _Covered(
        opening=literals[span.first][span.begin :],
        first=2 * span.first + 1,
        last=2 * span.last,
        closing=literals[span.last][: span.end],
    )


def _digest(covered: bytes) -> bytes:
    return b2a_base64(sha256(covered).digest(), newline=False)


@lru_cache(maxsize=1024)
def _certified(certificate: bytes) -> tuple[bytes, bytes]:
    """Return a certificate as it is written, and its digest."""
    return b2a_base64(certificate, newline=False), _digest(certificate)

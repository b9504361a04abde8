"""
A document taken apart for storing: text to be compressed, binary values, what is shared.

    parts = parted(document)
    joined(parts.text, [value.content for value in parts.values]) == document    # always

Whatever does not come back exactly is not taken apart. That is tried at once, for every document.
"""

from binascii import Error, a2b_base64, b2a_base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from re import compile as pattern
from typing import Final, NamedTuple

from hocba.adapters.blobs.filling import Filling, filling_of
from hocba.adapters.blobs.forms import (
    Hole,
    Template,
    head_spans,
    template_bytes,
    template_of,
    template_read,
)
from hocba.adapters.blobs.frames import FrameKind
from hocba.adapters.xml.own_hand import forms
from hocba.adapters.xml.own_layout import Layout, Layouts, filled
from hocba.adapters.xml.own_signatures import layout_of
from hocba.core.seal.document import OPENING

_WHOLE: Final = b"w"
_HOLED: Final = b"h"
_FORMED: Final = b"f"
_HOLE: Final = b"\x00"
_CUT: Final = b"\x01"
# Shorter values gain nothing; longer ones are no signature.
# Plain on purpose, which is five times as quick: whether it is base64 is seen when it is read.
_BASE64: Final = pattern(rb">([A-Za-z0-9+/]{40,16000}[A-Za-z0-9+/=]{4})(?=<)")
_CERTIFICATE: Final = b"\x30\x82"
_BLOCK: Final = b"<DSCKS>"
_WORKED_OUT: Final = frozenset({Hole.DIGEST, Hole.BOUND})
_DIGEST_LENGTH: Final = 44
"""SHA-256 in base64."""
_DIGEST_BYTES: Final = 32
_DIGEST_ENDS: Final = b"=</"
_NEAR: Final = 1_000
"""So near to the ends of a record's text stand its digests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A binary value. shared: the kind of frame that keeps it once a segment, None for inline."""

    content: bytes
    shared: FrameKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A document taken apart. Its text compresses well, its values hardly."""

    text: bytes
    values: tuple[Value, ...] = ()

    @property
    def family(self) -> tuple[bytes, ...]:
        """What documents have in common that should stand side by side: form, signers."""
        return tuple(value.content for value in self.values if value.shared)


def parted(document: bytes) -> Parts:
    """Take a document apart, in the best way that gives it back byte for byte."""
    keep, alike = _ALIKE.find(document, document.find(_BLOCK))
    parts = None if alike is None else _of_class(document, alike)
    if parts is not None:
        return parts
    for way in (_formed, _holed):
        parts = way(document)
        if parts and joined(parts.text, [value.content for value in parts.values]) == document:
            if way is _formed and (layout := _layout(document)) is not None:
                keep(_alike(parts, layout))
            return parts
    return Parts(text=_WHOLE + document)


class _Alike(NamedTuple):
    """
    What documents of a class have alike, as one of them was taken apart.

    texts: of the signatures. values: certificates, and None for what is a document's own.
    """

    layout: Layout
    texts: bytes
    form: Value
    values: tuple[Value | None, ...]


_ALIKE: Final = Layouts[_Alike]()


def _of_class(document: bytes, alike: _Alike) -> Parts | None:
    """
    Take a document apart as another one of its class was.

    Its layout, filled with this document's values and digests, is put together and compared; the
    form would be filled with the same, for it was with the other's.
    """
    start = len(document) - alike.layout.length
    head = document[:start]
    if _HOLE in head or _CUT in head or not head.startswith(OPENING):
        return None
    content, root = head_spans(head)
    digests = sha256(content).digest(), sha256(root).digest()
    found = filled(document, start, alike.layout, *digests)
    text, values = _without_digests(head)
    if found is None or _refilled(text, [value.content for value in values]) != head:
        return None
    try:
        own = [a2b_base64(value) for value in found.values]
    except Error:
        return None
    if [b2a_base64(value, newline=False) for value in own] != found.values:
        return None
    binaries = iter(own)
    return Parts(
        text=b"".join((_FORMED, text, alike.texts)),
        values=(
            alike.form,
            *values,
            *[Value(content=next(binaries)) if one is None else one for one in alike.values],
        ),
    )


def _alike(parts: Parts, layout: Layout) -> _Alike:
    text, *texts = parts.text.split(_CUT)
    form, *values = parts.values
    return _Alike(
        layout,
        b"".join([_CUT + each for each in texts]),
        form,
        tuple([value if value.shared else None for value in values[text.count(_HOLE) :]]),
    )


def _layout(document: bytes) -> Layout | None:
    """Return the layout by which the document's class is read, if that is known and fits."""
    start = document.find(_BLOCK) + len(_BLOCK)
    layout = layout_of(document, start)
    if layout is None:
        return None
    content, root = head_spans(document[:start])
    found = filled(document, start, layout, sha256(content).digest(), sha256(root).digest())
    return None if found is None else layout


def joined(text: bytes, values: Sequence[bytes]) -> bytes:
    """Put a document together again."""
    how, rest = text[:1], text[1:]
    if how == _WHOLE:
        return rest
    if how == _HOLED:
        return _refilled(rest, values)
    head, *texts = rest.split(_CUT)
    form, *others = values
    in_head = head.count(_HOLE)
    if in_head:
        head = _refilled(head, others[:in_head])
    return _filling(form).document(head, texts, others[in_head:])


def _refilled(text: bytes, values: Sequence[bytes]) -> bytes:
    first, *others = text.split(_HOLE)
    pieces = [first]
    for value, other in zip(values, others, strict=True):
        pieces += [b2a_base64(value, newline=False), other]
    return b"".join(pieces)


def _holed(document: bytes) -> Parts | None:
    """Keep base64 of any writer as binary; certificates among it once a segment."""
    if _HOLE in document:
        return None
    text, values = _without_base64(document)
    return Parts(text=_HOLED + text, values=values) if values else None


def _without_base64(text: bytes) -> tuple[bytes, tuple[Value, ...]]:
    pieces, values, at = [], [], 0
    for found in _BASE64.finditer(text):
        try:
            value = a2b_base64(found[1])
        except Error:
            continue
        if b2a_base64(value, newline=False) != found[1]:
            continue
        is_shared = value.startswith(_CERTIFICATE)
        values.append(Value(content=value, shared=FrameKind.CERTIFICATE if is_shared else None))
        pieces.append(text[at : found.start(1)])
        at = found.end()
    return _HOLE.join((*pieces, text[at:])), tuple(values)


def _formed(document: bytes) -> Parts | None:
    """Keep of a record in our own hand only what fills its form."""
    start = document.find(_BLOCK) + len(_BLOCK)
    if _HOLE in document or _CUT in document or not document.startswith(OPENING):
        return None
    for cutter in _cutters():
        if document.startswith(cutter.opening, start):
            parts = _cut(document, start, cutter)
            if parts is not None:
                return parts
    return None


def _cut(document: bytes, start: int, cutter: "_Cutter") -> Parts | None:
    # Only where holes begin and end is looked for. What stands between them, and what is worked
    # out again, need not be looked at: `parted` sees whether the document comes back from it.
    texts: list[bytes] = []
    binaries: list[Value] = []
    at = start
    try:
        for skipped, end_mark, hole in cutter.steps:
            at += skipped
            end = document.index(end_mark, at)
            if hole is Hole.TEXT:
                texts.append(document[at:end])
            elif hole is Hole.BINARY:
                binaries.append(Value(content=a2b_base64(document[at:end])))
            else:
                binaries.append(_certificate(document[at:end]))
            at = end
        head, values = _without_digests(document[:start])
    except ValueError:
        return None
    if len(document) - at != cutter.rest:
        return None
    return Parts(text=_FORMED + _CUT.join((head, *texts)), values=(cutter.form, *values, *binaries))


def _without_digests(head: bytes) -> tuple[bytes, tuple[Value, ...]]:
    """Keep as binary what our own hand writes of binary before signatures: digests and a seed."""
    # They stand near both ends; looking for base64 in all the words takes ten times as long.
    pieces, values, at = [], [], 0
    for end in (*_ends(head, 0, _NEAR), *_ends(head, max(_NEAR, len(head) - _NEAR), len(head))):
        begin = end - _DIGEST_LENGTH
        value = _digest_of(head[max(begin, at) : end])
        if value is not None:
            values.append(Value(content=value))
            pieces.append(head[at:begin])
            at = end
    return _HOLE.join((*pieces, head[at:])), tuple(values)


def _ends(head: bytes, first: int, last: int) -> Iterator[int]:
    found = head.find(_DIGEST_ENDS, first, last)
    while found >= 0:
        yield found + 1
        found = head.find(_DIGEST_ENDS, found + 1, last)


def _digest_of(written: bytes) -> bytes | None:
    try:
        value = a2b_base64(written)
    except Error:
        return None
    is_exact = len(value) == _DIGEST_BYTES and b2a_base64(value, newline=False) == written
    return value if is_exact else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cutter:
    """
    How documents of one policy are cut. opening: what their signatures begin with.

    steps: for each hole that is kept, how many bytes are skipped before it, and what ends it.
    rest: bytes behind the last of them.
    """

    form: Value
    opening: bytes
    steps: tuple[tuple[int, bytes, Hole], ...]
    rest: int


@lru_cache(maxsize=1024)
def _certificate(written: bytes) -> Value:
    return Value(content=a2b_base64(written), shared=FrameKind.CERTIFICATE)


@cache
def _cutters() -> tuple[_Cutter, ...]:
    return tuple(_cutter(template_of(each)) for each in forms().values())


def _cutter(template: Template) -> _Cutter:
    steps: list[tuple[int, bytes, Hole]] = []
    skipped = len(template.literals[0])
    for hole, literal in zip(template.holes, template.literals[1:], strict=True):
        if hole in _WORKED_OUT:
            skipped += _DIGEST_LENGTH + len(literal)
        else:
            # Every literal begins with the character that ends the hole before it.
            steps.append((skipped, literal[:1], hole))
            skipped = len(literal)
    return _Cutter(
        form=Value(content=template_bytes(template), shared=FrameKind.FORM),
        opening=template.literals[0],
        steps=tuple(steps),
        rest=skipped,
    )


@lru_cache(maxsize=64)
def _filling(written: bytes) -> Filling:
    return filling_of(template_read(written))

"""
A document taken apart for storing: text to be compressed, binary values, what is shared.

    parts = parted(document)
    joined(parts.text, [value.content for value in parts.values]) == document    # always

Whatever does not come back exactly is not taken apart. That is tried at once, for every document.
"""

from binascii import Error, a2b_base64, b2a_base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from re import compile as pattern
from types import MappingProxyType
from typing import Final

from hocba.adapters.blobs.filling import Filling, filling_of
from hocba.adapters.blobs.forms import template_bytes, template_of, template_read
from hocba.adapters.blobs.frames import FrameKind
from hocba.adapters.xml.own_hand import NotOurHand, Written, forms, split
from hocba.core.seal.document import CLOSING

_WHOLE: Final = b"w"
_HOLED: Final = b"h"
_FORMED: Final = b"f"
_HOLE: Final = b"\x00"
_CUT: Final = b"\x01"
# Shorter values gain nothing; longer ones are no signature.
# Plain on purpose, which is five times as quick: whether it is base64 is seen when it is read.
_BASE64: Final = pattern(rb">([A-Za-z0-9+/]{40,16000}[A-Za-z0-9+/=]{4})(?=<)")
_CERTIFICATE: Final = b"\x30\x82"


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
    for way in (_formed, _holed):
        parts = way(document)
        if parts and joined(parts.text, [value.content for value in parts.values]) == document:
            return parts
    return Parts(text=_WHOLE + document)


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
    if _HOLE in document or _CUT in document:
        return None
    texts: list[bytes] = []
    binaries: list[Value] = []
    try:
        found = split(document)
        for one in found.written:
            _sort_holes(one, texts, binaries)
    except (NotOurHand, Error):
        return None
    form = _policies()[tuple(id(one.form) for one in found.written)]
    head, values = _without_base64(found.unsigned.removesuffix(CLOSING))
    return Parts(
        text=_FORMED + _CUT.join((head, *texts)),
        values=(form, *values, *binaries),
    )


def _sort_holes(one: Written, texts: list[bytes], binaries: list[Value]) -> None:
    algorithm, *_, value, certificate, time, _, role = one.holes
    texts += (algorithm, time, role)
    binaries += (Value(content=a2b_base64(value)), _certificate(certificate))


@lru_cache(maxsize=4096)
def _certificate(written: bytes) -> Value:
    return Value(content=a2b_base64(written), shared=FrameKind.CERTIFICATE)


@cache
def _policies() -> Mapping[tuple[int, ...], Value]:
    """Return the written template of each policy, by the identities of its forms."""
    return MappingProxyType(
        {
            # The forms live as long as the program; comparing kilobytes of text would be slow.
            tuple(id(form) for form in each): Value(
                content=template_bytes(template_of(each)), shared=FrameKind.FORM
            )
            for each in forms().values()
        }
    )


@lru_cache(maxsize=64)
def _filling(written: bytes) -> Filling:
    return filling_of(template_read(written))

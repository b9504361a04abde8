"""
CBOR in its one deterministic form: what a printed code needs of it, and nothing else.

One value has one encoding, so that a code that was read and written again is the same code.
Source: RFC 8949, sections 3 and 4.2.1.
"""

from collections.abc import Callable, Mapping
from typing import Final

Cbor = int | bytes | str | tuple["Cbor", ...] | Mapping[int, "Cbor"]
"""Integers of 64 bits, byte and text strings, arrays, maps with integer keys."""

_UINT, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP = range(6)
_WIDTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}
_DEEPEST: Final = 8
"""Levels of nesting that are read: a claim set has two."""


def cbor(value: Cbor) -> bytes:
    """
    Write a value.

    Raises: ValueError for an integer beyond 64 bits.
    """
    match value:
        case int():
            return _head(_NEGATIVE, -1 - value) if value < 0 else _head(_UINT, value)
        case bytes():
            return _head(_BYTES, len(value)) + value
        case str():
            text = value.encode("utf-8")
            return _head(_TEXT, len(text)) + text
        case tuple():
            return _head(_ARRAY, len(value)) + b"".join(map(cbor, value))
    pairs = sorted((cbor(key), cbor(held)) for key, held in value.items())
    return _head(_MAP, len(pairs)) + b"".join(key + held for key, held in pairs)


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes((kind << 5 | number,))
    for short, width in _WIDTHS.items():
        if number < 1 << 8 * width:
            return bytes((kind << 5 | short,)) + number.to_bytes(width)
    raise ValueError("an integer beyond 64 bits")


def from_cbor(data: bytes) -> Cbor:
    """
    Read one value that fills `data`.

    Raises: ValueError for anything but the deterministic form of the types above.
    """
    value, end = _value(data, 0, 0)
    if end != len(data):
        raise ValueError("bytes after the value")
    return value


def _value(data: bytes, at: int, depth: int) -> tuple[Cbor, int]:
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    kind, number, at = _read_head(data, at)
    read = _READERS.get(kind)
    if read is None:
        raise ValueError("a type that no code holds")
    return read(data, at, number, depth)


def _read_head(data: bytes, at: int) -> tuple[int, int, int]:
    if at >= len(data):
        raise ValueError("cut off")
    kind, short = data[at] >> 5, data[at] & 31
    if short < 24:
        return kind, short, at + 1
    width = _WIDTHS.get(short)
    if width is None:
        raise ValueError("a length that is no length")
    number = int.from_bytes(_cut(data, at + 1, width))
    if _head(kind, number) != data[at : at + 1 + width]:
        raise ValueError("a longer form than needed")
    return kind, number, at + 1 + width


def _cut(data: bytes, at: int, length: int) -> bytes:
    if at + length > len(data):
        raise ValueError("cut off")
    return data[at : at + length]


def _uint(data: bytes, at: int, number: int, depth: int) -> tuple[Cbor, int]:
    return number, at


def _negative(data: bytes, at: int, number: int, depth: int) -> tuple[Cbor, int]:
    return -1 - number, at


def _bytes(data: bytes, at: int, number: int, depth: int) -> tuple[Cbor, int]:
    return _cut(data, at, number), at + number


def _text(data: bytes, at: int, number: int, depth: int) -> tuple[Cbor, int]:
    return _cut(data, at, number).decode("utf-8"), at + number


def _array(data: bytes, at: int, number: int, depth: int) -> tuple[Cbor, int]:
    if number > len(data) - at:
        raise ValueError("cut off")
    items: list[Cbor] = []
    for _ in range(number):
        item, at = _value(data, at, depth + 1)
        items.append(item)
    return tuple(items), at


def _map(data: bytes, at: int, number: int, depth: int) -> tuple[Cbor, int]:
    if number > len(data) - at:
        raise ValueError("cut off")
    held: dict[int, Cbor] = {}
    before = b""
    for _ in range(number):
        start = at
        key, at = _value(data, at, depth + 1)
        written = data[start:at]
        if not isinstance(key, int) or written <= before:
            raise ValueError("keys out of order")
        before = written
        held[key], at = _value(data, at, depth + 1)
    return held, at


_Reader = Callable[[bytes, int, int, int], tuple[Cbor, int]]
_READERS: Final[Mapping[int, _Reader]] = {
    _UINT: _uint,
    _NEGATIVE: _negative,
    _BYTES: _bytes,
    _TEXT: _text,
    _ARRAY: _array,
    _MAP: _map,
}

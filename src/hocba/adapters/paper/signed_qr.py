"""
QR codes of signed data: alphanumeric, level M, one mask for all, drawn in well under a millisecond.

Signed data is packed and signed, so its dots are as good as random, and one mask as good as any.
Weighing all eight against each other, and working dot by dot, took a fifth of a page's time.
Source: ISO/IEC 18004:2015, sections 7.3 to 7.10, Annexes D and E, tables 3, 5, 9.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Final

from hocba.core.publish.base45 import ALPHABET

_PLACES: Final = {letter: place for place, letter in enumerate(ALPHABET)}
_ALPHANUMERIC: Final = "0010"
_PADDING: Final = b"\xec\x11"
# Level M (15 %), of every version: correcting bytes in a block, and blocks. Source: table 9.
_CORRECTING: Final = (
    *(10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26),
    *(26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28),
)
_BLOCKS: Final = (
    *(1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16),
    *(17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49),
)
_LEVEL_AND_MASK: Final = 0b00_100
_VERSION_TOLD: Final = 7
_TIMING: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Symbol:
    """
    What all codes of a version share.

    mask: of the bits in the order in which they are placed, as one number of `bits` bits.
    dots: picks the dots of the square, row by row, from those bits followed by "0" and "1".
    """

    size: int
    bits: int
    mask: int
    dots: Callable[[str], tuple[str, ...]]


def signed_qr(text: str) -> list[str]:
    """
    Return the rows of a code, "1" for a dark dot, without the quiet zone around it.

    Raises: ValueError for a letter that no alphanumeric code has, or too many of them.
    """
    version, data = _data(text)
    symbol = _symbol(version)
    words = _with_correction(version, data)
    placed = int.from_bytes(words) << symbol.bits - 8 * len(words) ^ symbol.mask
    dots = "".join(symbol.dots(f"{placed:0{symbol.bits}b}01"))
    return [dots[at : at + symbol.size] for at in range(0, len(dots), symbol.size)]


def svg_of(rows: list[str], *, quiet: int) -> str:
    """Return a code as SVG, `quiet` white dots around it."""
    side, drawn, x, y = len(rows) + 2 * quiet, [], -quiet, -quiet
    for number, row in enumerate(rows):
        for run in re.finditer("1+", row):
            start, end = run.span()
            drawn.append(f"m{start - x} {number - y}h{end - start}")
            x, y = end, number
    # A line is drawn around its middle: half a dot below the dot's upper edge.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -.5 {side} {side}">'
        f'<path stroke="#000" d="{"".join(drawn)}"/></svg>'
    )


def _data(text: str) -> tuple[int, bytes]:
    """Return the smallest version that holds a text, and its data with padding."""
    try:
        places = [_PLACES[letter] for letter in text]
    except KeyError as unknown:
        raise ValueError(f"no letter of an alphanumeric code: {unknown}") from unknown
    pairs = "".join(f"{45 * one + two:011b}" for one, two in zip(*[iter(places)] * 2, strict=False))
    last = f"{places[-1]:06b}" if len(places) % 2 else ""
    for version in range(1, 41):
        width = 9 if version < 10 else 11 if version < 27 else 13
        room = 8 * (_words(version) - _CORRECTING[version - 1] * _BLOCKS[version - 1])
        bits = f"{_ALPHANUMERIC}{len(places):0{width}b}{pairs}{last}"
        if len(bits) <= room:
            bits += "0" * min(4, room - len(bits))
            bits += "0" * (-len(bits) % 8)
            data = int(bits, 2).to_bytes(len(bits) // 8)
            return version, data + (_PADDING * room)[: room // 8 - len(data)]
    raise ValueError("too long for a code")


def _words(version: int) -> int:
    """Return how many bytes a version places."""
    dots = (16 * version + 128) * version + 64
    if version > 1:
        along = version // 7 + 2
        dots -= (25 * along - 10) * along - 55
    return (dots - 36 * (version > 6)) // 8


def _with_correction(version: int, data: bytes) -> bytes:
    """Return data and correcting bytes in blocks, interleaved."""
    count, width = _BLOCKS[version - 1], _CORRECTING[version - 1]
    short, longer = divmod(len(data), count)
    blocks, at = [], 0
    for number in range(count):
        end = at + short + (number >= count - longer)
        blocks.append(data[at:end])
        at = end
    corrections = [_correction(block, width) for block in blocks]
    columns = (bytes(block[at] for block in blocks if at < len(block)) for at in range(short + 1))
    return b"".join((*columns, *map(bytes, zip(*corrections, strict=True))))


def _correction(block: bytes, width: int) -> bytes:
    """Return the rest of a division over GF(2^8): Reed-Solomon, `width` bytes."""
    multiples, top, rest = _multiples(width), 8 * (width - 1), 0
    kept = (1 << top) - 1
    for byte in block:
        rest = (rest & kept) << 8 ^ multiples[byte ^ rest >> top]
    return rest.to_bytes(width)


@cache
def _multiples(width: int) -> list[int]:
    """Return the generator polynomial of a degree, its lead left out, times each field element."""
    generator = [1]
    root = 1
    for _ in range(width):
        shifted = [*generator, 0]
        for at, factor in enumerate(generator):
            shifted[at + 1] ^= _times(factor, root)
        generator, root = shifted, _times(root, 2)
    return [
        int.from_bytes(bytes(_times(factor, each) for factor in generator[1:]))
        for each in range(256)
    ]


def _times(one: int, two: int) -> int:
    product = 0
    while two:
        if two & 1:
            product ^= one
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        two >>= 1
    return product


@cache
def _symbol(version: int) -> _Symbol:
    size = 17 + 4 * version
    fixed = dict(_fixed(version, size))
    order = [place for place in _zigzag(size) if place not in fixed]
    mask = "".join("1" if (row // 2 + column // 3) % 2 == 0 else "0" for row, column in order)
    found = {place: number for number, place in enumerate(order)}
    found |= {place: len(order) + is_dark for place, is_dark in fixed.items()}
    square = [found[row, column] for row in range(size) for column in range(size)]
    return _Symbol(size=size, bits=len(order), mask=int(mask, 2), dots=itemgetter(*square))


def _zigzag(size: int) -> Iterator[tuple[int, int]]:
    """Yield (row, column) in the order of the bits: pairs of columns, up and down by turns."""
    rights = [right for right in range(size - 1, 0, -2) if right > _TIMING]
    rights += range(_TIMING - 1, 0, -2)
    for number, right in enumerate(rights):
        for row in range(size) if number % 2 else range(size - 1, -1, -1):
            yield row, right
            yield row, right - 1


def _fixed(version: int, size: int) -> Iterator[tuple[tuple[int, int], bool]]:
    """Yield the dots that carry no data; of a place that is named twice, the last counts."""
    for at in range(size):
        yield (_TIMING, at), at % 2 == 0
        yield (at, _TIMING), at % 2 == 0
    for middle in _alignments(version, size):
        yield from _rings(middle, size, reach=2, white=(1,))
    for middle in ((3, 3), (3, size - 4), (size - 4, 3)):
        yield from _rings(middle, size, reach=4, white=(2, 4))
    yield from _format(size)
    if version >= _VERSION_TOLD:
        yield from _version(version, size)


def _rings(
    middle: tuple[int, int], size: int, *, reach: int, white: tuple[int, ...]
) -> Iterator[tuple[tuple[int, int], bool]]:
    """Yield a square of rings, as far as the code goes. white: how far from the middle."""
    row, column = middle
    for across in range(max(0, row - reach), min(size, row + reach + 1)):
        for along in range(max(0, column - reach), min(size, column + reach + 1)):
            far = max(abs(across - row), abs(along - column))
            yield (across, along), far not in white


def _version(version: int, size: int) -> Iterator[tuple[tuple[int, int], bool]]:
    told = _checked(version, 12, 0x1F25)
    for bit in range(18):
        across, along = size - 11 + bit % 3, bit // 3
        yield (across, along), bool(told >> bit & 1)
        yield (along, across), bool(told >> bit & 1)


def _alignments(version: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield the middles of the small squares: a grid, but for the three corners."""
    if version == 1:
        return
    along = version // 7 + 2
    step = (version * 8 + along * 3 + 5) // (along * 4 - 4) * 2
    middles = (_TIMING, *(size - 7 - number * step for number in range(along - 1)))
    corners = {(_TIMING, _TIMING), (_TIMING, size - 7), (size - 7, _TIMING)}
    for row in middles:
        for column in middles:
            if (row, column) not in corners:
                yield row, column


def _format(size: int) -> Iterator[tuple[tuple[int, int], bool]]:
    told = _checked(_LEVEL_AND_MASK, 10, 0x537) ^ 0x5412
    turn = [(8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5), (8, 7), (8, 8), (7, 8)]
    turn += [(row, 8) for row in range(5, -1, -1)]
    apart = [(size - 1 - number, 8) for number in range(7)]
    apart += [(8, size - 8 + number) for number in range(8)]
    for places in (turn, apart):
        for number, place in enumerate(places):
            yield place, bool(told >> 14 - number & 1)
    yield (size - 8, 8), True


def _checked(value: int, width: int, divisor: int) -> int:
    """Return a value with the rest of its division behind: the BCH codes of Annex C and D."""
    rest = value << width
    while rest.bit_length() > width:
        rest ^= divisor << rest.bit_length() - width - 1
    return value << width | rest

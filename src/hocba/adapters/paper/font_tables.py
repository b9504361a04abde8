"""Which characters a TrueType font has, and how wide they are: the tables cmap and hmtx."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from struct import unpack_from
from typing import Final

_WINDOWS_UNICODE: Final = (3, 1)
_SEGMENTS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FontTables:
    """widths_em: advance of each character that the font has, in parts of the font's size."""

    widths_em: Mapping[str, float]

    def has(self, letter: str) -> bool:
        """Return whether the font can draw a character."""
        return letter in self.widths_em


def font_tables(font: bytes) -> FontTables:
    """
    Read a TrueType font's characters of the basic plane and their widths.

    Source: ISO/IEC 14496-22 (OpenType), tables cmap (format 4), head, hhea, hmtx.
    """
    tables = dict(_tables(font))
    units_per_em = unpack_from(">H", font, tables["head"] + 18)[0]
    full_metrics = unpack_from(">H", font, tables["hhea"] + 34)[0]
    widths = {}
    for letter, glyph in _glyphs(font, _segments_at(font, tables["cmap"])):
        place = tables["hmtx"] + 4 * min(glyph, full_metrics - 1)
        widths[letter] = unpack_from(">H", font, place)[0] / units_per_em
    return FontTables(widths_em=widths)


def _tables(font: bytes) -> Iterator[tuple[str, int]]:
    for index in range(unpack_from(">H", font, 4)[0]):
        tag, _, offset, _ = unpack_from(">4sLLL", font, 12 + 16 * index)
        yield tag.decode("ascii"), offset


def _segments_at(font: bytes, cmap: int) -> int:
    for index in range(unpack_from(">H", font, cmap + 2)[0]):
        platform, encoding, offset = unpack_from(">HHL", font, cmap + 4 + 8 * index)
        if (platform, encoding) == _WINDOWS_UNICODE:
            table: int = cmap + offset
            if unpack_from(">H", font, table)[0] == _SEGMENTS:
                return table
    raise ValueError("a font with a Unicode cmap of format 4 is due")


def _glyphs(font: bytes, table: int) -> Iterator[tuple[str, int]]:
    double_count = unpack_from(">H", font, table + 6)[0]
    ends = table + 14
    starts, deltas, offsets = (ends + 2 + times * double_count for times in (1, 2, 3))
    for index in range(0, double_count, 2):
        first, last, delta, offset = (
            unpack_from(">H", font, column + index)[0] for column in (starts, ends, deltas, offsets)
        )
        listed = offsets + index + offset if offset else None
        # U+FFFF only closes the list of segments.
        for code in range(first, min(last, 0xFFFE) + 1):
            if glyph := _glyph(font, code, code - first, delta, listed):
                yield chr(code), glyph


def _glyph(font: bytes, code: int, place: int, delta: int, listed: int | None) -> int:
    if listed is None:
        return (code + delta) % 0x10000
    glyph: int = unpack_from(">H", font, listed + 2 * place)[0]
    return (glyph + delta) % 0x10000 if glyph else 0

"""
The tile map: one square a province, the same size for all, roughly where the province lies.

On a map of borders Hà Nội is a dot and Nghệ An a country; rates are of pupils, not of land.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Final

from hocba.core.report.figures import Figure, Figures, Rate
from hocba.core.terms.provinces import Atlas, provinces

STEPS: Final = (25, 50, 75, 95, 100)
"""Lower bounds, in per cent, of the bands above the lowest; the last one is all pupils."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """
    One province's square. column from the west, row from the north, both from 0.

    figure: None where nothing is declared. band: 0 to 5 by rate, None without a rate.
    """

    code: str
    name: str
    short: str
    column: int
    row: int
    figure: Figure | None
    band: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMap:
    """A whole map. elsewhere: lines that stand on no tile of it, by name and code."""

    atlas: Atlas
    tiles: tuple[Tile, ...]
    elsewhere: tuple[Figure, ...]


def tile_map(found: Figures, atlas: Atlas) -> TileMap:
    """Put figures of provinces, already brought onto the map, on its tiles."""
    names = provinces(atlas)
    lines = {line.code: line for line in found.lines if line.code in names}
    tiles = tuple(
        _tile(code, names[code].name, place, lines.get(code))
        for code, place in _layout(atlas).items()
    )
    elsewhere = tuple(line for line in found.lines if line.code not in names)
    return TileMap(atlas=atlas, tiles=tiles, elsewhere=elsewhere)


def band(rate: Rate) -> int | None:
    """Return the band of a rate, by exact fractions; None without a denominator."""
    if rate.denominator == 0:
        return None
    share = Fraction(rate.numerator, rate.denominator) * 100
    return sum(share >= step for step in STEPS)


def _tile(code: str, name: str, place: "_Place", figure: Figure | None) -> Tile:
    return Tile(
        code=code,
        name=name,
        short=place.short,
        column=place.column,
        row=place.row,
        figure=figure,
        band=None if figure is None else band(figure.rate),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    column: int
    row: int
    short: str


@cache
def _layout(atlas: Atlas) -> Mapping[str, _Place]:
    told = tomllib.loads(files("hocba.core.report").joinpath("tile_map.toml").read_text("utf-8"))
    return {
        code: _Place(column=column, row=row, short=short)
        for code, column, row, short in told[atlas.value]["tiles"]
    }

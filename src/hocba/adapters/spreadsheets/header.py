"""Finds the header of a sheet by what its words mean, wherever it stands."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hocba.adapters.spreadsheets.grid import Cell, Grid
from hocba.adapters.spreadsheets.words import header_key
from hocba.core.terms.text import clean, match_key

Path = tuple[str, ...]
"""Header keys of one column from the upper row of the header to the lower."""

MeaningOf = Callable[[Path], "Meaning | None"]

_SEARCHED_ROWS: Final = 20
_BAND_ROWS: Final = 5
_ROWS_ABOVE: Final = 2
CLASS_NAME: Final = r"(\d{1,2}(?:[./-]\w{1,4}|\s?[a-z]\d{0,2}(?!\w))?)"
"""A class in a text without marks: `1a`, `1a2`, `1/2`, `1.2`."""
CLASS_ROW: Final = re.compile(rf"lop\s*:?\s*{CLASS_NAME}(?!\w).*")
"""Key of a row that opens a class: `LỚP 1A`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a column is taken for. rank: 0 is the best of the words for it."""

    key: str
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """
    The header of one sheet.

    first, last: its rows, from 0. columns: meaning -> column. texts: column -> header as a
    person reads it. ignored: columns with a header that means nothing to us.
    twice: meaning -> columns that claim it with equal right.
    """

    sheet: str
    first: int
    last: int
    columns: Mapping[str, int]
    texts: Mapping[int, str]
    ignored: tuple[int, ...]
    twice: Mapping[str, tuple[int, ...]]

    def text(self, meaning: str) -> str:
        """Return a column's header as it stands in the file; empty where there is none."""
        return self.texts.get(self.columns.get(meaning, -1), "")


def found_header(grid: Grid, meaning_of: MeaningOf, anchors: Iterable[str]) -> Header | None:
    """
    Return the header of a sheet: the first row, of 20, that names a person and something more.

    anchors: meanings of which one must stand in that row.
    """
    marks = frozenset(anchors)
    texts = _HeaderTexts(grid)
    for row in range(min(_SEARCHED_ROWS, len(grid.rows))):
        anchor = _anchor(texts, row, meaning_of, marks)
        if anchor is None:
            continue
        header = _header(texts, _band(texts, row, anchor, meaning_of), meaning_of)
        if len(header.columns) > 1:
            return header
    return None


class _HeaderTexts:
    """Texts of the upper rows, each merged range filled with its text."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.width = max((len(row) for row in grid.rows), default=0)
        self._merged: dict[tuple[int, int], tuple[int, int]] = {}
        for (top, left), (bottom, right) in grid.merged:
            self._fill(top, left, min(bottom, _SEARCHED_ROWS + _BAND_ROWS), min(right, self.width))

    def _fill(self, top: int, left: int, bottom: int, right: int) -> None:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self._merged[row, column] = (top, left)

    def cell(self, row: int, column: int) -> Cell:
        at_row, at_column = self._merged.get((row, column), (row, column))
        return self.grid.cell(at_row, at_column)

    def text(self, row: int, column: int) -> str:
        value = self.cell(row, column).value
        return clean(value) if isinstance(value, str) else ""

    def spans(self, row: int, column: int) -> bool:
        """Return whether the cell is part of a range merged to the right."""
        return self._merged.get((row, column)) == self._merged.get((row, column + 1), (-1, -1))


def _anchor(
    texts: _HeaderTexts, row: int, meaning_of: MeaningOf, anchors: frozenset[str]
) -> int | None:
    for column in range(texts.width):
        text = texts.text(row, column)
        found = meaning_of((header_key(text),)) if text else None
        if found is not None and found.key in anchors:
            return column
    return None


def _band(texts: _HeaderTexts, row: int, anchor: int, meaning_of: MeaningOf) -> tuple[int, int]:
    first = row
    while row - first < _ROWS_ABOVE and first > 0 and _groups_above(texts, first - 1, anchor):
        first -= 1
    last = row
    while last - row < _BAND_ROWS and _belongs(texts, last + 1, (row, anchor), meaning_of):
        last += 1
    return first, last


def _groups_above(texts: _HeaderTexts, row: int, anchor: int) -> bool:
    if texts.text(row, anchor):
        return False
    groups = [c for c in range(texts.width) if texts.text(row, c)]
    return len(groups) > 1 and any(texts.spans(row, c) for c in groups) and groups[0] > anchor


def _belongs(texts: _HeaderTexts, row: int, anchor: tuple[int, int], meaning_of: MeaningOf) -> bool:
    if texts.text(row, anchor[1]) not in {"", texts.text(*anchor)}:
        return False
    cells = [(c, texts.cell(row, c)) for c in range(texts.width)]
    filled = [(c, cell) for c, cell in cells if not cell.is_blank]
    if not filled or any(not isinstance(cell.value, str) for _, cell in filled):
        return False
    if CLASS_ROW.fullmatch(match_key(texts.text(row, filled[0][0]))):
        return False
    paths = (_path(texts, (anchor[0], row), c) for c, _ in filled)
    known = sum(meaning_of(path) is not None for path in paths)
    return known * 2 >= len(filled)


def _path(texts: _HeaderTexts, band: tuple[int, int], column: int) -> Path:
    return tuple(header_key(text) for text in _labels(texts, band, column))


def _labels(texts: _HeaderTexts, band: tuple[int, int], column: int) -> tuple[str, ...]:
    labels: list[str] = []
    for row in range(band[0], band[1] + 1):
        text = texts.text(row, column) or _from_left(texts, row, band[1], column)
        if text and text not in labels[-1:]:
            labels.append(text)
    return tuple(labels)


def _from_left(texts: _HeaderTexts, row: int, last: int, column: int) -> str:
    """Return the group's name where a school took the merging away: it stands to the left."""
    while column > 0 and row < last and texts.text(row + 1, column):
        column -= 1
        if text := texts.text(row, column):
            return text if texts.text(row + 1, column) not in {"", text} else ""
    return ""


def _header(texts: _HeaderTexts, band: tuple[int, int], meaning_of: MeaningOf) -> Header:
    claims: dict[str, list[tuple[int, int]]] = {}
    told: dict[int, str] = {}
    ignored = []
    for column in range(texts.width):
        labels = _labels(texts, band, column)
        if not labels:
            continue
        told[column] = " / ".join(labels)
        found = meaning_of(tuple(header_key(label) for label in labels))
        if found is None:
            ignored.append(column)
        else:
            claims.setdefault(found.key, []).append((found.rank, column))
    best = {meaning: sorted(claim) for meaning, claim in claims.items()}
    ignored += [column for claim in best.values() for _, column in claim[1:]]
    return Header(
        sheet=texts.grid.sheet,
        first=band[0],
        last=band[1],
        columns={meaning: claim[0][1] for meaning, claim in best.items()},
        texts=told,
        ignored=tuple(sorted(ignored)),
        twice={
            meaning: tuple(column for rank, column in claim if rank == claim[0][0])
            for meaning, claim in best.items()
            if len(claim) > 1 and claim[0][0] == claim[1][0]
        },
    )


def table_meanings(synonyms: Mapping[str, tuple[str, ...]]) -> MeaningOf:
    """Return how a plain list's headers are understood: by the whole path, else its last word."""
    known = {
        word: Meaning(key=meaning, rank=rank)
        for meaning, words in synonyms.items()
        for rank, word in enumerate(words)
    }

    def meaning_of(path: Path) -> Meaning | None:
        whole = known.get(" ".join(path))
        return whole or (known.get(path[-1]) if path else None)

    return meaning_of

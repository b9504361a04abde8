"""
How figures move with what one package adds, without counting the rest again.

A record counts in one cell, where its latest version stands, and in none while that version
is withdrawn. What a package changes is what its records counted before and what they count now.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

Cell = TypeVar("Cell")
Name = TypeVar("Name")
"""What names a record of a year."""


def moved(
    kept: Mapping[Name, Sequence[tuple[int, bytes, Cell]]],
    added: Iterable[tuple[Name, tuple[int, bytes, Cell]]],
    *,
    withdrawn: AbstractSet[tuple[Name, bytes]],
    words: AbstractSet[tuple[Name, bytes]],
) -> Mapping[Cell, int]:
    """
    Return by how many records each cell grows or shrinks; cells that stay are left out.

    kept, added: versions as number, content digest and cell: every kept one of each record that
    is added to or withdrawn. withdrawn: content digests withdrawn before; words: by this package.
    """
    new: dict[Name, list[tuple[int, bytes, Cell]]] = {}
    for name, version in added:
        new.setdefault(name, []).append(version)
    afterwards = withdrawn | words
    change: Counter[Cell] = Counter()
    for name in new.keys() | {name for name, _ in words}:
        known = kept.get(name, ())
        for cell in _counted(name, known, withdrawn):
            change[cell] -= 1
        for cell in _counted(name, (*known, *new.get(name, ())), afterwards):
            change[cell] += 1
    return {cell: count for cell, count in change.items() if count}


def _counted(
    name: Name,
    versions: Sequence[tuple[int, bytes, Cell]],
    withdrawn: AbstractSet[tuple[Name, bytes]],
) -> tuple[Cell, ...]:
    if not versions:
        return ()
    _, content, cell = max(versions, key=lambda version: version[0])
    return () if (name, content) in withdrawn else (cell,)

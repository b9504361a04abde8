"""Picks by weight, the same on every machine and every Python."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(*parts: object) -> Random:
    """
    Return a stream of chance of its own for what `parts` name.

    Each school has its own, so any school can be made alone, in any order, on any core.
    """
    return Random("/".join(("hocba", *map(str, parts))))


def pick(chance: Random, choices: Sequence[T]) -> T:
    """Return one of `choices`; only `random()` is used, whose values Python never changes."""
    return choices[int(chance.random() * len(choices))]


class Weighted(Generic[T]):
    """Values with weights, prepared once for many picks."""

    __slots__ = ("_bounds", "_total", "_values")

    def __init__(self, weights: Sequence[tuple[T, float]]) -> None:
        self._values = tuple(value for value, _ in weights)
        self._bounds = tuple(accumulate(weight for _, weight in weights))
        self._total = self._bounds[-1]

    def pick(self, chance: Random) -> T:
        """Return one value, as often as its weight says."""
        return self._values[bisect_right(self._bounds, chance.random() * self._total)]

"""Whole numbers that add up: by largest remainder, and to a share that is known."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

_NEAR: Final = 12
"""How far a number of pupils may be moved so that a share comes out, per cent of it."""


def scaled(count: int, scale: Fraction) -> int:
    """Return a count at a scale, half up, one at least."""
    return max(1, int(count * scale + Fraction(1, 2)))


def apportioned(total: int, weights: Mapping[str, Fraction], *, least: int = 0) -> dict[str, int]:
    """
    Share `total` out by weight, so that the parts add up to it.

    Everybody gets `least` first. What is left over when the parts are rounded down goes one by one
    to the largest remainders, of equal ones to the first by name.
    Raises: ValueError when there is not enough for `least` each.
    """
    free = total - least * len(weights)
    if free < 0:
        raise ValueError(f"{total} are not enough for {len(weights)}")
    whole = sum(weights.values(), Fraction(0))
    exact = {name: free * weight / whole for name, weight in weights.items()}
    parts = {name: int(part) for name, part in exact.items()}
    spare = free - sum(parts.values())
    by_remainder = sorted(weights, key=lambda name: (parts[name] - exact[name], name))
    for name in by_remainder[:spare]:
        parts[name] += 1
    return {name: part + least for name, part in parts.items()}


def whole_for(part: int, percent: Decimal) -> int:
    """Return the number of which `part` is `percent` per cent, half up."""
    exact = Decimal(part) * 100 / percent
    return int(exact.to_integral_value(ROUND_HALF_UP))


def fitted(about: int, percent: Decimal) -> tuple[int, int]:
    """
    Return a whole near `about` and a part of it that come closest to `percent` per cent.

    Returns: (whole, part). Small wholes cannot come close: of 30 nobody can be 97.6 per cent.
    """
    nearby = max(1, about * _NEAR // 100)
    share = Fraction(percent) / 100
    wholes = range(max(1, about - nearby), about + nearby + 1)

    def missed(whole: int) -> tuple[Fraction, int]:
        return abs(Fraction(round(whole * share), whole) - share), abs(whole - about)

    best = min(wholes, key=missed)
    return best, round(best * share)

"""Height, weight and days of absence of primary pupils."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Final, NamedTuple

# Middle height (cm) and weight (kg) at the end of each grade; near the growth tables of the
# World Health Organization for 6½ to 10½ years, good enough for sample data.
_MIDDLE: Final[Mapping[int, tuple[float, float]]] = {
    1: (117.5, 21.2), 2: (122.8, 24.0), 3: (128.0, 27.0), 4: (133.4, 30.4), 5: (139.0, 34.2),
}  # fmt: skip
_HEIGHT_SPREAD: Final = 11.0
_WEIGHT_PER_CM: Final = 0.45
_WEIGHT_SPREAD: Final = 4.0
_LEAST_KG: Final = 14.0


class Body(NamedTuple):
    """height_cm, weight_kg: one decimal."""

    height_cm: Decimal
    weight_kg: Decimal


class Absence(NamedTuple):
    """Days of the year."""

    excused: int
    unexcused: int


def body(chance: Random, grade: int) -> Body:
    """Draw height and weight that go together."""
    height, weight = _MIDDLE[grade]
    taller = (chance.random() + chance.random() - 1) * _HEIGHT_SPREAD
    heavier = (chance.random() + chance.random() - 1) * _WEIGHT_SPREAD
    weight = max(weight + taller * _WEIGHT_PER_CM + heavier, _LEAST_KG)
    return Body(_tenths(height + taller), _tenths(weight))


def absence(chance: Random) -> Absence:
    """Draw days of absence: few for most, many for some, without leave for fewer."""
    excused = int(chance.random() ** 3 * 12)
    unexcused = int((chance.random() - 0.85) * 30) if chance.random() < 0.2 else 0
    return Absence(excused, max(unexcused, 0))


def _tenths(value: float) -> Decimal:
    return Decimal(round(value * 10)).scaleb(-1)

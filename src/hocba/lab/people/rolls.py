"""A roll that was asked for, where chance would not do: so many pupils, so many special ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from hocba.lab.people.cases import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """
    How many pupils a school has, exactly.

    sizes: of its classes, grade by grade, as `SchoolPlan` has them. special: how many pupils of
    each case; all others are ordinary.
    """

    sizes: tuple[int, ...]
    special: Mapping[Case, int]

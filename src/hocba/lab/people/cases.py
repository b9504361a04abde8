"""Which pupils of a school are out of the ordinary."""

from collections.abc import Mapping
from enum import Enum, auto
from random import Random
from typing import Final

from hocba.lab.people.plans import SchoolKind, SchoolPlan


class Case(Enum):
    """What is special about a pupil; a pupil is special in one way only."""

    ORDINARY = auto()
    SUMMER_TRAINING = auto()
    LEFT = auto()
    JOINED = auto()
    BY_OWN_PLAN = auto()
    """A disability; not assessed by levels."""
    DISABLED = auto()
    """A disability; assessed like everybody else."""
    NO_ID = auto()
    DOUBTFUL_ID = auto()
    """The personal ID disagrees with gender: a warning, not an error."""
    FOREIGN = auto()
    """Another nationality; follows the Vietnamese programme."""
    FOREIGN_PROGRAMME = auto()
    OTHER = auto()


# Shares of a school's pupils; plausible, of no statistics.
_SHARES: Final[Mapping[Case, float]] = {
    Case.SUMMER_TRAINING: 0.02, Case.LEFT: 0.008, Case.JOINED: 0.01, Case.BY_OWN_PLAN: 0.005,
    Case.DISABLED: 0.006, Case.NO_ID: 0.006, Case.DOUBTFUL_ID: 0.004, Case.OTHER: 0.002,
}  # fmt: skip
_INTERNATIONAL: Final[Mapping[Case, float]] = {
    Case.FOREIGN_PROGRAMME: 0.25, Case.FOREIGN: 0.08
}  # fmt: skip


def cases(chance: Random, plan: SchoolPlan, *, pupils: int) -> dict[int, Case]:
    """Return the special pupils by their place on the roll, 0 first; all others are ordinary."""
    shares = dict(_SHARES)
    if plan.kind is SchoolKind.INTERNATIONAL:
        shares |= _INTERNATIONAL
    found: dict[int, Case] = {}
    for case, share in shares.items():
        count = max(int(pupils * share + chance.random()), plan.least_cases)
        _place(chance, found, case, count=count, pupils=pupils)
    return found


def placed(chance: Random, counts: Mapping[Case, int], *, pupils: int) -> dict[int, Case]:
    """Put exactly so many special pupils on a roll; all others are ordinary."""
    found: dict[int, Case] = {}
    for case, count in counts.items():
        _place(chance, found, case, count=count, pupils=pupils)
    return found


def _place(chance: Random, found: dict[int, Case], case: Case, *, count: int, pupils: int) -> None:
    for _ in range(min(count, pupils - len(found))):
        place = int(chance.random() * pupils)
        while place in found:
            place = (place + 1) % pupils
        found[place] = case

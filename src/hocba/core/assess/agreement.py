"""Whether two calculations of the same law agree on made-up pupils."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.second import second_outcome
from hocba.core.assess.trial_pupils import trial_pupils
from hocba.core.assess.year import YearAssessment, YearOutcome
from hocba.core.rules.primary import PrimaryPack
from hocba.core.terms.outcomes import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A pupil on whom the calculations differ; None stands for a refusal."""

    pupil: YearAssessment
    first: YearOutcome | None
    second: YearOutcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """
    What a comparison found.

    seen: how many pupils had each result (`HTXS`, ..., `refused`), so that a reader can tell
    that every result was really tried.
    """

    compared: int
    seen: Mapping[str, int]
    disagreements: tuple[Disagreement, ...]


def first_outcome(pupil: YearAssessment, pack: PrimaryPack) -> YearOutcome | None:
    """Return the first calculation's outcome, or None where it refuses."""
    try:
        return outcome_of(pupil, pack)
    except Refusal:
        return None


def agreement(pack: PrimaryPack, *, pupils: int, chance: Random) -> Agreement:
    """
    Compare both calculations on `pupils` made-up pupils.

    A national system once recalculated 1.9 million report cards for one rounding bug: a
    second opinion before signing is cheaper.
    """
    seen: Counter[str] = Counter()
    differing: list[Disagreement] = []
    for pupil in trial_pupils(pack, count=pupils, chance=chance):
        first, second = first_outcome(pupil, pack), second_outcome(pupil)
        seen["refused" if first is None else first.result.value] += 1
        if first != second:
            differing.append(Disagreement(pupil=pupil, first=first, second=second))
    return Agreement(compared=pupils, seen=dict(seen), disagreements=tuple(differing))

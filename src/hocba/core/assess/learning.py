"""The level of a secondary pupil's learning in a term or year. Source: TT 22/2021, Điều 9."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from hocba.core.assess.secondary_year import Value
from hocba.core.rules.secondary import LearningRule, SecondaryPack
from hocba.core.terms.levels import PassLevel, Standing

_ORDER: Final = tuple(Standing)
"""Best first."""


def is_at_least(standing: Standing, least: Standing) -> bool:
    """Return whether a level is that one or a better one."""
    return _ORDER.index(standing) <= _ORDER.index(least)


def have(values: Iterable[Value], *, many: int, least: Decimal) -> bool:
    """Return whether at least so many scored subjects are not below a mark."""
    return sum(isinstance(value, Decimal) and value >= least for value in values) >= many


def _meets(values: Sequence[Value], rule: LearningRule) -> bool:
    not_reached = sum(value is PassLevel.NOT_REACHED for value in values)
    scores = [value for value in values if isinstance(value, Decimal)]
    return (
        not_reached <= rule.not_reached
        and all(score >= rule.least for score in scores)
        and have(scores, many=rule.many, least=rule.many_least)
    )


def _plainly(values: Sequence[Value], pack: SecondaryPack) -> Standing:
    """Return the level by khoản 2 alone."""
    met = (rule.standing for rule in pack.learning if _meets(values, rule))
    return next(met, Standing.NOT_REACHED)


def _but_for_one(values: Sequence[Value], rule: LearningRule) -> bool:
    return any(_meets((*values[:at], *values[at + 1 :]), rule) for at in range(len(values)))


def learning_level(values: Sequence[Value], pack: SecondaryPack) -> Standing:
    """
    Return the level that a pupil's subjects come to; subjects let off count for nothing.

    One subject alone never lowers by two levels or more: the level next above is given then.
    Source: Thông tư 22/2021/TT-BGDĐT, Điều 9, khoản 2 and 3.
    """
    plain = _plainly(values, pack)
    at = _ORDER.index(plain)
    for rule in pack.learning:
        is_far = _ORDER.index(rule.standing) <= at - 2
        if is_far and rule.standing in pack.one_subject_than and _but_for_one(values, rule):
            return _ORDER[at - 1]
    return plain

"""Averages of secondary marks, in decimals, rounded as the law says."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from hocba.core.rules.secondary import AverageRule, MarkScale, SecondaryPack
from hocba.core.terms.levels import PassLevel
from hocba.core.terms.outcomes import Refusal


def rounded(value: Decimal, scale: MarkScale) -> Decimal:
    """Round to the scale's step, half up: 6.45 becomes 6.5. Source: basis `rounding`."""
    return value.quantize(scale.step, rounding=ROUND_HALF_UP)


def is_mark(value: Decimal, scale: MarkScale) -> bool:
    """Return whether a mark is in the scale and written in its steps."""
    if not value.is_finite():
        return False
    return scale.least <= value <= scale.most and value == rounded(value, scale)


def term_average(
    regular: Sequence[Decimal], *, mid: Decimal, final: Decimal, pack: SecondaryPack
) -> Decimal:
    """
    Return ĐTBmhk of a scored subject.

    A required test that a pupil never took, nor made up for, counts 0: the caller gives 0.
    Raises: Refusal "secondary.mark_unfit": a mark is outside the scale, or none is given.
    Source: Thông tư 22/2021/TT-BGDĐT, Điều 9, khoản 1.
    """
    for mark in (*regular, mid, final):
        if not is_mark(mark, pack.score):
            raise Refusal("secondary.mark_unfit", value=str(mark))
    if not regular:
        raise Refusal("secondary.mark_unfit", value="")
    rule = pack.average
    total = sum(regular) + rule.mid_weight * mid + rule.final_weight * final
    count = len(regular) + rule.mid_weight + rule.final_weight
    return rounded(total / count, pack.score)


def term_level(marks: Sequence[PassLevel], *, due: int) -> PassLevel:
    """
    Return the level of a term of a subject by comment: Đạt if enough are given and all are Đạt.

    due: how many assessments a term has, the tests among them.
    Source: Thông tư 22/2021/TT-BGDĐT, Điều 9, khoản 1.
    """
    reached = len(marks) >= due and all(mark is PassLevel.REACHED for mark in marks)
    return PassLevel.REACHED if reached else PassLevel.NOT_REACHED


def year_average(
    first: Decimal, second: Decimal, *, rule: AverageRule, scale: MarkScale
) -> Decimal:
    """Return ĐTBmcn from the rounded averages of both terms. Source: Điều 9, khoản 1."""
    weight = rule.second_term_weight
    return rounded((first + weight * second) / (1 + weight), scale)

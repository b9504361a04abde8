"""What is wrong with the words and measures of a year: comments, titles, height, days."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Final

from hocba.core.assess.year import YearAssessment
from hocba.core.rules.primary import PrimaryPack
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.terms.text import unprintable

# Letters of Vietnamese in either normal form and the usual punctuation: nearly every comment,
# passed without looking at its characters one by one.
_PLAIN: Final = re.compile("[\n\x20-\x7e\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u2027]*")
_SYMBOLS_FROM: Final = 0x2190
_DECIMAL_PLACES: Final = 1


def _pictures(text: str) -> tuple[str, ...]:
    """Return emoji and other pictures: the fonts of the printed form do not hold them."""
    found = dict.fromkeys(
        f"U+{ord(c):04X}"
        for c in text
        if ord(c) >= _SYMBOLS_FROM and unicodedata.category(c) in {"So", "Sk"}
    )
    return tuple(found)


def _text_findings(text: str, where: str, limit: int) -> Iterator[Finding]:
    if len(text) > limit:
        details = {"length": str(len(text)), "limit": str(limit)}
        yield Finding(code="assess.comment_too_long", where=where, details=details)
    if _PLAIN.fullmatch(text):
        return
    if characters := (*unprintable(text), *_pictures(text)):
        details = {"characters": ", ".join(characters[:5])}
        yield Finding(code="assess.unprintable", where=where, details=details)


def _all_fit(assessment: YearAssessment, pack: PrimaryPack) -> bool:
    """Tell at a glance that `_comment_findings` finds nothing; False where it has to look."""
    if assessment.supplement is not None or assessment.other_awards:
        return False
    limits, comments = _limits(pack), assessment.comments
    for key, text in comments.items():
        if len(text) > limits.get(key, -1):
            return False
    texts = [row.comment for row in assessment.subjects]
    if max(map(len, texts), default=0) > pack.comment_subject_chars:
        return False
    return _PLAIN.fullmatch("".join([*texts, *comments.values()])) is not None


@cache
def _limits(pack: PrimaryPack) -> Mapping[str, int]:
    return MappingProxyType({group.key: group.limit_chars for group in pack.groups})


def _comment_findings(assessment: YearAssessment, pack: PrimaryPack) -> Iterator[Finding]:
    limits = _limits(pack)
    for key, text in assessment.comments.items():
        if key not in limits:
            details = {"name": key}
            yield Finding(
                code="assess.unknown_comment_group", where=f"comments/{key}", details=details
            )
        else:
            yield from _text_findings(text, f"comments/{key}", limits[key])
    for row in assessment.subjects:
        where = f"subjects/{row.subject}/comment"
        yield from _text_findings(row.comment, where, pack.comment_subject_chars)
    for row in () if assessment.supplement is None else assessment.supplement.subjects:
        where = f"supplement/subjects/{row.subject}/comment"
        yield from _text_findings(row.comment, where, pack.comment_subject_chars)
    for place, award in enumerate(assessment.other_awards):
        yield from _text_findings(award, f"other_awards/{place}", pack.award_chars)


def _is_too_fine(value: Decimal) -> bool:
    # As `normalize` says, without making another number where the written form tells already.
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -_DECIMAL_PLACES:
        return False
    exponent = value.normalize().as_tuple().exponent
    return not isinstance(exponent, int) or exponent < -_DECIMAL_PLACES


def _implausible(value: Decimal | int, field: str, bounds: str, pack: PrimaryPack) -> Finding:
    ends = pack.plausible[bounds]
    return Finding(
        code="assess.measure_not_plausible",
        weight=Weight.WARNING,
        where=field,
        details={"value": str(value), "least": str(ends.least), "most": str(ends.most)},
    )


def _measure_findings(assessment: YearAssessment, pack: PrimaryPack) -> Iterator[Finding]:
    measures = {"height_cm": assessment.height_cm, "weight_kg": assessment.weight_kg}
    for field, value in measures.items():
        if value is None:
            continue
        if _is_too_fine(value) or value <= 0:
            details = {"value": str(value)}
            yield Finding(code="assess.measure_not_real", where=field, details=details)
        elif not pack.plausible[field].least <= value <= pack.plausible[field].most:
            yield _implausible(value, field, field, pack)


def _day_findings(assessment: YearAssessment, pack: PrimaryPack) -> Iterator[Finding]:
    days = {
        "absent_excused": assessment.absent_excused,
        "absent_unexcused": assessment.absent_unexcused,
    }
    for field, count in days.items():
        if count is None:
            continue
        if count < 0:
            yield Finding(code="assess.days_negative", where=field, details={"value": str(count)})
        elif count > pack.plausible["absent_days"].most:
            yield _implausible(count, field, "absent_days", pack)


def word_problems(assessment: YearAssessment, pack: PrimaryPack) -> tuple[Finding, ...]:
    """Return everything wrong with comments, titles, measures and days; no outcome hangs on it."""
    return (
        *(() if _all_fit(assessment, pack) else _comment_findings(assessment, pack)),
        *_measure_findings(assessment, pack),
        *_day_findings(assessment, pack),
    )

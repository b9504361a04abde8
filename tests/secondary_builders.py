"""Secondary years for tests: everybody does well, unless told otherwise."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from hocba.core.assess.secondary_year import SecondaryYear, SubjectTerms, Value
from hocba.core.rules.library import secondary
from hocba.core.terms.levels import PassLevel, Standing
from hocba.core.terms.missing import Missing

TT22: Final = secondary("tt22-2021/1")
FIRST_FOUR: Final = ("dia_li", "gdkt_pl", "vat_li", "hoa_hoc")
_WORDS: Final[Mapping[str, Value]] = {
    "Đ": PassLevel.REACHED,
    "CĐ": PassLevel.NOT_REACHED,
    "mien": Missing.NOT_ASSESSED,
    "": Missing.UNKNOWN,
}


def value(written: str) -> Value:
    """Read a value as the jurist's table writes it."""
    return _WORDS.get(written) or Decimal(written)


def a_secondary_year(
    grade: int = 6,
    *,
    score: str = "8.5",
    first: Mapping[str, str] | None = None,
    second: Mapping[str, str] | None = None,
    chosen: Iterable[str] = FIRST_FOUR,
    **changes: Any,
) -> SecondaryYear:
    """Return a year with the same mark everywhere; first, second: what differs in a term."""
    in_first, in_second, taken = first or {}, second or {}, set(chosen)
    rows = []
    for one in TT22.programme(grade):
        by_choice = grade in one.chosen_in and one.key in taken
        named = one.key in in_first or one.key in in_second
        if one.required_in(grade) or by_choice or (grade in one.optional_in and named):
            usual = "Đ" if one.by_comment else score
            rows.append(
                SubjectTerms(
                    subject=one.key,
                    first=value(in_first.get(one.key, usual)),
                    second=value(in_second.get(one.key, usual)),
                )
            )
    plain: dict[str, Any] = {
        "grade": grade,
        "subjects": tuple(rows),
        "conduct_first": Standing.GOOD,
        "conduct_second": Standing.GOOD,
        "absences": 0,
    }
    return SecondaryYear(**{**plain, **changes})

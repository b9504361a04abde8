"""A print of several years, answered year by year: one sentence for the whole, one for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext, ngettext

from hocba.core.verify.verdict import Outcome
from hocba.faces.public.presenters import VerdictPage
from hocba.faces.public.verdicts import TONES, Answered, verdict_page
from hocba.faces.web.in_force import whole_outcome
from hocba.faces.web.presenters import Tone

_HEAVIEST_FIRST: Final = (Outcome.FAILED, Outcome.INDETERMINATE, Outcome.PASSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAnswer:
    """One year of the print. name: of the attachment that was looked at."""

    name: str
    page: VerdictPage


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsPage:
    """All years of a print; the worst of them speaks for the whole."""

    headline: str
    tone: Tone
    what_to_do: str
    years: tuple[YearAnswer, ...]


def years_page(answered: Sequence[tuple[str, Answered]]) -> YearsPage:
    """Tell the verdicts on all years of a print. answered: with the attachments' names."""
    years = tuple(YearAnswer(name=name, page=verdict_page(one)) for name, one in answered)
    every = [one for _, one in answered]
    outcome = outcome_of_years(every)
    return YearsPage(
        headline=_headline(outcome, len(years)),
        tone=TONES[outcome],
        what_to_do=_what_to_do(outcome, is_one=_is_one_record(every)),
        years=years,
    )


def outcome_of_years(answered: Sequence[Answered]) -> Outcome:
    """
    Return the outcome of the worst year.

    Each file may be genuine and the print still not one pupil's, a year a file: that is FAILED.
    """
    if not _is_one_record(answered):
        return Outcome.FAILED
    found = {whole_outcome(one.examined.verdict.outcome, one.standing) for one in answered}
    return next(heavy for heavy in _HEAVIEST_FIRST if heavy in found)


def _is_one_record(answered: Sequence[Answered]) -> bool:
    read = [one.examined.record.content.general for one in answered if one.examined.record]
    years = {general.school_year for general in read}
    return len({general.record_code for general in read}) <= 1 and len(years) == len(read)


def _headline(outcome: Outcome, count: int) -> str:
    if outcome is Outcome.PASSED:
        said = ngettext(
            "Học bạ của %(n)s năm học đều là thật và đang có hiệu lực",
            "Học bạ của %(n)s năm học đều là thật và đang có hiệu lực",
            count,
        )
        return said % {"n": count}
    if outcome is Outcome.INDETERMINATE:
        return gettext("Có năm học chưa kết luận được")
    return gettext("Có năm học không dùng được")


def _what_to_do(outcome: Outcome, *, is_one: bool) -> str:
    if not is_one:
        return gettext(
            "Các tệp bên trong không phải mỗi năm học một tệp của cùng một học bạ. "
            "Đừng dùng tệp này."
        )
    if outcome is Outcome.PASSED:
        return ""
    return gettext("Xem từng năm dưới đây rồi hỏi trường đã cấp về năm chưa đạt.")

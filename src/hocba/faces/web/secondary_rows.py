"""A secondary year as a person reads it: the table of subjects, and what the year came to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from hocba.core.assess.secondary_outcome import secondary_outcome
from hocba.core.assess.secondary_year import SecondaryOutcome, SecondaryYear, Value
from hocba.core.compose.read_secondary import RowRead
from hocba.core.rules.library import secondary_for
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.levels import PassLevel, Promotion, Standing
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from hocba.faces.web.presenters import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsRow:
    """A row of the table of subjects. again: after the summer, "" where there was none."""

    name: str
    first: str
    second: str
    year: str
    again: str
    comment: str


def terms_rows(rows: Iterable[RowRead], rules: SecondaryPack) -> tuple[TermsRow, ...]:
    """Return the table of subjects."""
    return tuple(
        TermsRow(
            name=rules.subject_label(row.terms.subject),
            first=value_words(row.terms.first),
            second=value_words(row.terms.second),
            year=value_words(row.result.year),
            again="" if row.result.again is None else value_words(row.result.again),
            comment=row.terms.comment,
        )
        for row in rows
    )


def rows_of(year: SecondaryYear, outcome: SecondaryOutcome) -> tuple[RowRead, ...]:
    """Return what the teachers gave beside what came of it."""
    results = {one.subject: one for one in outcome.subjects}
    return tuple(RowRead(terms=row, result=results[row.subject]) for row in year.subjects)


def value_words(value: Value) -> str:
    """Return a mark or a level as people write it: `8,5`, `Đạt`, `Miễn`."""
    if isinstance(value, Missing):
        return gettext("Miễn") if value is Missing.NOT_ASSESSED else ""
    if isinstance(value, PassLevel):
        return gettext("Đạt") if value is PassLevel.REACHED else gettext("Chưa đạt")
    return f"{value:.1f}".replace(".", ",")


def standing_words(level: Standing | Missing | None) -> str:
    """Return a level of learning or conduct in words."""
    if level is None or isinstance(level, Missing):
        return gettext("Không đánh giá") if level is Missing.NOT_ASSESSED else ""
    return {
        Standing.GOOD: gettext("Tốt"),
        Standing.FAIR: gettext("Khá"),
        Standing.REACHED: gettext("Đạt"),
        Standing.NOT_REACHED: gettext("Chưa đạt"),
    }[level]


def promotion_words(promotion: Promotion) -> str:
    """Return in words what follows from the year."""
    return {
        Promotion.UP: gettext("Được lên lớp"),
        Promotion.LOWER_SECONDARY: gettext("Hoàn thành chương trình trung học cơ sở"),
        Promotion.UPPER_SECONDARY: gettext("Hoàn thành chương trình trung học phổ thông"),
        Promotion.ASSESSED_AGAIN: gettext("Kiểm tra, đánh giá lại trong hè"),
        Promotion.CONDUCT_AGAIN: gettext("Rèn luyện trong hè"),
        Promotion.NOT_UP: gettext("Không được lên lớp"),
        Promotion.BY_DECISION: gettext("Được lên lớp theo quyết định của hiệu trưởng"),
        Promotion.DECISION_DUE: gettext("Chờ quyết định của hiệu trưởng"),
    }[promotion]


def secondary_words(year: SecondaryYear, school_year: SchoolYear) -> str:
    """Return the result of a year by the rules in a line; empty while it cannot be computed."""
    try:
        outcome = secondary_outcome(year, secondary_for(school_year, year.grade))
    except Refusal:
        return ""
    if isinstance(outcome.learning, Missing):
        return gettext("Không đánh giá")
    return gettext("Học tập %(learning)s, rèn luyện %(conduct)s") % {
        "learning": standing_words(outcome.learning_again or outcome.learning),
        "conduct": standing_words(outcome.conduct_again or outcome.conduct),
    }


def year_facts(
    year: SecondaryYear, outcome: SecondaryOutcome, rules: SecondaryPack
) -> tuple[Fact, ...]:
    """Return what the year came to, term by term."""
    facts = [
        _terms(
            gettext("Kết quả học tập"),
            (outcome.learning_first, outcome.learning_second, outcome.learning),
            outcome.learning_again,
        ),
        _terms(
            gettext("Kết quả rèn luyện"),
            (year.conduct_first, year.conduct_second, outcome.conduct),
            outcome.conduct_again,
        ),
        Fact(
            words=gettext("Số buổi nghỉ học"),
            value="" if year.absences is None else str(year.absences),
        ),
        Fact(words=gettext("Kết luận"), value=promotion_words(outcome.promotion), note=year.basis),
    ]
    given = [*map(rules.title_label, outcome.titles), *year.other_awards]
    if given:
        facts.append(Fact(words=gettext("Khen thưởng"), value="; ".join(given)))
    if year.comment:
        facts.append(Fact(words=gettext("Nhận xét của chủ nhiệm"), value=year.comment))
    return tuple(facts)


def _terms(words: str, terms: tuple[Standing | Missing, ...], again: Standing | None) -> Fact:
    first, second, whole = map(standing_words, terms)
    note = gettext("học kì I: %(first)s, học kì II: %(second)s") % {
        "first": first,
        "second": second,
    }
    if again is None:
        return Fact(words=words, value=whole, note=note)
    note = gettext("%(terms)s, cả năm: %(year)s, trước khi đánh giá lại trong hè") % {
        "terms": note,
        "year": whole,
    }
    return Fact(words=words, value=standing_words(again), note=note)

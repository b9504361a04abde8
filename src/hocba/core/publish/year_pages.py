"""The pair of pages of one school year."""

from collections.abc import Iterable
from typing import Final

from hocba.core.assess.settled import settled_subjects, settled_traits
from hocba.core.assess.year import SubjectOutcome, TraitOutcome, YearAssessment
from hocba.core.compose.content import RecordContent
from hocba.core.publish.filled_form import Line, SubjectLine, TraitLine, TraitTable, YearPages
from hocba.core.publish.later_changes import mended_lines, origin_line, supplement_lines
from hocba.core.publish.printed_words import WHY_BLANK, filled, measure
from hocba.core.rules.primary import PrimaryPack, SubjectRule, traits
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.core.terms.missing import Missing

_NO_AWARD: Final = "Không"


def year_pages(content: RecordContent, rules: PrimaryPack) -> YearPages:
    """Return the year's pages filled. Source: TT 27/2020/TT-BGDĐT, Phụ lục 1."""
    year = content.assessment
    qualities, general, specific = (
        _trait_table(group.key, group.label, year, rules) for group in rules.groups
    )
    return YearPages(
        measures=(
            measure("Chiều cao", year.height_cm, "cm"),
            measure("Cân nặng", year.weight_kg, "kg"),
        ),
        attendance=_attendance(year),
        subjects=_subject_lines(year, rules),
        qualities=qualities,
        general_competences=general,
        specific_competences=specific,
        result=rules.result_label(content.outcome.result),
        awards=_awards(content, rules),
        completion=_completion(content, rules),
        supplement=supplement_lines(year, rules),
        mended=mended_lines(content.changes, rules),
        origin=origin_line(content.general.replaces),
    )


def _attendance(year: YearAssessment) -> tuple[Line, ...]:
    excused, unexcused = year.absent_excused, year.absent_unexcused
    total = None if excused is None or unexcused is None else excused + unexcused
    labels = ("Số ngày nghỉ", "Có phép", "Không phép")
    counts = (total, excused, unexcused)
    return tuple(
        filled(label, "" if count is None else str(count))
        for label, count in zip(labels, counts, strict=True)
    )


def _subject_lines(year: YearAssessment, rules: PrimaryPack) -> tuple[SubjectLine, ...]:
    """The form has every subject of primary school; rows that a grade lacks say so."""
    rows = {row.subject: row for row in settled_subjects(year)}
    later = {row.subject for row in year.supplement.subjects} if year.supplement else set()
    return tuple(
        _subject_line(rule, rows.get(rule.key), grade=year.grade, is_later=rule.key in later)
        for rule in rules.subjects
    )


def _subject_line(
    rule: SubjectRule, row: SubjectOutcome | None, *, grade: int, is_later: bool
) -> SubjectLine:
    if row is None:
        is_taught = grade in rule.grades
        remark = "Không học môn tự chọn này" if is_taught else f"Không có ở lớp {grade}"
        return SubjectLine(label=rule.label, remark=remark)
    score_is_due = row.score not in (Missing.NOT_APPLICABLE, Missing.NOT_ASSESSED)
    return SubjectLine(
        label=rule.label,
        level=row.level.value if isinstance(row.level, SubjectLevel) else "",
        score=_score(row.score) if score_is_due else "",
        comment=row.comment,
        remark=_why_blank(row.level),
        is_later=is_later,
    )


def _score(score: int | Missing) -> str:
    return "chưa có" if isinstance(score, Missing) else str(score)


def _why_blank(level: SubjectLevel | TraitLevel | Missing) -> str:
    return WHY_BLANK[level].capitalize() if isinstance(level, Missing) else ""


def _trait_table(key: str, label: str, year: YearAssessment, rules: PrimaryPack) -> TraitTable:
    rows = {row.trait: row for row in settled_traits(year)}
    later = {row.trait for row in year.supplement.traits} if year.supplement else set()
    lines = (
        _trait_line(rule.label, rows.get(rule.key), is_later=rule.key in later)
        for rule in traits(rules, year.grade)
        if rule.group == key
    )
    return TraitTable(label=label, lines=tuple(lines), comment=year.comments.get(key, ""))


def _trait_line(label: str, row: TraitOutcome | None, *, is_later: bool) -> TraitLine:
    if row is None:
        return TraitLine(label=label, remark="không đánh giá")
    if isinstance(row.level, Missing):
        return TraitLine(label=label, remark=WHY_BLANK[row.level])
    return TraitLine(label=label, level=row.level.value, is_later=is_later)


def _awards(content: RecordContent, rules: PrimaryPack) -> str:
    titles: Iterable[str] = map(rules.award_label, content.outcome.awards)
    return "; ".join((*titles, *content.assessment.other_awards)) or _NO_AWARD


def _completion(content: RecordContent, rules: PrimaryPack) -> str:
    year, supplement = content.assessment, content.assessment.supplement
    sentence = rules.completion_sentence(
        content.outcome.completion, year.grade, not_assessed=year.not_assessed_by_law
    )
    basis = supplement.basis if supplement is not None else ""
    return f"{sentence} ({basis})" if basis else sentence

"""The pair of pages of one secondary school year. Source: TT 22/2021/TT-BGDĐT, Phụ lục."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from hocba.core.assess.secondary_year import SubjectResult, SubjectTerms, Value
from hocba.core.compose.content import Change, SecondaryContent
from hocba.core.compose.wire_secondary import value_text
from hocba.core.publish.filled_form import (
    Line,
    SecondaryPages,
    SignatureMark,
    TermLevels,
    TermLine,
)
from hocba.core.publish.later_changes import changed_subjects, mended_lines, origin_line
from hocba.core.publish.origins import ethnic_group, nationality
from hocba.core.publish.personal_page import GENDERS
from hocba.core.publish.printed_words import WHY_BLANK, filled, short_date
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.levels import PassLevel, Standing
from hocba.core.terms.missing import Missing

_NO_AWARD: Final = "Không"
_STAGES: Final = {"THCS": "TRUNG HỌC CƠ SỞ", "THPT": "TRUNG HỌC PHỔ THÔNG"}
_LEVELS: Final = {PassLevel.REACHED: "Đ", PassLevel.NOT_REACHED: "CĐ"}
_EXEMPT: Final = "Miễn"
_GUARDIANS: Final = {"CHA": "cha", "ME": "mẹ", "GIAM_HO": "người giám hộ (nếu có)"}


def secondary_pages(
    content: SecondaryContent, rules: SecondaryPack, signed: Mapping[str, SignatureMark]
) -> SecondaryPages:
    """Return the year's pages filled. signed: how each subject's teacher signed."""
    year, outcome, grade = content.assessment, content.outcome, content.general.grade
    stage = rules.form(grade).stage
    return SecondaryPages(
        stage=stage,
        title=stage_words(stage),
        chosen=", ".join(_chosen(content, rules)),
        subjects=tuple(_rows(content, rules, signed)),
        learning=TermLevels(
            first=_level(outcome.learning_first, rules),
            second=_level(outcome.learning_second, rules),
            year=_level(outcome.learning, rules),
            again=_level(outcome.learning_again, rules),
        ),
        conduct=TermLevels(
            first=_level(year.conduct_first, rules),
            second=_level(year.conduct_second, rules),
            year=_level(outcome.conduct, rules),
            again=_level(outcome.conduct_again, rules),
        ),
        absences=filled(
            "Tổng số buổi nghỉ học cả năm", "" if year.absences is None else str(year.absences)
        ),
        summer=tuple(_summer(content, rules)),
        promotion=_promotion(content, rules),
        awards=_awards(content, rules),
        comment=year.comment,
        mended=mended_lines(content.changes, rules),
        mended_subjects=_mended_subjects(content.changes, rules),
        origin=origin_line(content.general.replaces),
    )


def stage_words(stage: str) -> str:
    """Return the level of school as the cover has it."""
    return _STAGES[stage]


def _chosen(content: SecondaryContent, rules: SecondaryPack) -> Iterator[str]:
    grade, taken = content.general.grade, set(content.rows)
    for one in rules.programme(grade):
        if grade in one.chosen_in and one.key in taken:
            yield one.label


def _rows(
    content: SecondaryContent, rules: SecondaryPack, signed: Mapping[str, SignatureMark]
) -> Iterator[TermLine]:
    """The rows that the pupil has, in the order of the record."""
    results = {one.subject: one for one in content.outcome.subjects}
    for row in content.assessment.subjects:
        yield _row(row, results[row.subject], rules, signed.get(row.subject))


def _row(
    row: SubjectTerms, result: SubjectResult, rules: SecondaryPack, signed: SignatureMark | None
) -> TermLine:
    return TermLine(
        label=rules.subject_label(row.subject),
        first=_shown(row.first),
        second=_shown(row.second),
        year=_shown(result.year),
        again="" if result.again is None else _shown(result.again),
        comment=row.comment,
        remark=_why_blank(row.first) if row.first == row.second else "",
        signed=signed,
    )


def _shown(value: Value) -> str:
    if isinstance(value, Missing):
        return _EXEMPT if value is Missing.NOT_ASSESSED else ""
    return _LEVELS[value] if isinstance(value, PassLevel) else _mark(value_text(value))


def _mark(written: str) -> str:
    return written.replace(".", ",")


def _why_blank(value: Value) -> str:
    is_said = isinstance(value, Missing) and value is not Missing.NOT_ASSESSED
    return WHY_BLANK[value].capitalize() if is_said and isinstance(value, Missing) else ""


def _level(level: Standing | Missing | None, rules: SecondaryPack) -> str:
    if level is None:
        return ""
    if isinstance(level, Missing):
        return WHY_BLANK[level]
    return rules.standing_labels[level]


def _summer(content: SecondaryContent, rules: SecondaryPack) -> Iterator[str]:
    summer = content.assessment.summer
    if summer is None:
        return
    if not summer.subjects and summer.conduct is None:
        yield "Không tham gia đánh giá lại."
    for row in summer.subjects:
        yield f"{rules.subject_label(row.subject)}: {_shown(row.value)}"
    if summer.conduct is not None:
        yield f"Rèn luyện: {rules.standing_labels[summer.conduct]}"


def _promotion(content: SecondaryContent, rules: SecondaryPack) -> str:
    sentence = rules.promotion.sentences[content.outcome.promotion]
    basis = content.assessment.basis
    return f"{sentence} ({basis})" if basis else sentence


def _awards(content: SecondaryContent, rules: SecondaryPack) -> str:
    titles: Iterable[str] = map(rules.title_label, content.outcome.titles)
    return "; ".join((*titles, *content.assessment.other_awards)) or _NO_AWARD


def _mended_subjects(changes: Iterable[Change], rules: SecondaryPack) -> str:
    return ", ".join(map(rules.subject_label, changed_subjects(changes)))


def secondary_personal_lines(content: SecondaryContent) -> tuple[Line, ...]:
    """Return the blanks of the personal page, with what parents do, which this form asks."""
    pupil = content.pupil
    return (
        Line(label="Họ và tên học sinh", value=pupil.full_name),
        filled("Giới tính", GENDERS[pupil.gender]),
        Line(label="Ngày, tháng, năm sinh", value=short_date(pupil.born_on)),
        filled("Nơi sinh", pupil.birth_place),
        filled("Dân tộc", ethnic_group(pupil.ethnic_code)),
        filled("Quốc tịch", nationality(pupil.nationality)),
        filled("Chỗ ở hiện tại", pupil.address),
        *_guardian_lines(content),
    )


def _guardian_lines(content: SecondaryContent) -> Iterator[Line]:
    # A parent whom the record does not name is left blank: why is nobody's business.
    for relation, label in _GUARDIANS.items():
        people = [one for one in content.pupil.guardians if one.relation == relation]
        yield Line(label=f"Họ và tên {label}", value=", ".join(one.full_name for one in people))
        work = ", ".join(one.occupation for one in people if one.occupation)
        yield Line(label=f"Nghề nghiệp {label.partition(' (')[0]}", value=work)

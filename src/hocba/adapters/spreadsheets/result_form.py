"""The columns of a class's result sheet, in the order of the printed form."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hocba.adapters.spreadsheets.result_columns import COMMENTS, SUBJECTS, TRAITS
from hocba.adapters.spreadsheets.words import header_text
from hocba.core.rules.primary import PrimaryPack, YearTest, programme, traits


class InputKind(StrEnum):
    """What may be put into a column."""

    SUBJECT_LEVEL = "Mức môn học"
    TRAIT_LEVEL = "Mức phẩm chất, năng lực"
    SCORE = "Điểm"
    AVERAGE = "Điểm trung bình"
    PASS_LEVEL = "Mức Đạt, Chưa đạt"
    STANDING = "Mức rèn luyện"
    HALF_DAYS = "Số buổi"
    COMMENT = "Nhận xét"
    HEIGHT = "Chiều cao"
    WEIGHT = "Cân nặng"
    DAYS = "Số ngày"
    MARK = "Đánh dấu"
    DECISION = "Quyết định"
    TEXT = "Chữ"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """One column. group: the header above it, shared with its neighbours; empty for none."""

    meaning: str
    group: str
    header: str
    kind: InputKind
    due: bool = False
    limit_chars: int = 250


_YEAR_FACTS: Final = (
    ("height_cm", InputKind.HEIGHT),
    ("weight_kg", InputKind.WEIGHT),
    ("absent_excused", InputKind.DAYS),
    ("absent_unexcused", InputKind.DAYS),
    ("not_assessed_by_law", InputKind.MARK),
    ("recognised", InputKind.MARK),
    ("other_awards", InputKind.TEXT),
)
_SUMMER_FACTS: Final = (("promoted", InputKind.DECISION), ("basis", InputKind.TEXT))
_FACT_HEADERS: Final = {
    "height_cm": "Chiều cao (cm)",
    "weight_kg": "Cân nặng (kg)",
    "absent_excused": "Nghỉ có phép",
    "absent_unexcused": "Nghỉ không phép",
    "recognised": "Được tập thể lớp công nhận",
    "other_awards": "Khen thưởng khác",
    "basis": "Số, ngày quyết định",
}


def year_columns(pack: PrimaryPack, grade: int) -> tuple[FormColumn, ...]:
    """Return the input columns of the year's end."""
    return (
        *_subject_columns(pack, grade, due=True),
        *_trait_columns(pack, grade, due=True, with_comments=True),
        *_fact_columns(_YEAR_FACTS),
    )


def summer_columns(pack: PrimaryPack, grade: int) -> tuple[FormColumn, ...]:
    """Return the input columns of the supplementary assessment; none is due."""
    return (
        *_subject_columns(pack, grade, due=False),
        *_trait_columns(pack, grade, due=False, with_comments=False),
        *_fact_columns(_SUMMER_FACTS),
    )


def _subject_columns(pack: PrimaryPack, grade: int, *, due: bool) -> Iterator[FormColumn]:
    for row in programme(pack, grade):
        is_due, place = due and row.required, f"{SUBJECTS}/{row.key}"
        yield FormColumn(
            meaning=f"{place}/level",
            group=row.label,
            header="Mức đạt được",
            kind=InputKind.SUBJECT_LEVEL,
            due=is_due,
        )
        if row.test is not YearTest.NONE:
            yield FormColumn(
                meaning=f"{place}/score",
                group=row.label,
                header="Điểm KTĐK",
                kind=InputKind.SCORE,
                due=is_due and row.tested,
            )
        yield FormColumn(
            meaning=f"{place}/comment",
            group=row.label,
            header="Nhận xét",
            kind=InputKind.COMMENT,
            limit_chars=pack.comment_subject_chars,
        )


def _trait_columns(
    pack: PrimaryPack, grade: int, *, due: bool, with_comments: bool
) -> Iterator[FormColumn]:
    rows = traits(pack, grade)
    for group in pack.groups:
        for row in rows:
            if row.group == group.key:
                yield FormColumn(
                    meaning=f"{TRAITS}/{row.key}/level",
                    group=group.label,
                    header=row.label,
                    kind=InputKind.TRAIT_LEVEL,
                    due=due and row.required,
                )
        if with_comments:
            yield FormColumn(
                meaning=f"{COMMENTS}/{group.key}",
                group=group.label,
                header="Nhận xét",
                kind=InputKind.COMMENT,
                limit_chars=group.limit_chars,
            )


def _fact_columns(facts: tuple[tuple[str, InputKind], ...]) -> Iterator[FormColumn]:
    for meaning, kind in facts:
        header = _FACT_HEADERS.get(meaning) or header_text("results", meaning)
        yield FormColumn(meaning=meaning, group="", header=header, kind=kind, limit_chars=1_000)

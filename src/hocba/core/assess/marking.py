"""A teacher's grid: which columns it has, what a typed cell means, and what it makes of a year."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hocba.core.assess.year import SubjectOutcome, TraitOutcome, YearAssessment
from hocba.core.rules.primary import PrimaryPack, YearTest, programme, traits
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.text import clean, clean_lines, unprintable

TRAITS: Final = "pham-chat-nang-luc"
FACTS: Final = "theo-doi"
_NUMBER: Final = re.compile(r"-?\d{1,9}(?:[.,]\d{1,9})?")
_MOST_DAYS: Final = 366
_SUBJECT_LEVELS: Final = frozenset(level.value for level in SubjectLevel)
_TRAIT_LEVELS: Final = frozenset(level.value for level in TraitLevel)
_MEASURES: Final[Mapping[str, tuple[str, int, int]]] = MappingProxyType(
    {"height_cm": ("Chiều cao (cm)", 50, 220), "weight_kg": ("Cân nặng (kg)", 5, 200)}
)
_DAYS: Final = (("absent_excused", "Nghỉ có phép"), ("absent_unexcused", "Nghỉ không phép"))


class Kind(StrEnum):
    """What a column takes."""

    LEVEL = "level"
    TRAIT = "trait"
    SCORE = "score"
    COUNT = "count"
    MEASURE = "measure"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    One column of a grid. key: as in findings, `subjects/toan/level`.

    least, most: of a number; most of a comment: characters. due: a record needs it.
    """

    key: str
    label: str
    kind: Kind
    least: int = 0
    most: int = 0
    due: bool = False


Value = SubjectLevel | TraitLevel | int | Decimal | str | None
"""What a cell means; None when it is empty."""


def sections(pack: PrimaryPack, grade: int) -> tuple[tuple[str, str], ...]:
    """
    Return the grids of a class, key and label, in the order of the printed template.

    Raises: Refusal "rules.no_such_grade".
    """
    subjects = tuple((row.key, row.short) for row in programme(pack, grade))
    return (*subjects, (TRAITS, "Phẩm chất, năng lực"), (FACTS, "Ngày nghỉ, thể chất"))


def columns(pack: PrimaryPack, grade: int, section: str) -> tuple[Column, ...]:
    """
    Return the columns of a grid; empty for a section that the grade does not have.

    Raises: Refusal "rules.no_such_grade".
    """
    if section == TRAITS:
        return _trait_columns(pack, grade)
    if section == FACTS:
        return _fact_columns()
    row = next((row for row in programme(pack, grade) if row.key == section), None)
    if row is None:
        return ()
    place = f"subjects/{row.key}"
    level = Column(key=f"{place}/level", label="Mức đạt được", kind=Kind.LEVEL, due=row.required)
    score = Column(
        key=f"{place}/score",
        label="Điểm KTĐK",
        kind=Kind.SCORE,
        least=pack.score_least,
        most=pack.score_most,
        due=row.tested and row.required,
    )
    comment = Column(
        key=f"{place}/comment",
        label="Nhận xét",
        kind=Kind.COMMENT,
        most=pack.comment_subject_chars,
    )
    return (level, comment) if row.test is YearTest.NONE else (level, score, comment)


def _trait_columns(pack: PrimaryPack, grade: int) -> tuple[Column, ...]:
    found: list[Column] = []
    for group in pack.groups:
        found += [
            Column(
                key=f"traits/{row.key}/level", label=row.label, kind=Kind.TRAIT, due=row.required
            )
            for row in traits(pack, grade)
            if row.group == group.key
        ]
        label = f"Nhận xét: {group.label}"
        key = f"comments/{group.key}"
        found.append(Column(key=key, label=label, kind=Kind.COMMENT, most=group.limit_chars))
    return tuple(found)


def _fact_columns() -> tuple[Column, ...]:
    days = [Column(key=k, label=said, kind=Kind.COUNT, most=_MOST_DAYS) for k, said in _DAYS]
    measures = [
        Column(key=key, label=label, kind=Kind.MEASURE, least=least, most=most)
        for key, (label, least, most) in _MEASURES.items()
    ]
    return (*days, *measures)


def cell_text(year: YearAssessment | None, column: Column) -> str:
    """Return what a cell shows; empty where nothing has been given."""
    if year is None:
        return ""
    value = _given(year, column.key)
    return "" if value is None or isinstance(value, Missing) else str(value)


def _given(year: YearAssessment, key: str) -> object:
    place, *rest = key.split("/")
    if place == "subjects":
        subject = next((row for row in year.subjects if row.subject == rest[0]), None)
        return None if subject is None else getattr(subject, rest[1])
    if place == "traits":
        return next((row.level for row in year.traits if row.trait == rest[0]), None)
    return year.comments.get(rest[0]) if place == "comments" else getattr(year, place)


def cell_of(where: str) -> tuple[str, str] | None:
    """
    Return the grid and the column in which a finding of a year is mended, by its place.

    where: as `problems_of` tells it, `subjects/toan/score`. None for what no grid holds: a
    supplement, a grade.
    """
    place, _, rest = where.partition("/")
    if place == "subjects" and rest:
        subject, _, field = rest.partition("/")
        return subject, f"subjects/{subject}/{field or 'level'}"
    if place in ("traits", "comments") and rest:
        return TRAITS, f"traits/{rest.split('/')[0]}/level" if place == "traits" else where
    facts = {key for key, _ in _DAYS} | _MEASURES.keys()
    return (FACTS, place) if place in facts else None


def read_cell(column: Column, typed: str) -> Value | Finding:
    """
    Return what a typed cell means, or what is wrong with it, in the words of the import.

    Whether an optional subject is complete is asked of the whole year, by `problems_of`.
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 7.
    """
    text = clean_lines(typed) if column.kind is Kind.COMMENT else clean(typed)
    if not text:
        return None
    if column.kind in (Kind.LEVEL, Kind.TRAIT):
        return _level(column, text)
    if column.kind is Kind.COMMENT:
        return _comment(column, text)
    return _number(column, text)


def _wrong(code: str, column: Column, value: str, **details: str) -> Finding:
    told = {"value": value[:40], "column": column.label, **details}
    return Finding(code=code, where=column.key, details=told)


def _level(column: Column, text: str) -> Value | Finding:
    letter = "Đ" if text.upper() == "D" and column.kind is Kind.TRAIT else text.upper()
    if column.kind is Kind.TRAIT:
        if letter in _TRAIT_LEVELS:
            return TraitLevel(letter)
        code = "sheet.subject_level_in_trait" if letter == "H" else "sheet.not_a_level"
        return _wrong(code, column, text, levels="T, Đ, C")
    if letter in _SUBJECT_LEVELS:
        return SubjectLevel(letter)
    code = "sheet.trait_level_in_subject" if letter == "Đ" else "sheet.not_a_level"
    return _wrong(code, column, text, levels="T, H, C")


def _comment(column: Column, text: str) -> Value | Finding:
    if len(text) > column.most:
        length, limit = str(len(text)), str(column.most)
        return _wrong("assess.comment_too_long", column, text, length=length, limit=limit)
    if found := unprintable(text):
        return _wrong("assess.unprintable", column, text, characters=", ".join(found[:5]))
    return text


def _number(column: Column, text: str) -> Value | Finding:
    if not _NUMBER.fullmatch(text):
        return _wrong("sheet.not_a_number", column, text)
    number = Decimal(text.replace(",", "."))
    least, most = str(column.least), str(column.most)
    if column.kind is Kind.MEASURE:
        if column.least <= number <= column.most and number == round(number, 1):
            return number
        return _wrong("sheet.measure_out_of_range", column, text, least=least, most=most)
    is_score = column.kind is Kind.SCORE
    if is_score and number != int(number):
        return _wrong("sheet.score_not_whole", column, text)
    if number != int(number) or not column.least <= number <= column.most:
        code = "assess.score_out_of_range" if is_score else "sheet.count_out_of_range"
        name = column.label
        return _wrong(code, column, text, name=name, least=least, most=most)
    return int(number)


def with_values(year: YearAssessment, values: Mapping[str, Value]) -> YearAssessment:
    """Return the year with these cells changed, by column key; everything else stays."""
    for key, value in values.items():
        year = _with_value(year, key, value)
    return year


def _with_value(year: YearAssessment, key: str, value: Value) -> YearAssessment:
    place, *rest = key.split("/")
    if place == "subjects":
        return replace(year, subjects=_subjects_with(year.subjects, rest[0], rest[1], value))
    if place == "traits":
        others = tuple(row for row in year.traits if row.trait != rest[0])
        level = value if isinstance(value, TraitLevel) else None
        added = () if level is None else (TraitOutcome(trait=rest[0], level=level),)
        return replace(year, traits=(*others, *added))
    if place == "comments":
        comments = {k: v for k, v in year.comments.items() if k != rest[0]}
        return replace(year, comments=comments | ({rest[0]: str(value)} if value else {}))
    return _with_fact(year, place, value)


def _with_fact(year: YearAssessment, field: str, value: Value) -> YearAssessment:
    if field in _MEASURES:
        number = value if isinstance(value, Decimal) else None
        height = number if field == "height_cm" else year.height_cm
        weight = number if field == "weight_kg" else year.weight_kg
        return replace(year, height_cm=height, weight_kg=weight)
    count = value if isinstance(value, int) else None
    excused = count if field == "absent_excused" else year.absent_excused
    unexcused = count if field == "absent_unexcused" else year.absent_unexcused
    return replace(year, absent_excused=excused, absent_unexcused=unexcused)


def _subjects_with(
    rows: Sequence[SubjectOutcome], subject: str, field: str, value: Value
) -> tuple[SubjectOutcome, ...]:
    old = next((row for row in rows if row.subject == subject), None)
    row = old or SubjectOutcome(subject=subject, level=Missing.UNKNOWN)
    if field == "level":
        row = replace(row, level=value if isinstance(value, SubjectLevel) else Missing.UNKNOWN)
    elif field == "score":
        row = replace(row, score=value if isinstance(value, int) else Missing.NOT_APPLICABLE)
    else:
        row = replace(row, comment=str(value or ""))
    if isinstance(row.level, Missing) and not isinstance(row.score, int) and not row.comment:
        # An emptied row is no row: an optional subject is then simply not taken.
        return tuple(each for each in rows if each.subject != subject)
    if old is None:
        return (*rows, row)
    return tuple(row if each.subject == subject else each for each in rows)


def in_order(year: YearAssessment, pack: PrimaryPack) -> YearAssessment:
    """Return the year with its rows in the order of the printed template."""
    subject_keys = [row.key for row in programme(pack, year.grade)]
    trait_keys = [row.key for row in traits(pack, year.grade)]
    return replace(
        year,
        subjects=tuple(sorted(year.subjects, key=lambda row: _at(subject_keys, row.subject))),
        traits=tuple(sorted(year.traits, key=lambda row: _at(trait_keys, row.trait))),
    )


def _at(keys: Sequence[str], key: str) -> int:
    return keys.index(key) if key in keys else len(keys)

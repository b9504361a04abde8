"""A partial record as it is read: tables of what was assessed, and the paper that says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from hocba.core.assess.moments import Moment
from hocba.core.assess.secondary_year import SecondaryYear, Value
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.partial_content import Assessed
from hocba.core.compose.wire_secondary import value_text
from hocba.core.publish.extract_sheet import SheetPart
from hocba.core.publish.filled_form import Line, Signatures
from hocba.core.rules.library import pack, secondary
from hocba.core.rules.primary import PrimaryPack, traits
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.levels import PassLevel, Standing
from hocba.core.terms.missing import Missing

PARTIAL_FILE: Final = "hoc-ba-mot-phan.xml"
"""The signed document in its print. Source: spec/format.md §24.6."""

MOMENT_TITLES: Final[Mapping[Moment, str]] = MappingProxyType(
    {
        Moment.MID_FIRST: "Giữa học kì I",
        Moment.END_FIRST: "Cuối học kì I",
        Moment.MID_SECOND: "Giữa học kì II",
        Moment.YEAR_END: "Cuối năm học, phần đã đánh giá",
    }
)
SUBJECTS: Final = ("Môn học, hoạt động", "Mức đạt được", "Điểm kiểm tra", "Nhận xét")
TRAITS: Final = ("Phẩm chất, năng lực", "Mức đạt được")
TERMS: Final = ("Môn học, hoạt động", "Học kì I", "Học kì II", "Nhận xét")
OF_TRAITS: Final = "phẩm chất, năng lực"
OF_COMMENTS: Final = "nhận xét"
OF_TERMS: Final = "Kết quả theo học kì"
OF_CONDUCT: Final = "Rèn luyện, chuyên cần"
_PASS: Final = {PassLevel.REACHED: "Đạt", PassLevel.NOT_REACHED: "Chưa đạt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialSheet:
    """All that the paper of a partial record says. doubts: what could not be checked."""

    title: str
    environment: str
    school: str
    place: str
    code: str
    school_year: str
    version: int
    since: str
    until: str
    facts: tuple[Line, ...]
    parts: tuple[SheetPart, ...]
    place_date: str
    signatures: Signatures
    doubts: tuple[str, ...]
    digest: str
    last_signed_at: datetime
    file: bytes


def assessed_parts(assessed: Assessed, rule_pack: str) -> tuple[SheetPart, ...]:
    """
    Return what was assessed as tables, by moments or by terms.

    Raises: Refusal "rules.unknown_pack".
    """
    if isinstance(assessed, SecondaryYear):
        return tuple(_terms(assessed, secondary(rule_pack)))
    rules = pack(rule_pack)
    return tuple(
        part
        for each in assessed
        for part in _moment(MOMENT_TITLES[each.moment], each.results, rules)
    )


def _moment(title: str, results: YearAssessment, rules: PrimaryPack) -> Iterator[SheetPart]:
    if results.subjects:
        yield SheetPart(
            title=title,
            columns=SUBJECTS,
            rows=tuple(
                (
                    rules.subject_label(row.subject),
                    "" if isinstance(row.level, Missing) else rules.subject_level_labels[row.level],
                    "" if isinstance(row.score, Missing) else str(row.score),
                    row.comment,
                )
                for row in results.subjects
            ),
        )
    yield from _groups(title, results, rules)


def _groups(title: str, results: YearAssessment, rules: PrimaryPack) -> Iterator[SheetPart]:
    labels = {row.key: row.label for row in traits(rules, results.grade)}
    rows = tuple(
        (
            labels.get(one.trait, one.trait),
            "–" if isinstance(one.level, Missing) else rules.trait_level_labels[one.level],
        )
        for one in results.traits
    )
    if rows:
        yield SheetPart(title=f"{title}: {OF_TRAITS}", columns=TRAITS, rows=rows)
    told = tuple(
        (group.label, comment)
        for group in rules.groups
        if (comment := results.comments.get(group.key, ""))
    )
    if told:
        yield SheetPart(title=f"{title}: {OF_COMMENTS}", columns=(), rows=told)


def _terms(year: SecondaryYear, rules: SecondaryPack) -> Iterator[SheetPart]:
    if year.subjects:
        yield SheetPart(
            title=OF_TERMS,
            columns=TERMS,
            rows=tuple(
                (
                    rules.subject_label(row.subject),
                    _value(row.first),
                    _value(row.second),
                    row.comment,
                )
                for row in year.subjects
            ),
        )
    pairs = (
        ("Kết quả rèn luyện, học kì I", _standing(year.conduct_first, rules)),
        ("Kết quả rèn luyện, học kì II", _standing(year.conduct_second, rules)),
        ("Số buổi nghỉ học", "" if year.absences is None else str(year.absences)),
        ("Nhận xét của giáo viên chủ nhiệm", year.comment),
    )
    told = tuple(pair for pair in pairs if pair[1])
    if told:
        yield SheetPart(title=OF_CONDUCT, columns=(), rows=told)


def _value(value: Value) -> str:
    if isinstance(value, Missing):
        return "Miễn" if value is Missing.NOT_ASSESSED else ""
    return _PASS[value] if isinstance(value, PassLevel) else value_text(value).replace(".", ",")


def _standing(level: Standing | Missing, rules: SecondaryPack) -> str:
    return "" if isinstance(level, Missing) else rules.standing_labels[level]

"""
Write a secondary year's content as canonical XML. Source: spec/format.md §4.12.

What is the same for every school is written by `wire`; results, and the `Id`s by which a subject
teacher's signature names what it covers, are written here.
"""

from base64 import b64encode
from decimal import Decimal
from typing import Final

from hocba.core.assess.secondary_year import (
    SecondaryOutcome,
    SecondaryYear,
    SubjectResult,
    SubjectTerms,
    Value,
)
from hocba.core.compose.canonical import declared, element, text
from hocba.core.compose.content import SecondaryContent
from hocba.core.compose.wire import (
    CONTENT_ID,
    WrittenContent,
    changes_leaf,
    decimal_text,
    general_leaf,
    pupil_leaves,
    school_leaf,
    value_element,
)
from hocba.core.rules.library import secondary
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.levels import Standing
from hocba.core.terms.missing import Missing

SECONDARY_NAMESPACE: Final = "urn:hocba:hoc-ba-trung-hoc:1"
GENERAL_ID: Final = "tt-chung"
BASIC_ID: Final = "co-ban"
_TENTH: Final = Decimal("0.1")


def row_id(subject: str) -> str:
    """Return the `Id` of a subject's `MonHoc`."""
    return f"mon-{subject}"


def written_secondary(content: SecondaryContent) -> WrittenContent:
    """Write a content; the same content always gives the same bytes."""
    rules = secondary(content.general.rule_pack)
    stage = rules.form(content.general.grade).stage
    before = [general_leaf(content.general, stage, Id=GENERAL_ID), school_leaf(content.school)]
    pupil = pupil_leaves(content.pupil, Id=BASIC_ID)
    mode = _mode(content.assessment)
    subjects = _rows(content, rules)
    results = _result_leaves(content.assessment, content.outcome)
    changes = changes_leaf(content.changes)
    body = element(
        "NoiDung",
        *before,
        element("HocSinh", *pupil),
        element("KetQua", mode, element("DSMonHoc", *subjects), *results),
        changes,
        element("MuoiTrichLuc", b64encode(content.extract_seed).decode()),
        Id=CONTENT_ID,
    )
    leaves = [*before, *pupil, mode, *subjects, *results, changes]
    return WrittenContent(
        xml=declared(body, SECONDARY_NAMESPACE).encode(),
        leaves=tuple(declared(leaf, SECONDARY_NAMESPACE).encode() for leaf in leaves),
    )


def value_text(value: Decimal | Standing | str) -> str:
    """Write a mark with its one place, `8.0`, or a level by its published letter."""
    return decimal_text(value.quantize(_TENTH)) if isinstance(value, Decimal) else str(value)


def _mode(year: SecondaryYear) -> str:
    return element("DienDanhGia", "KHONG_DANH_GIA" if year.not_assessed_by_law else "BINH_THUONG")


def _rows(content: SecondaryContent, rules: SecondaryPack) -> list[str]:
    results = {one.subject: one for one in content.outcome.subjects}
    return [_row(row, results[row.subject], rules) for row in content.assessment.subjects]


def _row(row: SubjectTerms, result: SubjectResult, rules: SecondaryPack) -> str:
    return element(
        "MonHoc",
        term_value("HocKi1", row.first),
        term_value("HocKi2", row.second),
        term_value("CaNam", result.year),
        term_value("DanhGiaLai", result.again),
        element("NhanXet", text(row.comment)),
        Id=row_id(row.subject),
        Ma=row.subject,
        Ten=rules.subject_label(row.subject),
    )


def term_value(name: str, value: Value | Standing | None) -> str:
    """Write a mark or a level of one term, or why there is none; None does not apply."""
    if value is None:
        return value_element(name, Missing.NOT_APPLICABLE)
    return value_element(name, value if isinstance(value, Missing) else value_text(value))


def _result_leaves(year: SecondaryYear, outcome: SecondaryOutcome) -> list[str]:
    titles = [element("DanhHieu", title) for title in outcome.titles]
    others = [element("Khac", text(award)) for award in year.other_awards]
    absences = Missing.UNKNOWN if year.absences is None else year.absences
    return [
        element(
            "RenLuyen",
            term_value("HocKi1", year.conduct_first),
            term_value("HocKi2", year.conduct_second),
            term_value("CaNam", outcome.conduct),
            term_value("SauHe", outcome.conduct_again),
        ),
        element(
            "HocTap",
            term_value("HocKi1", outcome.learning_first),
            term_value("HocKi2", outcome.learning_second),
            term_value("CaNam", outcome.learning),
            term_value("SauHe", outcome.learning_again),
        ),
        element("ChuyenCan", value_element("SoBuoiNghi", absences)),
        *_summer(year),
        *_decision(year),
        element("KhenThuong", *titles, *others),
        element("NhanXetChuNhiem", text(year.comment)),
        element("LenLop", outcome.promotion.value),
    ]


def _summer(year: SecondaryYear) -> list[str]:
    """Tell that the summer is over; what it brought in subjects stands in their rows."""
    if year.summer is None:
        return []
    conduct = year.summer.conduct
    return [element("TrongHe", *([term_value("RenLuyenLai", conduct)] if conduct else []))]


def _decision(year: SecondaryYear) -> list[str]:
    if year.promoted is None:
        return []
    return [element("QuyetDinh", LenLop="1" if year.promoted else "0", CanCu=year.basis)]

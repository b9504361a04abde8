"""
Write a record's content as canonical XML, leaf by leaf. Source: spec/format.md §4.

The leaves are also what an extract can show one by one (spec/format.md §6).
"""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from hocba.core.assess.year import SubjectOutcome, Supplement, TraitOutcome, YearAssessment
from hocba.core.compose.canonical import declared, element, text
from hocba.core.compose.content import (
    FORMAT_VERSION,
    Change,
    General,
    NoYearBefore,
    RecordContent,
    Replaced,
    School,
    YearBefore,
)
from hocba.core.rules.library import pack
from hocba.core.rules.primary import PrimaryPack, traits
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Place, Pupil

NAMESPACE: Final = "urn:hocba:hoc-ba:1"
CONTENT_ID: Final = "noi-dung"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenContent:
    """
    A content's bytes.

    xml: exclusive canonical form of `NoiDung`, its namespace declared on itself.
    leaves: exclusive canonical form of every leaf of the extract tree, in order.
    """

    xml: bytes
    leaves: tuple[bytes, ...]


def written(content: RecordContent) -> WrittenContent:
    """Write a content; the same content always gives the same bytes."""
    before = [general_leaf(content.general, "TIEU_HOC"), school_leaf(content.school)]
    pupil = pupil_leaves(content.pupil)
    rules = pack(content.general.rule_pack)
    subjects = [subject_leaf(row, rules) for row in content.assessment.subjects]
    head, tail = _result_leaves(content, rules)
    changes = changes_leaf(content.changes)
    body = element(
        "NoiDung",
        *before,
        element("HocSinh", *pupil),
        element("KetQua", *head, element("DSMonHoc", *subjects), *tail),
        changes,
        element("MuoiTrichLuc", b64encode(content.extract_seed).decode()),
        Id=CONTENT_ID,
    )
    leaves = [*before, *pupil, *head, *subjects, *tail, changes]
    return WrittenContent(
        xml=declared(body, NAMESPACE).encode(),
        leaves=tuple(declared(leaf, NAMESPACE).encode() for leaf in leaves),
    )


def instant(at: datetime) -> str:
    """Write an instant to the second with its offset: `2026-06-04T16:12:05+07:00`."""
    return at.isoformat(timespec="seconds")


def decimal_text(value: Decimal) -> str:
    """Write a decimal without exponent: `131.5`."""
    return format(value, "f")


def value_element(name: str, value: str | int | Missing) -> str:
    """Write a value, or an empty element that says why there is none."""
    if isinstance(value, Missing):
        return element(name, Thieu=value.value)
    return element(name, text(str(value)))


def _optional(name: str, value: str | None) -> str:
    return element(name, text(value)) if value else element(name, Thieu=Missing.UNKNOWN.value)


def _place(name: str, place: Place) -> str:
    return element(name, text(place.name), Ma=place.code)


def _digest(value: bytes) -> str:
    return element("BamNoiDung", b64encode(value).decode())


def general_leaf(general: General, stage: str, **attributes: str) -> str:
    """Write `TTChung`. stage: `CapHoc`, the level of the school."""
    return element(
        "TTChung",
        element("DinhDang", FORMAT_VERSION),
        element("MaHocBa", general.record_code),
        element("PhienBan", str(general.version)),
        element("MoiTruong", general.environment.value),
        element("NamHoc", str(general.school_year)),
        element("CapHoc", stage),
        element("Khoi", str(general.grade)),
        element("Lop", text(general.class_name)),
        element("GoiQuyTac", general.rule_pack),
        element("MauIn", general.print_template),
        element("ChinhSachKy", general.signing_policy),
        element(
            "PhanMem",
            Ten=general.software.name,
            PhienBan=general.software.version,
            NhaCungCap=general.software.vendor,
        ),
        element("LapLuc", instant(general.composed_at)),
        *([_replaced(general.replaces)] if general.replaces else []),
        _year_before(general.year_before),
        **attributes,
    )


def _replaced(replaced: Replaced) -> str:
    return element(
        "ThayThe",
        _digest(replaced.content_digest),
        PhienBan=str(replaced.version),
        LyDo=replaced.reason.value,
        CanCu=replaced.basis,
        PheDuyet=replaced.approved_by,
    )


def _year_before(before: YearBefore | NoYearBefore) -> str:
    if isinstance(before, NoYearBefore):
        return element("NamTruoc", LyDo=before.value)
    return element(
        "NamTruoc",
        _digest(before.content_digest),
        NamHoc=str(before.school_year),
        PhienBan=str(before.version),
    )


def school_leaf(school: School) -> str:
    """Write `CoSo`."""
    return element(
        "CoSo",
        element("Ten", text(school.name)),
        _place("Xa", school.ward),
        *([_place("Huyen", school.district)] if school.district else []),
        _place("Tinh", school.province),
        Ma=school.code,
        LoaiHinh=school.kind,
    )


def pupil_leaves(pupil: Pupil, **basic: str) -> list[str]:
    """Write the leaves of `HocSinh`. basic: attributes of the first."""
    guardians = [
        element("NguoiThan", text(g.full_name), QuanHe=g.relation, NgheNghiep=g.occupation)
        for g in pupil.guardians
    ]
    return [
        element(
            "CoBan",
            element("HoTen", text(pupil.full_name)),
            element("NgaySinh", pupil.born_on.isoformat()),
            element("GioiTinh", pupil.gender.value),
            **basic,
        ),
        element(
            "DinhDanh",
            element("MaHocSinh", text(pupil.sector_code)),
            value_element("SoDinhDanh", pupil.personal_id),
        ),
        element(
            "NhanThan",
            _optional("DanToc", pupil.ethnic_code),
            element("QuocTich", pupil.nationality),
            _optional("NoiSinh", pupil.birth_place),
            _optional("QueQuan", pupil.home_town),
            _optional("NoiO", pupil.address),
        ),
        element("GiaDinh", *guardians),
    ]


def subject_leaf(row: SubjectOutcome, rules: PrimaryPack) -> str:
    """Write a `MonHoc`."""
    return element(
        "MonHoc",
        value_element("Muc", row.level),
        value_element("Diem", row.score),
        element("NhanXet", text(row.comment)),
        Ma=row.subject,
        Ten=rules.subject_label(row.subject),
    )


def _result_leaves(content: RecordContent, rules: PrimaryPack) -> tuple[list[str], list[str]]:
    year, outcome = content.assessment, content.outcome
    head = [
        element("DienDanhGia", "KHONG_DANH_GIA" if year.not_assessed_by_law else "BINH_THUONG"),
        element(
            "TheTrang", _measure("ChieuCao", year.height_cm), _measure("CanNang", year.weight_kg)
        ),
        element(
            "ChuyenCan",
            _count("NghiCoPhep", year.absent_excused),
            _count("NghiKhongPhep", year.absent_unexcused),
        ),
    ]
    groups = [group_leaf(group.key, year, rules) for group in rules.groups]
    supplement = [_supplement(year.supplement, rules)] if year.supplement else []
    awards = [element("DanhHieu", award) for award in outcome.awards]
    others = [element("Khac", text(award)) for award in year.other_awards]
    tail = [
        *groups,
        *supplement,
        value_element("DanhGia", outcome.result),
        element("KhenThuong", *awards, *others, LopCongNhan="1" if year.recognised else "0"),
        element("HoanThanh", outcome.completion.value),
    ]
    return head, tail


def _measure(name: str, value: Decimal | None) -> str:
    return value_element(name, Missing.UNKNOWN if value is None else decimal_text(value))


def _count(name: str, value: int | None) -> str:
    return value_element(name, Missing.UNKNOWN if value is None else value)


def _levels(traits: Iterable[TraitOutcome]) -> list[str]:
    return [
        element("Muc", Ma=t.trait, Thieu=t.level.value)
        if isinstance(t.level, Missing)
        else element("Muc", t.level.value, Ma=t.trait)
        for t in traits
    ]


def group_leaf(group: str, year: YearAssessment, rules: PrimaryPack) -> str:
    """Write a `NhomDanhGia`: the levels of a group's traits, and the comment on the group."""
    members = {row.key for row in traits(rules, year.grade) if row.group == group}
    levels = _levels(t for t in year.traits if t.trait in members)
    return element(
        "NhomDanhGia",
        *levels,
        element("NhanXet", text(year.comments.get(group, ""))),
        Ma=group,
    )


def _supplement(supplement: Supplement, rules: PrimaryPack) -> str:
    decision = []
    if supplement.promoted is not None:
        promoted = "1" if supplement.promoted else "0"
        decision = [element("QuyetDinh", LenLop=promoted, CanCu=supplement.basis)]
    return element(
        "DanhGiaBoSung",
        *[subject_leaf(row, rules) for row in supplement.subjects],
        *_levels(supplement.traits),
        *decision,
    )


def changes_leaf(changes: Iterable[Change]) -> str:
    """Write `ThayDoiSauKhoa`."""
    return element("ThayDoiSauKhoa", *map(_change, changes))


def _change(change: Change) -> str:
    return element(
        "ThayDoi",
        element("Cu", text(change.old)),
        element("Moi", text(change.new)),
        Truong=change.field,
        Nguoi=change.by,
        Luc=instant(change.at),
        LyDo=change.reason,
    )

"""
Read a content from a parsed `NoiDung`, by position, into values.

Takes any element tree whose elements have `tag`, `text`, `get` and iterate over their
children; the caller has validated it against the schema of its version first, so a
value that does not parse here means a schema that is too lenient, and is refused.
Source: spec/format.md §4.
"""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final, Protocol, TypeVar

from hocba.core.assess.year import (
    SubjectOutcome,
    Supplement,
    TraitOutcome,
    YearAssessment,
    YearOutcome,
)
from hocba.core.compose.content import (
    AmendReason,
    Change,
    General,
    NoYearBefore,
    RecordContent,
    Replaced,
    School,
    Software,
    YearBefore,
)
from hocba.core.rules.library import pack
from hocba.core.terms.codes import Gender, PersonalId, SchoolCode, parsed_record_code, school_year
from hocba.core.terms.environment import Environment
from hocba.core.terms.levels import Completion, SubjectLevel, TraitLevel, YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Guardian, Place, Pupil


class Node(Protocol):
    """What lxml's and the standard library's elements have in common."""

    @property
    def tag(self) -> str:
        """Name in Clark notation."""
        ...

    @property
    def text(self) -> str | None:
        """Character data before the first child."""
        ...

    def get(self, key: str, /) -> str | None:
        """Return an attribute's value or None."""
        ...

    def __iter__(self) -> Iterator["Node"]:
        """Children in order."""
        ...


_WITH_SUBJECTS: Final = frozenset({"DSMonHoc", "DanhGiaBoSung"})
_YEARS: Final = range(1900, 3000)


def is_plausible(at: datetime) -> bool:
    """
    Tell whether an instant has an offset and can be reckoned with.

    At the ends of the calendar a change of offset overflows; no record is that old.
    """
    return at.tzinfo is not None and at.year in _YEARS


def content_of(node: Node) -> RecordContent:
    """
    Read `NoiDung`.

    Raises: Refusal "record.unreadable_value" naming the element, where a value is not one
    that its type can hold although the schema let it pass; "record.label_differs" where a
    subject's printed name is not that of its key; "code.*" for codes.
    """
    try:
        general, school, pupil, result, changes, seed = node
        _require_labels(result, _text(_child(general, "GoiQuyTac")))
        assessment, outcome = _result(result, grade=int(_text(_child(general, "Khoi"))))
        return RecordContent(
            general=_general(general),
            school=_school(school),
            pupil=_pupil(pupil),
            assessment=assessment,
            outcome=outcome,
            extract_seed=b64decode(_text(seed), validate=True),
            changes=tuple(_change(change) for change in changes),
        )
    except (ValueError, KeyError, ArithmeticError) as problem:
        raise Refusal("record.unreadable_value", str(problem), value=str(problem)[:80]) from problem


def _require_labels(result: Node, pack_id: str) -> None:
    # The mark of one subject under the name of another would be signed, and read wrongly.
    labels = _labels(pack_id)
    for part in result:
        if local_name(part) in _WITH_SUBJECTS:
            for row in part:
                key, stated = row.get("Ma") or "", row.get("Ten")
                if stated is not None and labels.get(key, stated) != stated:
                    raise Refusal("record.label_differs", subject=key, value=stated[:80])


@lru_cache(maxsize=16)
def _labels(pack_id: str) -> Mapping[str, str]:
    try:
        return {subject.key: subject.label for subject in pack(pack_id).subjects}
    except Refusal:
        # An unknown pack is the judge's to report.
        return {}


def local_name(node: Node) -> str:
    """Return an element's name without its namespace."""
    return node.tag.rpartition("}")[2]


def _text(node: Node) -> str:
    return node.text or ""


def _attribute(node: Node, name: str) -> str:
    value = node.get(name)
    if value is None:
        raise KeyError(f"{local_name(node)}/@{name}")
    return value


def _children(node: Node) -> dict[str, Node]:
    return {local_name(child): child for child in node}


def _child(node: Node, name: str) -> Node:
    return _children(node)[name]


def _missing(node: Node) -> Missing | None:
    reason = node.get("Thieu")
    if reason is not None and _text(node):
        # One reader would show the value, another the reason why there is none.
        raise ValueError(f"{local_name(node)}: Thieu, {_text(node)[:20]}")
    return None if reason is None else Missing(reason)


def _optional(node: Node) -> str:
    return "" if _missing(node) else _text(node)


def _instant(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    if not is_plausible(at):
        raise ValueError(written)
    return at


_Level = TypeVar("_Level", bound=StrEnum)


def _level(node: Node, kind: type[_Level]) -> _Level | Missing:
    return _missing(node) or kind(_text(node))


def _digest(node: Node) -> bytes:
    return b64decode(_text(_child(node, "BamNoiDung")), validate=True)


def _general(node: Node) -> General:
    parts = _children(node)
    software = parts["PhanMem"]
    return General(
        record_code=parsed_record_code(_text(parts["MaHocBa"])),
        version=int(_text(parts["PhienBan"])),
        environment=Environment(_text(parts["MoiTruong"])),
        school_year=school_year(_text(parts["NamHoc"])),
        grade=int(_text(parts["Khoi"])),
        class_name=_text(parts["Lop"]),
        rule_pack=_text(parts["GoiQuyTac"]),
        print_template=_text(parts["MauIn"]),
        signing_policy=_text(parts["ChinhSachKy"]),
        software=Software(
            name=_attribute(software, "Ten"),
            version=_attribute(software, "PhienBan"),
            vendor=_attribute(software, "NhaCungCap"),
        ),
        composed_at=_instant(_text(parts["LapLuc"])),
        year_before=_year_before(parts["NamTruoc"]),
        replaces=_replaced(parts["ThayThe"]) if "ThayThe" in parts else None,
    )


def _replaced(node: Node) -> Replaced:
    return Replaced(
        version=int(_attribute(node, "PhienBan")),
        content_digest=_digest(node),
        reason=AmendReason(_attribute(node, "LyDo")),
        basis=_attribute(node, "CanCu"),
        approved_by=_attribute(node, "PheDuyet"),
    )


def _year_before(node: Node) -> YearBefore | NoYearBefore:
    reason = node.get("LyDo")
    if reason is not None:
        return NoYearBefore(reason)
    return YearBefore(
        school_year=school_year(_attribute(node, "NamHoc")),
        version=int(_attribute(node, "PhienBan")),
        content_digest=_digest(node),
    )


def _place(node: Node) -> Place:
    return Place(code=_attribute(node, "Ma"), name=_text(node))


def _school(node: Node) -> School:
    parts = _children(node)
    return School(
        code=SchoolCode(_attribute(node, "Ma")),
        name=_text(parts["Ten"]),
        kind=_attribute(node, "LoaiHinh"),
        ward=_place(parts["Xa"]),
        province=_place(parts["Tinh"]),
        district=_place(parts["Huyen"]) if "Huyen" in parts else None,
    )


def _pupil(node: Node) -> Pupil:
    basic, identity, origin, family = (_children(part) for part in node)
    number = identity["SoDinhDanh"]
    return Pupil(
        sector_code=_text(identity["MaHocSinh"]),
        personal_id=_missing(number) or PersonalId(_text(number)),
        full_name=_text(basic["HoTen"]),
        born_on=date.fromisoformat(_text(basic["NgaySinh"])),
        gender=Gender(_text(basic["GioiTinh"])),
        ethnic_code=_optional(origin["DanToc"]) or None,
        nationality=_text(origin["QuocTich"]),
        birth_place=_optional(origin["NoiSinh"]),
        home_town=_optional(origin["QueQuan"]),
        address=_optional(origin["NoiO"]),
        guardians=tuple(_guardian(member) for member in list(node)[3]) if family else (),
    )


def _guardian(node: Node) -> Guardian:
    return Guardian(
        relation=_attribute(node, "QuanHe"),
        full_name=_text(node),
        occupation=_attribute(node, "NgheNghiep"),
    )


def _result(node: Node, *, grade: int) -> tuple[YearAssessment, YearOutcome]:
    parts = _children(node)
    groups = [child for child in node if local_name(child) == "NhomDanhGia"]
    if len({_attribute(group, "Ma") for group in groups}) != len(groups):
        raise ValueError("NhomDanhGia/@Ma")
    body, presence, praise = parts["TheTrang"], parts["ChuyenCan"], parts["KhenThuong"]
    assessment = YearAssessment(
        grade=grade,
        subjects=tuple(_subject(row) for row in parts["DSMonHoc"]),
        traits=tuple(trait for group in groups for trait in _traits(group)),
        comments={
            _attribute(g, "Ma"): words for g in groups if (words := _text(_child(g, "NhanXet")))
        },
        height_cm=_decimal(_child(body, "ChieuCao")),
        weight_kg=_decimal(_child(body, "CanNang")),
        absent_excused=_integer(_child(presence, "NghiCoPhep")),
        absent_unexcused=_integer(_child(presence, "NghiKhongPhep")),
        not_assessed_by_law=_text(parts["DienDanhGia"]) == "KHONG_DANH_GIA",
        recognised=_attribute(praise, "LopCongNhan") == "1",
        other_awards=tuple(_text(p) for p in praise if local_name(p) == "Khac"),
        supplement=_supplement(parts["DanhGiaBoSung"]) if "DanhGiaBoSung" in parts else None,
    )
    outcome = YearOutcome(
        result=_level(parts["DanhGia"], YearResult),
        completion=Completion(_text(parts["HoanThanh"])),
        awards=tuple(_text(p) for p in praise if local_name(p) == "DanhHieu"),
    )
    return assessment, outcome


def _decimal(node: Node) -> Decimal | None:
    return None if _missing(node) else Decimal(_text(node))


def _integer(node: Node) -> int | None:
    return None if _missing(node) else int(_text(node))


def _subject(node: Node) -> SubjectOutcome:
    level, score, comment = node
    return SubjectOutcome(
        subject=_attribute(node, "Ma"),
        level=_level(level, SubjectLevel),
        score=_missing(score) or int(_text(score)),
        comment=_text(comment),
    )


def _traits(group: Node) -> Iterator[TraitOutcome]:
    for node in group:
        if local_name(node) == "Muc":
            yield TraitOutcome(trait=_attribute(node, "Ma"), level=_level(node, TraitLevel))


def _supplement(node: Node) -> Supplement:
    decision = _children(node).get("QuyetDinh")
    return Supplement(
        subjects=tuple(_subject(n) for n in node if local_name(n) == "MonHoc"),
        traits=tuple(_traits(node)),
        promoted=None if decision is None else _attribute(decision, "LenLop") == "1",
        basis="" if decision is None else _attribute(decision, "CanCu"),
    )


def _change(node: Node) -> Change:
    parts = _children(node)
    return Change(
        field=_attribute(node, "Truong"),
        old=_text(parts["Cu"]),
        new=_text(parts["Moi"]),
        by=_attribute(node, "Nguoi"),
        at=_instant(_attribute(node, "Luc")),
        reason=_attribute(node, "LyDo"),
    )

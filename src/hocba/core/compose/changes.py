"""What differs between two contents of one record, named so that a parent can read it."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from hocba.core.assess.year import SubjectOutcome, Supplement, TraitOutcome, YearAssessment
from hocba.core.compose.content import AnyContent, Change, RecordContent, SecondaryContent
from hocba.core.compose.secondary_changes import secondary_fields
from hocba.core.compose.wire import decimal_text
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Pupil


def changes_between(
    old: AnyContent, new: AnyContent, *, by: str, at: datetime, reason: str
) -> tuple[Change, ...]:
    """
    Return one change a field, in the order of the form; a field that went away has no new text.

    Fields are named as places in the record: `HocSinh/HoTen`, `KetQua/MonHoc[toan]/Diem`.
    """
    before, after = dict(_fields(old)), dict(_fields(new))
    return tuple(
        Change(
            field=field,
            old=before.get(field, ""),
            new=after.get(field, ""),
            by=by,
            at=at,
            reason=reason,
        )
        for field in dict.fromkeys([*before, *after])
        if before.get(field, "") != after.get(field, "")
    )


def _fields(content: AnyContent) -> Iterator[tuple[str, str]]:
    yield "TTChung/Lop", content.general.class_name
    yield "CoSo/Ten", content.school.name
    yield from _pupil(content.pupil)
    if isinstance(content, SecondaryContent):
        yield from secondary_fields(content.assessment, content.outcome)
    else:
        yield from _results(content)


def _results(content: RecordContent) -> Iterator[tuple[str, str]]:
    yield from _year(content.assessment)
    yield "KetQua/DanhGia", content.outcome.result.value
    yield "KetQua/KhenThuong", ", ".join(content.outcome.awards)
    yield "KetQua/HoanThanh", content.outcome.completion.value


def _pupil(pupil: Pupil) -> Iterator[tuple[str, str]]:
    yield "HocSinh/HoTen", pupil.full_name
    yield "HocSinh/NgaySinh", pupil.born_on.isoformat()
    yield "HocSinh/GioiTinh", pupil.gender.value
    yield "HocSinh/SoDinhDanh", _stated(pupil.personal_id)
    yield "HocSinh/DanToc", pupil.ethnic_code or ""
    yield "HocSinh/QuocTich", pupil.nationality
    yield "HocSinh/NoiSinh", pupil.birth_place
    yield "HocSinh/QueQuan", pupil.home_town
    yield "HocSinh/NoiO", pupil.address
    for guardian in pupil.guardians:
        words = ", ".join(part for part in (guardian.full_name, guardian.occupation) if part)
        yield f"HocSinh/NguoiThan[{guardian.relation}]", words


def _year(year: YearAssessment) -> Iterator[tuple[str, str]]:
    yield "KetQua/DienDanhGia", "KHONG_DANH_GIA" if year.not_assessed_by_law else ""
    yield "KetQua/ChieuCao", "" if year.height_cm is None else decimal_text(year.height_cm)
    yield "KetQua/CanNang", "" if year.weight_kg is None else decimal_text(year.weight_kg)
    yield "KetQua/NghiCoPhep", _count(year.absent_excused)
    yield "KetQua/NghiKhongPhep", _count(year.absent_unexcused)
    yield from _subjects("KetQua/MonHoc", year.subjects)
    yield from _traits("KetQua", year.traits)
    yield from _comments(year.comments)
    yield "KetQua/LopCongNhan", "1" if year.recognised else ""
    yield "KetQua/KhenThuong/Khac", "; ".join(year.other_awards)
    if year.supplement is not None:
        yield from _supplement(year.supplement)


def _supplement(supplement: Supplement) -> Iterator[tuple[str, str]]:
    place = "KetQua/DanhGiaBoSung"
    yield from _subjects(f"{place}/MonHoc", supplement.subjects)
    yield from _traits(place, supplement.traits)
    decided = {None: "", True: "1", False: "0"}[supplement.promoted]
    yield f"{place}/QuyetDinh", " ".join(part for part in (decided, supplement.basis) if part)


def _subjects(place: str, rows: tuple[SubjectOutcome, ...]) -> Iterator[tuple[str, str]]:
    for row in rows:
        where = f"{place}[{row.subject}]"
        yield f"{where}/Muc", _stated(row.level)
        yield f"{where}/Diem", _stated(row.score)
        yield f"{where}/NhanXet", row.comment


def _traits(place: str, rows: tuple[TraitOutcome, ...]) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield f"{place}/Muc[{row.trait}]", _stated(row.level)


def _comments(comments: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for group in sorted(comments):
        yield f"KetQua/NhomDanhGia[{group}]/NhanXet", comments[group]


def _count(value: int | None) -> str:
    return "" if value is None else str(value)


def _stated(value: str | int) -> str:
    # A missing value reads as nothing, so that giving it later shows as "" -> "9".
    return "" if isinstance(value, Missing) else str(value)

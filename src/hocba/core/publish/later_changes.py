"""What happened after the marks: supplementary assessment, changes after lock, new versions."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from hocba.core.assess.year import SubjectOutcome, YearAssessment
from hocba.core.compose.content import AmendReason, Change, Replaced
from hocba.core.publish.printed_words import short_date
from hocba.core.rules.library import AnyPack
from hocba.core.rules.primary import PrimaryPack
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.missing import Missing
from hocba.core.terms.vietnam import day_in_vietnam

_REASONS: Final = {
    AmendReason.WRONG_MARK: "sai kết quả",
    AmendReason.WRONG_PERSONAL_FACT: "sai thông tin cá nhân",
    AmendReason.PERSONAL_FACT_CHANGED: "cải chính hộ tịch",
    AmendReason.LATE_PERSONAL_ID: "bổ sung số định danh cá nhân",
    AmendReason.COMPLAINT_UPHELD: "giải quyết khiếu nại",
    AmendReason.COMPUTATION_ERROR: "lỗi tính toán",
}
_PARTS: Final = {
    "Muc": "mức",
    "Diem": "điểm",
    "NhanXet": "nhận xét",
    "HocKi1": "học kì I",
    "HocKi2": "học kì II",
    "CaNam": "cả năm",
    "DanhGiaLai": "sau đánh giá lại",
}
_FIELDS: Final = {
    "TTChung/Lop": "Lớp",
    "CoSo/Ten": "Tên trường",
    "HocSinh/HoTen": "Họ và tên",
    "HocSinh/NgaySinh": "Ngày sinh",
    "HocSinh/GioiTinh": "Giới tính",
    "HocSinh/SoDinhDanh": "Số định danh cá nhân",
    "HocSinh/DanToc": "Dân tộc",
    "HocSinh/QuocTich": "Quốc tịch",
    "HocSinh/NoiSinh": "Nơi sinh",
    "HocSinh/QueQuan": "Quê quán",
    "HocSinh/NoiO": "Nơi ở hiện nay",
    "HocSinh/NguoiThan[CHA]": "Cha",
    "HocSinh/NguoiThan[ME]": "Mẹ",
    "HocSinh/NguoiThan[GIAM_HO]": "Người giám hộ",
    "KetQua/DienDanhGia": "Diện đánh giá",
    "KetQua/ChieuCao": "Chiều cao",
    "KetQua/CanNang": "Cân nặng",
    "KetQua/NghiCoPhep": "Nghỉ có phép",
    "KetQua/NghiKhongPhep": "Nghỉ không phép",
    "KetQua/LopCongNhan": "Lớp công nhận",
    "KetQua/KhenThuong": "Khen thưởng",
    "KetQua/KhenThuong/Khac": "Khen thưởng khác",
    "KetQua/DanhGia": "Đánh giá kết quả giáo dục",
    "KetQua/HoanThanh": "Hoàn thành chương trình",
    "KetQua/DanhGiaBoSung/QuyetDinh": "Quyết định của Hiệu trưởng",
    "KetQua/RenLuyen/HocKi1": "Rèn luyện học kì I",
    "KetQua/RenLuyen/HocKi2": "Rèn luyện học kì II",
    "KetQua/RenLuyen/CaNam": "Rèn luyện cả năm",
    "KetQua/RenLuyen/SauHe": "Rèn luyện sau kì nghỉ hè",
    "KetQua/HocTap/HocKi1": "Học tập học kì I",
    "KetQua/HocTap/HocKi2": "Học tập học kì II",
    "KetQua/HocTap/CaNam": "Học tập cả năm",
    "KetQua/HocTap/SauHe": "Học tập sau đánh giá lại",
    "KetQua/ChuyenCan/SoBuoiNghi": "Số buổi nghỉ học",
    "KetQua/QuyetDinh": "Quyết định của Hiệu trưởng",
    "KetQua/NhanXetChuNhiem": "Nhận xét của giáo viên chủ nhiệm",
    "KetQua/LenLop": "Lên lớp",
}
_ROW: Final = re.compile(r"KetQua(/DanhGiaBoSung)?/(MonHoc|Muc|NhomDanhGia)\[(\w+)\](?:/(\w+))?")
# A comment is a paragraph; the paper shows how it begins, the signed file holds it whole.
_SHOWN_CHARS: Final = 60


def supplement_lines(year: YearAssessment, rules: PrimaryPack) -> tuple[str, ...]:
    """Return the results of the year that the supplementary assessment replaced."""
    if year.supplement is None:
        return ()
    before = {row.subject: row for row in year.subjects}
    levels = {row.trait: row.level for row in year.traits}
    subjects = (
        f"{rules.subject_label(row.subject)}: trước đó {_result(before[row.subject])}"
        for row in year.supplement.subjects
        if row.subject in before
    )
    traits = (
        f"{rules.trait_label(row.trait)}: trước đó {_shown(levels.get(row.trait, ''))}"
        for row in year.supplement.traits
    )
    return (*subjects, *traits)


def _result(row: SubjectOutcome) -> str:
    score = "" if isinstance(row.score, Missing) else f", điểm {row.score}"
    return f"{_shown(row.level)}{score}"


def _shown(value: str) -> str:
    if isinstance(value, Missing) or not value:
        return "để trống"
    if len(value) <= _SHOWN_CHARS:
        return value
    whole_words, _, _ = value[:_SHOWN_CHARS].rpartition(" ")
    return f"{whole_words or value[:_SHOWN_CHARS]}…"


def mended_lines(changes: Sequence[Change], rules: AnyPack) -> tuple[str, ...]:
    """Return every change after the content had been locked, in words, oldest first."""
    return tuple(_mended(change, rules) for change in changes)


def _mended(change: Change, rules: AnyPack) -> str:
    field = field_words(change.field, rules)
    day = short_date(day_in_vietnam(change.at))
    reason = f"; lý do: {change.reason}" if change.reason else ""
    return f"{field}: {_shown(change.old)} → {_shown(change.new)} ({day}{reason})"


def changed_subjects(changes: Iterable[Change]) -> tuple[str, ...]:
    """Return the keys of the subjects whose rows were changed, each once."""
    found = (_ROW.fullmatch(change.field) for change in changes)
    keys = (row[3] for row in found if row is not None and row[2] == "MonHoc")
    return tuple(dict.fromkeys(keys))


def field_words(field: str, rules: AnyPack) -> str:
    """Return a field's place in words: `KetQua/MonHoc[toan]/Diem` is `Toán, điểm`."""
    found = _ROW.fullmatch(field)
    if found is None:
        return _FIELDS.get(field, field)
    later, kind, key, part = found.groups()
    words = [_row_label(kind, key, rules), *_part(kind, part)]
    return ", ".join([*words, "đánh giá bổ sung"] if later else words)


def _row_label(kind: str, key: str, rules: AnyPack) -> str:
    if kind == "MonHoc" or isinstance(rules, SecondaryPack):
        return rules.subject_label(key)
    if kind == "Muc":
        return rules.trait_label(key)
    return {group.key: group.label for group in rules.groups}.get(key, key)


def _part(kind: str, part: str | None) -> Iterable[str]:
    if kind == "Muc":
        return ("mức",)
    return (_PARTS.get(part, part),) if part else ()


def origin_line(replaced: Replaced | None) -> str:
    """Return what this version replaces and on which basis; empty for a first version."""
    if replaced is None:
        return ""
    parts = [f"Thay thế phiên bản {replaced.version}; lý do: {_REASONS[replaced.reason]}"]
    if replaced.basis:
        parts.append(f"căn cứ: {replaced.basis}")
    if replaced.approved_by:
        parts.append(f"người duyệt: {replaced.approved_by}")
    return "; ".join(parts) + "."

"""The fields of a secondary year by their places, for what differs between two contents."""

from collections.abc import Iterator

from hocba.core.assess.secondary_year import SecondaryOutcome, SecondaryYear, Value
from hocba.core.compose.wire_secondary import value_text
from hocba.core.terms.levels import Standing
from hocba.core.terms.missing import Missing


def secondary_fields(year: SecondaryYear, outcome: SecondaryOutcome) -> Iterator[tuple[str, str]]:
    """Return place and text of every field of `KetQua`, in the order of the form."""
    yield "KetQua/DienDanhGia", "KHONG_DANH_GIA" if year.not_assessed_by_law else ""
    results = {one.subject: one for one in outcome.subjects}
    for row in year.subjects:
        place, result = f"KetQua/MonHoc[{row.subject}]", results[row.subject]
        yield f"{place}/HocKi1", _stated(row.first)
        yield f"{place}/HocKi2", _stated(row.second)
        yield f"{place}/CaNam", _stated(result.year)
        yield f"{place}/DanhGiaLai", _stated(result.again)
        yield f"{place}/NhanXet", row.comment
    yield "KetQua/RenLuyen/HocKi1", _stated(year.conduct_first)
    yield "KetQua/RenLuyen/HocKi2", _stated(year.conduct_second)
    yield "KetQua/RenLuyen/CaNam", _stated(outcome.conduct)
    yield "KetQua/RenLuyen/SauHe", _stated(outcome.conduct_again)
    yield "KetQua/HocTap/HocKi1", _stated(outcome.learning_first)
    yield "KetQua/HocTap/HocKi2", _stated(outcome.learning_second)
    yield "KetQua/HocTap/CaNam", _stated(outcome.learning)
    yield "KetQua/HocTap/SauHe", _stated(outcome.learning_again)
    yield "KetQua/ChuyenCan/SoBuoiNghi", "" if year.absences is None else str(year.absences)
    decided = {None: "", True: "1", False: "0"}[year.promoted]
    yield "KetQua/QuyetDinh", " ".join(part for part in (decided, year.basis) if part)
    yield "KetQua/KhenThuong", ", ".join(outcome.titles)
    yield "KetQua/KhenThuong/Khac", "; ".join(year.other_awards)
    yield "KetQua/NhanXetChuNhiem", year.comment
    yield "KetQua/LenLop", outcome.promotion.value


def _stated(value: Value | Standing | None) -> str:
    # A missing value reads as nothing, so that giving it later shows as "" -> "9.0".
    return "" if value is None or isinstance(value, Missing) else value_text(value)

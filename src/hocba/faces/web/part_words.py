"""The parts of a record as people call them: what to share, what is shown, what is withheld."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from hocba.core.rules.library import any_pack_for
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.seal.extract_document import ALWAYS
from hocba.core.terms.codes import SchoolYear


def part_words(labels: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return labels in words, in their order, each once. names: as `names_of` gives them."""
    single = _single()
    said = (names.get(label) or single.get(label.partition("/")[0], label) for label in labels)
    return tuple(dict.fromkeys(said))


def names_of(school_year: SchoolYear, grade: int) -> dict[str, str]:
    """Return how subjects and groups are printed, by their labels."""
    rules = any_pack_for(school_year, grade)
    subjects = {f"MonHoc/{subject.key}": subject.label for subject in rules.subjects}
    if isinstance(rules, SecondaryPack):
        return subjects
    return subjects | {f"NhomDanhGia/{group.key}": group.label for group in rules.groups}


def to_choose(labels: Iterable[str]) -> tuple[str, ...]:
    """Return the labels among which a family chooses: the head is shown always."""
    return tuple(label for label in labels if label not in ALWAYS)


def _single() -> Mapping[str, str]:
    return {
        "TTChung": gettext("Học bạ nào, năm học nào"),
        "CoSo": gettext("Trường"),
        "CoBan": gettext("Họ tên, ngày sinh, giới tính"),
        "DinhDanh": gettext("Số định danh, mã học sinh"),
        "NhanThan": gettext("Dân tộc, quốc tịch, nơi sinh, nơi ở"),
        "GiaDinh": gettext("Cha, mẹ, người giám hộ"),
        "DienDanhGia": gettext("Diện đánh giá"),
        "TheTrang": gettext("Chiều cao, cân nặng"),
        "ChuyenCan": gettext("Số ngày nghỉ học"),
        "DanhGiaBoSung": gettext("Đánh giá bổ sung"),
        "DanhGia": gettext("Kết quả giáo dục"),
        "KhenThuong": gettext("Khen thưởng"),
        "HoanThanh": gettext("Hoàn thành chương trình"),
        "RenLuyen": gettext("Kết quả rèn luyện"),
        "HocTap": gettext("Kết quả học tập"),
        "TrongHe": gettext("Rèn luyện, đánh giá lại trong hè"),
        "QuyetDinh": gettext("Quyết định của hiệu trưởng"),
        "NhanXetChuNhiem": gettext("Nhận xét của chủ nhiệm"),
        "LenLop": gettext("Lên lớp, hoàn thành cấp học"),
        "ThayDoiSauKhoa": gettext("Những thay đổi trước khi phát hành"),
    }

"""What an extract shows, in words: every part that it holds, value by value."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from hocba.core.compose.read_parts import ShownLeaf, ShownParts, ShownValue
from hocba.core.publish.extract_sheet import SheetPart
from hocba.core.publish.origins import ethnic_group, nationality
from hocba.core.rules.library import is_secondary, pack, secondary
from hocba.core.rules.primary import PrimaryPack, traits
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.missing import Missing
from hocba.faces.web.part_words import names_of, part_words
from hocba.faces.web.result_words import year_result_words
from hocba.faces.web.secondary_rows import promotion_words, standing_words, terms_rows


def part_rows(parts: ShownParts) -> tuple[SheetPart, ...]:
    """Return all that an extract shows beside its head, in the order of the printed form."""
    general = parts.general
    if is_secondary(general.grade):
        later = secondary(general.rule_pack)
        found = (*_terms(parts, later), *_secondary_year(parts))
        awards = {title.key: title.label for title in later.titles}
    else:
        rules, names = pack(general.rule_pack), names_of(general.school_year, general.grade)
        found = (
            *_subjects(parts, rules, names),
            *_groups(parts, rules, names),
            *_year(parts, rules),
        )
        awards = {award.key: award.label for award in rules.awards}
    return (*found, *(_leaf(leaf, awards) for leaf in parts.others))


def _leaf(leaf: ShownLeaf, awards: Mapping[str, str]) -> SheetPart:
    """Return a leaf's values with their labels. A name without words stands as it is."""
    labels = _labels()
    rows = tuple((_label(value, labels), _words(value, awards)) for value in leaf.values)
    return SheetPart(title=part_words([leaf.name], {})[0], columns=(), rows=rows)


def _subjects(
    parts: ShownParts, rules: PrimaryPack, names: Mapping[str, str]
) -> Iterable[SheetPart]:
    if not parts.subjects:
        return
    rows = tuple(
        (
            names.get(f"MonHoc/{row.subject}", row.subject),
            "–" if isinstance(row.level, Missing) else rules.subject_level_labels[row.level],
            "–" if isinstance(row.score, Missing) else str(row.score),
            row.comment,
        )
        for row in parts.subjects
    )
    columns = (
        gettext("Môn học, hoạt động"),
        gettext("Mức đạt được"),
        gettext("Điểm kiểm tra"),
        gettext("Nhận xét"),
    )
    yield SheetPart(title=gettext("Môn học và hoạt động giáo dục"), columns=columns, rows=rows)


def _terms(parts: ShownParts, rules: SecondaryPack) -> Iterable[SheetPart]:
    if not parts.rows:
        return
    columns = (
        gettext("Môn học, hoạt động"),
        gettext("Học kì I"),
        gettext("Học kì II"),
        gettext("Cả năm"),
        gettext("Đánh giá lại"),
        gettext("Nhận xét"),
    )
    rows = tuple(
        (row.name, row.first, row.second, row.year, row.again, row.comment)
        for row in terms_rows(parts.rows, rules)
    )
    yield SheetPart(title=gettext("Môn học và hoạt động giáo dục"), columns=columns, rows=rows)


def _secondary_year(parts: ShownParts) -> Iterable[SheetPart]:
    rows = [(part_words([name], {})[0], standing_words(level)) for name, level in parts.standings]
    if parts.promotion is not None:
        rows.append((gettext("Kết luận"), promotion_words(parts.promotion)))
    if rows:
        yield SheetPart(title=gettext("Cuối năm học"), columns=(), rows=tuple(rows))


def _groups(parts: ShownParts, rules: PrimaryPack, names: Mapping[str, str]) -> Iterable[SheetPart]:
    labels = {row.key: row.label for row in traits(rules, parts.general.grade)}
    for group in parts.groups:
        levels = [
            (
                labels.get(one.trait, one.trait),
                "–" if isinstance(one.level, Missing) else rules.trait_level_labels[one.level],
            )
            for one in group.traits
        ]
        comment = [(gettext("Nhận xét"), group.comment)] if group.comment else []
        title = names.get(f"NhomDanhGia/{group.key}", group.key)
        yield SheetPart(title=title, columns=(), rows=tuple(levels + comment))


def _year(parts: ShownParts, rules: PrimaryPack) -> Iterable[SheetPart]:
    rows = []
    if parts.result is not None:
        is_missing = isinstance(parts.result, Missing)
        words = gettext("Không đánh giá") if is_missing else year_result_words(parts.result)  # type: ignore[arg-type]
        rows.append((gettext("Kết quả giáo dục"), words))
    if parts.completion is not None:
        said = rules.completion_sentence(parts.completion, parts.general.grade)
        rows.append((gettext("Hoàn thành chương trình"), said))
    if rows:
        yield SheetPart(title=gettext("Cuối năm học"), columns=(), rows=tuple(rows))


def _label(value: ShownValue, labels: Mapping[str, str]) -> str:
    if value.name == "NguoiThan":
        return _kin().get(value.of, value.of)
    label = labels.get(value.name, value.name)
    return f"{label} ({value.of})" if value.of else label


def _words(value: ShownValue, awards: Mapping[str, str]) -> str:
    """Return a value as people write it; codes of the record in words."""
    if value.missing is not None:
        return _why_missing()[value.missing]
    if value.name == "DanToc":
        return ethnic_group(value.text) or value.text
    if value.name == "QuocTich":
        return nationality(value.text) or value.text
    if value.name == "DanhHieu":
        return awards.get(value.text, value.text)
    coded = _codes().get((value.name, value.text))
    return coded or value.text or "–"


def _labels() -> Mapping[str, str]:
    return {
        "MaHocSinh": gettext("Mã học sinh"),
        "SoDinhDanh": gettext("Số định danh"),
        "DanToc": gettext("Dân tộc"),
        "QuocTich": gettext("Quốc tịch"),
        "NoiSinh": gettext("Nơi sinh"),
        "QueQuan": gettext("Quê quán"),
        "NoiO": gettext("Nơi ở hiện nay"),
        "DienDanhGia": gettext("Diện đánh giá"),
        "ChieuCao": gettext("Chiều cao (cm)"),
        "CanNang": gettext("Cân nặng (kg)"),
        "NghiCoPhep": gettext("Nghỉ có phép (ngày)"),
        "NghiKhongPhep": gettext("Nghỉ không phép (ngày)"),
        "DanhHieu": gettext("Danh hiệu"),
        "Khac": gettext("Khen thưởng khác"),
        "Muc": gettext("Mức đạt được"),
        "Diem": gettext("Điểm kiểm tra"),
        "NhanXet": gettext("Nhận xét"),
        "SoBuoiNghi": gettext("Số buổi nghỉ học"),
        "NhanXetChuNhiem": gettext("Nhận xét của chủ nhiệm"),
        "RenLuyenLai": gettext("Kết quả rèn luyện"),
        "LenLop": gettext("Lên lớp"),
        "CanCu": gettext("Căn cứ"),
        "LopCongNhan": gettext("Lớp công nhận"),
        "Cu": gettext("Trước"),
        "Moi": gettext("Sau"),
    }


def _codes() -> Mapping[tuple[str, str], str]:
    return {
        ("DienDanhGia", "BINH_THUONG"): gettext("Đánh giá đầy đủ"),
        ("DienDanhGia", "KHONG_DANH_GIA"): gettext("Không đánh giá"),
        ("LenLop", "1"): gettext("Có"),
        ("LenLop", "0"): gettext("Không"),
        ("LopCongNhan", "1"): gettext("Có"),
        ("LopCongNhan", "0"): gettext("Không"),
    }


def _kin() -> Mapping[str, str]:
    return {
        "CHA": gettext("Cha"),
        "ME": gettext("Mẹ"),
        "GIAM_HO": gettext("Người giám hộ"),
    }


def _why_missing() -> Mapping[Missing, str]:
    return {
        Missing.UNKNOWN: gettext("chưa có thông tin"),
        Missing.NOT_APPLICABLE: gettext("không áp dụng"),
        Missing.WITHHELD_BY_LAW: gettext("không cung cấp theo luật"),
        Missing.NOT_ASSESSED: gettext("không đánh giá"),
    }

"""The vectors of secondary records: good ones, and bad ones each named by its defect."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hocba.adapters.keys.holder import Holder
from hocba.core.assess.secondary_year import SubjectAgain, Summer
from hocba.core.compose.content import AmendReason, Change, Replaced, SecondaryContent
from hocba.core.seal.document import document_bytes, frozen
from hocba.core.terms.levels import PassLevel, Promotion, Standing
from hocba.core.terms.missing import Missing
from hocba.core.terms.roles import Role
from hocba.lab.vectors.case import COMPOSED_AT, Case, bad, good, unsure
from hocba.lab.vectors.secondary_world import (
    Signing,
    content,
    gathered,
    signed_by,
    signed_document,
    signings,
    with_terms,
    write_secondary_trust,
    year,
)
from hocba.lab.vectors.writing import write_cases

People = Mapping[str, Holder]
_ROW = Role.SUBJECT_TEACHER


def write_secondary(to: Path, *, keys: Path) -> int:
    """Write everything anew and return how many vectors there are; see `writing`."""
    lab, people = gathered(keys)
    count = write_cases(to, good=good_cases(people), bad=bad_cases(people))
    write_secondary_trust(lab, people, to / "trust")
    return count


def good_cases(people: People) -> Iterable[Case]:
    """Return the vectors that must pass."""
    whole = content("lop-7")
    note = "Lớp 7; chủ nhiệm và hiệu trưởng cùng dạy môn của lớp, mỗi người kí dòng của mình."
    yield good("lop-7", signed_by(whole, signings(whole, people)), note)
    by = list(signings(whole, people).items())
    turned = dict([*reversed(by[:-3]), *by[-3:]])
    note = "Giáo viên môn học kí không theo thứ tự dòng."
    yield good("ky-khong-theo-thu-tu-dong", signed_by(whole, turned), note)
    yield _good(people, "lop-9-hoan-thanh-thcs", year(9), "Lớp 9: hoàn thành chương trình THCS.")
    yield _good(people, "lop-10-mon-lua-chon", year(10), "Lớp 10: bốn môn lựa chọn.")
    off = with_terms(year(), "gdtc", Missing.NOT_ASSESSED, Missing.NOT_ASSESSED)
    yield _good(people, "mien-giao-duc-the-chat", off, "Miễn học Giáo dục thể chất.")
    low = with_terms(year(), "toan", Decimal("3.0"), Decimal("3.2"))
    low = with_terms(low, "khtn", Decimal("3.0"), Decimal("3.2"))
    again = tuple(SubjectAgain(subject=key, value=Decimal("6.0")) for key in ("toan", "khtn"))
    summer = replace(low, summer=Summer(subjects=again))
    yield _good(people, "danh-gia-lai-trong-he", summer, "Lên lớp sau đánh giá lại trong hè.")
    worse = replace(year(), conduct_second=Standing.NOT_REACHED)
    trained = replace(worse, summer=Summer(conduct=Standing.REACHED))
    yield _good(people, "ren-luyen-trong-he", trained, "Lên lớp sau rèn luyện trong hè.")
    by_plan = replace(
        year(),
        subjects=tuple(
            replace(row, first=Missing.NOT_ASSESSED, second=Missing.NOT_ASSESSED)
            for row in year().subjects
        ),
        conduct_first=Missing.NOT_ASSESSED,
        conduct_second=Missing.NOT_ASSESSED,
        not_assessed_by_law=True,
        promoted=True,
        basis="Quyết định số 12/QĐ-THHM ngày 01/06/2026",
    )
    yield _good(people, "khong-danh-gia", by_plan, "Học sinh học theo kế hoạch cá nhân.")
    second = _amended()
    note = "Phiên bản 2, có thay đổi sau khóa."
    yield good("phien-ban-2", signed_by(second, signings(second, people)), note)


def _good(people: People, name: str, given: Any, note: str) -> Case:
    whole = content(name, given)
    return good(name, signed_by(whole, signings(whole, people)), note)


def _amended() -> SecondaryContent:
    replaced = Replaced(
        version=1,
        content_digest=bytes(range(32)),
        reason=AmendReason.WRONG_MARK,
        basis="Biên bản số 03 ngày 02/06/2026",
        approved_by="HT01",
    )
    change = Change(
        field="KetQua/MonHoc[toan]/HocKi2",
        old="8.0",
        new="8.6",
        by="GV01",
        at=COMPOSED_AT,
        reason="SAI_KET_QUA",
    )
    whole = content("phien-ban-2", version=2, replaces=replaced)
    return replace(whole, changes=(change,))


def bad_cases(people: People) -> Iterable[Case]:
    """Return the vectors that must not pass."""
    yield from _rows_of_others(people)
    yield from _persons(people)
    yield from _false_results(people)
    yield from _forms(people)


def _rows_of_others(people: People) -> Iterable[Case]:
    whole, other = content("dong-goc"), content("dong-cua-hoc-sinh-khac")
    by = signings(whole, people)
    moved = _with_row_of(whole, other, people)
    note = "Chữ kí dòng Toán lấy từ học bạ của học sinh khác, dòng giống hệt."
    yield bad("dong-cua-hoc-sinh-khac", moved, note, "sign.digest_differs")
    file = signed_by(whole, by)
    row = b'<MonHoc Id="mon-toan" Ma="toan" Ten="To\xc3\xa1n"><HocKi1>8.2</HocKi1>'
    note = "Đổi một điểm sau khi mọi người đã kí."
    changed = file.replace(row, row.replace(b"8.2", b"9.2"))
    yield bad(
        "doi-diem-sau-khi-ky",
        changed,
        note,
        "sign.digest_differs",
        "seal.root_differs",
        "verify.average_differs",
    )
    swapped = file.replace(b"#mon-toan", b"#mon-khtn")
    note = "Chữ kí dòng Toán trỏ sang dòng Khoa học tự nhiên."
    yield bad(
        "chu-ky-phu-dong-khac",
        swapped,
        note,
        "sign.does_not_cover",
        "sign.unexpected_target",
        "sign.value_wrong",
    )


def _with_row_of(whole: SecondaryContent, other: SecondaryContent, people: People) -> bytes:
    by, of_other = signings(whole, people), signings(other, people)
    stolen = signed_document(frozen(other), other, {"ck-mon-toan": of_other["ck-mon-toan"]})
    rows = {name: one for name, one in by.items() if name.startswith("ck-mon-")}
    first = {name: one for name, one in rows.items() if name != "ck-mon-toan"}
    document = signed_document(frozen(whole), whole, first)
    filled = sorted((*document.filled, *stolen.filled), key=lambda one: list(by).index(one.slot_id))
    document = replace(document, filled=tuple(filled))
    rest = {name: one for name, one in by.items() if name not in rows}
    return document_bytes(signed_document(document, whole, rest))


def _persons(people: People) -> Iterable[Case]:
    whole = content("nguoi-ky")
    by = signings(whole, people)
    at = by["ck-mon-toan"].at

    def with_teacher(name: str, *, later: timedelta = timedelta(0)) -> bytes:
        one = Signing(holder=people[name], role=_ROW, at=at)
        all_by = by | {"ck-mon-toan": one}
        return signed_by(whole, {n: replace(s, at=s.at + later) for n, s in all_by.items()})

    note = "Dòng Toán do giáo viên Toán của lớp khác kí."
    code = "authority.other_subject"
    yield bad("giao-vien-lop-khac", with_teacher("gv_lop_khac"), note, code)
    note = "Dòng Toán do người không có trong sổ phân công kí."
    yield bad("nguoi-khong-day", with_teacher("gv_moi"), note, "authority.role_not_held")
    note = "Dòng Toán do giáo viên đã thôi dạy lớp từ tháng 3 kí."
    code = "authority.not_on_that_day"
    yield bad("giao-vien-da-chuyen", with_teacher("gv_da_chuyen"), note, code)
    note = "Dòng Toán do giáo viên mà sổ lập trước ngày kí chưa ghi ở lớp này kí."
    code = "authority.register_too_old"
    file = with_teacher("gv_lop_khac", later=timedelta(days=1))
    yield unsure("giao-vien-moi-nhan-lop", file, note, code)
    head = replace(by["ck-gvcn"], holder=people["principal"])
    note = "Hiệu trưởng kí cả vai trò chủ nhiệm."
    yield bad(
        "hieu-truong-ky-ca-chu-nhiem",
        signed_by(whole, by | {"ck-gvcn": head}),
        note,
        "authority.same_signer_twice",
    )
    early = replace(by["ck-gvcn"], at=by["ck-mon-ngu_van"].at)
    note = "Chủ nhiệm kí trước giáo viên môn học."
    early_file = signed_by(whole, by | {"ck-gvcn": early})
    yield bad("chu-nhiem-ky-truoc", early_file, note, "sign.time_out_of_order")
    note = "Giáo viên môn học kí trước khi lập học bạ."
    before = replace(by["ck-mon-toan"], at=COMPOSED_AT - timedelta(hours=1))
    file = signed_by(whole, by | {"ck-mon-toan": before})
    yield bad("giao-vien-ky-truoc-khi-lap", file, note, "sign.time_out_of_order")


def _false_results(people: People) -> Iterable[Case]:
    plain = content("ket-qua-sai")
    good_outcome = plain.outcome
    rows = tuple(
        replace(row, year=Decimal("9.9")) if row.subject == "toan" else row
        for row in good_outcome.subjects
    )
    weak = content("len-lop-sai", with_terms(year(), "toan", Decimal("3.0"), Decimal("3.0")))
    changes: tuple[tuple[str, SecondaryContent, dict[str, Any], str, str], ...] = (
        ("diem-ca-nam-sai", plain, {"subjects": rows}, "Điểm cả năm sai.", "average"),
        (
            "ket-qua-hoc-tap-sai",
            weak,
            {"learning": Standing.GOOD},
            "Kết quả học tập cả năm ghi cao hơn.",
            "result",
        ),
        (
            "len-lop-sai",
            weak,
            {"promotion": Promotion.NOT_UP},
            "Ghi không được lên lớp dù đủ điều kiện.",
            "completion",
        ),
        ("danh-hieu-sai", plain, {"titles": ("hs_xuat_sac",)}, "Danh hiệu không đạt.", "awards"),
    )
    codes = {
        "average": "verify.average_differs",
        "result": "verify.result_differs",
        "completion": "verify.completion_differs",
        "awards": "verify.awards_differ",
    }
    for name, whole, stated, note, kind in changes:
        wrong = replace(whole, outcome=replace(whole.outcome, **stated))
        yield bad(name, signed_by(wrong, signings(wrong, people)), note, codes[kind])
    short = replace(year(), subjects=year().subjects[1:])
    missing = replace(
        plain, assessment=short, outcome=replace(good_outcome, subjects=good_outcome.subjects[1:])
    )
    note = "Thiếu môn Ngữ văn."
    file = signed_by(missing, signings(missing, people))
    yield bad("thieu-mon", file, note, "secondary.row_missing")


def _forms(people: People) -> Iterable[Case]:
    whole = content("hinh-thuc")
    file = signed_by(whole, signings(whole, people))
    note = "Cấp học ghi THPT cho lớp 7."
    stage = file.replace(b"<CapHoc>THCS<", b"<CapHoc>THPT<")
    yield bad("cap-hoc-khac-khoi", stage, note, "record.unreadable_value")
    note = "Id của dòng Toán là của môn khác."
    named = file.replace(b'<MonHoc Id="mon-toan"', b'<MonHoc Id="mon-vat_li"')
    yield bad("id-dong-cua-mon-khac", named, note, "record.unreadable_value")
    note = "Tên in của môn không phải của khóa."
    label = file.replace('Ten="Toán"'.encode(), 'Ten="Tin học 2"'.encode())
    yield bad("ten-mon-khac-khoa", label, note, "record.label_differs")
    note = "Đánh giá lại ghi ở dòng nhưng không có phần trong hè."
    late = file.replace(
        b'<DanhGiaLai Thieu="KHONG_AP_DUNG"></DanhGiaLai>', b"<DanhGiaLai>9.0</DanhGiaLai>", 1
    )
    yield bad("danh-gia-lai-khong-co-he", late, note, "record.unreadable_value")
    note = "Điểm không có chữ số thập phân."
    mark = file.replace(b"<HocKi1>8.2<", b"<HocKi1>8<", 1)
    yield bad("diem-khong-du-chu-so", mark, note, "record.schema")
    rows = {n: one for n, one in signings(whole, people).items() if n.startswith("ck-mon-")}
    note = "Chỉ giáo viên môn học đã kí."
    yield bad("moi-co-giao-vien-ky", signed_by(whole, rows), note, "sign.missing_signature")
    primary = content("chinh-sach-tieu-hoc", signing_policy="tieu-hoc/1")
    three = {n: one for n, one in signings(whole, people).items() if n not in rows}
    note = "Ghi chính sách chữ kí của tiểu học để khỏi cần giáo viên môn học kí."
    yield bad("chinh-sach-tieu-hoc", signed_by(primary, three), note, "verify.other_policy_due")
    failed = with_terms(year(), "gdtc", PassLevel.REACHED, Decimal("8.0"))
    odd = replace(whole, assessment=failed)
    note = "Môn đánh giá bằng nhận xét có điểm."
    file = signed_by(odd, signings(odd, people))
    yield bad("mon-nhan-xet-co-diem", file, note, "secondary.wrong_kind")

"""The vectors of partial records: good ones, and bad ones each named by its defect."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from hocba.adapters.keys.holder import Holder
from hocba.core.assess.moments import Moment
from hocba.core.assess.secondary_year import SecondaryYear
from hocba.core.compose.partial_content import (
    PARTIAL_POLICY,
    PARTIAL_TEMPLATE,
    AssessedThen,
    PartialContent,
    given_so_far,
    given_then,
)
from hocba.core.seal.document import document_bytes, frozen
from hocba.core.terms.levels import SubjectLevel
from hocba.core.terms.missing import Missing
from hocba.core.terms.roles import Role
from hocba.lab.vectors import cast as primary
from hocba.lab.vectors import contents, secondary_world
from hocba.lab.vectors.case import COMPOSED_AT, Case, bad, good
from hocba.lab.vectors.cast import Cast
from hocba.lab.vectors.keys import algorithm_for
from hocba.lab.vectors.ours import LATER, Signer, signed_document, signers
from hocba.lab.vectors.registers import TRUST, write_trusts
from hocba.lab.vectors.writing import write_cases

SECONDARY_TRUST: Final = "trust-trung-hoc"
_SINCE, _UNTIL = date(2025, 9, 5), date(2026, 5, 22)


def write_partial(to: Path, *, keys: Path) -> int:
    """Write everything anew and return how many vectors there are; see `writing`."""
    cast = primary.gathered(keys / "tieu-hoc")
    lab, people = secondary_world.gathered(keys / "trung-hoc")
    count = write_cases(to, good=good_cases(cast, people), bad=bad_cases(cast))
    write_trusts(cast, to, only=TRUST)
    secondary_world.write_secondary_trust(lab, people, to / SECONDARY_TRUST)
    return count


def good_cases(cast: Cast, people: Mapping[str, Holder]) -> Iterator[Case]:
    """Give the vectors that must pass."""
    by = signers(cast)
    yield good("lop-4-hoc-ki-1", _file(partial("lop-4"), by), "Lớp 4: giữa và cuối học kì I")
    early = partial("lop-2", grade=2, moments=(Moment.MID_FIRST,))
    yield good("lop-2-giua-ki", _file(early, by), "Lớp 2: mới giữa học kì I")
    second = replace(early, general=replace(early.general, class_name="2A"), until=date(2026, 6, 1))
    deputy = signers(cast, principal="deputy")
    yield good("pho-hieu-truong", _file(second, deputy), "Phó hiệu trưởng ký theo ủy quyền")
    lower = of_terms("lop-7")
    note = "Lớp 7: học kì I, học kì II chưa có"
    file = _file(lower, _secondary_signers(people))
    yield replace(good("lop-7-hoc-ki-1", file, note), trust=SECONDARY_TRUST)


def bad_cases(cast: Cast) -> Iterable[Case]:
    """Give the bad vectors."""
    yield from _altered(cast)
    yield from _composed_wrongly(cast)


def _altered(cast: Cast) -> Iterator[Case]:
    by = signers(cast)
    file = _file(partial("altered"), by)
    mark = file.replace(b"<Diem>9<", b"<Diem>10<", 1)
    yield bad("sua-diem", mark, "Sửa một điểm", "sign.digest_differs", "seal.root_differs")
    day = file.replace(b'DenNgay="2026-05-22"', b'DenNgay="2026-05-29"')
    note = "Sửa ngày rời trường"
    yield bad("sua-ngay", day, note, "sign.digest_differs", "seal.root_differs")
    year = file.replace(b">KHONG_PHAI_KET_QUA_CA_NAM<", b">KET_QUA_CA_NAM<")
    yield bad("tu-xung-ca-nam", year, "Tự xưng là kết quả cả năm", "record.schema")
    whole = file.replace(b"</KetQua>", b"<DanhGia>HTT</DanhGia></KetQua>")
    yield bad("them-danh-gia", whole, "Thêm mức đánh giá của cả năm", "record.schema")
    upward = file.replace(b"</KetQua>", b"<HoanThanh>HOAN_THANH_LOP</HoanThanh></KetQua>")
    yield bad("them-hoan-thanh", upward, "Thêm hoàn thành chương trình lớp", "record.schema")
    note = "Gọi là học bạ cả năm: tên khác, chữ ký cũ"
    named = file.replace(b"HocBaMotPhan", b"HocBa").replace(b"hoc-ba-mot-phan:1", b"hoc-ba:1")
    yield bad("goi-la-hoc-ba-ca-nam", named, note, "record.schema")
    row = file.replace('Ten="Toán"'.encode(), 'Ten="Tin học 2"'.encode(), 1)
    yield bad("ten-mon-khac-khoa", row, "Tên in của môn khác khóa", "record.label_differs")
    stage = file.replace(b"<CapHoc>TIEU_HOC<", b"<CapHoc>THCS<")
    yield bad("cap-hoc-khac-khoi", stage, "Ghi THCS cho lớp 4", "record.unreadable_value")
    first, second = Moment.MID_FIRST.value.encode(), Moment.END_FIRST.value.encode()
    twice = file.replace(b'"' + second + b'"', b'"' + first + b'"')
    yield bad("mot-thoi-diem-hai-lan", twice, "Giữa học kì I hai lần", "record.unreadable_value")
    note = "Chưa đóng dấu"
    yield bad("chua-dong-dau", _file(partial("two"), by[:2]), note, "sign.missing_signature")


def _composed_wrongly(cast: Cast) -> Iterator[Case]:
    by, plain = signers(cast), partial("wrong")
    late = replace(plain, until=date(2026, 9, 10))
    yield bad("den-nam-sau", _file(late, by), "Đến ngày của năm học sau", "partial.days_unfit")
    turned = replace(plain, since=date(2026, 5, 30))
    yield bad("ngay-nguoc", _file(turned, by), "Từ ngày sau đến ngày", "partial.days_unfit")
    policy = partial("policy", signing_policy="tieu-hoc/1")
    note = "Ghi chính sách ký của học bạ cả năm"
    yield bad("chinh-sach-khac", _file(policy, by), note, "verify.other_policy_due")
    then = _first_moment(plain)
    doubled = replace(then.results, subjects=(*then.results.subjects, then.results.subjects[0]))
    file = _file(replace(plain, assessed=(replace(then, results=doubled),)), by)
    yield bad("mon-hai-lan", file, "Một môn ghi hai lần", "partial.row_twice")
    bare = replace(then.results, subjects=(), traits=(), comments={})
    file = _file(replace(plain, assessed=(replace(then, results=bare),)), by)
    yield bad("khong-co-ket-qua", file, "Không ghi kết quả nào", "partial.empty")
    other = signers(cast, teacher="teacher_other_class")
    note = "Chủ nhiệm lớp khác ký"
    yield bad("chu-nhiem-lop-khac", _file(plain, other), note, "authority.other_class")
    stranger = signers(cast, teacher="stranger")
    note = "Người ký không có trong sổ phân công"
    yield bad("nguoi-la", _file(plain, stranger), note, "authority.role_not_held")


def _first_moment(content: PartialContent) -> AssessedThen:
    if isinstance(content.assessed, SecondaryYear):
        raise TypeError(content.assessed)
    return content.assessed[0]


def partial(
    label: str,
    *,
    grade: int = 4,
    moments: tuple[Moment, ...] = (Moment.MID_FIRST, Moment.END_FIRST),
    **general: Any,
) -> PartialContent:
    """Return a primary pupil's content. label: makes its code and salts; general: in `TTChung`."""
    whole = contents.content(label, contents.year(grade))
    plain = {"signing_policy": PARTIAL_POLICY, "print_template": PARTIAL_TEMPLATE}
    head = replace(whole.general, **{**plain, **general})
    low = contents.with_row(whole.assessment, "dao_duc", level=SubjectLevel.DONE)
    given = [given_then(low), given_then(whole.assessment)]
    return PartialContent(
        general=head,
        school=whole.school,
        pupil=whole.pupil,
        since=_SINCE,
        until=_UNTIL,
        assessed=tuple(
            AssessedThen(moment=moment, results=results)
            for moment, results in zip(moments, given, strict=False)
            if results is not None
        ),
        extract_seed=whole.extract_seed,
    )


def of_terms(label: str) -> PartialContent:
    """Return a secondary pupil's content, the second term not given yet."""
    whole = secondary_world.content(label)
    so_far = replace(
        whole.assessment,
        subjects=tuple(replace(row, second=Missing.UNKNOWN) for row in whole.assessment.subjects),
        conduct_second=Missing.UNKNOWN,
    )
    return PartialContent(
        general=replace(
            whole.general, signing_policy=PARTIAL_POLICY, print_template=PARTIAL_TEMPLATE
        ),
        school=whole.school,
        pupil=whole.pupil,
        since=_SINCE,
        until=_UNTIL,
        assessed=given_so_far(so_far) or so_far,
        extract_seed=whole.extract_seed,
    )


def _secondary_signers(people: Mapping[str, Holder]) -> tuple[Signer, ...]:
    roles = (
        ("homeroom", Role.HOMEROOM_TEACHER),
        ("principal", Role.PRINCIPAL),
        ("seal", Role.SEAL),
    )
    return tuple(
        Signer(
            holder=people[name],
            role=role,
            at=COMPOSED_AT + LATER * place,
            algorithm=algorithm_for(people[name]),
        )
        for place, (name, role) in enumerate(roles, start=1)
    )


def _file(content: PartialContent, by: tuple[Signer, ...]) -> bytes:
    return document_bytes(signed_document(frozen(content), content, by))

"""Write a partial record's content as canonical XML. Source: spec/format.md §24."""

from base64 import b64encode
from typing import Final

from hocba.core.assess.secondary_year import SecondaryYear, SubjectTerms
from hocba.core.compose.canonical import declared, element, text
from hocba.core.compose.partial_content import AssessedThen, PartialContent
from hocba.core.compose.wire import (
    CONTENT_ID,
    WrittenContent,
    general_leaf,
    group_leaf,
    pupil_leaves,
    school_leaf,
    subject_leaf,
    value_element,
)
from hocba.core.compose.wire_secondary import term_value
from hocba.core.rules.library import pack, secondary, stage_of
from hocba.core.rules.primary import PrimaryPack
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.missing import Missing

PARTIAL_NAMESPACE: Final = "urn:hocba:hoc-ba-mot-phan:1"
PARTIAL_ROOT: Final = "HocBaMotPhan"
NO_YEAR: Final = "KHONG_PHAI_KET_QUA_CA_NAM"
"""What every partial record says of itself inside the signed bytes."""


_HEAD_BYTES: Final = 400


def is_partial_file(file: bytes) -> bool:
    """Tell at a glance whether bytes mean to be a partial record; reading them finds out."""
    return PARTIAL_NAMESPACE.encode() in file[:_HEAD_BYTES]


def written_partial(content: PartialContent) -> WrittenContent:
    """Write a content; the same content always gives the same bytes."""
    part = element(
        "PhanNam",
        NO_YEAR,
        TuNgay=content.since.isoformat(),
        DenNgay=content.until.isoformat(),
    )
    before = [
        general_leaf(content.general, stage_of(content.general.grade)),
        part,
        school_leaf(content.school),
    ]
    pupil, results = pupil_leaves(content.pupil), _result_leaves(content)
    body = element(
        "NoiDung",
        *before,
        element("HocSinh", *pupil),
        element("KetQua", *results),
        element("MuoiTrichLuc", b64encode(content.extract_seed).decode()),
        Id=CONTENT_ID,
    )
    leaves = [*before, *pupil, *results]
    return WrittenContent(
        xml=declared(body, PARTIAL_NAMESPACE).encode(),
        leaves=tuple(declared(leaf, PARTIAL_NAMESPACE).encode() for leaf in leaves),
    )


def _result_leaves(content: PartialContent) -> list[str]:
    assessed, pack_id = content.assessed, content.general.rule_pack
    if isinstance(assessed, SecondaryYear):
        return [_terms(assessed, secondary(pack_id))]
    rules = pack(pack_id)
    return [_moment(each, rules) for each in assessed]


def _moment(then: AssessedThen, rules: PrimaryPack) -> str:
    results = then.results
    return element(
        "ThoiDiem",
        *(subject_leaf(row, rules) for row in results.subjects),
        *(group_leaf(group.key, results, rules) for group in rules.groups),
        Ma=then.moment.value,
    )


def _terms(year: SecondaryYear, rules: SecondaryPack) -> str:
    return element(
        "TrungHoc",
        *(_row(row, rules) for row in year.subjects),
        element(
            "RenLuyen",
            term_value("HocKi1", year.conduct_first),
            term_value("HocKi2", year.conduct_second),
        ),
        value_element("SoBuoiNghi", Missing.UNKNOWN if year.absences is None else year.absences),
        element("NhanXetChuNhiem", text(year.comment)),
    )


def _row(row: SubjectTerms, rules: SecondaryPack) -> str:
    return element(
        "DongMon",
        term_value("HocKi1", row.first),
        term_value("HocKi2", row.second),
        element("NhanXet", text(row.comment)),
        Ma=row.subject,
        Ten=rules.subject_label(row.subject),
    )

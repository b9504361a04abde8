"""
A content exactly as our own writer writes it, read without parsing it.

Each leaf of the text is held against an expression that is compiled from the published schema,
and read by the same functions as the plain reading's. Where anything is written in another way
nothing is read here, and the plain reading does the work. Argued in
docs/decisions/0007-checked-quick-way.md.
"""

from binascii import a2b_base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from re import Pattern
from typing import Final, Generic, NamedTuple, TypeVar

from hocba.adapters.xml.own_hand import NotOurHand
from hocba.adapters.xml.own_leaves import (
    Element,
    content_plan,
    element_of,
    held_words,
    is_code,
    is_seed,
    leaf_form,
)
from hocba.adapters.xml.own_rows import MOST_GROUPS, MOST_ROWS, read_rows
from hocba.core.assess.year import Supplement
from hocba.core.compose.content import (
    Change,
    General,
    NoYearBefore,
    RecordContent,
    YearBefore,
)
from hocba.core.compose.read_content import (
    PupilWords,
    changes_of,
    general_of,
    pupil_from,
    school_of,
    year_before_from,
)
from hocba.core.compose.read_year import (
    YearEnd,
    YearLeaves,
    absence_of,
    is_assessed,
    require_row_labels,
    size_of,
    supplement_of,
    year_end_of,
    year_of,
)
from hocba.core.compose.wire import CONTENT_ID, NAMESPACE
from hocba.core.terms.codes import parsed_record_code, record_code
from hocba.core.terms.people import Guardian, Pupil
from hocba.core.verify.contents import PLAIN_ASCII

_SHARED: Final = 4096
"""How many leaves of a kind are kept read: a province's schools, what many pupils have alike."""

_OPENS: Final = f'<NoiDung xmlns="{NAMESPACE}" Id="{CONTENT_ID}">'
_OPENING: Final = _OPENS.encode()
_CLOSES: Final = b"</MuoiTrichLuc></NoiDung>"
_PLAN: Final = (
    (_OPENS, 1, 1),
    ("TTChung", 1, 1),
    ("CoSo", 1, 1),
    ("<HocSinh>", 1, 1),
    ("CoBan", 1, 1),
    ("DinhDanh", 1, 1),
    ("NhanThan", 1, 1),
    ("GiaDinh", 1, 1),
    ("</HocSinh>", 1, 1),
    ("<KetQua>", 1, 1),
    ("DienDanhGia", 1, 1),
    ("TheTrang", 1, 1),
    ("ChuyenCan", 1, 1),
    ("<DSMonHoc>", 1, 1),
    ("MonHoc", 0, MOST_ROWS),
    ("</DSMonHoc>", 1, 1),
    ("NhomDanhGia", 0, MOST_GROUPS),
    ("DanhGiaBoSung", 0, 1),
    ("DanhGia", 1, 1),
    ("KhenThuong", 1, 1),
    ("HoanThanh", 1, 1),
    ("</KetQua>", 1, 1),
    ("ThayDoiSauKhoa", 1, 1),
    ("MuoiTrichLuc", 1, 1),
    ("</NoiDung>", 1, 1),
)
"""What this module knows of a content's order; at the first use it is held against the schema."""

_HEAD_ENDS: Final = b"</TTChung>"
_CODE_BEGINS: Final = b"<MaHocBa>"
_CODE_ENDS: Final = b"</MaHocBa>"
_BEFORE_BEGINS: Final = b"<NamTruoc "
_ANY_CODE: Final = record_code(bytes(8)).encode()
_ANY_BEFORE: Final = f'<NamTruoc LyDo="{NoYearBefore.PAPER_BEFORE.value}"></NamTruoc>'.encode()
_LATER_ENDS: Final = b"</DanhGiaBoSung>"
_UNCHANGED: Final = b"<ThayDoiSauKhoa></ThayDoiSauKhoa>"

_Read = TypeVar("_Read", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnContent:
    """
    A content that was read: its values, and the canonical bytes of its leaves.

    foreign: what is left of these without plain ASCII; there is no reference in them.
    """

    values: RecordContent
    leaves: tuple[bytes, ...]
    foreign: bytes


class _Leaf(NamedTuple, Generic[_Read]):
    """A leaf's own canonical bytes and what was read from them."""

    form: bytes
    read: _Read


def read_own_content(form: bytes) -> OwnContent:
    """
    Read the bytes of a `NoiDung`; they are its exclusive canonical form if this returns.

    Raises: NotOurHand; Refusal where the plain reading refuses as well.
    """
    _require_plan()
    try:
        return _read(form)
    except (ValueError, KeyError, ArithmeticError) as problem:
        raise NotOurHand from problem


@cache
def _require_plan() -> None:
    # No place for guesses: were the schema another, all that stands here would have to be.
    if content_plan() != _PLAN:
        raise RuntimeError("own_content knows another order than the schema")


def _read(form: bytes) -> OwnContent:
    # Only marks are looked for here. What was cut wrongly does not fit the expression of its
    # name, for in what an expression takes "<" stands only where the schema has an element.
    if not form.startswith(_OPENING) or b"&" in form:
        raise NotOurHand
    foreign = form.translate(None, PLAIN_ASCII)
    school_at = form.index(_HEAD_ENDS) + len(_HEAD_ENDS)
    pupil_at = form.index(b"<HocSinh>", school_at)
    year_at = form.index(b"<KetQua>", pupil_at)
    size_at = form.index(b"<TheTrang>", year_at)
    absent_at = form.index(b"<ChuyenCan>", size_at)
    rows_at = form.index(b"<DSMonHoc>", absent_at)
    end_at = form.rindex(b"<DanhGia")
    head = _head(form[len(_OPENING) : school_at])
    school = _school(form[school_at:pupil_at])
    pupil_leaves, pupil = _pupil(form[pupil_at:year_at])
    mode = _mode(form[year_at + len(b"<KetQua>") : size_at])
    size = _size(form[size_at:absent_at])
    absent = _absence(form[absent_at:rows_at])
    written, later = _without_later(form[rows_at:end_at], head.read.rule_pack)
    rows = read_rows(written, head.read.rule_pack, is_printable=foreign.decode().isprintable())
    ending, rest = form[end_at:].split(b"</KetQua>")
    changed, seed = rest.split(b"<MuoiTrichLuc>")
    end = _end(ending)
    changes = (_no_changes if changed == _UNCHANGED else _changes)(changed)
    assessment, outcome = year_of(
        YearLeaves(
            mode.read,
            size.read,
            absent.read,
            rows.subjects,
            rows.groups,
            None if later is None else later.read,
            end.read,
        ),
        grade=head.read.grade,
    )
    leaves = [head.form, school.form, *pupil_leaves, mode.form, size.form, absent.form]
    leaves += rows.leaves
    if later is not None:
        leaves.append(later.form)
    leaves += (*end.forms, changes.form)
    return OwnContent(
        values=RecordContent(
            general=head.read,
            school=school.read,
            pupil=pupil,
            assessment=assessment,
            outcome=outcome,
            extract_seed=_seed(seed),
            changes=changes.read,
        ),
        leaves=tuple(leaves),
        foreign=foreign,
    )


def _head(leaf: bytes) -> _Leaf[General]:
    """
    Part a `TTChung` from what is a pupil's own in it: the code, and the year before.

    What is left is the same for a class and read once. It is sound by itself if it is sound with
    another code and another year before: each is one element, and sound itself.
    """
    code_at = leaf.index(_CODE_BEGINS) + len(_CODE_BEGINS)
    code_ends = leaf.index(_CODE_ENDS, code_at)
    before_at = leaf.rindex(_BEFORE_BEGINS)
    code, before = leaf[code_at:code_ends].decode(), leaf[before_at : -len(_HEAD_ENDS)]
    # A mark that is there twice leaves a whole that does not fit its expression.
    first, second, one = _common_head(leaf[:code_at], leaf[code_ends:before_at])
    if not is_code(code):
        raise NotOurHand
    return _Leaf(
        b"".join((first, leaf[code_at:code_ends], second, leaf[before_at:])),
        General(
            record_code=parsed_record_code(code),
            version=one.version,
            environment=one.environment,
            school_year=one.school_year,
            grade=one.grade,
            class_name=one.class_name,
            rule_pack=one.rule_pack,
            print_template=one.print_template,
            signing_policy=one.signing_policy,
            software=one.software,
            composed_at=one.composed_at,
            year_before=_year_before(before),
            replaces=one.replaces,
        ),
    )


@lru_cache(maxsize=_SHARED)
def _common_head(start: bytes, middle: bytes) -> tuple[bytes, bytes, General]:
    """Return what a class shares: canonical bytes before and behind the code, and the values."""
    leaf = b"".join((start, _ANY_CODE, middle, _ANY_BEFORE, _HEAD_ENDS))
    return leaf_form(start), middle, general_of(element_of("TTChung", leaf.decode()))


def _year_before(written: bytes) -> YearBefore | NoYearBefore:
    found = _before_expression().fullmatch(written.decode())
    if found is None:
        raise NotOurHand
    reason, year, version, digested = found.groups()
    digest = digested.removeprefix("<BamNoiDung>").removesuffix("</BamNoiDung>")
    return year_before_from(reason, year, version, digest)


@cache
def _before_expression() -> Pattern[str]:
    return held_words("NamTruoc")


def _pupil(written: bytes) -> tuple[tuple[bytes, ...], Pupil]:
    """Read a `HocSinh`: the forms of its four leaves, and the pupil. Nothing of it is kept."""
    found = _pupil_expression().fullmatch(written.decode())
    if found is None:
        raise NotOurHand
    identity_at = written.index(b"<DinhDanh>")
    origin_at = written.index(b"<NhanThan>")
    family_at = written.index(b"<GiaDinh>")
    forms = (
        leaf_form(written[len(b"<HocSinh>") : identity_at]),
        leaf_form(written[identity_at:origin_at]),
        leaf_form(written[origin_at:family_at]),
        leaf_form(written[family_at : -len(b"</HocSinh>")]),
    )
    (full_name, born_on, gender, sector_code, no_number, number, no_ethnic, ethnic, *rest) = (
        found.groups()
    )
    nationality, no_birth, birth, no_home, home, no_address, address, family = rest
    told = PupilWords(
        full_name,
        born_on,
        gender,
        sector_code,
        (no_number, number),
        (no_ethnic, ethnic),
        nationality,
        (no_birth, birth),
        (no_home, home),
        (no_address, address),
        _guardians(family),
    )
    return forms, pupil_from(told)


def _guardians(written: str) -> tuple[Guardian, ...]:
    return tuple(
        [
            Guardian(relation=relation, full_name=name, occupation=occupation)
            for occupation, relation, name in _guardian_expression().findall(written)
        ]
    )


@cache
def _pupil_expression() -> Pattern[str]:
    return held_words("HocSinh")


@cache
def _guardian_expression() -> Pattern[str]:
    return held_words("NguoiThan")


def _without_later(written: bytes, pack_id: str) -> tuple[bytes, _Leaf[Supplement] | None]:
    """Take off the `DanhGiaBoSung` that may stand behind the groups."""
    if not written.endswith(_LATER_ENDS):
        return written, None
    at = written.rindex(b"<DanhGiaBoSung>")
    leaf = written[at:]
    element = element_of("DanhGiaBoSung", leaf.decode())
    require_row_labels(element, pack_id)
    return written[:at], _Leaf(leaf_form(leaf), supplement_of(element))


class _End(NamedTuple):
    """The leaves that end a year: their canonical bytes, and what they say."""

    forms: tuple[bytes, ...]
    read: YearEnd


@lru_cache(maxsize=_SHARED)
def _end(written: bytes) -> _End:
    praise_at = written.index(b"<KhenThuong ")
    completion_at = written.index(b"<HoanThanh>", praise_at)
    leaves = written[:praise_at], written[praise_at:completion_at], written[completion_at:]
    names = ("DanhGia", "KhenThuong", "HoanThanh")
    result, praise, completion = (
        element_of(name, leaf.decode()) for name, leaf in zip(names, leaves, strict=True)
    )
    return _End(tuple(map(leaf_form, leaves)), year_end_of(result, praise, completion))


def _changes(leaf: bytes) -> _Leaf[tuple[Change, ...]]:
    return _Leaf(leaf_form(leaf), changes_of(element_of("ThayDoiSauKhoa", leaf.decode())))


# Changes name people; that there are none is what most records share.
_no_changes = lru_cache(maxsize=1)(_changes)


def _seed(written: bytes) -> bytes:
    words = written.removesuffix(_CLOSES)
    if words is written or not is_seed(words.decode()):
        raise NotOurHand
    return a2b_base64(words)


def _kept(name: str, read: Callable[[Element], _Read]) -> Callable[[bytes], _Leaf[_Read]]:
    """
    Return a reader of leaves that many records hold alike, letter for letter.

    Nothing read from one depends on anything but its bytes. Leaves that name a pupil are never
    kept.
    """

    def leaf_of(leaf: bytes) -> _Leaf[_Read]:
        return _Leaf(leaf_form(leaf), read(element_of(name, leaf.decode())))

    return lru_cache(maxsize=_SHARED)(leaf_of)


_school = _kept("CoSo", school_of)
_mode = _kept("DienDanhGia", is_assessed)
_size = _kept("TheTrang", size_of)
_absence = _kept("ChuyenCan", absence_of)

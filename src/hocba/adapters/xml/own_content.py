"""
A content exactly as our own writer writes it, read without parsing it.

Each leaf of the text is held against an expression that is compiled from the published schema,
and read by the same functions as the plain reading's. Where anything is written in another way
nothing is read here, and the plain reading does the work. Argued in
docs/decisions/0007-checked-quick-way.md.
"""

from base64 import b64decode
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from hocba.adapters.xml.own_hand import NotOurHand
from hocba.adapters.xml.own_leaves import (
    Element,
    cut,
    element_of,
    is_code,
    is_comment,
    leaf_form,
    words_of,
)
from hocba.core.assess.year import SubjectOutcome
from hocba.core.compose.content import General, NoYearBefore, RecordContent, School, YearBefore
from hocba.core.compose.read_content import (
    changes_of,
    general_of,
    pupil_of,
    school_of,
    year_before_of,
)
from hocba.core.compose.read_year import (
    Group,
    YearLeaves,
    group_of,
    require_row_labels,
    subject_of,
    year_of,
)
from hocba.core.terms.codes import parsed_record_code, record_code

_SHARED: Final = 4096
"""How many leaves of a kind are kept read: a province's schools, the common rows of subjects."""

_CODE_BEGINS: Final = "<MaHocBa>"
_CODE_ENDS: Final = "</MaHocBa>"
_BEFORE_BEGINS: Final = "<NamTruoc "
_HEAD_ENDS: Final = "</TTChung>"
_HEAD_ENDING: Final = _HEAD_ENDS.encode()
_REASON: Final = ' LyDo="'
_ANY_CODE: Final = record_code(bytes(8))
_ANY_BEFORE: Final = f'<NamTruoc LyDo="{NoYearBefore.PAPER_BEFORE.value}"></NamTruoc>'
_UNCHANGED: Final = "<ThayDoiSauKhoa></ThayDoiSauKhoa>"
_COMMENT: Final = "<NhanXet>"
_ROW_ENDS: Final = "</NhanXet></MonHoc>"
_GROUP_ENDS: Final = "</NhanXet></NhomDanhGia>"

_Read = TypeVar("_Read", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnContent:
    """A content that was read: its values, and the canonical bytes of its leaves."""

    values: RecordContent
    leaves: tuple[bytes, ...]


class _Leaf(NamedTuple, Generic[_Read]):
    """A leaf's own canonical bytes and what was read from them."""

    form: bytes
    read: _Read


def read_own_content(form: bytes) -> OwnContent:
    """
    Read the bytes of a `NoiDung`; they are its exclusive canonical form if this returns.

    Raises: NotOurHand; Refusal where the plain reading refuses as well.
    """
    try:
        return _read(cut(form.decode()))
    except (ValueError, KeyError, ArithmeticError) as problem:
        raise NotOurHand from problem


def _read(found: dict[str, list[str]]) -> OwnContent:
    (written,) = found["TTChung"]
    head = _head(written)
    general = head.read
    (school,) = map(_school, found["CoSo"])
    pupil = [_new(name, found) for name in ("CoBan", "DinhDanh", "NhanThan", "GiaDinh")]
    before = (
        _shared("DienDanhGia", found),
        _shared("TheTrang", found),
        _shared("ChuyenCan", found),
    )
    rows = [_row(leaf, general.rule_pack) for leaf in found["MonHoc"]]
    groups = [_group(leaf) for leaf in found["NhomDanhGia"]]
    later = [_later(leaf, general.rule_pack) for leaf in found["DanhGiaBoSung"]]
    after = [_shared(name, found) for name in ("DanhGia", "KhenThuong", "HoanThanh")]
    (changed,) = found["ThayDoiSauKhoa"]
    # Changes name people; that there are none is what most records share.
    changes = (_common if changed == _UNCHANGED else _leaf)("ThayDoiSauKhoa", changed)
    assessment, outcome = year_of(
        YearLeaves(
            mode=before[0].read,
            body=before[1].read,
            presence=before[2].read,
            subjects=tuple([row.read for row in rows]),
            groups=tuple([group.read for group in groups]),
            later=later[0].read if later else None,
            result=after[0].read,
            praise=after[1].read,
            completion=after[2].read,
        ),
        grade=general.grade,
    )
    leaves: list[_Leaf[object]] = [head, school, *pupil, *before, *rows, *groups]
    leaves += [*later, *after, changes]
    return OwnContent(
        values=RecordContent(
            general=general,
            school=school.read,
            pupil=pupil_of(*[leaf.read for leaf in pupil]),
            assessment=assessment,
            outcome=outcome,
            extract_seed=b64decode(words_of("MuoiTrichLuc", *found["MuoiTrichLuc"])),
            changes=changes_of(changes.read),
        ),
        leaves=tuple([leaf.form for leaf in leaves]),
    )


def _head(leaf: str) -> _Leaf[General]:
    """
    Part a `TTChung` from what is a pupil's own in it: the code, and the year before.

    What is left is the same for a class and read once. It is sound by itself if it is sound with
    another code and another year before: each is one element, and sound itself.
    """
    start, _, rest = leaf.partition(_CODE_BEGINS)
    code, _, rest = rest.partition(_CODE_ENDS)
    middle, mark, last = rest.rpartition(_BEFORE_BEGINS)
    before = mark + last.removesuffix(_HEAD_ENDS)
    # A mark that is missing, or there twice, leaves a whole that does not fit its expression.
    shared = _common_head(_HeadParts(start, middle))
    if not is_code(code):
        raise NotOurHand
    first, second = shared.forms
    one = shared.general
    return _Leaf(
        b"".join((first, code.encode(), second, before.encode(), _HEAD_ENDING)),
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


class _HeadParts(NamedTuple):
    """A `TTChung` without its code and its year before: what stands before and behind the code."""

    start: str
    middle: str


@dataclass(frozen=True, slots=True)
class _CommonHead:
    """What a class shares of `TTChung`: canonical bytes around the code, and the values."""

    forms: tuple[bytes, bytes]
    general: General


@lru_cache(maxsize=_SHARED)
def _common_head(parts: _HeadParts) -> _CommonHead:
    start, middle = parts.start + _CODE_BEGINS, _CODE_ENDS + parts.middle
    leaf = "".join((start, _ANY_CODE, middle, _ANY_BEFORE, _HEAD_ENDS))
    general = general_of(element_of("TTChung", leaf))
    return _CommonHead((leaf_form("TTChung", start), middle.encode()), general)


def _year_before(written: str) -> YearBefore | NoYearBefore:
    # Where there is none, many records say so in the same words; a digest stands in one alone.
    return (_no_year_before if _REASON in written else _read_year_before)(written)


def _read_year_before(written: str) -> YearBefore | NoYearBefore:
    return year_before_of(element_of("NamTruoc", written))


_no_year_before = lru_cache(maxsize=64)(_read_year_before)


def _new(name: str, found: dict[str, list[str]]) -> _Leaf[Element]:
    (leaf,) = found[name]
    return _leaf(name, leaf)


def _leaf(name: str, leaf: str) -> _Leaf[Element]:
    return _Leaf(leaf_form(name, leaf), element_of(name, leaf))


def _shared(name: str, found: dict[str, list[str]]) -> _Leaf[Element]:
    (leaf,) = found[name]
    return _common(name, leaf)


# Many records hold the same of these leaves, letter for letter; nothing read from one depends
# on anything that is not in the arguments. Leaves that name a pupil are never kept.
_common = lru_cache(maxsize=_SHARED)(_leaf)


@lru_cache(maxsize=_SHARED)
def _school(leaf: str) -> _Leaf[School]:
    return _Leaf(leaf_form("CoSo", leaf), school_of(element_of("CoSo", leaf)))


def _row(leaf: str, pack_id: str) -> _Leaf[SubjectOutcome]:
    rest, comment = _parted(leaf, _ROW_ENDS)
    row = _uncommented_row(rest, pack_id)
    if not comment:
        return row
    outcome = row.read
    return _Leaf(
        _worded(row.form, comment, _ROW_ENDS),
        SubjectOutcome(
            subject=outcome.subject, level=outcome.level, score=outcome.score, comment=comment
        ),
    )


@lru_cache(maxsize=_SHARED)
def _uncommented_row(rest: str, pack_id: str) -> _Leaf[SubjectOutcome]:
    leaf = rest + _ROW_ENDS
    read = subject_of(element_of("MonHoc", leaf), pack_id=pack_id)
    return _Leaf(leaf_form("MonHoc", leaf), read)


def _group(leaf: str) -> _Leaf[Group]:
    rest, comment = _parted(leaf, _GROUP_ENDS)
    group = _uncommented_group(rest)
    if not comment:
        return group
    read = Group(key=group.read.key, traits=group.read.traits, comment=comment)
    return _Leaf(_worded(group.form, comment, _GROUP_ENDS), read)


@lru_cache(maxsize=_SHARED)
def _uncommented_group(rest: str) -> _Leaf[Group]:
    leaf = rest + _GROUP_ENDS
    return _Leaf(leaf_form("NhomDanhGia", leaf), group_of(element_of("NhomDanhGia", leaf)))


def _parted(leaf: str, ending: str) -> tuple[str, str]:
    """
    Part a leaf that ends with a teacher's words: what stands before them, and the words.

    Rows that differ in nothing else are then read once. The words may be what the schema lets
    them be wherever they stand, so a leaf is sound if it is sound without them and they are.
    """
    rest, mark, worded = leaf.rpartition(_COMMENT)
    comment = worded.removesuffix(ending)
    # Where the ending is missing a mark is left among the words, which take none.
    if not is_comment(comment):
        raise NotOurHand
    return rest + mark, comment


def _worded(form: bytes, comment: str, ending: str) -> bytes:
    """Return the canonical form of a leaf with words, made of its form without them."""
    return form[: -len(ending)] + comment.encode() + ending.encode()


def _later(leaf: str, pack_id: str) -> _Leaf[Element]:
    one = _leaf("DanhGiaBoSung", leaf)
    require_row_labels(one.read, pack_id)
    return one

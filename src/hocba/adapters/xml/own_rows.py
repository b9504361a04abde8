"""
Rows of subjects and groups of traits as our own writer writes them.

A class's rows differ in little but the teacher's words. So they are cut at the words, and what
stands between two of them is read once: it ends one row and begins the next.
"""

from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from hocba.adapters.xml.own_hand import NotOurHand
from hocba.adapters.xml.own_leaves import element_of, is_comment, leaf_form, longest_comment
from hocba.core.assess.year import SubjectOutcome
from hocba.core.compose.read_year import Group, group_of, subject_of

MOST_ROWS: Final = 40
MOST_GROUPS: Final = 6
"""What the schema allows; see `own_content`, which holds both against it."""

_SHARED: Final = 8192
"""How many pieces between words are kept read: subjects with their levels and marks."""
_ROW, _GROUP, _NOTHING = b"MonHoc", b"NhomDanhGia", b""
_WORDS_BEGIN: Final = b"<NhanXet>"
_WORDS_END: Final = b"</NhanXet>"
_ENDINGS: Final = MappingProxyType(
    {_ROW: b"</NhanXet></MonHoc>", _GROUP: b"</NhanXet></NhomDanhGia>"}
)
_JOINTS: Final = (
    (b"<DSMonHoc>", _NOTHING, _ROW),
    (b"<DSMonHoc></DSMonHoc>", _NOTHING, _GROUP),
    (b"</MonHoc>", _ROW, _ROW),
    (b"</MonHoc></DSMonHoc>", _ROW, _GROUP),
    (b"</NhomDanhGia>", _GROUP, _GROUP),
)
"""Marks that may stand between words, what they close, and what has to open behind them."""
_LAST: Final = MappingProxyType({b"</MonHoc></DSMonHoc>": _ROW, b"</NhomDanhGia>": _GROUP})


class Rows(NamedTuple):
    """What was read: subjects, groups, and the canonical bytes of each of them in order."""

    subjects: tuple[SubjectOutcome, ...]
    groups: tuple[Group, ...]
    leaves: list[bytes]


class _Joint(NamedTuple):
    """
    What stands between two teachers' words.

    closes, opens: names of what ends and begins here. form: the canonical bytes of what begins,
    up to its words; row, group: what it says, without them.
    """

    closes: bytes
    opens: bytes
    form: bytes = b""
    row: SubjectOutcome | None = None
    group: Group | None = None


def read_rows(written: bytes, pack_id: str, *, is_printable: bool) -> Rows:
    """
    Read what begins with `DSMonHoc` and ends with the last group.

    is_printable: whether all characters are, line feeds apart.
    Raises: NotOurHand; ValueError and Refusal as their values.
    """
    first, *pieces = written.split(_WORDS_BEGIN)
    joint = _joint(first, pack_id)
    subjects: list[SubjectOutcome] = []
    groups: list[Group] = []
    leaves: list[bytes] = []
    comments: list[bytes] = []
    for piece in pieces:
        _, opens, form, row, group = joint
        words, _, after = piece.partition(_WORDS_END)
        comments.append(words)
        leaves.append(form + words + _ENDINGS[opens])
        if row is not None:
            subjects.append(_worded(row, words.decode()) if words else row)
        elif group is not None:
            groups.append(Group(group.key, group.traits, words.decode()) if words else group)
        joint = _joint(after, pack_id)
        if joint.closes != opens:
            raise NotOurHand
    if joint.opens or len(subjects) > MOST_ROWS or len(groups) > MOST_GROUPS:
        raise NotOurHand
    _require_comments(comments, is_printable=is_printable)
    return Rows(tuple(subjects), tuple(groups), leaves)


def _worded(row: SubjectOutcome, comment: str) -> SubjectOutcome:
    return SubjectOutcome(subject=row.subject, level=row.level, score=row.score, comment=comment)


@lru_cache(maxsize=_SHARED)
def _joint(written: bytes, pack_id: str) -> _Joint:
    # The words may be what the schema lets them be wherever they stand, so a leaf is sound if it
    # is sound without them and they are.
    last = _LAST.get(written)
    if last is not None:
        return _Joint(last, _NOTHING)
    for marks, closes, opens in _JOINTS:
        rest = written.removeprefix(marks)
        if rest is not written and rest.startswith(b"<" + opens + b" "):
            return _opened(rest, closes, opens, pack_id)
    raise NotOurHand


def _opened(rest: bytes, closes: bytes, opens: bytes, pack_id: str) -> _Joint:
    leaf = rest + _WORDS_BEGIN + _ENDINGS[opens]
    element = element_of(opens.decode(), leaf.decode())
    form = leaf_form(rest) + _WORDS_BEGIN
    if opens == _ROW:
        return _Joint(closes, opens, form, row=subject_of(element, pack_id=pack_id))
    return _Joint(closes, opens, form, group=group_of(element))


def _require_comments(comments: list[bytes], *, is_printable: bool) -> None:
    """See that words can stand in a `NhanXet` as they are."""
    words = b"".join(comments)
    if b"<" in words or b">" in words:
        raise NotOurHand
    # What is printable is no control character; the rest has to be looked at one by one, and so
    # has what could have too many characters. That no "&" is among them has been seen before.
    if is_printable and max(map(len, comments), default=0) <= longest_comment():
        return
    if not all(is_comment(each.decode()) for each in comments):
        raise NotOurHand

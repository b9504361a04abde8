"""Read `KetQua`, one pupil's year, from its elements into values. Source: spec/format.md §4."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from hocba.core.assess.year import (
    SubjectOutcome,
    Supplement,
    TraitOutcome,
    YearAssessment,
    YearOutcome,
)
from hocba.core.compose.read import Node, attribute_of, local_name, missing_of, text_of
from hocba.core.rules.library import pack
from hocba.core.terms.levels import Completion, SubjectLevel, TraitLevel, YearResult
from hocba.core.terms.outcomes import Refusal

_WITH_SUBJECTS: Final = frozenset({"DSMonHoc", "DanhGiaBoSung"})


class Group(NamedTuple):
    """A read `NhomDanhGia`. key: of the rule pack, as in the comments of a year."""

    key: str
    traits: tuple[TraitOutcome, ...]
    comment: str


class YearEnd(NamedTuple):
    """What is read of the leaves that end a year. other_awards: given by people, in words."""

    outcome: YearOutcome
    recognised: bool
    other_awards: tuple[str, ...]


class YearLeaves(NamedTuple):
    """
    What is read of the leaves of `KetQua`, in their order.

    size: height in cm and weight in kg; absent: days excused and unexcused.
    """

    is_assessed: bool
    size: tuple[Decimal | None, Decimal | None]
    absent: tuple[int | None, int | None]
    subjects: tuple[SubjectOutcome, ...]
    groups: tuple[Group, ...]
    later: Supplement | None
    end: YearEnd


def require_labels(result: Node, pack_id: str) -> None:
    """
    Require that every subject of `KetQua` is printed under the name of its key.

    Raises: Refusal "record.label_differs".
    """
    for part in result:
        if local_name(part) in _WITH_SUBJECTS:
            require_row_labels(part, pack_id)


def require_row_labels(rows: Iterable[Node], pack_id: str) -> None:
    """Require the same of some rows; those without a name are no subjects."""
    labels = _labels(pack_id)
    for row in rows:
        _require_label(row, labels)


def _require_label(row: Node, labels: Mapping[str, str]) -> None:
    # The mark of one subject under the name of another would be signed, and read wrongly.
    key, stated = row.get("Ma") or "", row.get("Ten")
    if stated is not None and labels.get(key, stated) != stated:
        raise Refusal("record.label_differs", subject=key, value=stated[:80])


@lru_cache(maxsize=16)
def _labels(pack_id: str) -> Mapping[str, str]:
    try:
        return {subject.key: subject.label for subject in pack(pack_id).subjects}
    except Refusal:
        # An unknown pack is the judge's to report.
        return {}


def year_leaves(node: Node) -> YearLeaves:
    """Read the leaves of `KetQua`."""
    mode, body, presence, subjects, *groups, result, praise, completion = node
    later = groups.pop() if groups and local_name(groups[-1]) == "DanhGiaBoSung" else None
    return YearLeaves(
        is_assessed=is_assessed(mode),
        size=size_of(body),
        absent=absence_of(presence),
        subjects=tuple(_subject(row) for row in subjects),
        groups=tuple(group_of(group) for group in groups),
        later=None if later is None else supplement_of(later),
        end=year_end_of(result, praise, completion),
    )


def year_of(leaves: YearLeaves, *, grade: int) -> tuple[YearAssessment, YearOutcome]:
    """
    Put a year together from what its leaves say.

    Raises: ValueError when two groups have one name.
    """
    is_assessed, size, absent, subjects, groups, later, end = leaves
    traits: tuple[TraitOutcome, ...] = ()
    for group in groups:
        traits += group.traits
    assessment = YearAssessment(
        grade=grade,
        subjects=subjects,
        traits=traits,
        comments=_comments(groups),
        height_cm=size[0],
        weight_kg=size[1],
        absent_excused=absent[0],
        absent_unexcused=absent[1],
        not_assessed_by_law=not is_assessed,
        recognised=end.recognised,
        other_awards=end.other_awards,
        supplement=later,
    )
    return assessment, end.outcome


def is_assessed(node: Node) -> bool:
    """Read a `DienDanhGia`: whether the pupil is given levels at all."""
    return text_of(node) != "KHONG_DANH_GIA"


def size_of(node: Node) -> tuple[Decimal | None, Decimal | None]:
    """Read a `TheTrang`: height in cm and weight in kg."""
    height, weight = node
    return _decimal(height), _decimal(weight)


def absence_of(node: Node) -> tuple[int | None, int | None]:
    """Read a `ChuyenCan`: days excused and unexcused."""
    excused, unexcused = node
    return _integer(excused), _integer(unexcused)


def year_end_of(result: Node, praise: Node, completion: Node) -> YearEnd:
    """Read `DanhGia`, `KhenThuong` and `HoanThanh`."""
    praised = [(local_name(award), text_of(award)) for award in praise]
    return YearEnd(
        outcome=YearOutcome(
            result=missing_of(result) or YearResult(text_of(result)),
            completion=Completion(text_of(completion)),
            awards=tuple(words for name, words in praised if name == "DanhHieu"),
        ),
        recognised=attribute_of(praise, "LopCongNhan") == "1",
        other_awards=tuple(words for name, words in praised if name == "Khac"),
    )


def _comments(groups: Sequence[Group]) -> dict[str, str]:
    if len({group.key for group in groups}) != len(groups):
        raise ValueError("NhomDanhGia/@Ma")
    return {group.key: group.comment for group in groups if group.comment}


def group_of(node: Node) -> Group:
    """Read a `NhomDanhGia`."""
    *levels, comment = node
    return Group(
        key=attribute_of(node, "Ma"),
        traits=tuple(map(_trait_of, levels)),
        comment=text_of(comment),
    )


def _trait_of(node: Node) -> TraitOutcome:
    key, missing = attribute_of(node, "Ma"), missing_of(node)
    if missing is not None:
        return TraitOutcome(trait=key, level=missing)
    return _trait(key, text_of(node))


@lru_cache(maxsize=1024)
def _trait(key: str, written: str) -> TraitOutcome:
    return TraitOutcome(trait=key, level=TraitLevel(written))


def subject_of(node: Node, *, pack_id: str) -> SubjectOutcome:
    """
    Read a `MonHoc` of a record under a rule pack.

    Raises: Refusal "record.label_differs"; ValueError as its values.
    """
    _require_label(node, _labels(pack_id))
    return _subject(node)


def _subject(node: Node) -> SubjectOutcome:
    level, score, comment = node
    return SubjectOutcome(
        subject=attribute_of(node, "Ma"),
        level=missing_of(level) or _subject_level(text_of(level)),
        score=missing_of(score) or int(text_of(score)),
        comment=text_of(comment),
    )


# The same few words stand in every record: looked up, they cost a quarter of being made anew.
@lru_cache(maxsize=64)
def _subject_level(written: str) -> SubjectLevel:
    return SubjectLevel(written)


def supplement_of(node: Node) -> Supplement:
    """Read a `DanhGiaBoSung`."""
    parts = [(local_name(part), part) for part in node]
    decision = next((part for name, part in parts if name == "QuyetDinh"), None)
    return Supplement(
        subjects=tuple(_subject(part) for name, part in parts if name == "MonHoc"),
        traits=tuple(_trait_of(part) for name, part in parts if name == "Muc"),
        promoted=None if decision is None else attribute_of(decision, "LenLop") == "1",
        basis="" if decision is None else attribute_of(decision, "CanCu"),
    )


def _decimal(node: Node) -> Decimal | None:
    return None if missing_of(node) else Decimal(text_of(node))


def _integer(node: Node) -> int | None:
    return None if missing_of(node) else int(text_of(node))

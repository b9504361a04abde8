"""Read `KetQua`, one pupil's year, from its elements into values. Source: spec/format.md §4."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A read `NhomDanhGia`. key: of the rule pack, as in the comments of a year."""

    key: str
    traits: tuple[TraitOutcome, ...]
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLeaves:
    """The leaves of `KetQua` in their order; those that many records share are read already."""

    mode: Node
    body: Node
    presence: Node
    subjects: tuple[SubjectOutcome, ...]
    groups: tuple[Group, ...]
    later: Node | None
    result: Node
    praise: Node
    completion: Node


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
    """Read the leaves of `KetQua` that many records share, and name the others."""
    mode, body, presence, subjects, *groups, result, praise, completion = node
    later = groups.pop() if groups and local_name(groups[-1]) == "DanhGiaBoSung" else None
    return YearLeaves(
        mode=mode,
        body=body,
        presence=presence,
        subjects=tuple(_subject(row) for row in subjects),
        groups=tuple(group_of(group) for group in groups),
        later=later,
        result=result,
        praise=praise,
        completion=completion,
    )


def year_of(leaves: YearLeaves, *, grade: int) -> tuple[YearAssessment, YearOutcome]:
    """Put a year together from its leaves."""
    height, weight = leaves.body
    excused, unexcused = leaves.presence
    praised = [(local_name(award), text_of(award)) for award in leaves.praise]
    assessment = YearAssessment(
        grade=grade,
        subjects=leaves.subjects,
        traits=tuple(trait for group in leaves.groups for trait in group.traits),
        comments=_comments(leaves.groups),
        height_cm=_decimal(height),
        weight_kg=_decimal(weight),
        absent_excused=_integer(excused),
        absent_unexcused=_integer(unexcused),
        not_assessed_by_law=text_of(leaves.mode) == "KHONG_DANH_GIA",
        recognised=attribute_of(leaves.praise, "LopCongNhan") == "1",
        other_awards=tuple(words for name, words in praised if name == "Khac"),
        supplement=None if leaves.later is None else _supplement(leaves.later),
    )
    outcome = YearOutcome(
        result=missing_of(leaves.result) or YearResult(text_of(leaves.result)),
        completion=Completion(text_of(leaves.completion)),
        awards=tuple(words for name, words in praised if name == "DanhHieu"),
    )
    return assessment, outcome


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


def _supplement(node: Node) -> Supplement:
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

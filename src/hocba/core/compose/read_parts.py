"""Read the leaves that an extract shows into values. Source: spec/format.md §6 and §16."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from hocba.core.assess.year import SubjectOutcome
from hocba.core.compose.content import General, School
from hocba.core.compose.read import Node, local_name, missing_of, text_of
from hocba.core.compose.read_content import general_of, school_of
from hocba.core.compose.read_secondary import RowRead, last_standing, row_of
from hocba.core.compose.read_year import Group, group_of, subject_of
from hocba.core.compose.wire_secondary import SECONDARY_NAMESPACE
from hocba.core.terms.levels import Completion, Promotion, Standing, YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal

_STANDINGS: Final = ("HocTap", "RenLuyen")
_SAID_OF: Final = ("QuanHe", "Ten", "Ma")
_SAYING: Final = ("LenLop", "CanCu", "LopCongNhan")
"""Attributes that say something themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownValue:
    """
    One value of a leaf. name: its element's. of: whom or what it is said of, such as `CHA`.

    text: empty where missing says why there is none.
    """

    name: str
    of: str
    text: str
    missing: Missing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLeaf:
    """A leaf that no field of `ShownParts` holds, value by value."""

    name: str
    values: tuple[ShownValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownParts:
    """
    What an extract says; None and empty where it says nothing.

    others: shown leaves that no field here holds. rows, standings, promotion: of a
    secondary year in place of subjects, groups, result and completion; standings by the leaf's
    name, after the summer where there was one.
    """

    general: General
    school: School
    full_name: str
    born_on: date
    subjects: tuple[SubjectOutcome, ...]
    groups: tuple[Group, ...]
    result: YearResult | Missing | None
    completion: Completion | None
    others: tuple[ShownLeaf, ...]
    rows: tuple[RowRead, ...] = ()
    standings: tuple[tuple[str, Standing | Missing], ...] = ()
    promotion: Promotion | None = None


def parts_of(leaves: Iterable[Node]) -> ShownParts:
    """
    Read shown leaves, of which the first three are `TTChung`, `CoSo` and `CoBan`.

    Raises: Refusal "extract.head_missing", "record.unreadable_value", "record.label_differs".
    """
    nodes = [(local_name(leaf), leaf) for leaf in leaves]
    if [name for name, _ in nodes[:3]] != ["TTChung", "CoSo", "CoBan"]:
        raise Refusal("extract.head_missing")
    try:
        return _parts(nodes)
    except (ValueError, KeyError, ArithmeticError) as problem:
        raise Refusal("record.unreadable_value", str(problem), value=str(problem)[:80]) from problem


def _parts(nodes: list[tuple[str, Node]]) -> ShownParts:
    (_, head), (_, place), (_, basic), *rest = nodes
    general = general_of(head)
    full_name, born_on, *_ = basic
    if head.tag.startswith(f"{{{SECONDARY_NAMESPACE}}}"):
        return _secondary(general, school_of(place), basic, rest)
    single = dict(rest)
    return ShownParts(
        general=general,
        school=school_of(place),
        full_name=text_of(full_name),
        born_on=date.fromisoformat(text_of(born_on)),
        subjects=tuple(
            subject_of(node, pack_id=general.rule_pack) for name, node in rest if name == "MonHoc"
        ),
        groups=tuple(group_of(node) for name, node in rest if name == "NhomDanhGia"),
        result=_result(single.get("DanhGia")),
        completion=_completion(single.get("HoanThanh")),
        others=_others(rest, held=("MonHoc", "NhomDanhGia", "DanhGia", "HoanThanh")),
    )


def _secondary(
    general: General, school: School, basic: Node, rest: list[tuple[str, Node]]
) -> ShownParts:
    full_name, born_on, *_ = basic
    single = dict(rest)
    promotion = single.get("LenLop")
    held = ("MonHoc", "LenLop", *_STANDINGS)
    return ShownParts(
        general=general,
        school=school,
        full_name=text_of(full_name),
        born_on=date.fromisoformat(text_of(born_on)),
        subjects=(),
        groups=(),
        result=None,
        completion=None,
        others=_others(rest, held=held),
        rows=tuple(
            row_of(node, pack_id=general.rule_pack) for name, node in rest if name == "MonHoc"
        ),
        standings=tuple((name, last_standing(node)) for name, node in rest if name in _STANDINGS),
        promotion=None if promotion is None else Promotion(text_of(promotion)),
    )


def _others(rest: Iterable[tuple[str, Node]], *, held: Container[str]) -> tuple[ShownLeaf, ...]:
    return tuple(
        ShownLeaf(name=name, values=tuple(_values(node))) for name, node in rest if name not in held
    )


def _values(node: Node) -> Iterable[ShownValue]:
    """Return what a leaf says, wherever; an element with children, or empty, says nothing."""
    children = tuple(node)
    for name in _SAYING:
        if said := node.get(name):
            yield ShownValue(name=name, of="", text=said)
    if not children and (text_of(node) or missing_of(node)):
        of = next((value for name in _SAID_OF if (value := node.get(name))), "")
        yield ShownValue(name=local_name(node), of=of, text=text_of(node), missing=missing_of(node))
    for child in children:
        yield from _values(child)


def _result(node: Node | None) -> YearResult | Missing | None:
    return None if node is None else missing_of(node) or YearResult(text_of(node))


def _completion(node: Node | None) -> Completion | None:
    return None if node is None else Completion(text_of(node))

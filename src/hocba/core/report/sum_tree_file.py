"""The tree of sums as a file: JSON whose every value is held against one shape when it is read."""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from hocba.core.report.sum_tree import (
    COUNTS,
    NOTHING,
    ProvinceNode,
    SchoolLeaf,
    Sums,
    SumTree,
    TreeHead,
)
from hocba.core.terms.codes import school_year
from hocba.core.terms.outcomes import Refusal

VERSION: Final = "1.0"
MAX_BYTES: Final = 100_000_000
"""A nation of 30,000 schools takes some 15 MB."""

_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    dict(
        zip(
            COUNTS,
            ("hoc_sinh", "da_lap", "da_ky", "da_dong_dau", "da_nhan", "chua_khai"),
            strict=True,
        )
    )
)
_CODE: Final = re.compile(r"[^\s\x00-\x1f]{1,35}")
_LINE: Final = re.compile(r"[^\x00-\x1f\x7f\u2028\u2029]{0,300}")
_REASON: Final = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_MOST: Final = 10**9


def written_tree(tree: SumTree) -> str:
    """Write a tree; the same tree gives the same text."""
    head = tree.head
    told = {
        "phien_ban": VERSION,
        "nguon": head.origin,
        "nam_hoc": str(head.school_year),
        "nhat_ky": {"kich_thuoc": head.log_size, "goc": head.log_root},
        "goc": tree.root,
        "tong": _told(tree.sums),
        "ty_le": tree.sums.rate.shown,
        "tinh": [_told_province(each) for each in tree.provinces],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read_tree(written: str) -> SumTree:
    """
    Read a tree; whether it is right is asked of `tree_findings`.

    Raises: Refusal "tree.unreadable" for anything of another shape.
    """
    try:
        told = json.loads(written)
        log = told["nhat_ky"]
        return SumTree(
            head=TreeHead(
                origin=_match(_LINE, told["nguon"]),
                school_year=school_year(told["nam_hoc"]),
                log_size=_count(log["kich_thuoc"]),
                log_root=_match(_DIGEST, log["goc"]),
            ),
            provinces=tuple(map(_province, told["tinh"])),
            sums=_sums(told["tong"]),
            root=_match(_DIGEST, told["goc"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, Refusal) as wrong:
        value = f"{type(wrong).__name__}: {wrong}"[:120]
        raise Refusal("tree.unreadable", value, value=value) from wrong


def _told(sums: Sums) -> dict[str, object]:
    counts: dict[str, object] = {told: getattr(sums, name) for name, told in _NAMES.items()}
    reasons = {reason: n for reason, n in sorted(sums.exceptions.items()) if n}
    return {**counts, "ngoai_le": reasons}


def _told_province(each: ProvinceNode) -> dict[str, object]:
    told: dict[str, object] = {
        "ma": each.code,
        "ten": each.name,
        "tom_tat": each.digest,
        "tong": _told(each.sums),
    }
    if each.schools is None:
        return told
    return {**told, "truong": [_told_school(school) for school in each.schools]}


def _told_school(each: SchoolLeaf) -> dict[str, object]:
    return {
        "ma": each.code,
        "ten": each.name,
        "xa": each.ward,
        "khai_bao": {"so": each.number, "tep": each.declaration},
        "tong": _told(each.sums),
    }


def _province(told: Any) -> ProvinceNode:
    schools = told.get("truong")
    return ProvinceNode(
        code=_match(_CODE, told["ma"]),
        name=_match(_LINE, told["ten"]),
        sums=_sums(told["tong"]),
        digest=_match(_DIGEST, told["tom_tat"]),
        schools=None if schools is None else tuple(map(_school, schools)),
    )


def _school(told: Any) -> SchoolLeaf:
    declared = told["khai_bao"]
    file = declared["tep"]
    return SchoolLeaf(
        code=_match(_CODE, told["ma"]),
        name=_match(_LINE, told["ten"]),
        ward=_match(_CODE, told["xa"]),
        number=_count(declared["so"]),
        declaration=file if file == NOTHING else _match(_DIGEST, file),
        sums=_sums(told["tong"]),
    )


def _sums(told: Any) -> Sums:
    counts = {name: _count(told[word]) for name, word in _NAMES.items()}
    reasons = {_match(_REASON, key): _count(n) for key, n in told["ngoai_le"].items()}
    return Sums(exceptions=MappingProxyType(reasons), **counts)


def _count(value: Any) -> int:
    # True is a number to Python and none to anybody else.
    if type(value) is not int or not 0 <= value <= _MOST:
        raise ValueError(value)
    return value


def _match(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(value)
    return value

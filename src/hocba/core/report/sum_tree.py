"""
The tree of sums: what schools declared and what was accepted, bound by digests up to one root.

A leaf is a school's latest sealed declaration; an inner node's digest covers the digests and the
sums of both its children, so that nobody can move a pupil from one sum to another without moving
the root. Whoever has the root recomputes every sum and every rate, from the provinces' nodes
alone or from the schools. Source: spec/format.md §19; RFC 6962, section 2.1, for the tree's shape.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from hocba.core.report.figures import Rate
from hocba.core.submit.declaration import Declaration
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Finding

FORMAT: Final = "hocba-so-lieu/1"
NOTHING: Final = "-"
"""Stands for the declaration of a school that sent records and declared nothing."""

_LEAF, _INNER, _PROVINCE, _ROOT = b"\x00", b"\x01", b"\x02", b"\x03"
COUNTS: Final = ("pupils", "records", "signed", "sealed", "accepted", "still_open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """
    Counts of a school, a province or the nation.

    pupils: on the roster; records, signed, sealed: declared; accepted: kept here and not
    withdrawn; exceptions: pupils without a record, by coded reason; still_open: with neither.
    """

    pupils: int = 0
    records: int = 0
    signed: int = 0
    sealed: int = 0
    accepted: int = 0
    still_open: int = 0
    exceptions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def line(self) -> str:
        """The one spelling of these counts that digests are made of."""
        counts = [str(getattr(self, name)) for name in COUNTS]
        reasons = [f"{reason}={n}" for reason, n in sorted(self.exceptions.items()) if n]
        return " ".join((*counts, *reasons))

    @property
    def rate(self) -> Rate:
        """Accepted records of the pupils on the rosters."""
        return Rate(numerator=self.accepted, denominator=self.pupils)

    def __add__(self, other: "Sums") -> "Sums":
        reasons = sorted({*self.exceptions, *other.exceptions})
        counts = {name: getattr(self, name) + getattr(other, name) for name in COUNTS}
        exceptions = {r: self.exceptions.get(r, 0) + other.exceptions.get(r, 0) for r in reasons}
        return Sums(exceptions=MappingProxyType(exceptions), **counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLeaf:
    """
    One school. number, declaration: the declaration's number and the SHA-256 of its file, hex;
    0 and NOTHING where there is none. ward: its commune's code, NOTHING where none is declared.
    """

    code: str
    name: str
    ward: str
    number: int
    declaration: str
    sums: Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceNode:
    """
    One province. digest: of the tree over its schools, hex; its own code and name are bound above.

    schools: by code; None where the tree is cut short above them.
    """

    code: str
    name: str
    sums: Sums
    digest: str
    schools: tuple[SchoolLeaf, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeHead:
    """Of what a tree is: whose repository, which year, and where its log stood."""

    origin: str
    school_year: SchoolYear
    log_size: int
    log_root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SumTree:
    """The whole. sums: of the nation, or of the one province. root: hex, what is published."""

    head: TreeHead
    provinces: tuple[ProvinceNode, ...]
    sums: Sums
    root: str

    @property
    def cut_short(self) -> "SumTree":
        """The same tree and root, without the schools."""
        provinces = tuple(
            ProvinceNode(
                code=each.code, name=each.name, sums=each.sums, digest=each.digest, schools=None
            )
            for each in self.provinces
        )
        return SumTree(head=self.head, provinces=provinces, sums=self.sums, root=self.root)


def declared_sums(declaration: Declaration, accepted: int) -> Sums:
    """Add up a declaration's classes."""
    return reduce(
        Sums.__add__,
        (
            Sums(
                pupils=each.pupils,
                records=each.records,
                signed=each.signed,
                sealed=each.sealed,
                still_open=each.still_open,
                exceptions=each.exceptions,
            )
            for each in declaration.classes
        ),
        Sums(accepted=accepted),
    )


def province_node(
    code: str, name: str, schools: Iterable[SchoolLeaf], *, school_year: SchoolYear
) -> ProvinceNode:
    """Put a province's schools together, in the order of their codes."""
    ordered = tuple(sorted(schools, key=lambda each: each.code))
    node = _joined([_leaf(each, code, school_year) for each in ordered])
    digest = node.digest.hex()
    return ProvinceNode(code=code, name=name, sums=node.sums, digest=digest, schools=ordered)


def sum_tree(head: TreeHead, provinces: Iterable[ProvinceNode]) -> SumTree:
    """Put provinces together, in the order of their codes."""
    ordered = tuple(sorted(provinces, key=lambda each: each.code))
    node = _joined([_named(each) for each in ordered])
    root = _wrapped(_ROOT, root_text(head), node)
    return SumTree(head=head, provinces=ordered, sums=node.sums, root=root.hex())


def root_text(head: TreeHead) -> str:
    """Return what a root is bound to besides the sums."""
    return (
        f"{FORMAT}\nnguon {head.origin}\nnam-hoc {head.school_year}\n"
        f"nhat-ky {head.log_size} {head.log_root}\n"
    )


def tree_findings(tree: SumTree, *, root: str | None = None) -> tuple[Finding, ...]:
    """
    Say all that is wrong with a tree that somebody gave us; nothing of it is trusted.

    root: hex, as it was published; None where it is not known, and then only that the tree
    agrees with itself is said. Codes: "tree.*".
    """
    year = tree.head.school_year
    findings = list(_once_each("", [each.code for each in tree.provinces]))
    for each in tree.provinces:
        findings += _province_findings(each, year)
    again = sum_tree(tree.head, tree.provinces)
    findings += _sums_findings(tree.head.origin, again.sums)
    if again.sums.line != tree.sums.line:
        findings.append(_differs("tree.sums_differ", tree.head.origin, tree.sums, again.sums))
    if again.root != tree.root:
        findings.append(_digest("tree.digest_differs", tree.head.origin, tree.root, again.root))
    if root is not None and again.root != root:
        findings.append(_digest("tree.another_root", tree.head.origin, root, again.root))
    return tuple(findings)


def _province_findings(each: ProvinceNode, year: SchoolYear) -> Iterator[Finding]:
    for school in each.schools or ():
        yield from _sums_findings(school.code, school.sums)
    yield from _sums_findings(each.code, each.sums)
    if each.schools is None:
        return
    yield from _once_each(each.code, [school.code for school in each.schools])
    again = province_node(each.code, each.name, each.schools, school_year=year)
    if again.sums.line != each.sums.line:
        yield _differs("tree.sums_differ", each.code, each.sums, again.sums)
    if again.digest != each.digest:
        yield _digest("tree.digest_differs", each.code, each.digest, again.digest)


def _sums_findings(where: str, sums: Sums) -> Iterator[Finding]:
    excepted = sum(sums.exceptions.values())
    lowest = min(*(getattr(sums, name) for name in COUNTS), *sums.exceptions.values(), 0)
    if lowest < 0 or sums.pupils != sums.records + excepted + sums.still_open:
        details = {
            "where": where,
            "pupils": str(sums.pupils),
            "records": str(sums.records),
            "exceptions": str(excepted),
            "still_open": str(sums.still_open),
        }
        yield Finding(code="tree.does_not_add_up", where=where, details=details)
    if not sums.sealed <= sums.signed <= sums.records:
        details = {"where": where, "sealed": str(sums.sealed), "signed": str(sums.signed)}
        details["records"] = str(sums.records)
        yield Finding(code="tree.more_sealed_than_signed", where=where, details=details)


def _once_each(where: str, codes: Sequence[str]) -> Iterator[Finding]:
    """A code twice would count its pupils twice."""
    for code in sorted(code for code, times in Counter(codes).items() if times > 1):
        details = {"where": where or code, "value": code}
        yield Finding(code="tree.counted_twice", where=where, details=details)


def _differs(code: str, where: str, told: Sums, found: Sums) -> Finding:
    return _digest(code, where, told.line, found.line)


def _digest(code: str, where: str, told: str, found: str) -> Finding:
    return Finding(code=code, where=where, details={"where": where, "told": told, "found": found})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    digest: bytes
    sums: Sums

    @property
    def bytes(self) -> bytes:
        return self.digest + self.sums.line.encode() + b"\n"


def _named(each: ProvinceNode) -> _Node:
    # Made anew from code and name, also where the tree is cut short: whose sums these are is
    # bound like the sums.
    of_schools = _Node(digest=bytes.fromhex(each.digest), sums=each.sums)
    digest = _wrapped(_PROVINCE, f"tinh {each.code} {each.name}\n", of_schools)
    return _Node(digest=digest, sums=each.sums)


def _leaf(school: SchoolLeaf, province: str, year: SchoolYear) -> _Node:
    text = (
        f"{FORMAT}\ntruong {school.code} {school.name}\nxa {school.ward}\ntinh {province}\n"
        f"nam-hoc {year}\nkhai-bao {school.number} {school.declaration}\n{school.sums.line}\n"
    )
    return _Node(digest=sha256(_LEAF + text.encode()).digest(), sums=school.sums)


def _joined(level: list[_Node]) -> _Node:
    """Join nodes two by two; an odd last one rises unchanged, as in RFC 6962."""
    if not level:
        return _Node(digest=sha256(b"").digest(), sums=Sums())
    while len(level) > 1:
        pairs = [_pair(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0]


def _pair(left: _Node, right: _Node) -> _Node:
    digest = sha256(_INNER + left.bytes + right.bytes).digest()
    return _Node(digest=digest, sums=left.sums + right.sums)


def _wrapped(prefix: bytes, text: str, node: _Node) -> bytes:
    return sha256(prefix + text.encode() + node.bytes).digest()

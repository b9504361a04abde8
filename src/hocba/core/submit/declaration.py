"""
The roster declaration: the school's sealed count, class by class.

Pupils = records + exceptions with coded reasons + what is still open, for every class, so that
a class nobody has begun is counted and not forgotten. A declaration that does not add up is
refused; a later number replaces an earlier one. Source: spec/format.md §11.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hocba.core.compose.canonical import element
from hocba.core.compose.read import Node
from hocba.core.submit.package import FOLDERS, EntryKind
from hocba.core.submit.school_head import SchoolHead, school_head_of, written_school_head
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredClass:
    """
    One class's counts.

    pupils: on the roster. records: composed; signed: with every person's signature; sealed:
    issued. exceptions: pupils without a record, by coded reason. still_open: pupils with
    neither, for whom the school owes one or the other.
    """

    class_name: str
    grade: int
    pupils: int
    records: int
    signed: int
    sealed: int
    exceptions: Mapping[str, int]
    still_open: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """The content of a `KhaiBaoSiSo`. number: rises with every declaration of a school year."""

    school: SchoolCode
    school_name: str
    ward: Place
    province: Place
    school_year: SchoolYear
    number: int
    environment: Environment
    declared_at: datetime
    classes: tuple[DeclaredClass, ...]

    @property
    def head(self) -> SchoolHead:
        """What every numbered statement of a school says first."""
        return SchoolHead(
            school=self.school,
            school_name=self.school_name,
            ward=self.ward,
            province=self.province,
            school_year=self.school_year,
            number=self.number,
            environment=self.environment,
            made_at=self.declared_at,
        )


def declared(head: SchoolHead, classes: Iterable[DeclaredClass]) -> Declaration:
    """Return the declaration with this head."""
    return Declaration(
        school=head.school,
        school_name=head.school_name,
        ward=head.ward,
        province=head.province,
        school_year=head.school_year,
        number=head.number,
        environment=head.environment,
        declared_at=head.made_at,
        classes=tuple(classes),
    )


def declaration_path(declaration: Declaration) -> str:
    """Return a declaration's place in a package."""
    name = f"{declaration.school}-{declaration.school_year}-{declaration.number}"
    return f"{FOLDERS[EntryKind.DECLARATION]}/{name}.xml"


def sum_findings(declaration: Declaration) -> tuple[Finding, ...]:
    """Say where a declaration does not add up, class by class."""
    findings: list[Finding] = []
    # Grades taught together in one class are declared apart.
    names = [(each.class_name, each.grade) for each in declaration.classes]
    for name, _ in sorted({n for n in names if names.count(n) > 1}):
        findings.append(Finding(code="package.class_declared_twice", where=name))
    for each in declaration.classes:
        findings += _class_findings(each)
    return tuple(findings)


def written_declaration(declaration: Declaration) -> tuple[str, ...]:
    """Write a declaration as the children of a statement's `NoiDung`."""
    classes = element("DSLop", *map(_class, declaration.classes))
    return (*written_school_head(declaration.head), classes)


def declaration_of(node: Node) -> Declaration:
    """
    Read a declaration from a statement's parsed `NoiDung`, valid by its schema.

    Raises: Refusal "statement.unreadable_value".
    """
    try:
        general, school, classes = node
        return declared(school_head_of(general, school), _read_classes(classes))
    except (ValueError, KeyError) as problem:
        raise Refusal("statement.unreadable_value", str(problem), value=str(problem)) from problem


def _class_findings(each: DeclaredClass) -> Iterable[Finding]:
    excepted = sum(each.exceptions.values())
    counts = {
        "pupils": str(each.pupils),
        "records": str(each.records),
        "exceptions": str(excepted),
        "still_open": str(each.still_open),
    }
    if each.pupils != each.records + excepted + each.still_open:
        where = each.class_name
        yield Finding(code="package.declaration_does_not_add_up", where=where, details=counts)
    if not each.sealed <= each.signed <= each.records:
        yield Finding(code="package.more_sealed_than_signed", where=each.class_name)


def _class(each: DeclaredClass) -> str:
    exceptions = [
        element("TruongHop", LyDo=reason, SoLuong=str(count))
        for reason, count in sorted(each.exceptions.items())
        if count
    ]
    return element(
        "Lop",
        *exceptions,
        Ten=each.class_name,
        Khoi=str(each.grade),
        SiSo=str(each.pupils),
        HocBa=str(each.records),
        DaKy=str(each.signed),
        DaDongDau=str(each.sealed),
        ChuaKhai=str(each.still_open),
    )


def _read_classes(nodes: Node) -> Iterable[DeclaredClass]:
    for node in nodes:
        yield DeclaredClass(
            class_name=node.get("Ten") or "",
            grade=int(node.get("Khoi") or ""),
            pupils=int(node.get("SiSo") or ""),
            records=int(node.get("HocBa") or ""),
            signed=int(node.get("DaKy") or ""),
            sealed=int(node.get("DaDongDau") or ""),
            still_open=int(node.get("ChuaKhai") or ""),
            exceptions={c.get("LyDo") or "": int(c.get("SoLuong") or "") for c in node},
        )

"""
A province's word on what it took and what it returned, by the software that composed it.

What is returned at a province's gate never reaches the office above: it hears of it by this
statement alone. Counts, no school and no pupil; a later number replaces an earlier one.
Source: spec/format.md §11.11.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hocba.core.compose.canonical import element, text
from hocba.core.compose.read import Node
from hocba.core.compose.wire import instant
from hocba.core.submit.package import FOLDERS, EntryKind
from hocba.core.terms.codes import SchoolYear, school_year
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Place


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class StatedSoftware:
    """
    What a province did with the records of one software in a school year.

    software: vendor and name as records say; empty where nothing tells it. schools: of whom it
    took or returned any. accepted: versions taken; warned: of them, with findings. refused:
    records returned, once for each time; reasons: these by the code of their first finding.
    """

    school_year: SchoolYear
    software: str
    schools: int
    accepted: int
    warned: int
    refused: int
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalsStatement:
    """
    The content of a `KeKhaiTraLai`.

    number: rises with every statement of a province. counted: leaves of the province's log that
    `accepted` is counted over; logged: leaves that there were.
    """

    province: Place
    number: int
    environment: Environment
    made_at: datetime
    counted: int
    logged: int
    lines: tuple[StatedSoftware, ...]


def refusals_path(province: str, number: int) -> str:
    """Return the place of a province's statement in a package."""
    return f"{FOLDERS[EntryKind.REFUSALS]}/{province}-{number}.xml"


def refusals_findings(statement: RefusalsStatement) -> tuple[Finding, ...]:
    """Say where a statement does not add up, software by software."""
    names = [(each.school_year, each.software) for each in statement.lines]
    findings = [
        Finding(code="package.software_stated_twice", where=software or "-")
        for _, software in sorted({name for name in names if names.count(name) > 1})
    ]
    for each in statement.lines:
        reasons = sum(count for _, count in each.reasons)
        if reasons != each.refused or each.warned > each.accepted:
            details = {"refused": str(each.refused), "reasons": str(reasons)}
            code = "package.refusals_do_not_add_up"
            findings.append(Finding(code=code, where=each.software or "-", details=details))
    if statement.counted > statement.logged:
        details = {"refused": str(statement.counted), "reasons": str(statement.logged)}
        code = "package.refusals_do_not_add_up"
        findings.append(Finding(code=code, where="NhatKy", details=details))
    return tuple(findings)


def written_refusals(statement: RefusalsStatement) -> tuple[str, ...]:
    """Write a statement as the children of a statement's `NoiDung`."""
    province = statement.province
    return (
        element(
            "TTChung",
            element("So", str(statement.number)),
            element("MoiTruong", statement.environment.value),
            element("LapLuc", instant(statement.made_at)),
        ),
        element("Tinh", text(province.name), Ma=province.code),
        element("NhatKy", DaDem=str(statement.counted), KichThuoc=str(statement.logged)),
        element("DSPhanMem", *map(_line, statement.lines)),
    )


def refusals_of(node: Node) -> RefusalsStatement:
    """
    Read a statement from a parsed `NoiDung`, valid by its schema.

    Raises: Refusal "statement.unreadable_value".
    """
    try:
        general, province, log, lines = node
        number, environment, made_at = (child.text or "" for child in general)
        return RefusalsStatement(
            province=Place(code=province.get("Ma") or "", name=province.text or ""),
            number=int(number),
            environment=Environment(environment),
            made_at=datetime.fromisoformat(made_at),
            counted=int(log.get("DaDem") or ""),
            logged=int(log.get("KichThuoc") or ""),
            lines=tuple(_read_lines(lines)),
        )
    except (ValueError, KeyError) as problem:
        raise Refusal("statement.unreadable_value", str(problem), value=str(problem)) from problem


def _line(each: StatedSoftware) -> str:
    named = {"Ten": each.software} if each.software else {}
    return element(
        "PhanMem",
        *(element("LyDo", Ma=code, SoLuong=str(count)) for code, count in each.reasons),
        NamHoc=str(each.school_year),
        **named,
        Truong=str(each.schools),
        DaNhan=str(each.accepted),
        CoCanhBao=str(each.warned),
        TraLai=str(each.refused),
    )


def _read_lines(nodes: Node) -> Iterable[StatedSoftware]:
    for node in nodes:
        yield StatedSoftware(
            school_year=school_year(node.get("NamHoc") or ""),
            software=node.get("Ten") or "",
            schools=int(node.get("Truong") or ""),
            accepted=int(node.get("DaNhan") or ""),
            warned=int(node.get("CoCanhBao") or ""),
            refused=int(node.get("TraLai") or ""),
            reasons=tuple(
                (reason.get("Ma") or "", int(reason.get("SoLuong") or "")) for reason in node
            ),
        )

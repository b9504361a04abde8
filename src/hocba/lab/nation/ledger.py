"""
What is known of a school once its package is written: a line for the sums and the registers.

The line stands in a file of its own, so that a run that was killed need not open packages again.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from hocba.core.report.figures import (
    Choice,
    Cut,
    DeclaredRow,
    Figure,
    Figures,
    KeptRow,
    Spot,
    figures,
    in_order,
    total,
)
from hocba.core.sign.register import Holding
from hocba.core.submit.declaration import Declaration
from hocba.core.terms.people import Place
from hocba.core.terms.roles import Role
from hocba.lab.nation.calendar import YEAR
from hocba.lab.nation.cast import fingerprint
from hocba.lab.nation.folder import write_whole
from hocba.lab.nation.school import IssuedSchool

EVERYTHING: Final = Choice(school_year=YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLine:
    """
    A finished school.

    record_bytes, package_bytes: of its records' documents, and of all its files as they are
    packed. holdings: principal and seal, for the province's register. grades: the
    figures that taking the package in must give, by grade.
    """

    code: str
    name: str
    ward: Place
    province: Place
    classes: int
    records: int
    record_bytes: int
    package_bytes: int
    holdings: tuple[Holding, ...]
    grades: tuple[Figure, ...]


def school_line(issued: IssuedSchool, declaration: Declaration, package_bytes: int) -> SchoolLine:
    """Sum a school up."""
    school = issued.school
    return SchoolLine(
        code=school.code,
        name=school.name,
        ward=school.ward,
        province=school.province,
        classes=len(school.classes),
        records=len(issued.records),
        record_bytes=sum(len(each.file) for each in issued.records),
        package_bytes=package_bytes,
        holdings=holdings_of(issued),
        grades=_grades(issued, declaration),
    )


def province_figures(lines: Sequence[SchoolLine]) -> Figure:
    """Add up a province's schools."""
    province = lines[0].province
    summed = total(grade for line in lines for grade in line.grades)
    return replace(summed, code=province.code, name=province.name)


def grade_figures(lines: Sequence[Figure]) -> tuple[Figure, ...]:
    """Add up lines of the same grade."""
    grades = sorted({(line.code, line.name) for line in lines})
    return tuple(
        replace(total(line for line in lines if line.code == code), code=code, name=name)
        for code, name in grades
    )


def counted(lines: Sequence[Figure], cut: Cut) -> Figures:
    """Put lines of the whole nation in order and add their sum."""
    return in_order(lines, cut=cut, choice=EVERYTHING)


def write_line(line: SchoolLine, file: Path) -> None:
    """Write a line; the reader's counterpart is `read_line`."""
    told = {
        **asdict(replace(line, holdings=(), grades=())),
        "holdings": [_told_holding(holding) for holding in line.holdings],
        "grades": [_told_figure(grade) for grade in line.grades],
    }
    text = json.dumps(told, ensure_ascii=False)
    write_whole(file, f"{text}\n".encode())


def read_line(file: Path) -> SchoolLine:
    """Read a line again."""
    told: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return SchoolLine(
        **{
            **told,
            "ward": Place(**told["ward"]),
            "province": Place(**told["province"]),
            "holdings": tuple(_read_holding(each) for each in told["holdings"]),
            "grades": tuple(Figure(**each) for each in told["grades"]),
        }
    )


def holdings_of(issued: IssuedSchool) -> tuple[Holding, ...]:
    """Return a school's principal and seal, as its province's register names them."""
    school, cast = issued.school, issued.cast
    member = cast.principal_member
    held = next(h for h in member.appointments if h.role is Role.PRINCIPAL)
    since = issued.certified_on
    return (
        Holding(
            role=Role.PRINCIPAL,
            unit=school.code,
            person=member.staff_code,
            person_name=member.full_name,
            certificate=fingerprint(cast.principal),
            from_on=held.from_on or since,
            basis=held.basis,
        ),
        Holding(
            role=Role.SEAL,
            unit=school.code,
            person=school.code,
            person_name=school.name,
            certificate=fingerprint(cast.seal),
            from_on=since,
            basis="Đăng ký chứng thư số cơ quan của trường (dữ liệu mẫu)",
        ),
    )


def _grades(issued: IssuedSchool, declaration: Declaration) -> tuple[Figure, ...]:
    school = issued.school

    def spot(grade: int, class_name: str) -> Spot:
        return Spot(
            school=declaration.school,
            school_name=school.name,
            ward=school.ward,
            province=school.province,
            school_year=declaration.school_year,
            grade=grade,
            class_name=class_name,
        )

    declared = (
        DeclaredRow(
            spot=spot(each.grade, each.class_name),
            number=declaration.number,
            pupils=each.pupils,
            records=each.records,
            signed=each.signed,
            sealed=each.sealed,
            exceptions=each.exceptions,
        )
        for each in declaration.classes
    )
    kept = (
        KeptRow(spot=spot(each.grade, each.class_name), record_code=each.record_code, version=1)
        for each in issued.records
    )
    return figures(declared, kept, cut=Cut.GRADE, choice=EVERYTHING).lines


def _told_holding(holding: Holding) -> dict[str, str]:
    return {
        "role": holding.role.value,
        "unit": holding.unit,
        "person": holding.person,
        "person_name": holding.person_name,
        "certificate": holding.certificate,
        "from_on": holding.from_on.isoformat(),
        "basis": holding.basis,
    }


def _read_holding(told: dict[str, Any]) -> Holding:
    typed = {"role": Role(told["role"]), "from_on": date.fromisoformat(told["from_on"])}
    return Holding(**{**told, **typed})


def _told_figure(line: Figure) -> dict[str, object]:
    counts = ("code", "name", "pupils", "records", "signed", "sealed", "accepted")
    return {name: getattr(line, name) for name in counts} | {"exceptions": dict(line.exceptions)}

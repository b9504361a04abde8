"""
The register of assignments: who held which role, for what, from when to when.

Authority comes down a signed chain: the ministry's register admits provinces, a province's
register attests principals and seals of its schools, a school's register attests its
teachers, deputies and clerks. Source: spec/format.md §8; design: authority, not identity only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hocba.core.compose.canonical import element, text
from hocba.core.compose.read import Node, is_plausible
from hocba.core.compose.wire import instant
from hocba.core.terms.codes import SchoolYear, school_year
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role


class Level(StrEnum):
    """Which office keeps a register."""

    MINISTRY = "BO"
    PROVINCE = "SO"
    SCHOOL = "TRUONG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """
    One role held by one person or office with one certificate.

    unit: the code of the province or school in which the role holds. school_year,
    class_name: for homeroom teachers. subject: its key, for those who sign over their row in a
    secondary class, with school_year and class_name. certificate: SHA-256 of its DER, hex.
    to_on: last day, None while it lasts. basis: the decision by which it was given.
    A register keeps what has ended: an assignment that is over is closed, never removed.
    """

    role: Role
    unit: str
    person: str
    person_name: str
    certificate: str
    from_on: date
    to_on: date | None = None
    school_year: SchoolYear | None = None
    class_name: str = ""
    basis: str = ""
    subject: str = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether the role was held on a day, both ends included."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register's content. number: rises with every issue; a later one replaces an earlier."""

    level: Level
    unit: str
    number: int
    environment: Environment
    issued_at: datetime
    holdings: tuple[Holding, ...]

    @property
    def version(self) -> int:
        """The form that it is written in: the second where it names subjects, else the first."""
        return 2 if any(holding.subject for holding in self.holdings) else 1


def written_register(register: Register) -> tuple[str, ...]:
    """Write a register as the children of a statement's `NoiDung`."""
    head = element(
        "TTChung",
        element("Cap", register.level.value),
        element("DonVi", text(register.unit)),
        element("So", str(register.number)),
        element("MoiTruong", register.environment.value),
        element("LapLuc", instant(register.issued_at)),
    )
    return head, element("DSPhanCong", *map(_holding, register.holdings))


def register_of(node: Node) -> Register:
    """
    Read a register from a statement's parsed `NoiDung`, valid by its schema.

    Raises: Refusal "statement.unreadable_value".
    """
    try:
        head, entries = node
        level, unit, number, environment, issued_at = (child.text or "" for child in head)
        at = datetime.fromisoformat(issued_at)
        if not is_plausible(at):
            raise ValueError(issued_at)
        return Register(
            level=Level(level),
            unit=unit,
            number=int(number),
            environment=Environment(environment),
            issued_at=at,
            holdings=tuple(_read_holdings(entries)),
        )
    except (ValueError, KeyError) as problem:
        raise Refusal("statement.unreadable_value", str(problem), value=str(problem)) from problem


def _holding(holding: Holding) -> str:
    optional = {
        "DenNgay": holding.to_on.isoformat() if holding.to_on else "",
        "NamHoc": str(holding.school_year) if holding.school_year else "",
        "Lop": holding.class_name,
        "CanCu": holding.basis,
        "Mon": holding.subject,
    }
    return element(
        "PhanCong",
        text(holding.person_name),
        VaiTro=holding.role.value,
        DonVi=holding.unit,
        MaNguoi=holding.person,
        ChungThu=holding.certificate,
        TuNgay=holding.from_on.isoformat(),
        **{name: value for name, value in optional.items() if value},
    )


def _read_holdings(entries: Node) -> Iterable[Holding]:
    for entry in entries:
        to_on, year = entry.get("DenNgay"), entry.get("NamHoc")
        yield Holding(
            role=Role(entry.get("VaiTro") or ""),
            unit=entry.get("DonVi") or "",
            person=entry.get("MaNguoi") or "",
            person_name=entry.text or "",
            certificate=entry.get("ChungThu") or "",
            from_on=date.fromisoformat(entry.get("TuNgay") or ""),
            to_on=date.fromisoformat(to_on) if to_on else None,
            school_year=school_year(year) if year else None,
            class_name=entry.get("Lop") or "",
            basis=entry.get("CanCu") or "",
            subject=entry.get("Mon") or "",
        )

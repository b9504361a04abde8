"""What a school's own numbered statements say first: which one, of which year, of which school."""

from dataclasses import dataclass
from datetime import datetime

from hocba.core.compose.canonical import element, text
from hocba.core.compose.read import Node
from hocba.core.compose.wire import instant
from hocba.core.terms.codes import SchoolCode, SchoolYear, school_year
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolHead:
    """
    `TTChung` and `CoSo` of a school's statement.

    number: rises with every statement of a kind and school year. The names of places are those
    of the day.
    """

    school: SchoolCode
    school_name: str
    ward: Place
    province: Place
    school_year: SchoolYear
    number: int
    environment: Environment
    made_at: datetime


def written_school_head(head: SchoolHead) -> tuple[str, str]:
    """Write `TTChung` and `CoSo`."""
    general = element(
        "TTChung",
        element("NamHoc", str(head.school_year)),
        element("So", str(head.number)),
        element("MoiTruong", head.environment.value),
        element("LapLuc", instant(head.made_at)),
    )
    school = element(
        "CoSo",
        element("Ten", text(head.school_name)),
        element("Xa", text(head.ward.name), Ma=head.ward.code),
        element("Tinh", text(head.province.name), Ma=head.province.code),
        Ma=head.school,
    )
    return general, school


def school_head_of(general: Node, school: Node) -> SchoolHead:
    """Read `TTChung` and `CoSo`. Raises: ValueError where a value cannot be read."""
    year, number, environment, made_at = (child.text or "" for child in general)
    name, ward, province = school
    return SchoolHead(
        school=SchoolCode(school.get("Ma") or ""),
        school_name=name.text or "",
        ward=Place(code=ward.get("Ma") or "", name=ward.text or ""),
        province=Place(code=province.get("Ma") or "", name=province.text or ""),
        school_year=school_year(year),
        number=int(number),
        environment=Environment(environment),
        made_at=datetime.fromisoformat(made_at),
    )

"""Between columns and the head that every numbered statement of a school has."""

from datetime import datetime
from typing import Protocol

from hocba.core.submit.school_head import SchoolHead
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Place
from hocba.core.terms.vietnam import VIETNAM


class HeadRow(Protocol):
    """A row of any table of such statements; what it calls its instant is its own."""

    school: str
    school_name: str
    ward_code: str
    ward_name: str
    province_code: str
    province_name: str
    school_year: int
    number: int
    environment: str


def head_columns(head: SchoolHead) -> dict[str, str | int]:
    """Return a head as columns: all but the instant."""
    return {
        "school": head.school,
        "school_name": head.school_name,
        "ward_code": head.ward.code,
        "ward_name": head.ward.name,
        "province_code": head.province.code,
        "province_name": head.province.name,
        "school_year": head.school_year.first,
        "number": head.number,
        "environment": head.environment.value,
    }


def head_of_row(row: HeadRow, made_at: datetime) -> SchoolHead:
    """Return a row's head. made_at: the instant as the row has it."""
    return SchoolHead(
        school=SchoolCode(row.school),
        school_name=row.school_name,
        ward=Place(code=row.ward_code, name=row.ward_name),
        province=Place(code=row.province_code, name=row.province_name),
        school_year=SchoolYear(row.school_year),
        number=row.number,
        environment=Environment(row.environment),
        made_at=made_at.astimezone(VIETNAM),
    )

"""Who may read a pupil's record at its school, and what is noted of every reading."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hocba.core.compose.looking_up import Purpose
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role


class Way(StrEnum):
    """How a record was read."""

    VIEW = "XEM"
    DOWNLOAD = "TAI_VE"
    PRINT = "IN"
    PACKAGE = "TAI_GOI_NOP"
    LOOK_UP = "TRA_CUU"
    EXTRACT = "TRICH_LUC"
    COPY = "BAN_SAO"
    CORRECTION = "XEM_DE_NGHI"
    EVIDENCE = "TAI_MINH_CHUNG"
    TRANSFER = "CHUYEN_TRUONG"
    PARTIAL = "MOT_PHAN"
    """A partial record, whose version stands in the key; the year's record was not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """
    One reading of one record by a person; never changed, never removed.

    by: the person's code, in `role`. office: code of the office where it was read.
    purpose: what it was looked up for; None where the school read its own.
    Source: Hocba's policy, to serve Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15.
    """

    key: RecordKey
    school: SchoolCode
    by: str
    role: Role
    way: Way
    at: datetime
    office: str
    purpose: Purpose | None = None


SEES_READINGS = frozenset({Role.PRINCIPAL, Role.SCHOOL_ADMIN})
"""Who is shown the readings on a record's page, and answers a pupil who asks. Hocba's policy."""


def why_not_read(
    *, actor: Actor, school: SchoolCode, school_year: SchoolYear, class_name: str
) -> Refusal | None:
    """
    Return the reason why `actor` may not read a record of that class, or None when they may.

    A homeroom teacher reads the class of that year; who works for the school reads all of it.
    """
    if actor.school != school:
        return Refusal("permit.other_school", school=school)
    own = (actor.school_year, actor.class_name)
    if actor.role is Role.HOMEROOM_TEACHER and own != (school_year, class_name):
        return Refusal("permit.other_class", class_name=class_name)
    return None

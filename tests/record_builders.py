"""Builders of records, registers and claims for tests of sealing and verifying."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hocba.core.sign.register import Holding, Level, Register
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM
from hocba.core.verify.authority import Claim
from hocba.lab.vectors.contents import content, named, year

SCHOOL = "MAU1"
NOW = datetime(2026, 6, 5, 9, 0, tzinfo=VIETNAM)


def a_record(label="a record", *, name=None, **changes):
    """Make a content; nobody in it exists."""
    plain = content(label, year(), **({} if name is None else {"pupil": named(name)}))
    return replace(plain, **changes)


def a_holding(role=Role.HOMEROOM_TEACHER, **changes):
    """Make a holding of certificate `aa`, since August, of class 3A where it is a teacher's."""
    is_teacher = role is Role.HOMEROOM_TEACHER
    plain = {
        "role": role,
        "unit": SCHOOL,
        "person": "GV01",
        "person_name": "Người mẫu",
        "certificate": "aa",
        "from_on": date(2025, 8, 15),
        "school_year": SchoolYear(2025) if is_teacher else None,
        "class_name": "3A" if is_teacher else "",
        "basis": "QĐ mẫu",
    }
    return Holding(**{**plain, **changes})


def a_register(*holdings, level=Level.SCHOOL, unit=SCHOOL, **changes):
    """Make a register issued an hour before NOW."""
    plain = {
        "level": level,
        "unit": unit,
        "number": 1,
        "environment": Environment.TEST,
        "issued_at": NOW - timedelta(hours=1),
        "holdings": holdings,
    }
    return Register(**{**plain, **changes})


def a_claim(role=Role.HOMEROOM_TEACHER, **changes):
    """Make the claim that certificate `aa` held a role today."""
    plain = {
        "certificate": "aa",
        "claimed": role,
        "school": SCHOOL,
        "school_year": SchoolYear(2025),
        "class_name": "3A",
        "on": NOW.date(),
    }
    return Claim(**{**plain, **changes})

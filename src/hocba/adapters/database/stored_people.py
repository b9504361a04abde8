"""Pupils and staff as rows, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hocba.adapters.database.models.school import EnrolmentModel, StaffModel
from hocba.core.terms.codes import Gender, PersonalId, SchoolCode, SchoolYear
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Appointment, Enrolment, Guardian, Pupil, StaffMember
from hocba.core.terms.roles import Role
from hocba.core.terms.text import name_sort_key

ENROLMENT_FIELDS = (
    *("class_name", "grade", "status", "status_on", "disability", "full_name", "sort_key"),
    *("born_on", "gender", "personal_id", "personal_id_missing", "ethnic_code", "nationality"),
    *("birth_place", "home_town", "address", "guardians"),
)
STAFF_FIELDS = (
    *("full_name", "sort_key", "born_on", "gender", "email", "personal_id"),
    *("personal_id_missing", "appointments"),
)


def enrolment_row(school: SchoolCode, year: SchoolYear, enrolment: Enrolment) -> EnrolmentModel:
    """Return the row of a pupil in a class."""
    pupil = enrolment.pupil
    number, missing = _number_columns(pupil.personal_id)
    return EnrolmentModel(
        school=school,
        school_year=year.first,
        sector_code=pupil.sector_code,
        class_name=enrolment.class_name,
        grade=enrolment.grade,
        status=enrolment.status,
        status_on=enrolment.status_on,
        disability=enrolment.disability or "",
        full_name=pupil.full_name,
        sort_key=name_sort_key(pupil.full_name),
        born_on=pupil.born_on,
        gender=pupil.gender.value,
        personal_id=number,
        personal_id_missing=missing,
        ethnic_code=pupil.ethnic_code or "",
        nationality=pupil.nationality,
        birth_place=pupil.birth_place,
        home_town=pupil.home_town,
        address=pupil.address,
        guardians=[[g.relation, g.full_name, g.occupation] for g in pupil.guardians],
    )


def enrolment_of(row: EnrolmentModel) -> Enrolment:
    """Read a pupil in a class from a row."""
    pupil = Pupil(
        sector_code=row.sector_code,
        personal_id=_number(row.personal_id, row.personal_id_missing),
        full_name=row.full_name,
        born_on=row.born_on,
        gender=Gender(row.gender),
        ethnic_code=row.ethnic_code or None,
        nationality=row.nationality,
        birth_place=row.birth_place,
        home_town=row.home_town,
        address=row.address,
        guardians=tuple(
            Guardian(relation=relation, full_name=name, occupation=occupation)
            for relation, name, occupation in row.guardians
        ),
    )
    return Enrolment(
        pupil=pupil,
        grade=row.grade,
        class_name=row.class_name,
        status=row.status,
        status_on=row.status_on,
        disability=row.disability or None,
    )


def staff_row(school: SchoolCode, member: StaffMember) -> StaffModel:
    """Return the row of a member of staff."""
    number, missing = _number_columns(member.personal_id)
    return StaffModel(
        school=school,
        staff_code=member.staff_code,
        full_name=member.full_name,
        sort_key=name_sort_key(member.full_name),
        born_on=member.born_on,
        gender=member.gender.value,
        email=member.email,
        personal_id=number,
        personal_id_missing=missing,
        appointments=[appointment_json(held) for held in member.appointments],
    )


def staff_of(row: StaffModel) -> StaffMember:
    """Read a member of staff from a row."""
    return StaffMember(
        staff_code=row.staff_code,
        full_name=row.full_name,
        born_on=row.born_on,
        gender=Gender(row.gender),
        email=row.email,
        personal_id=_number(row.personal_id, row.personal_id_missing),
        appointments=tuple(appointment_of(held) for held in row.appointments),
    )


def _number_columns(number: PersonalId | Missing) -> tuple[str, str]:
    return ("", number.value) if isinstance(number, Missing) else (number, "")


def _number(number: str, missing: str) -> PersonalId | Missing:
    return PersonalId(number) if number else Missing(missing)


def appointment_json(held: Appointment) -> Mapping[str, str | int | None]:
    """Return an assignment as a column holds it."""
    return {
        "role": held.role.value,
        "class_name": held.class_name,
        "from_on": held.from_on.isoformat() if held.from_on else None,
        "to_on": held.to_on.isoformat() if held.to_on else None,
        "basis": held.basis,
        "subject": held.subject,
        # Left out where it is not known: rows of before stay what they are.
        **({"school_year": held.school_year.first} if held.school_year else {}),
    }


def appointment_of(held: Mapping[str, Any]) -> Appointment:
    """Read an assignment; a row written before subjects stood in it has none."""
    from_on, to_on = held["from_on"], held["to_on"]
    return Appointment(
        role=Role(held["role"]),
        class_name=held["class_name"],
        from_on=date.fromisoformat(from_on) if from_on else None,
        to_on=date.fromisoformat(to_on) if to_on else None,
        basis=held["basis"],
        subject=held.get("subject", ""),
        school_year=SchoolYear(held["school_year"]) if held.get("school_year") else None,
    )

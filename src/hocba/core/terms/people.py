"""Pupils and staff as a school knows them."""

from dataclasses import dataclass
from datetime import date

from hocba.core.terms.codes import Gender, PersonalId, SchoolYear
from hocba.core.terms.missing import Missing
from hocba.core.terms.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A province, district or commune as of a day: its code and its name of that day."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """Father, mother or guardian. relation: `CHA`, `ME`, `GIAM_HO`."""

    relation: str
    full_name: str
    occupation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """
    A pupil's personal page, filled at enrolment from the birth certificate.

    sector_code: code in the sector database, opaque, at most 20 characters.
    personal_id: or the reason why there is none yet.
    ethnic_code: two digits of QĐ 121-TCTK/PPCĐ, or None when unknown.
    nationality: ISO 3166-1 alpha-2.
    Source: Thông tư 27/2020/TT-BGDĐT, Phụ lục 1; QĐ 4998/QĐ-BGDĐT, HSC1.
    """

    sector_code: str
    personal_id: PersonalId | Missing
    full_name: str
    born_on: date
    gender: Gender
    ethnic_code: str | None = None
    nationality: str = "VN"
    birth_place: str = ""
    home_town: str = ""
    address: str = ""
    guardians: tuple[Guardian, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """
    A pupil in a class of one school year.

    status: two digits of the sector's pupil status list (`01` = đang học).
    status_on: day from which the status holds, where known.
    disability: code of the sector's list, or None.
    """

    pupil: Pupil
    grade: int
    class_name: str
    status: str = "01"
    status_on: date | None = None
    disability: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """
    A role that a staff list says a person holds, before the register attests it.

    class_name: the class of a homeroom teacher, or in which a subject is taught; empty for
    roles of the whole school. subject: key of the subject, of a subject teacher only.
    basis: the decision by which it was given, as schools cite it. school_year: of a homeroom
    teacher's class; None where the list does not tell, and then it is of the year asked about.
    """

    role: Role
    class_name: str = ""
    from_on: date | None = None
    to_on: date | None = None
    basis: str = ""
    subject: str = ""
    school_year: SchoolYear | None = None

    def year(self, asked: SchoolYear) -> SchoolYear:
        """Return of which school year it is, where `asked` is the year asked about."""
        return self.school_year or asked

    def holds_on(self, day: date) -> bool:
        """Tell whether it holds on a day, both ends included; an open end holds on."""
        return (self.from_on or day) <= day <= (self.to_on or day)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A member of staff. staff_code: opaque, at most 20 characters, unique in the school."""

    staff_code: str
    full_name: str
    born_on: date | None = None
    gender: Gender = Gender.UNKNOWN
    email: str = ""
    personal_id: PersonalId | Missing = Missing.UNKNOWN
    appointments: tuple[Appointment, ...] = ()

"""One small school with real keys, real XML and real PostgreSQL, for the tests of its acts."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any

from hocba.adapters.database.accounts import DatabaseAccounts
from hocba.adapters.database.corrections import DatabaseCorrections
from hocba.adapters.database.held_backs import DatabaseHeldBacks, DatabaseSchoolRules
from hocba.adapters.database.marks import DatabaseMarks
from hocba.adapters.database.notices import DatabaseNotices
from hocba.adapters.database.partials import DatabasePartials
from hocba.adapters.database.read_log import DatabaseReadLog
from hocba.adapters.database.records import DatabaseRecords
from hocba.adapters.database.registers import DatabaseRegisters
from hocba.adapters.database.reopenings import DatabaseReopenings
from hocba.adapters.database.school_book import DatabaseSchoolBook
from hocba.adapters.database.school_years import DatabaseSchoolYears
from hocba.adapters.database.signing_rounds import DatabaseSigningRounds
from hocba.adapters.database.systems import DatabaseSystems
from hocba.adapters.database.transfers import DatabaseTransfers
from hocba.adapters.keys.holder import Holder
from hocba.adapters.keys.soft import SoftKeys
from hocba.adapters.memory.clock import StoryClock
from hocba.adapters.pki.paths import Paths
from hocba.adapters.spreadsheets.workbooks import Workbooks
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.compose.content import School, Software
from hocba.core.compose.permit import Actor
from hocba.core.rules.campaigns import shipped_campaigns
from hocba.core.sign.register import Holding, Level
from hocba.core.terms.codes import Gender, PersonalId, SchoolCode, SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Appointment, Enrolment, Place, Pupil, StaffMember
from hocba.core.terms.roles import Role
from hocba.flow.keep_register import issue_office_register, issue_school_register
from hocba.ports.keys import Consent, KeyRef
from hocba.ports.outside import Office, Outside
from hocba.ports.signings import SigningShelf
from tests.builders import an_assessment
from tests.pki_world import NOW, a_laboratory

SCHOOL = SchoolCode("MAU11031270001")
OTHER_SCHOOL = SchoolCode("MAU11031270002")
YEAR = SchoolYear(2025)
CLASS = "4A"
TEACHER, OTHER_TEACHER = "GV01", "GV02"
PRINCIPAL, DEPUTY, CLERK, OFFICER = "HT01", "PHT01", "VT01", "CB01"
PROVINCE = "11"

_consents = count(1)


class CountedChance:
    """Random bytes that are the same in every run and never twice the same."""

    def __init__(self) -> None:
        self._drawn = count(1)

    def draw(self, length: int) -> bytes:
        return (next(self._drawn) * 0x9E3779B97F4A7C15 % 2 ** (8 * length)).to_bytes(length, "big")


class Unreached:
    """Stands where an act of a school reaches for nothing."""


@cache
def pki() -> tuple[Mapping[KeyRef, Holder], Paths]:
    """Every signer's key, by owner, and the trust by which they are checked."""
    lab = a_laboratory()
    name = "Trường Tiểu học Hoa Ban (dữ liệu mẫu)"
    p256 = "p-256"
    people = {
        TEACHER: lab.issue_person(name="Lò Thị Mai", organisation=name, key=p256),
        OTHER_TEACHER: lab.issue_person(name="Quàng Văn Hùng", organisation=name, key=p256),
        DEPUTY: lab.issue_person(name="Cà Thị Dung", organisation=name, role="principal", key=p256),
        PRINCIPAL: lab.issue_person(name="Trần Văn Bình", organisation=name, role="principal"),
    }
    offices = {
        SCHOOL: lab.issue_organisation(name=name, key=p256),
        PROVINCE: lab.issue_organisation(name="Sở GD&ĐT Điện Biên (mẫu)", role="province"),
        # Held beside the one in use, which it is to follow.
        f"{PROVINCE}.moi": lab.issue_organisation(
            name="Sở GD&ĐT Điện Biên (mẫu)", role="province", key=p256
        ),
        "BO": lab.issue_organisation(name="Bộ GD&ĐT (mẫu)", role="ministry"),
    }
    holders = {KeyRef(owner): holder for owner, holder in {**people, **offices}.items()}
    return holders, lab.paths()


def fingerprint(owner: str) -> str:
    holders, paths = pki()
    return paths.facts(holders[KeyRef(owner)].certificate).fingerprint


def soft_keys(*, unplugs_after: int | None = None) -> SoftKeys:
    holders, paths = pki()
    return SoftKeys(holders, paths, unplugs_after=unplugs_after)


def signings() -> SigningShelf:
    return SigningShelf(
        rounds=DatabaseSigningRounds(), held=DatabaseHeldBacks(), rules=DatabaseSchoolRules()
    )


def an_outside(**changes: Any) -> Outside:
    """Build the outside of a school office; ports that its acts do not reach stay empty."""
    _, paths = pki()
    built = {
        "office": Office(level=Level.SCHOOL, code="*", name="Các trường mẫu"),
        "environment": Environment.TEST,
        "software": Software(name="Hocba", version="0.1.0", vendor="Hocba"),
        "ministry": frozenset({fingerprint("BO")}),
        "clock": StoryClock(NOW),
        "chance": CountedChance(),
        "book": DatabaseSchoolBook(),
        "years": DatabaseSchoolYears(),
        "marks": DatabaseMarks(),
        "records": DatabaseRecords(),
        "corrections": DatabaseCorrections(),
        "transfers": DatabaseTransfers(),
        "partials": DatabasePartials(),
        "reopenings": DatabaseReopenings(),
        "signings": signings(),
        "notices": DatabaseNotices(),
        "accounts": DatabaseAccounts(),
        "systems": DatabaseSystems(),
        "means": None,
        "prices": {},
        "registers": DatabaseRegisters(),
        "read_log": DatabaseReadLog(),
        "keys": soft_keys(),
        "paths": paths,
        "documents": XmlDocuments(),
        "sheets": Workbooks(),
        "campaigns": shipped_campaigns(),
        "log": None,
        "intake": None,
        "prints": None,
        "is_practice": False,
        "stamping": None,
        "correction_line": None,
        **changes,
    }
    unreached = {f.name: Unreached() for f in fields(Outside) if f.name not in built}
    return Outside(**built, **unreached)


def a_school(code: SchoolCode = SCHOOL) -> School:
    return School(
        code=code,
        name="Trường Tiểu học Hoa Ban (dữ liệu mẫu)",
        kind="CONG_LAP",
        ward=Place(code="03127", name="Phường Điện Biên Phủ"),
        province=Place(code=PROVINCE, name="Điện Biên"),
    )


def a_pupil(number: int, **changes: Any) -> Pupil:
    plain = Pupil(
        sector_code=f"MAU{number:010d}",
        personal_id=PersonalId(f"011216{number:06d}"),
        full_name=f"Lò Văn {['An', 'Bình', 'Cường', 'Dũng', 'Giang', 'Hà'][number % 6]}",
        born_on=date(2016, 3, 1) + timedelta(days=number),
        gender=Gender.MALE,
        ethnic_code="03",
    )
    return replace(plain, **changes)


def an_enrolment(number: int, *, class_name: str = CLASS, grade: int = 4, **changes: Any) -> (
    Enrolment
):  # fmt: skip
    return Enrolment(pupil=a_pupil(number), grade=grade, class_name=class_name, **changes)


def a_member(code: str, name: str, *held: Appointment) -> StaffMember:
    return StaffMember(staff_code=code, full_name=name, appointments=held)


def homeroom(class_name: str, **changes: Any) -> Appointment:
    return Appointment(
        role=Role.HOMEROOM_TEACHER, class_name=class_name, from_on=date(2025, 9, 1), **changes
    )


def staff() -> tuple[StaffMember, ...]:
    started = date(2025, 9, 1)
    delegated = Appointment(role=Role.DEPUTY, from_on=started, basis="QĐ 11/QĐ-TH, uỷ quyền ký")
    return (
        a_member(TEACHER, "Lò Thị Mai", homeroom(CLASS)),
        a_member(OTHER_TEACHER, "Quàng Văn Hùng", homeroom("1A")),
        a_member(DEPUTY, "Cà Thị Dung", delegated),
        a_member(PRINCIPAL, "Trần Văn Bình", Appointment(role=Role.PRINCIPAL, from_on=started)),
        a_member(CLERK, "Vì Thị Lan", Appointment(role=Role.CLERK, from_on=started)),
    )


def a_holding(role: Role, unit: str, person: str, **changes: Any) -> Holding:
    plain = Holding(
        role=role,
        unit=unit,
        person=person,
        person_name=person,
        certificate=fingerprint(person),
        from_on=date(2025, 8, 1),
    )
    return replace(plain, **changes)


def office_outside(outside: Outside, level: Level) -> Outside:
    code = {Level.MINISTRY: "BO", Level.PROVINCE: PROVINCE}[level]
    return replace(outside, office=Office(level=level, code=code, name=code))


def upper_registers(outside: Outside) -> None:
    """Issue the ministry's register and the province's: who may attest, principal and seal."""
    issue_office_register(
        office_outside(outside, Level.MINISTRY),
        actor=Actor(person=OFFICER, role=Role.MINISTRY_OFFICER),
        holdings=[a_holding(Role.PROVINCE, PROVINCE, PROVINCE)],
    )
    issue_office_register(
        office_outside(outside, Level.PROVINCE),
        actor=Actor(person=OFFICER, role=Role.PROVINCE_OFFICER),
        holdings=[
            a_holding(Role.PRINCIPAL, SCHOOL, PRINCIPAL),
            a_holding(Role.SEAL, SCHOOL, SCHOOL),
        ],
    )


def a_running_school(outside: Outside | None = None, *, pupils: int = 3) -> Outside:
    """A school with a class 4A of which everybody has complete results, and all registers."""
    outside = outside or an_outside()
    book = outside.book
    book.save_school(a_school())
    book.save_staff(SCHOOL, staff())
    roster = [an_enrolment(number) for number in range(1, pupils + 1)]
    book.save_enrolments(SCHOOL, YEAR, roster)
    years = {enrolment.pupil.sector_code: an_assessment(4) for enrolment in roster}
    book.save_assessments(SCHOOL, YEAR, CLASS, years)
    holders, _ = pki()
    outside.accounts.save_keys({str(ref): ref for ref in holders})
    upper_registers(outside)
    issue_school_register(outside, actor=principal(), school=SCHOOL, school_year=YEAR)
    return outside


@dataclass(frozen=True, slots=True, kw_only=True)
class OfClass:
    """The arguments that name a class to an act."""

    school: SchoolCode = SCHOOL
    school_year: SchoolYear = YEAR
    class_name: str = CLASS

    def words(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("school", "school_year", "class_name")}


HERE = OfClass().words()


def teacher(person: str = TEACHER, class_name: str = CLASS) -> Actor:
    return Actor(
        person=person,
        role=Role.HOMEROOM_TEACHER,
        school=SCHOOL,
        school_year=YEAR,
        class_name=class_name,
    )


def principal(person: str = PRINCIPAL) -> Actor:
    return Actor(person=person, role=Role.PRINCIPAL, school=SCHOOL)


def deputy() -> Actor:
    return Actor(person=DEPUTY, role=Role.DEPUTY, school=SCHOOL)


def clerk() -> Actor:
    return Actor(person=CLERK, role=Role.CLERK, school=SCHOOL)


def a_consent(actor: Actor, *, signatures: int = 40) -> Consent:
    number = next(_consents)
    return Consent(
        consent_id=f"dong-y-{number}",
        by=actor.person,
        at=NOW,
        purpose="Ký học bạ lớp 4A",
        count=signatures,
    )

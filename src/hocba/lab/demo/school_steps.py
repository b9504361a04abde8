"""What the three schools do in the demo, each act through the same flow as the pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hocba.core.compose.content import AmendReason, School
from hocba.core.compose.exceptions import ExceptionReason, RecordException
from hocba.core.compose.life import Status
from hocba.core.compose.permit import Actor
from hocba.core.rules.library import any_pack_for
from hocba.core.terms.codes import RecordKey, SchoolCode
from hocba.core.terms.people import Enrolment, StaffMember
from hocba.core.terms.roles import Role
from hocba.flow.amend_record import amend
from hocba.flow.compose_records import compose_class
from hocba.flow.import_pupils import take_pupils
from hocba.flow.import_results import take_results
from hocba.flow.import_staff import take_staff
from hocba.flow.keep_register import issue_school_register
from hocba.flow.note_exception import note_exception
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class
from hocba.flow.sign_rows import rows_due, sign_rows
from hocba.lab.demo.calendar import JUNE, YEAR
from hocba.lab.demo.cast import actor_of
from hocba.lab.people.world import SyntheticClass, SyntheticSchool
from hocba.lab.sheets import filled_results, messy_pupil_list, messy_staff_list
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside
from hocba.ports.spreadsheets import SheetContext

Tell = Callable[[str], None]

LEFT_OPEN: Final = "4B"
"""This class of the second school stays unsigned, for whoever opens the pages afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolOnStage:
    """A synthetic school and the office that serves it. index: 0 for the first school."""

    outside: Outside
    school: SyntheticSchool
    index: int

    @property
    def code(self) -> SchoolCode:
        """The school's code."""
        return SchoolCode(self.school.code)

    def actor(self, role: Role, class_name: str = "") -> Actor:
        """Return who holds a role today, acting in it."""
        day = self.outside.clock.now().date()
        member: StaffMember = (
            self.school.homeroom_teacher(class_name, on=day)
            if role is Role.HOMEROOM_TEACHER
            else self.school.holder(role, on=day)
        )
        held = next(h for h in member.appointments if h.role is role and h.class_name == class_name)
        return actor_of(self.school, member, held)

    def consent(self, actor: Actor, purpose: str, count: int) -> Consent:
        """Give one person's consent to `count` signatures."""
        return Consent(
            consent_id=self.outside.chance.draw(16).hex(),
            by=actor.person,
            at=self.outside.clock.now(),
            purpose=purpose,
            count=count,
        )

    def roster(self, class_name: str) -> tuple[Enrolment, ...]:
        """Return the pupils of a class."""
        return tuple(e for e in self.school.enrolments if e.class_name == class_name)

    def signed_classes(self) -> Iterator[SyntheticClass]:
        """Return the classes that the demo takes through to the seal."""
        for each in self.school.classes:
            if not (self.index == 1 and each.name == LEFT_OPEN):
                yield each

    def context(self) -> SheetContext:
        """Return what the spreadsheets are read against."""
        return SheetContext(
            school_code=self.code,
            school_name=self.school.name,
            school_year=YEAR,
            today=self.outside.clock.now().date(),
        )


def open_school(stage: SchoolOnStage) -> None:
    """Enter the school itself."""
    made = stage.school
    stage.outside.book.save_school(
        School(
            code=stage.code,
            name=made.name,
            kind=made.kind.value.upper(),
            ward=made.ward,
            province=made.province,
        )
    )


def bring_in_lists(stage: SchoolOnStage, folder: Path, *, seed: int) -> None:
    """Import the staff list and the pupil list from messy Excel files, as a clerk would."""
    school, outside = stage.school, stage.outside
    clerk = stage.actor(Role.CLERK)
    staff = messy_staff_list(school.staff, seed)
    pupils = messy_pupil_list(school.enrolments, seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "CSDL_GiaoVien.xlsx").write_bytes(staff)
    (folder / "C1-HocSinh.xlsx").write_bytes(pupils)
    take_staff(
        outside,
        actor=clerk,
        school=stage.code,
        school_year=YEAR,
        file=staff,
        name="CSDL_GiaoVien.xlsx",
    )
    take_pupils(
        outside,
        actor=clerk,
        school=stage.code,
        school_year=YEAR,
        file=pupils,
        name="C1-HocSinh.xlsx",
    )


def attest_staff(stage: SchoolOnStage) -> None:
    """Issue the school's register, signed by its principal."""
    principal = stage.actor(Role.PRINCIPAL)
    issue_school_register(stage.outside, actor=principal, school=stage.code, school_year=YEAR)


def bring_in_results(stage: SchoolOnStage, folder: Path, tell: Tell) -> None:
    """Import every class's year-end sheet, as its homeroom teacher would."""
    results = stage.school.results
    for each in stage.school.classes:
        tell(f"{stage.school.name}, {each.name}")
        roster = stage.roster(each.name)
        known = {
            e.pupil.sector_code: results[e.pupil.sector_code]
            for e in roster
            if e.pupil.sector_code in results
        }
        file = filled_results(
            stage.context(),
            grade=each.grade,
            class_name=each.name,
            pack=any_pack_for(YEAR, each.grade),
            roster=roster,
            assessments=known,
        )
        name = f"TongHop_{each.name}.xlsx"
        (folder / name).write_bytes(file)
        teacher = stage.actor(Role.HOMEROOM_TEACHER, each.name)
        take_results(
            stage.outside,
            actor=teacher,
            school=stage.code,
            school_year=YEAR,
            class_name=each.name,
            file=file,
            name=name,
            good_rows_only=True,
        )


def note_exceptions(stage: SchoolOnStage) -> int:
    """Note every pupil who will have no record in June, with the coded reason."""
    clerk = stage.actor(Role.CLERK)
    classes = {e.pupil.sector_code: e.class_name for e in stage.school.enrolments}
    for expected in stage.school.exceptions:
        note_exception(
            stage.outside,
            actor=clerk,
            exception=RecordException(
                school=stage.code,
                school_year=YEAR,
                sector_code=expected.sector_code,
                class_name=classes[expected.sector_code],
                reason=ExceptionReason[expected.reason.name],
                note=expected.note,
                expected_on=JUNE.date().replace(month=8, day=20),
            ),
        )
    return len(stage.school.exceptions)


def lock_classes(stage: SchoolOnStage, tell: Tell) -> int:
    """Compose and lock every class that is to be signed; return how many records."""
    locked = 0
    for each in stage.signed_classes():
        tell(f"{stage.school.name}, {each.name}")
        teacher = stage.actor(Role.HOMEROOM_TEACHER, each.name)
        composed = compose_class(
            stage.outside,
            actor=teacher,
            school=stage.code,
            school_year=YEAR,
            class_name=each.name,
        )
        locked += len(composed.ready)
    return locked


def sign_own_rows(stage: SchoolOnStage, tell: Tell) -> int:
    """Let every subject teacher sign the own rows of all classes: one consent a teacher."""
    done = 0
    for member in stage.school.staff:
        if not any(held.subject for held in member.appointments):
            continue
        actor = Actor(person=member.staff_code, role=Role.SUBJECT_TEACHER, school=stage.code)
        rows = rows_due(stage.outside, actor=actor, school=stage.code, school_year=YEAR)
        if not rows:
            continue
        tell(f"{stage.school.name}, {member.full_name}")
        signed = sign_rows(
            stage.outside,
            actor=actor,
            school=stage.code,
            school_year=YEAR,
            consent=stage.consent(actor, f"Ký {len(rows)} dòng môn học", len(rows)),
        )
        done += len(signed.done)
    return done


def sign_classes(stage: SchoolOnStage, role: Role, tell: Tell) -> int:
    """Let everybody in `role` sign every class: one consent a class. Return how many records."""
    act = seal_class if role is Role.CLERK else sign_class
    waits = {
        Role.HOMEROOM_TEACHER: Status.LOCKED,
        Role.PRINCIPAL: Status.ATTESTED,
        Role.CLERK: Status.APPROVED,
    }[role]
    done = 0
    for each in stage.signed_classes():
        records = stage.outside.records.rows(stage.code, YEAR, each.name)
        count = sum(1 for record in records if record.status is waits)
        if not count:
            continue
        tell(f"{stage.school.name}, {each.name}")
        actor = stage.actor(role, each.name if role is Role.HOMEROOM_TEACHER else "")
        signed = act(
            stage.outside,
            actor=actor,
            school=stage.code,
            school_year=YEAR,
            class_name=each.name,
            consent=stage.consent(actor, f"Ký {count} học bạ lớp {each.name}", count),
        )
        done += len(signed.done)
    return done


def mend_one(stage: SchoolOnStage) -> RecordKey:
    """Amend one record that was sent: a birth place was set right in the register of births."""
    record, *_ = stage.outside.records.of_school(stage.code, YEAR, (Status.KEPT_BY_PROVINCE,))
    pupil = next(
        e.pupil for e in stage.school.enrolments if e.pupil.sector_code == record.sector_code
    )
    return amend(
        stage.outside,
        actor=stage.actor(Role.PRINCIPAL),
        key=record.key,
        reason=AmendReason.PERSONAL_FACT_CHANGED,
        basis="Trích lục cải chính hộ tịch số 12/TLCC-HT ngày 02/6/2026 (dữ liệu mẫu)",
        pupil=replace(pupil, birth_place=f"{pupil.birth_place} (đã cải chính)"),
    )

"""One school of the nation: its pupils, its signers, its package, as it would send them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256, shake_256
from importlib.metadata import version
from itertools import groupby
from typing import Final

from hocba.core.assess.outcome import outcome_of
from hocba.core.compose.content import (
    General,
    NoYearBefore,
    RecordContent,
    School,
    Software,
    YearBefore,
)
from hocba.core.rules.library import pack_for
from hocba.core.sign.assignments import assigned
from hocba.core.sign.register import Level, Register, written_register
from hocba.core.sign.statement import StatementKind
from hocba.core.terms.codes import RecordCode, SchoolCode, record_code
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import has_left
from hocba.core.terms.roles import Role
from hocba.lab.nation.calendar import ClassDay, class_day, register_day
from hocba.lab.nation.cast import KeyPool, SchoolCast, school_cast
from hocba.lab.nation.plan import PlannedSchool
from hocba.lab.nation.signing import Signer, sealed_record, signed_statement
from hocba.lab.people.chance import stream
from hocba.lab.people.world import SyntheticSchool, synthetic_school
from hocba.lab.pki.laboratory import Laboratory

SOFTWARE: Final = Software(name="Hocba", version=version("hocba"), vendor="Hocba")
_DIGITAL_BEFORE: Final = 0.6
_CODE_BYTES, _SEED_BYTES, _DIGEST_BYTES = 8, 32, 32


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedRecord:
    """One pupil's record, signed and sealed. file: the document's bytes."""

    record_code: RecordCode
    grade: int
    class_name: str
    file: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedSchool:
    """
    A school after its June.

    days: by class, in the order of classes. certified_on: when its certificates stand.
    """

    school: SyntheticSchool
    cast: SchoolCast
    register: Register
    register_file: bytes
    records: tuple[IssuedRecord, ...]
    days: tuple[tuple[str, ClassDay], ...]
    certified_on: date


def issued_school(
    laboratory: Laboratory, pool: KeyPool, planned: PlannedSchool, *, seed: int
) -> IssuedSchool:
    """
    Make a school and sign all its records.

    Every pupil still on the roster gets a record, but for the exceptions; all else follows from
    the seed, the plan and the laboratory's keys.
    """
    school = synthetic_school(
        seed, planned.plan, school_year=planned.calendar.year, roll=planned.roll
    )
    cast = school_cast(laboratory, pool, planned, school)
    chance = stream("nation", seed, school.code)
    register = _register(school, cast, register_day(chance, planned.calendar))
    author = Signer(holder=cast.principal, role=Role.PRINCIPAL, at=register.issued_at)
    desk = _Desk(school, cast, seed=seed, digital_before=chance.random() < _DIGITAL_BEFORE)
    days = tuple((room.name, class_day(chance, planned.calendar)) for room in school.classes)
    return IssuedSchool(
        school=school,
        cast=cast,
        register=register,
        register_file=signed_statement(
            StatementKind.REGISTER, *written_register(register), by=author
        ),
        records=tuple(desk.records(dict(days))),
        days=days,
        certified_on=planned.calendar.certified_at.date(),
    )


def on_roster(school: SyntheticSchool) -> Sequence[Enrolment]:
    """Return the pupils that a declaration counts."""
    return [entry for entry in school.enrolments if not has_left(entry.status)]


def _register(school: SyntheticSchool, cast: SchoolCast, issued_at: datetime) -> Register:
    found = assigned(
        school.staff,
        certificates=cast.certificates,
        school=SchoolCode(school.code),
        school_year=school.school_year,
        today=issued_at.date(),
    )
    return Register(
        level=Level.SCHOOL,
        unit=school.code,
        number=1,
        environment=Environment.TEST,
        issued_at=issued_at,
        holdings=found.holdings,
    )


class _Desk:
    """Where a school's records are composed and signed, class by class."""

    def __init__(
        self, school: SyntheticSchool, cast: SchoolCast, *, seed: int, digital_before: bool
    ) -> None:
        self._school = school
        self._cast = cast
        self._seed = seed
        self._digital_before = digital_before
        self._at = School(
            code=SchoolCode(school.code),
            name=school.name,
            kind=school.kind.value.upper(),
            ward=school.ward,
            province=school.province,
        )

    def records(self, days: dict[str, ClassDay]) -> Iterable[IssuedRecord]:
        excepted = {each.sector_code for each in self._school.exceptions}
        due = [e for e in on_roster(self._school) if e.pupil.sector_code not in excepted]
        for name, pupils in groupby(due, key=lambda entry: entry.class_name):
            by = self._signers(name, days[name])
            for entry in pupils:
                content = self._content(entry, days[name])
                yield IssuedRecord(
                    record_code=content.general.record_code,
                    grade=entry.grade,
                    class_name=name,
                    file=sealed_record(content, by),
                )

    def _signers(self, class_name: str, day: ClassDay) -> tuple[Signer, ...]:
        cast = self._cast
        return (
            Signer(
                holder=cast.teachers[class_name], role=Role.HOMEROOM_TEACHER, at=day.attested_at
            ),
            Signer(holder=cast.principal, role=Role.PRINCIPAL, at=day.approved_at),
            Signer(holder=cast.seal, role=Role.SEAL, at=day.sealed_at),
        )

    def _content(self, entry: Enrolment, day: ClassDay) -> RecordContent:
        rules = pack_for(self._school.school_year, entry.grade)
        assessment = self._school.assessments[entry.pupil.sector_code]
        drawn = _drawn(self._seed, entry.pupil.sector_code)
        general = General(
            record_code=record_code(drawn[:_CODE_BYTES]),
            version=1,
            environment=Environment.TEST,
            school_year=self._school.school_year,
            grade=entry.grade,
            class_name=entry.class_name,
            rule_pack=rules.pack_id,
            print_template=rules.template,
            signing_policy=rules.signing_policy,
            software=SOFTWARE,
            composed_at=day.composed_at,
            year_before=self._year_before(entry.grade, drawn[-_DIGEST_BYTES:]),
        )
        return RecordContent(
            general=general,
            school=self._at,
            pupil=entry.pupil,
            assessment=assessment,
            outcome=outcome_of(assessment, rules),
            extract_seed=drawn[_CODE_BYTES : _CODE_BYTES + _SEED_BYTES],
        )

    def _year_before(self, grade: int, digest: bytes) -> YearBefore | NoYearBefore:
        if grade == 1:
            return NoYearBefore.FIRST_YEAR
        if not self._digital_before:
            return NoYearBefore.PAPER_BEFORE
        # The record of last year is nowhere; its digest weighs what a real one would.
        return YearBefore(
            school_year=self._school.school_year.before, version=1, content_digest=digest
        )


def _drawn(seed: int, sector_code: str) -> bytes:
    """Return one pupil's own chance: bytes that no other pupil and no other seed has."""
    name = f"hocba:nation:1:{seed}:{sector_code}".encode()
    return shake_256(sha256(name).digest()).digest(_CODE_BYTES + _SEED_BYTES + _DIGEST_BYTES)

"""Judge the entries of a package, each by itself: is it genuine, and is it the sender's to send?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from hocba.core.compose.content import AnyContent, Replaced
from hocba.core.compose.looking_up import SeenPupil
from hocba.core.compose.read import Node
from hocba.core.report.figures import Spot
from hocba.core.sign.register import Level, Register, register_of
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.declaration import (
    Declaration,
    declaration_of,
    declaration_path,
    sum_findings,
)
from hocba.core.submit.package import (
    EntryKind,
    Event,
    ManifestEntry,
    record_path,
    register_path,
    withdrawal_path,
)
from hocba.core.submit.signers import (
    SignersStatement,
    signers_findings,
    signers_of,
    signers_path,
)
from hocba.core.submit.withdrawal import Withdrawal, withdrawal_of
from hocba.core.terms.codes import RecordKey, SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Place
from hocba.core.terms.provinces import reads_as
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import Claim, RegisterBook, why_not_held
from hocba.core.verify.judge import Setting
from hocba.core.verify.register_chain import Candidate, ReadBook
from hocba.flow.office_statements import HeardStatement, Told, heard_statement
from hocba.flow.verify_document import examine
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """
    Under what circumstances entries are judged.

    book: registers of the package included; refused: why some of these do not stand.
    provinces: the province whose register names a school. upper: registers of ministry and
    provinces alone; schools: those of schools, kept and sent; asked: schools whose kept register
    was looked for. spots: one value for records of one class.
    """

    outside: Outside
    sender: str
    book: RegisterBook
    refused: tuple[tuple[Register, tuple[Finding, ...]], ...]
    provinces: Mapping[str, str]
    upper: ReadBook
    schools: tuple[Candidate, ...] = ()
    asked: frozenset[str] = frozenset()
    spots: dict[Spot, Spot] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRecord:
    """A record's key, its place, its pupil, and the version that it replaces; no results."""

    key: RecordKey
    spot: Spot
    pupil: SeenPupil
    replaces: Replaced | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """
    One entry and what is wrong with it, before it is held against what is kept already.

    content_digest: SHA-256 of its signed content; file_digest: of all its bytes, as they are.
    body: None where it could not be read.
    """

    entry: ManifestEntry
    unit: str
    content_digest: bytes
    file_digest: bytes
    findings: tuple[Finding, ...]
    body: JudgedRecord | Declaration | SignersStatement | Withdrawal | Register | None


def judged(bench: Bench, entry: ManifestEntry, file: bytes) -> Judged:
    """Judge one entry by its kind; bytes that are nothing of that kind are a finding too."""
    judge = {
        EntryKind.RECORD: _record,
        EntryKind.DECLARATION: _declaration,
        EntryKind.SIGNERS: _signers,
        EntryKind.EVENT: _withdrawal,
        EntryKind.REGISTER: _register,
    }[entry.kind]
    try:
        return judge(bench, entry, file)
    except Refusal as refusal:
        plain = Finding(code=refusal.code, where=entry.path, details=refusal.details)
        return Judged(
            entry=entry,
            unit="",
            content_digest=b"",
            file_digest=sha256(file).digest(),
            findings=refusal.findings or (plain,),
            body=None,
        )


def _record(bench: Bench, entry: ManifestEntry, file: bytes) -> Judged:
    outside, now = bench.outside, bench.outside.clock.now()
    environments = frozenset({outside.environment})
    examined = examine(
        file,
        documents=outside.documents,
        paths=outside.paths,
        setting=Setting(environments=environments, book=bench.book, now=now),
        proven_at=now,
    )
    findings = tuple(finding for _, finding in examined.verdict.findings)
    if examined.record is None:
        return Judged(
            entry=entry,
            unit="",
            content_digest=b"",
            file_digest=sha256(file).digest(),
            findings=findings,
            body=None,
        )
    content = examined.record.content
    general = content.general
    key = RecordKey(
        record_code=general.record_code,
        school_year=general.school_year,
        version=general.version,
    )
    spot = _spot(content)
    due = Event.NEW if general.replaces is None else Event.AMENDED
    return Judged(
        entry=entry,
        unit=content.school.code,
        content_digest=examined.record.content_digest,
        file_digest=examined.record.file_digest,
        findings=(
            *findings,
            *_place(entry, record_path(key), due),
            *_scope(bench, content.school.code, content.school.province),
        ),
        body=JudgedRecord(
            key=key,
            spot=bench.spots.setdefault(spot, spot),
            pupil=seen_pupil(content),
            replaces=general.replaces,
        ),
    )


def _declaration(bench: Bench, entry: ManifestEntry, file: bytes) -> Judged:
    heard = heard_statement(bench.outside, file, StatementKind.DECLARATION, _declared)
    declaration = declaration_of(heard.parsed.content)
    return Judged(
        entry=entry,
        unit=declaration.school,
        content_digest=heard.parsed.content_digest,
        file_digest=heard.parsed.file_digest,
        findings=(
            *heard.findings,
            *_seal(bench, heard, declaration.school, declaration.school_year),
            *_world(bench, declaration.environment),
            *_place(entry, declaration_path(declaration), None),
            *_scope(bench, declaration.school, declaration.province),
            *sum_findings(declaration),
        ),
        body=declaration,
    )


def _signers(bench: Bench, entry: ManifestEntry, file: bytes) -> Judged:
    heard = heard_statement(bench.outside, file, StatementKind.SIGNERS, _stated)
    statement = signers_of(heard.parsed.content)
    head = statement.head
    return Judged(
        entry=entry,
        unit=head.school,
        content_digest=heard.parsed.content_digest,
        file_digest=heard.parsed.file_digest,
        findings=(
            *heard.findings,
            *_seal(bench, heard, head.school, head.school_year),
            *_world(bench, head.environment),
            *_place(entry, signers_path(statement), None),
            *_scope(bench, head.school, head.province),
            *signers_findings(statement),
        ),
        body=statement,
    )


def _withdrawal(bench: Bench, entry: ManifestEntry, file: bytes) -> Judged:
    heard = heard_statement(bench.outside, file, StatementKind.WITHDRAWAL, _withdrawn)
    withdrawal = withdrawal_of(heard.parsed.content)
    return Judged(
        entry=entry,
        unit=withdrawal.school,
        content_digest=heard.parsed.content_digest,
        file_digest=heard.parsed.file_digest,
        findings=(
            *heard.findings,
            *_seal(bench, heard, withdrawal.school, withdrawal.key.school_year),
            *_world(bench, withdrawal.environment),
            *_place(entry, withdrawal_path(withdrawal.key), Event.WITHDRAWN),
            *_scope(bench, withdrawal.school, None),
        ),
        body=withdrawal,
    )


def _register(bench: Bench, entry: ManifestEntry, file: bytes) -> Judged:
    parsed = bench.outside.documents.statement(file, StatementKind.REGISTER)
    register = register_of(parsed.content)
    refused = [found for asked, found in bench.refused if asked == register]
    return Judged(
        entry=entry,
        unit=register.unit,
        content_digest=parsed.content_digest,
        file_digest=parsed.file_digest,
        findings=(
            *(finding for found in refused for finding in found),
            *_place(entry, register_path(register), None),
            *_own_register(bench, register),
        ),
        body=register,
    )


def _own_register(bench: Bench, register: Register) -> list[Finding]:
    if register.level is Level.PROVINCE and register.unit == bench.sender:
        return []
    if register.level is Level.SCHOOL:
        return _scope(bench, register.unit, None)
    details = {"unit": register.unit}
    return [Finding(code="package.register_of_other_office", where="DonVi", details=details)]


def _seal(
    bench: Bench, heard: HeardStatement, school: str, school_year: SchoolYear
) -> list[Finding]:
    if heard.role is not Role.SEAL or heard.signed_at is None:
        role = "-" if heard.role is None else heard.role.value
        return [Finding(code="sign.role_not_due", where="ck-nguoi-lap", details={"role": role})]
    claim = Claim(
        certificate=heard.certificate,
        claimed=Role.SEAL,
        school=school,
        school_year=school_year,
        class_name="",
        on=day_in_vietnam(heard.signed_at),
    )
    missing = why_not_held(bench.book, claim)
    return [] if missing is None else [missing]


def _world(bench: Bench, environment: Environment) -> list[Finding]:
    if environment is bench.outside.environment:
        return []
    details = {"environment": environment.value}
    return [Finding(code="verify.other_environment", where="MoiTruong", details=details)]


def _place(entry: ManifestEntry, path: str, event: Event | None) -> list[Finding]:
    findings = []
    if entry.path != path:
        details = {"path": path}
        findings.append(Finding(code="package.misplaced", where=entry.path, details=details))
    if entry.event is not event:
        findings.append(Finding(code="package.wrong_event", where=entry.path))
    return findings


def _scope(bench: Bench, school: str, province: Place | None) -> list[Finding]:
    """
    A school sends its own, a province what its register attests, whatever the file says.

    A file keeps the province of its day; after a merger the one that followed sends it. What the
    province hands in at its own desk may be any of its schools'.
    """
    office = bench.outside.office
    is_province = office.level is Level.PROVINCE
    due = office.code if is_province else bench.sender
    findings = []
    if is_province and bench.sender not in (school, office.code):
        details = {"school": school, "sender": bench.sender}
        findings.append(Finding(code="package.other_school", where="CoSo", details=details))
    attested = bench.provinces.get(school)
    today = day_in_vietnam(bench.outside.clock.now())
    if attested != due or not (province is None or reads_as(province, due, today)):
        told = attested if province is None else province.code
        details = {"school": school, "province": told or "-"}
        findings.append(Finding(code="package.other_province", where="CoSo", details=details))
    return findings


def _spot(content: AnyContent) -> Spot:
    general, school = content.general, content.school
    return Spot(
        school=school.code,
        school_name=school.name,
        ward=school.ward,
        province=school.province,
        school_year=general.school_year,
        grade=general.grade,
        class_name=general.class_name,
    )


def seen_pupil(content: AnyContent) -> SeenPupil:
    """Return the pupil as a record names them."""
    pupil = content.pupil
    number = pupil.personal_id
    return SeenPupil(
        record_code=content.general.record_code,
        full_name=pupil.full_name,
        born_on=pupil.born_on,
        personal_id="" if isinstance(number, Missing) else number,
    )


def _declared(node: Node) -> Told:
    declaration = declaration_of(node)
    return Told(environment=declaration.environment, made_at=declaration.declared_at)


def _stated(node: Node) -> Told:
    head = signers_of(node).head
    return Told(environment=head.environment, made_at=head.made_at)


def _withdrawn(node: Node) -> Told:
    withdrawal = withdrawal_of(node)
    return Told(environment=withdrawal.environment, made_at=withdrawal.withdrawn_at)

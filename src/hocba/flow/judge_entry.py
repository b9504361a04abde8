"""Judge the entries of a package, each by itself: is it genuine, and is it the sender's to send?"""

from collections.abc import Sequence
from hashlib import sha256

from hocba.core.compose.content import AnyContent
from hocba.core.compose.looking_up import SeenPupil
from hocba.core.report.figures import Spot
from hocba.core.report.oversight_tally import software_name
from hocba.core.sign.register import Level, Register, register_of
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.package import EntryKind, Event, ManifestEntry, record_path, register_path
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Place
from hocba.core.verify.judge import Setting
from hocba.core.verify.parsed import ParsedRecord
from hocba.flow.entry_bench import Bench, Judged, JudgedRecord, place_findings, scope_findings
from hocba.flow.judge_stamps import judged_stamp, seal_of
from hocba.flow.judge_statements import (
    judged_declaration,
    judged_refusals,
    judged_signers,
    judged_withdrawal,
)
from hocba.flow.verify_document import examine_all


def judged(bench: Bench, entry: ManifestEntry, file: bytes) -> Judged:
    """
    Judge one entry by its kind; bytes that are nothing of that kind are a finding too.

    Records are judged many at a time: see `judged_records`.
    """
    judge = {
        EntryKind.DECLARATION: judged_declaration,
        EntryKind.SIGNERS: judged_signers,
        EntryKind.REFUSALS: judged_refusals,
        EntryKind.EVENT: judged_withdrawal,
        EntryKind.REGISTER: _register,
        EntryKind.TIME_STAMP: judged_stamp,
    }[entry.kind]
    try:
        return judge(bench, entry, file)
    except Refusal as refusal:
        plain = Finding(code=refusal.code, where=entry.path, details=refusal.details)
        return _unread(entry, sha256(file).digest(), refusal.findings or (plain,))


def judged_records(
    bench: Bench,
    entries: Sequence[tuple[ManifestEntry, bytes]],
    read: Sequence[ParsedRecord | Refusal],
) -> list[Judged]:
    """Judge the records among a package's entries. read: what `Documents.records` made of them."""
    outside, now = bench.outside, bench.outside.clock.now()
    setting = Setting(environments=frozenset({outside.environment}), book=bench.book, now=now)
    examined = examine_all(read, paths=outside.paths, setting=setting, proven_at=now)
    # What is said of a school's place is the same for all its records.
    scopes: dict[tuple[str, Place], Sequence[Finding]] = {}
    found = []
    for (entry, file), one in zip(entries, examined, strict=True):
        findings = tuple([finding for _, finding in one.verdict.findings])
        if one.record is None:
            found.append(_unread(entry, sha256(file).digest(), findings))
            continue
        school = one.record.content.school
        scope = scopes.get((school.code, school.province))
        if scope is None:
            scope = scope_findings(bench, school.code, school.province)
            scopes[school.code, school.province] = scope
        found.append(_record(bench, entry, one.record, (*findings, *scope)))
    return found


def _unread(entry: ManifestEntry, digest: bytes, findings: tuple[Finding, ...]) -> Judged:
    return Judged(
        entry=entry,
        unit="",
        content_digest=b"",
        file_digest=digest,
        findings=findings,
        body=None,
    )


def _record(
    bench: Bench, entry: ManifestEntry, record: ParsedRecord, findings: tuple[Finding, ...]
) -> Judged:
    content = record.content
    general = content.general
    key = RecordKey(
        record_code=general.record_code,
        school_year=general.school_year,
        version=general.version,
    )
    if key in bench.stamped and (seal := seal_of(record)) is not None:
        bench.seals[key] = seal
    spot = _spot(content)
    due = Event.NEW if general.replaces is None else Event.AMENDED
    return Judged(
        entry=entry,
        unit=content.school.code,
        content_digest=record.content_digest,
        file_digest=record.file_digest,
        findings=(*findings, *place_findings(entry, record_path(key), due)),
        body=JudgedRecord(
            key=key,
            spot=bench.spots.setdefault(spot, spot),
            pupil=seen_pupil(content),
            replaces=general.replaces,
            software=software_name(general.software),
        ),
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
            *place_findings(entry, register_path(register), None),
            *_own_register(bench, register),
        ),
        body=register,
    )


def _own_register(bench: Bench, register: Register) -> list[Finding]:
    if register.level is Level.PROVINCE and register.unit == bench.sender:
        return []
    if register.level is Level.SCHOOL:
        return scope_findings(bench, register.unit, None)
    details = {"unit": register.unit}
    return [Finding(code="package.register_of_other_office", where="DonVi", details=details)]


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

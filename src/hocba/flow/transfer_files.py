"""
Files of a change of school: packed and signed on one side, opened and doubted on the other.

What arrives is never believed for where it came from: not even from a school in the same
database. The statement, its signer's right, every file's digest and every record are checked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from hocba.core.compose.partial_content import PartialContent
from hocba.core.compose.transfers import TransferStep
from hocba.core.sign.register import Level, register_of
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.submit.package import (
    FOLDERS,
    MANIFEST_PATH,
    PARTIAL_FOLDER,
    EntryKind,
    record_path,
    register_path,
)
from hocba.core.submit.transfer_file import (
    CarriedFile,
    TransferStatement,
    file_findings,
    partial_path,
    transfer_of,
    written_transfer,
)
from hocba.core.terms.codes import RecordKey, SchoolCode, school_year_on
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import Claim, RegisterBook, why_not_held
from hocba.core.verify.judge import Setting
from hocba.core.verify.verdict import Outcome, Verdict
from hocba.flow.office_statements import HeardStatement, Told, heard_parsed, signed_statement
from hocba.flow.register_desk import RegisterDesk, readable_registers
from hocba.flow.signing_keys import ReadyKey
from hocba.flow.verify_document import Examined, examine, examine_partial
from hocba.ports.containers import Container
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside

MOST_BYTES: Final = 50_000_000
"""Of all files unpacked: a pupil's five years and the registers that prove them are a tenth."""

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedRecord:
    """A record that came along, with its verdict; key and the rest empty where it is none."""

    path: str
    file: bytes
    verdict: Verdict
    key: RecordKey | None
    issuer: SchoolCode
    issuer_name: str
    grade: int
    class_name: str
    content_digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedPartial:
    """A partial record that came along, with its verdict; content None where it is none."""

    path: str
    file: bytes
    verdict: Verdict
    content: PartialContent | None
    content_digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedTransfer:
    """
    A transfer file that could be read. genuine: what is wrong with the statement itself, its
    signer's right included. carried: what is wrong with what it brings. Empty: nothing is.
    """

    statement: TransferStatement
    registers: Files
    records: tuple[CarriedRecord, ...]
    partials: tuple[CarriedPartial, ...]
    genuine: tuple[Finding, ...]
    carried: tuple[Finding, ...]


def packed_transfer(
    outside: Outside,
    statement: TransferStatement,
    files: Files,
    *,
    key: ReadyKey,
    consent: Consent,
    now: datetime,
) -> bytes:
    """
    Sign a statement over these files and put all into one ZIP.

    statement: its own list of files is made here.
    Raises: Refusal "keys.*"; SigningStopped "keys.token_lost".
    """
    listed = tuple(
        CarriedFile(path=path, size=len(file), digest=sha256(file).digest())
        for path, file in files.items()
    )
    signed = signed_statement(
        StatementKind.TRANSFER,
        *written_transfer(replace(statement, files=listed)),
        role=Role.PRINCIPAL,
        key=key,
        consent=consent,
        now=now,
    )
    return outside.containers.packed([(MANIFEST_PATH, signed), *files.items()])


def register_files(outside: Outside, schools: Iterable[str]) -> Files:
    """Return the registers that prove what these schools sign, by their place in a ZIP."""
    units = sorted(set(schools))
    bench = RegisterDesk(outside).bench(units[0], ())
    provinces = sorted({bench.provinces[each] for each in units if each in bench.provinces})
    names = [
        (Level.MINISTRY, MINISTRY_CODE),
        *((Level.PROVINCE, each) for each in provinces),
        *((Level.SCHOOL, each) for each in units),
    ]
    kept = [outside.registers.latest(level, unit) for level, unit in names]
    return {_register_path(outside, each.file): each.file for each in kept if each is not None}


def _register_path(outside: Outside, file: bytes) -> str:
    parsed = outside.documents.statement(file, StatementKind.REGISTER)
    return register_path(register_of(parsed.content))


def opened_transfer(outside: Outside, file: bytes) -> OpenedTransfer:
    """
    Open a transfer file from anywhere and check everything in it; nothing is kept.

    Raises: Refusal "package.not_a_zip", "package.unsafe", "package.entry_unreadable",
    "transfer.too_large", "record.*", "statement.*", "sign.*", "code.*" where it is none.
    """
    container = outside.containers.opened(file)
    if sum(entry.size for entry in container.entries) > MOST_BYTES:
        raise Refusal("transfer.too_large", most=str(MOST_BYTES // 1_000_000))
    parsed = outside.documents.statement(container.read(MANIFEST_PATH), StatementKind.TRANSFER)
    statement = transfer_of(parsed.content)
    told = Told(environment=statement.environment, made_at=statement.made_at)
    heard = heard_parsed(outside, parsed, StatementKind.TRANSFER, lambda _: told)
    files = _read(container)
    registers = _of_kind(files, EntryKind.REGISTER)
    book = _book(outside, statement, registers)
    records = tuple(
        _carried(outside, path, each, book)
        for path, each in _of_kind(files, EntryKind.RECORD).items()
    )
    partials = tuple(
        _carried_partial(outside, path, each, book)
        for path, each in _in_folder(files, PARTIAL_FOLDER).items()
    )
    found = {path: (len(each), sha256(each).digest()) for path, each in files.items()}
    return OpenedTransfer(
        statement=statement,
        registers=registers,
        records=records,
        partials=partials,
        genuine=tuple(_genuine(outside, statement, heard, book)),
        carried=(
            *file_findings(statement.files, found),
            *_strangers(files),
            *(each for record in records for each in _wrong(record, statement)),
            *(each for one in partials for each in _wrong_partial(one, statement)),
        ),
    )


def _read(container: Container) -> dict[str, bytes]:
    paths = [entry.path for entry in container.entries if entry.path != MANIFEST_PATH]
    return {path: container.read(path) for path in paths}


def _of_kind(files: Files, kind: EntryKind) -> dict[str, bytes]:
    return _in_folder(files, FOLDERS[kind])


def _in_folder(files: Files, folder: str) -> dict[str, bytes]:
    return {path: file for path, file in files.items() if path.startswith(f"{folder}/")}


def _strangers(files: Files) -> Iterable[Finding]:
    folders = (FOLDERS[EntryKind.RECORD], FOLDERS[EntryKind.REGISTER], PARTIAL_FOLDER)
    known = tuple(f"{folder}/" for folder in folders)
    for path in files:
        if not path.startswith(known):
            yield Finding(code="transfer.file_unlisted", where=path)


def _book(outside: Outside, statement: TransferStatement, registers: Files) -> RegisterBook:
    sent = readable_registers(outside, registers.values())
    desk = RegisterDesk(outside)
    bench = desk.bench(statement.sender.code, sent)
    return desk.knowing(bench, statement.receiver.code).book


def _setting(outside: Outside, book: RegisterBook) -> Setting:
    worlds = frozenset({outside.environment})
    return Setting(environments=worlds, book=book, now=outside.clock.now())


def _carried_partial(
    outside: Outside, path: str, file: bytes, book: RegisterBook
) -> CarriedPartial:
    found = examine_partial(
        file,
        documents=outside.documents,
        paths=outside.paths,
        setting=_setting(outside, book),
    )
    record = found.record
    return CarriedPartial(
        path=path,
        file=file,
        verdict=found.verdict,
        content=None if record is None else record.content,
        content_digest=b"" if record is None else record.content_digest,
    )


def _wrong_partial(one: CarriedPartial, statement: TransferStatement) -> Iterable[Finding]:
    """Say why a partial record does not come along: as of a record."""
    if one.verdict.outcome is not Outcome.PASSED:
        yield Finding(code="transfer.record_not_proven", where=one.path)
        yield from (finding for _, finding in one.verdict.findings)
    if one.content is None or statement.dossier is None:
        return
    if one.content.general.record_code != statement.dossier.record_code:
        yield Finding(code="transfer.other_pupil", where=one.path)
    if one.path != partial_path(one.content):
        details = {"path": partial_path(one.content)}
        yield Finding(code="package.misplaced", where=one.path, details=details)


def _carried(outside: Outside, path: str, file: bytes, book: RegisterBook) -> CarriedRecord:
    found: Examined = examine(
        file,
        documents=outside.documents,
        paths=outside.paths,
        setting=_setting(outside, book),
    )
    if found.record is None:
        return CarriedRecord(
            path=path,
            file=file,
            verdict=found.verdict,
            key=None,
            issuer=SchoolCode(""),
            issuer_name="",
            grade=0,
            class_name="",
            content_digest=b"",
        )
    content = found.record.content
    general = content.general
    return CarriedRecord(
        path=path,
        file=file,
        verdict=found.verdict,
        key=RecordKey(
            record_code=general.record_code,
            school_year=general.school_year,
            version=general.version,
        ),
        issuer=content.school.code,
        issuer_name=content.school.name,
        grade=general.grade,
        class_name=general.class_name,
        content_digest=found.record.content_digest,
    )


def _wrong(record: CarriedRecord, statement: TransferStatement) -> Iterable[Finding]:
    """Say why a record does not come along: it is none, it is not proven, it is another's."""
    if record.verdict.outcome is not Outcome.PASSED:
        yield Finding(code="transfer.record_not_proven", where=record.path)
        yield from (finding for _, finding in record.verdict.findings)
    if record.key is None or statement.dossier is None:
        return
    if record.key.record_code != statement.dossier.record_code:
        yield Finding(code="transfer.other_pupil", where=record.path)
    if record.path != record_path(record.key):
        details = {"path": record_path(record.key)}
        yield Finding(code="package.misplaced", where=record.path, details=details)


def _genuine(
    outside: Outside, statement: TransferStatement, heard: HeardStatement, book: RegisterBook
) -> Iterable[Finding]:
    yield from (found for found in heard.findings if found.weight is not Weight.WARNING)
    if statement.environment is not outside.environment:
        details = {"environment": statement.environment.value}
        yield Finding(code="verify.other_environment", where="MoiTruong", details=details)
    if (statement.step is TransferStep.RELEASE) is not (statement.dossier is not None):
        yield Finding(code="transfer.no_dossier", where="HoSo")
    missing = why_not_held(book, _claim(statement, heard, outside.clock.now()))
    if missing is not None:
        yield missing


def _claim(statement: TransferStatement, heard: HeardStatement, now: datetime) -> Claim:
    """Return what the signature has to prove: a principal's, of the school whose word it is."""
    is_senders = statement.step in (TransferStep.RELEASE, TransferStep.CANCEL)
    school = statement.sender.code if is_senders else statement.receiver.code
    at = heard.signed_at or now
    return Claim(
        certificate=heard.certificate,
        claimed=Role.PRINCIPAL,
        school=school,
        # A principal's role is of no one year.
        school_year=school_year_on(day_in_vietnam(at)),
        class_name="",
        on=day_in_vietnam(at),
    )


def earlier_registers(outside: Outside, digests: Sequence[bytes]) -> Files:
    """Return the registers that came with earlier transfer files, which prove older records."""
    found: dict[str, bytes] = {}
    for digest in dict.fromkeys(digests):
        container = outside.containers.opened(outside.papers.read(digest))
        found |= _of_kind(_read(container), EntryKind.REGISTER)
    return found

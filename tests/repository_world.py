"""A school, its province and the ministry, each with its own archive, for tests of the way up."""

import io
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.log_folder import LogFolder, WitnessFolder
from hocba.adapters.blobs.papers import PaperFolder
from hocba.adapters.database.admissions import DatabaseAdmissions
from hocba.adapters.database.connections import DatabaseConnections
from hocba.adapters.database.delivery_attempts import DatabaseDeliveryAttempts
from hocba.adapters.database.log_places import DatabaseLogPlaces
from hocba.adapters.database.look_ups import DatabaseLookUps
from hocba.adapters.database.outbox import DatabaseOutbox
from hocba.adapters.database.oversight import DatabaseNotes, DatabaseTraits
from hocba.adapters.database.pupil_index import DatabasePupilIndex
from hocba.adapters.database.refusals import DatabaseRefusals
from hocba.adapters.database.reminders import DatabaseReminders
from hocba.adapters.database.repository import DatabaseRepository
from hocba.adapters.database.standings import DatabaseStandings
from hocba.adapters.keys.keyed_digest import KeyedDigest
from hocba.adapters.keys.note_keys import NoteKeyFolder, check_ed25519
from hocba.adapters.keys.status_lists import StatusListFolder
from hocba.adapters.uplink.local import LocalUplink
from hocba.adapters.uplink.zipped import ZipContainers
from hocba.core.compose.permit import Actor
from hocba.core.sign.register import Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.message import Head, MessageType, message_id
from hocba.core.submit.package import (
    MANIFEST_PATH,
    EntryKind,
    Event,
    Manifest,
    ManifestEntry,
    written_manifest,
)
from hocba.core.submit.receipt import Receipt, receipt_of
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from hocba.flow.admit_province import approve, request_account, request_certificate
from hocba.flow.compose_records import compose_class
from hocba.flow.office_statements import signed_statement
from hocba.flow.open_package import loosened
from hocba.flow.receive_package import receive
from hocba.flow.seal_records import seal_class
from hocba.flow.send_package import pack_province, pack_school, send
from hocba.flow.sign_records import sign_class
from hocba.flow.signing_keys import ready_key
from hocba.ports.desk import DeskShelf
from hocba.ports.keys import KeyRef
from hocba.ports.log_store import LogShelf
from hocba.ports.outbox import SentPackage
from hocba.ports.outside import Office, Outside
from tests.school_world import (
    HERE,
    OFFICER,
    PROVINCE,
    SCHOOL,
    YEAR,
    a_consent,
    a_running_school,
    an_outside,
    clerk,
    pki,
    principal,
    teacher,
)

MINISTRY_ASKS = Actor(person="CB02", role=Role.MINISTRY_OFFICER)
MINISTRY_DECIDES = Actor(person="CB03", role=Role.MINISTRY_OFFICER)
PROVINCE_OFFICER = Actor(person=OFFICER, role=Role.PROVINCE_OFFICER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offices:
    """Three offices that know each other by packages and receipts alone."""

    school: Outside
    province: Outside
    ministry: Outside


def three_offices(folder: Path, *, pupils: int = 3, admitted: bool = True) -> Offices:
    """A school with complete results, a province that knows it, a ministry that admits both."""
    plain = a_running_school(an_outside(containers=ZipContainers()), pupils=pupils)
    ministry = an_office(plain, Level.MINISTRY, "BO", folder)
    province = replace(
        an_office(plain, Level.PROVINCE, PROVINCE, folder),
        uplink=LocalUplink(lambda package: receive(ministry, package)),
    )
    school = replace(
        plain,
        outbox=DatabaseOutbox("*"),
        log_places=DatabaseLogPlaces(),
        uplink=LocalUplink(lambda package: receive(province, package)),
    )
    if admitted:
        admit(ministry)
    return Offices(school=school, province=province, ministry=ministry)


def an_office(plain: Outside, level: Level, code: str, folder: Path) -> Outside:
    """One office above the school, with its own archive, papers and books."""
    return replace(
        plain,
        office=Office(level=level, code=code, name=code),
        repository=DatabaseRepository(code),
        pupils=DatabasePupilIndex(code, KeyedDigest(folder / code, "tra-cuu.key")),
        look_ups=DatabaseLookUps(code),
        standings=DatabaseStandings(code),
        status_lists=StatusListFolder(folder / code),
        archive=BlockSegments(folder / code),
        outbox=DatabaseOutbox(code),
        papers=PaperFolder(folder / code / "giay-to"),
        admissions=DatabaseAdmissions(code),
        desk=a_desk(code),
        log=a_shelf(folder / code, code),
    )


def a_desk(code: str) -> DeskShelf:
    """What an office's desk writes."""
    return DeskShelf(
        reminders=DatabaseReminders(code),
        attempts=DatabaseDeliveryAttempts(code),
        traits=DatabaseTraits(code),
        notes=DatabaseNotes(code),
        connections=DatabaseConnections(code),
        refusals=DatabaseRefusals(code),
    )


def a_shelf(folder: Path, code: str) -> LogShelf:
    """Where an office publishes its log, beside its segments."""
    return LogShelf(
        store=LogFolder(folder / "log"),
        memory=WitnessFolder(folder / "witness"),
        keys=NoteKeyFolder(folder / "keys", code),
        check=check_ed25519,
    )


def admit(ministry: Outside, province: str = PROVINCE) -> None:
    """Let a province in: account and certificate, asked by one officer, approved by another."""
    holders, _ = pki()
    named = {"province": province, "province_name": "Điện Biên"}
    certificate = holders[KeyRef(province)].certificate
    for asked in (
        request_account(ministry, actor=MINISTRY_ASKS, **named),
        request_certificate(ministry, actor=MINISTRY_ASKS, certificate=certificate, **named),
    ):
        approve(ministry, actor=MINISTRY_DECIDES, admission_id=asked.admission_id)


def issue_class(school: Outside) -> tuple[RecordKey, ...]:
    """Bring the class from results to issued records."""
    composed = compose_class(school, actor=teacher(), **HERE)
    sign_class(school, actor=teacher(), consent=a_consent(teacher(), signatures=60), **HERE)
    sign_class(school, actor=principal(), consent=a_consent(principal(), signatures=60), **HERE)
    seal_class(school, actor=clerk(), consent=a_consent(clerk(), signatures=60), **HERE)
    return composed.ready


def packed(school: Outside) -> SentPackage:
    """Pack all that the school has to send."""
    return pack_school(
        school, actor=clerk(), school=SCHOOL, school_year=YEAR, consent=a_consent(clerk())
    )


def packed_above(province: Outside) -> SentPackage:
    """Pack all that the province has to send."""
    actor = PROVINCE_OFFICER
    return pack_province(province, actor=actor, consent=a_consent(actor))


def all_the_way(offices: Offices) -> tuple[Receipt, Receipt]:
    """Send from the school to the ministry; return both receipts."""
    below = send(offices.school, packed(offices.school).message_id)
    above = send(offices.province, packed_above(offices.province).message_id)
    return below, above


def read_receipt(outside: Outside, file: bytes) -> Receipt:
    """Read a receipt's content."""
    return receipt_of(outside.documents.statement(file, StatementKind.RECEIPT).content)


Files = dict[str, tuple[ManifestEntry, bytes]]
"""What stands in a package, by path: its line in the manifest and its bytes."""


def files_of(school: Outside, package: SentPackage) -> Files:
    """What stands in a package of the school's outbox: entry and bytes by path."""
    loose = loosened(school, io.BytesIO(school.outbox.file(package.message_id)))
    return {e.path: (e, loose.container.read(e.path)) for e in loose.manifest.entries}


def repacked(
    school: Outside,
    files: Files,
    *,
    entropy: bytes = b"1" * 16,
    environment: Environment = Environment.TEST,
    owner: str = SCHOOL,
    role: Role = Role.SEAL,
) -> bytes:
    """Seal other files into a package, as a careless or hostile school could."""
    entries = tuple(
        replace(entry, size=len(file), digest=sha256(file).digest())
        for entry, file in files.values()
    )
    now = school.clock.now()
    head = Head(
        message_type=MessageType.PACKAGE,
        message_id=message_id(SCHOOL, entropy),
        sender=SCHOOL,
        receiver=PROVINCE,
        environment=environment,
        at=now,
        count=len(entries),
    )
    signed = signed_statement(
        StatementKind.PACKAGE,
        *written_manifest(Manifest(head=head, entries=entries)),
        role=role,
        key=ready_key(school, owner),
        consent=a_consent(clerk()),
        now=now,
    )
    within = [(MANIFEST_PATH, signed), *((path, file) for path, (_, file) in files.items())]
    return school.containers.packed(within)


def with_file(
    files: Files, path: str, kind: EntryKind, file: bytes, event: Event | None = None
) -> Files:
    """Put one file more into a package's files."""
    entry = ManifestEntry(path=path, kind=kind, size=0, digest=b"", event=event)
    return {**files, path: (entry, file)}

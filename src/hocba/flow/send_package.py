"""Send upward: make a package, hand it over, take its receipt. School and province."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from hocba.core.compose.life import Act, Entry, Status
from hocba.core.compose.permit import DOES, Actor
from hocba.core.sign.register import Level, register_of
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.declaration import declaration_path, written_declaration
from hocba.core.submit.message import MINISTRY_CODE, Head, MessageId, MessageType, message_id
from hocba.core.submit.package import (
    MANIFEST_PATH,
    EntryKind,
    Event,
    Manifest,
    ManifestEntry,
    media_type,
    record_path,
    register_path,
    stamp_path,
    written_manifest,
)
from hocba.core.submit.receipt import Receipt
from hocba.core.submit.refusals import RefusalsStatement, refusals_path, written_refusals
from hocba.core.submit.signers import signers_path, written_signers
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.batch_signing import require_own_consent
from hocba.flow.declare_roster import declaration_now
from hocba.flow.office_statements import signed_statement
from hocba.flow.signing_keys import ReadyKey, ready_key
from hocba.flow.state_refusals import refusals_due
from hocba.flow.state_signers import signers_now
from hocba.flow.take_receipt import take_receipt
from hocba.flow.withdraw_record import withdrawal_files
from hocba.ports.keys import Consent, SigningProvider
from hocba.ports.outbox import SentPackage
from hocba.ports.outside import Outside
from hocba.ports.records import RecordChange, WorkingRecord
from hocba.ports.repository import KeptEntry

SIGNATURES_OF_A_SCHOOL_PACKAGE = 3
"""Manifest, declaration, statement on signers; and one more for every withdrawal."""

SIGNATURES_OF_A_PROVINCE_PACKAGE = 2
"""Manifest, and the statement on what was returned where it says anything new."""

_DUE = (Status.ISSUED, Status.REJECTED, Status.SUBMITTED)
"""A record without an answer is sent again: what is known above is answered as before."""


def pack_school(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    consent: Consent,
    keys: SigningProvider | None = None,
) -> SentPackage:
    """
    Put a school's register, statements, issued records and late stamps into a package; seal it.

    It waits in the outbox until `send`. actor: the clerk. consent.count: 3 and one for every
    withdrawal.
    Raises: Refusal "permit.*", "package.nothing_to_send", "keys.*", "records.moved_on",
    "practice.stays_here".
    """
    outside.require_real()
    _require_role(actor, school)
    require_own_consent(consent, actor)
    key = ready_key(outside, school, keys)
    now = outside.clock.now()
    records = outside.records.of_school(school, school_year, _DUE)
    files = [
        *register_file(outside, Level.SCHOOL, school),
        *_declaration_file(outside, school, school_year, key, consent),
        *_signers_file(outside, school, school_year, key, consent),
        *map(_record_file, records),
        *withdrawal_files(outside, school, school_year, key=key, consent=consent),
        *_late_stamps(outside, school, school_year),
    ]
    if not files:
        raise Refusal("package.nothing_to_send", "nothing is due")
    receiver = outside.book.school(school).province.code
    package = _packed(
        outside, files, sender=school, receiver=receiver, role=Role.SEAL, key=key, consent=consent
    )
    changes = [
        RecordChange(record=record, entries=(Entry(act=Act.SUBMIT, by=actor.person, at=now),))
        for record in records
        if record.status is not Status.SUBMITTED
    ]
    # The package is in the outbox already: a crash before this line leaves records that go
    # into the next package once more, which the receiver answers as before.
    outside.records.append_many(changes)
    return package


def pack_province(
    outside: Outside,
    *,
    actor: Actor,
    consent: Consent,
    limit: int = 50_000,
    keys: SigningProvider | None = None,
    entries: Sequence[KeptEntry] | None = None,
) -> SentPackage:
    """
    Put all that was accepted here and that the ministry has not taken into a package.

    actor: a province officer; the signature is the province's own. entries: these alone, chosen
    by hand or by a reconciliation; what the ministry knows already it answers as before. What
    the province returned at its own gate goes along where it is news, by itself if need be.
    consent.count: 2.
    Raises: Refusal "permit.*", "package.nothing_to_send", "keys.*".
    """
    if actor.role is not Role.PROVINCE_OFFICER:
        raise Refusal("permit.not_your_role", act=Act.SUBMIT.value, role=actor.role.value)
    require_own_consent(consent, actor)
    office = outside.office
    key = ready_key(outside, office.code, keys)
    own = register_file(outside, Level.PROVINCE, office.code)
    returned = refusals_due(outside)
    room = limit - len(own) - 1
    due = outside.repository.unreported(limit=room) if entries is None else entries[:room]
    if not due and returned is None:
        raise Refusal("package.nothing_to_send", "nothing is due")
    files = [
        *own,
        *_refusals_file(outside, returned, key, consent),
        *(_kept_file(outside, entry) for entry in due),
    ]
    return _packed(
        outside,
        files,
        sender=office.code,
        receiver=MINISTRY_CODE,
        role=Role.PROVINCE,
        key=key,
        consent=consent,
    )


def due_of_school(outside: Outside, school: str) -> tuple[KeptEntry, ...]:
    """Return what the office above has not taken of one school, for a package made by hand."""
    return tuple(entry for entry in outside.repository.unreported() if entry.unit == school)


def send(outside: Outside, sent: MessageId) -> Receipt:
    """
    Hand a package of the outbox over and keep its receipt. Safe to repeat at any time.

    Raises: Refusal "outbox.unknown", those of `receive` when it is refused as a whole, those
    of `take_receipt`; Fault "uplink.*".
    """
    receipt = outside.uplink.send(outside.outbox.file(sent))
    return take_receipt(outside, receipt)


File = tuple[ManifestEntry, bytes]
"""A file with its line in the manifest."""


def _require_role(actor: Actor, school: SchoolCode) -> None:
    if actor.role not in DOES[Act.SUBMIT]:
        raise Refusal("permit.not_your_role", act=Act.SUBMIT.value, role=actor.role.value)
    if actor.school is not None and actor.school != school:
        raise Refusal("permit.other_school", school=school)


def _packed(
    outside: Outside,
    files: Sequence[File],
    *,
    sender: str,
    receiver: str,
    role: Role,
    key: ReadyKey,
    consent: Consent,
) -> SentPackage:
    sent, package = sealed_package(
        outside, files, sender=sender, receiver=receiver, role=role, key=key, consent=consent
    )
    outside.outbox.put(sent, package)
    return sent


def sealed_package(
    outside: Outside,
    files: Sequence[File],
    *,
    sender: str,
    receiver: str,
    role: Role,
    key: ReadyKey,
    consent: Consent,
) -> tuple[SentPackage, bytes]:
    """
    Put files into a package and sign its manifest; nothing is kept of it.

    Raises: Refusal "keys.*".
    """
    now = outside.clock.now()
    head = Head(
        message_type=MessageType.PACKAGE,
        message_id=message_id(sender, outside.chance.draw(16)),
        sender=sender,
        receiver=receiver,
        environment=outside.environment,
        at=now,
        count=len(files),
    )
    manifest = Manifest(head=head, entries=tuple(entry for entry, _ in files))
    kind, children = StatementKind.PACKAGE, written_manifest(manifest)
    signed = signed_statement(kind, *children, role=role, key=key, consent=consent, now=now)
    within = ((MANIFEST_PATH, signed), *((entry.path, file) for entry, file in files))
    package = outside.containers.packed(within)
    sent = SentPackage(
        message_id=head.message_id,
        sender=sender,
        receiver=receiver,
        made_at=now,
        digest=sha256(package).digest(),
        size=len(package),
        count=len(files),
    )
    return sent, package


def listed(path: str, kind: EntryKind, file: bytes, event: Event | None = None) -> File:
    """Return a file with its line in the manifest."""
    entry = ManifestEntry(
        path=path,
        kind=kind,
        size=len(file),
        digest=sha256(file).digest(),
        event=event,
        media_type=media_type(kind),
    )
    return entry, file


def register_file(outside: Outside, level: Level, unit: str) -> list[File]:
    """Return an office's or school's latest register as it goes into a package, if there is one."""
    latest = outside.registers.latest(level, unit)
    if latest is None:
        return []
    parsed = outside.documents.statement(latest.file, StatementKind.REGISTER)
    path = register_path(register_of(parsed.content))
    return [listed(path, EntryKind.REGISTER, latest.file)]


def _declaration_file(
    outside: Outside, school: SchoolCode, school_year: SchoolYear, key: ReadyKey, consent: Consent
) -> Iterable[File]:
    declaration = declaration_now(outside, school=school, school_year=school_year)
    if not declaration.classes:
        return
    file = signed_statement(
        StatementKind.DECLARATION,
        *written_declaration(declaration),
        role=Role.SEAL,
        key=key,
        consent=consent,
        now=declaration.declared_at,
    )
    yield listed(declaration_path(declaration), EntryKind.DECLARATION, file)


def _signers_file(
    outside: Outside, school: SchoolCode, school_year: SchoolYear, key: ReadyKey, consent: Consent
) -> Iterable[File]:
    if outside.means is None:
        return
    statement = signers_now(outside, school=school, school_year=school_year, keys=key.provider)
    if all(each.role is Role.SEAL for each in statement.roles):
        # A school of whose staff nobody is known has nothing to state.
        return
    file = signed_statement(
        StatementKind.SIGNERS,
        *written_signers(statement),
        role=Role.SEAL,
        key=key,
        consent=consent,
        now=statement.head.made_at,
        version=statement.version,
    )
    yield listed(signers_path(statement), EntryKind.SIGNERS, file)


def _refusals_file(
    outside: Outside, statement: RefusalsStatement | None, key: ReadyKey, consent: Consent
) -> Iterable[File]:
    if statement is None:
        return
    path = refusals_path(statement.province.code, statement.number)
    file = signed_statement(
        StatementKind.REFUSALS,
        *written_refusals(statement),
        role=Role.PROVINCE,
        key=key,
        consent=consent,
        now=statement.made_at,
    )
    found = listed(path, EntryKind.REFUSALS, file)
    # Remembered before it is packed: a crash after this line leaves a number that is not used
    # again, and a statement that nobody took and that is made anew.
    outside.desk.refusals.add(statement, found[0].digest)
    yield found


def _record_file(record: WorkingRecord) -> File:
    replaces = record.key.version > 1
    event = Event.AMENDED if replaces else Event.NEW
    return listed(record_path(record.key), EntryKind.RECORD, record.document, event)


def _late_stamps(outside: Outside, school: SchoolCode, school_year: SchoolYear) -> Iterable[File]:
    """Return the stamps that came after their records and that nobody above has taken yet."""
    if outside.stamping is None:
        return
    late = outside.stamping.due.late(school, school_year)
    due = {stamp_path(each.key): each.token for each in late}
    taken = outside.outbox.taken(sorted(due))
    for path in sorted(due.keys() - taken):
        yield listed(path, EntryKind.TIME_STAMP, due[path])


def _kept_file(outside: Outside, entry: KeptEntry) -> File:
    file = outside.archive.read(entry.location, digest=entry.digest)
    return listed(entry.path, entry.kind, file, entry.event)

"""Put a school's register, declaration and records into the package that it would send."""

from collections import Counter
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from hocba.adapters.uplink.zipped import ZipContainers
from hocba.core.compose.exceptions import ExceptionReason
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.declaration import (
    Declaration,
    DeclaredClass,
    declaration_path,
    written_declaration,
)
from hocba.core.submit.message import Head, MessageType, message_id
from hocba.core.submit.package import (
    MANIFEST_PATH,
    EntryKind,
    Event,
    Manifest,
    ManifestEntry,
    record_path,
    register_path,
    written_manifest,
)
from hocba.core.submit.signers import SignersStatement, signers_path, written_signers
from hocba.core.terms.codes import RecordKey, SchoolCode
from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from hocba.flow.send_package import listed
from hocba.lab.nation.school import IssuedSchool, on_roster
from hocba.lab.nation.signing import Signer, signed_statement

_AFTER_THE_LAST_SEAL: Final = timedelta(hours=2)
_ONE: Final = 1


def declaration_of_school(issued: IssuedSchool) -> Declaration:
    """Count a school's roster, class by class."""
    school = issued.school
    return Declaration(
        school=SchoolCode(school.code),
        school_name=school.name,
        ward=school.ward,
        province=school.province,
        school_year=school.school_year,
        number=_ONE,
        environment=Environment.TEST,
        declared_at=_declared_at(issued),
        classes=tuple(_classes(issued)),
    )


def packed_school(
    issued: IssuedSchool,
    declaration: Declaration,
    *,
    seed: int,
    receiver: str = "",
    signers: SignersStatement | None = None,
) -> bytes:
    """
    Seal a school's package; the same school and seed give the same bytes.

    receiver: the province that takes it, the school's own unless it has merged since. signers:
    what the school states of its signers, where it states anything.
    """
    by = _sealed_by(issued, declaration)
    files = school_files(issued, declaration)
    if signers is not None:
        file = signed_statement(
            StatementKind.SIGNERS, *written_signers(signers), by=by, version=signers.version
        )
        files.append(listed(signers_path(signers), EntryKind.SIGNERS, file))
    manifest = Manifest(
        head=_head(declaration, len(files), seed, receiver),
        entries=tuple(entry for entry, _ in files),
    )
    signed = signed_statement(StatementKind.PACKAGE, *written_manifest(manifest), by=by)
    within = ((MANIFEST_PATH, signed), *((entry.path, file) for entry, file in files))
    return ZipContainers().packed(within)


def school_files(
    issued: IssuedSchool, declaration: Declaration
) -> list[tuple[ManifestEntry, bytes]]:
    """Return a school's register, its sealed declaration and its records, as a package has them."""
    by = _sealed_by(issued, declaration)
    declared = signed_statement(StatementKind.DECLARATION, *written_declaration(declaration), by=by)
    return [
        listed(register_path(issued.register), EntryKind.REGISTER, issued.register_file),
        listed(declaration_path(declaration), EntryKind.DECLARATION, declared),
        *_records(issued),
    ]


def _sealed_by(issued: IssuedSchool, declaration: Declaration) -> Signer:
    return Signer(holder=issued.cast.seal, role=Role.SEAL, at=declaration.declared_at)


def _head(declaration: Declaration, count: int, seed: int, receiver: str) -> Head:
    school = declaration.school
    entropy = sha256(f"hocba:nation:1:{seed}:{school}:goi".encode()).digest()
    return Head(
        message_type=MessageType.PACKAGE,
        message_id=message_id(school, entropy),
        sender=school,
        receiver=receiver or declaration.province.code,
        environment=Environment.TEST,
        at=declaration.declared_at,
        count=count,
    )


def _records(issued: IssuedSchool) -> list[tuple[ManifestEntry, bytes]]:
    year = issued.school.school_year
    return [
        listed(
            record_path(RecordKey(record_code=each.record_code, school_year=year, version=_ONE)),
            EntryKind.RECORD,
            each.file,
            Event.NEW,
        )
        for each in issued.records
    ]


def _declared_at(issued: IssuedSchool) -> datetime:
    return max(day.sealed_at for _, day in issued.days) + _AFTER_THE_LAST_SEAL


def _classes(issued: IssuedSchool) -> list[DeclaredClass]:
    school = issued.school
    pupils = Counter(entry.class_name for entry in on_roster(school))
    records = Counter(each.class_name for each in issued.records)
    class_of = {entry.pupil.sector_code: entry.class_name for entry in school.enrolments}
    excepted: dict[str, Counter[str]] = {room.name: Counter() for room in school.classes}
    for each in school.exceptions:
        reason = ExceptionReason[each.reason.name].value
        excepted[class_of[each.sector_code]][reason] += 1
    return [
        DeclaredClass(
            class_name=room.name,
            grade=room.grade,
            pupils=pupils[room.name],
            records=records[room.name],
            signed=records[room.name],
            sealed=records[room.name],
            exceptions=dict(excepted[room.name]),
            still_open=pupils[room.name] - records[room.name] - excepted[room.name].total(),
        )
        for room in school.classes
    ]

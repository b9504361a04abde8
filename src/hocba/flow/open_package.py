"""Open a package: is it whole, is it genuine, and may its sender report here?"""

from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO, Final

from hocba.core.sign.register import Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.admission import why_not_admitted
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.submit.package import (
    MANIFEST_PATH,
    Manifest,
    manifest_of,
)
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import RegisterBook
from hocba.core.verify.parsed import ParsedStatement
from hocba.flow.office_statements import HeardStatement, Told, heard_parsed
from hocba.ports.containers import Container
from hocba.ports.outside import Outside

_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseContainer:
    """
    A package whose ZIP is harmless and whose manifest can be read; nothing else is known.

    statement: the signed file that the manifest is the content of.
    """

    container: Container
    statement: ParsedStatement
    manifest: Manifest
    digest: bytes
    size: int


def loosened(
    outside: Outside, file: BinaryIO, told: tuple[bytes, int] | None = None
) -> LooseContainer:
    """
    Open the ZIP and read the manifest. file: stays open as long as entries are read.

    told: what `digest_of` said of the file, where it was asked already.

    Raises: Refusal "package.not_a_zip", "package.file_too_large", "package.unsafe",
    "package.entry_unreadable", "record.*", "statement.*", "sign.*".
    """
    container = outside.containers.opened(file)
    manifest_file = container.read(MANIFEST_PATH)
    statement = outside.documents.statement(manifest_file, StatementKind.PACKAGE)
    digest, size = told or digest_of(file)
    return LooseContainer(
        container=container,
        statement=statement,
        manifest=manifest_of(statement.content),
        digest=digest,
        size=size,
    )


def digest_of(file: BinaryIO) -> tuple[bytes, int]:
    """Return SHA-256 of a file, 32 bytes, and its size in bytes, reading it once."""
    digest, size = sha256(), file.seek(0)
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.digest(), size


def require_trusted(outside: Outside, package: LooseContainer, book: RegisterBook) -> None:
    """
    Refuse a package that is not what its sender signed, or whose sender may not report here.

    Raises: Refusal "package.refused" with every finding: signature, authority, admission,
    receiver and world. No entry has been unpacked: a stranger's package costs one manifest.
    """
    # Its world and instant stand in the head, which has been read already.
    head = package.manifest.head
    told = Told(environment=head.environment, made_at=head.at)
    heard = heard_parsed(outside, package.statement, StatementKind.PACKAGE, lambda _: told)
    findings = (
        *(found for found in heard.findings if found.weight is not Weight.WARNING),
        *_address(outside, package.manifest),
        *_sender(outside, package.manifest, heard, book),
    )
    if findings:
        raise Refusal("package.refused", findings=findings, sender=head.sender)


def _address(outside: Outside, manifest: Manifest) -> list[Finding]:
    head, findings = manifest.head, []
    if head.receiver != outside.office.code:
        details = {"receiver": head.receiver, "office": outside.office.code}
        findings.append(Finding(code="package.other_receiver", where="MNNhan", details=details))
    if head.environment is not outside.environment:
        details = {"environment": head.environment.value}
        where = "MoiTruong"
        findings.append(Finding(code="verify.other_environment", where=where, details=details))
    if head.message_id[:-32] != head.sender:
        # Otherwise one sender could use up the message ids of another.
        findings.append(Finding(code="package.foreign_message_id", where="MTDiep"))
    return findings


def _sender(
    outside: Outside, manifest: Manifest, heard: HeardStatement, book: RegisterBook
) -> list[Finding]:
    sender = manifest.head.sender
    if outside.office.level is Level.MINISTRY:
        return _province(outside, sender, heard)
    return _school(outside, sender, heard, book)


def _province(outside: Outside, sender: str, heard: HeardStatement) -> list[Finding]:
    findings = [_role_not_due(heard)] if heard.role is not Role.PROVINCE else []
    refused = why_not_admitted(
        outside.admissions.of_province(sender),
        province=sender,
        fingerprint=heard.certificate,
        now=outside.clock.now(),
    )
    return findings + [Finding(code=r.code, where="MNGui", details=r.details) for r in refused]


def _school(
    outside: Outside, sender: str, heard: HeardStatement, book: RegisterBook
) -> list[Finding]:
    if sender == outside.office.code:
        return _itself(outside, heard, book)
    if heard.role is not Role.SEAL:
        return [_role_not_due(heard)]
    own = book.registers.get((Level.PROVINCE, outside.office.code))
    if own is None or all(held.unit != sender for held in own.holdings):
        return [Finding(code="package.unknown_school", where="MNGui", details={"school": sender})]
    at = heard.signed_at or outside.clock.now()
    held = book.holdings(Level.PROVINCE, sender, heard.certificate)
    if not any(h.role is Role.SEAL and h.holds_on(day_in_vietnam(at)) for h in held):
        details = {"school": sender}
        return [Finding(code="package.seal_not_registered", where="MNGui", details=details)]
    return []


def _itself(outside: Outside, heard: HeardStatement, book: RegisterBook) -> list[Finding]:
    """What a province hands in at its own desk: old records, under its own signature."""
    if heard.role is not Role.PROVINCE:
        return [_role_not_due(heard)]
    on = day_in_vietnam(heard.signed_at or outside.clock.now())
    own = outside.office.code
    held = book.holdings(Level.MINISTRY, MINISTRY_CODE, heard.certificate)
    if any(h.role is Role.PROVINCE and h.unit == own and h.holds_on(on) for h in held):
        return []
    return [Finding(code="old.not_our_certificate", where="MNGui")]


def _role_not_due(heard: HeardStatement) -> Finding:
    role = "-" if heard.role is None else heard.role.value
    return Finding(code="sign.role_not_due", where="ck-nguoi-lap", details={"role": role})

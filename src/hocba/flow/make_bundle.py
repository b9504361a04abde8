"""Make the proof bundle of a record: one ZIP in which everything proves itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hocba.core.publish.proof_bundle import (
    ANCHORS,
    GUIDE,
    ISSUERS,
    PAGE,
    RECORD,
    REPORT,
    SUMS,
    TRUST,
    commands,
    guide,
    pem,
    signature_files,
    stamp_files,
    sums,
)
from hocba.core.sign.register import Level, Register, register_of
from hocba.core.sign.statement import StatementKind
from hocba.core.terms.codes import shown_record_code
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.parsed import ParsedRecord, ParsedStamp
from hocba.ports.certificates import CertificatePaths
from hocba.ports.containers import Containers
from hocba.ports.documents import Documents

_REGISTERS: Final = "registers/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """
    What goes along with a record. trust: files of a trust directory by name.

    report: JSON. page: the HTML page that checks by itself. more: receipts, log proofs, by name.
    stamps: tokens on the seal that stand beside the record, with what each is over.
    """

    trust: Mapping[str, bytes]
    report: bytes
    page: bytes
    more: Mapping[str, bytes]
    stamps: tuple[ParsedStamp, ...] = ()


def made_bundle(
    file: bytes,
    record: ParsedRecord,
    evidence: Evidence,
    *,
    documents: Documents,
    paths: CertificatePaths,
    containers: Containers,
    now: datetime,
) -> bytes:
    """
    Return the bundle of a record's file. record: as read from it.

    Of the registers only those go along that speak of the record's school. The same input gives
    the same bytes.
    """
    held = paths.authorities()
    trust = _speaking_of(evidence.trust, str(record.content.school.code), documents)
    files = {
        RECORD: file,
        REPORT: evidence.report,
        PAGE: evidence.page,
        ANCHORS: _pems(der for _, der in held.anchors),
        ISSUERS: _pems(held.issuers),
        **evidence.more,
        **{f"{TRUST}/{name}": content for name, content in trust.items()},
    }
    stamps: dict[str, bytes] = {}
    for place, signature in enumerate(record.signatures, 1):
        files |= signature_files(place, signature)
        is_last = place == len(record.signatures)
        beside = evidence.stamps if is_last else ()
        stamps |= stamp_files(place, (*signature.time_stamps, *beside))
    files |= stamps
    told = commands(record.signatures, stamps)
    files[GUIDE] = guide(title=_title(record), made_at=now.isoformat(), told=told).encode()
    files[SUMS] = sums(files)
    names = (GUIDE, *sorted(set(files) - {GUIDE}))
    return containers.packed((name, files[name]) for name in names)


def _speaking_of(trust: Mapping[str, bytes], school: str, documents: Documents) -> dict[str, bytes]:
    kept = {}
    for name, content in trust.items():
        if not name.startswith(_REGISTERS) or _speaks_of(content, school, documents):
            kept[name] = content
    return kept


def _speaks_of(file: bytes, school: str, documents: Documents) -> bool:
    try:
        register: Register = register_of(documents.statement(file, StatementKind.REGISTER).content)
    except Refusal:
        return False
    if register.level is Level.MINISTRY or register.unit == school:
        return True
    return any(holding.unit == school for holding in register.holdings)


def _pems(ders: Iterable[bytes]) -> bytes:
    return "".join(pem("CERTIFICATE", der) for der in ders).encode()


def _title(record: ParsedRecord) -> str:
    general = record.content.general
    code = shown_record_code(general.record_code)
    return f"{code}, {general.school_year}, phiên bản / version {general.version}"

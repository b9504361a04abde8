"""
Settle a package: hold its entries against what is kept, and keep all that it adds.

Packages of an office are settled one at a time: what takes long was done before.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from hocba.core.compose.looking_up import SeenPupil
from hocba.core.publish.log import LogState, checkpoint_text, extended, signed_note
from hocba.core.report.refusals import RefusedRecords
from hocba.core.sign.register import Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.declaration import Declaration
from hocba.core.submit.message import Head, MessageType, answer_id
from hocba.core.submit.package import EntryKind, record_key
from hocba.core.submit.receipt import (
    Answer,
    EntryAnswer,
    LogHead,
    Receipt,
    answer_for,
    written_receipt,
)
from hocba.core.submit.refusals import RefusalsStatement
from hocba.core.submit.signers import SignersStatement
from hocba.core.submit.stamps import SealStamp
from hocba.core.submit.withdrawal import Withdrawal
from hocba.core.terms.codes import school_year_on
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.entry_bench import JudgedRecord
from hocba.flow.office_statements import signature_of, signed_statement
from hocba.flow.open_package import LooseContainer
from hocba.flow.signing_keys import ReadyKey
from hocba.flow.standing_versions import StandingVersions, version_facts
from hocba.flow.weigh_entries import Weighed
from hocba.ports.archive import Location
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside
from hocba.ports.repository import Keeping, KeptEntry, KeptPackage, KeptRecord


@dataclass(slots=True, kw_only=True)
class _Sums:
    """What a package adds, while its entries are settled one after the other."""

    size: int
    answers: list[EntryAnswer]
    entries: list[KeptEntry]
    records: list[KeptRecord]
    pupils: list[SeenPupil]
    declarations: dict[bytes, Declaration]
    withdrawals: dict[bytes, Withdrawal]
    signers: dict[bytes, SignersStatement]
    refusals: dict[bytes, RefusalsStatement]
    stamps: list[SealStamp]
    refused: Counter[RefusedRecords]


def settle(
    outside: Outside, package: LooseContainer, weighed: Sequence[Weighed], key: ReadyKey
) -> KeptPackage:
    """
    Keep a weighed package in the office's turn and return it with its receipt.

    Raises: Refusal "package.message_reused", "keys.*"; Fault "log.*", "archive.gone";
    SigningStopped.
    """
    with outside.repository.turn():
        # The same package may have been settled meanwhile, by whoever else was given it.
        known = answered(outside, package)
        if known is not None:
            return known
        # Nobody drops a segment but in a turn: what stands now stands when the index names it.
        outside.archive.require_standing({one.at.segment for one in weighed if one.at})
        seen = outside.repository.log()
        keeping, pupils = _settled(outside, package, weighed, seen, key)
        # A crash before the turn has ended leaves bytes in the archive that no index names, and
        # registers that prove themselves: harmless. After it, the receipt is found again.
        outside.repository.keep(keeping, seen=seen.size)
        outside.pupils.add(pupils)
    return keeping.package


def answered(outside: Outside, package: LooseContainer) -> KeptPackage | None:
    """
    Return a package that was kept before, None for a new one.

    Raises: Refusal "package.message_reused" when other bytes had its id.
    """
    message_id = package.manifest.head.message_id
    known = outside.repository.package(message_id)
    if known is not None and known.digest != package.digest:
        raise Refusal("package.message_reused", "other bytes had this id", value=message_id)
    return known


def _settled(
    outside: Outside,
    package: LooseContainer,
    weighed: Sequence[Weighed],
    seen: LogState,
    key: ReadyKey,
) -> tuple[Keeping, Sequence[SeenPupil]]:
    now = outside.clock.now()
    kept = StandingVersions(outside, weighed)
    # Another package may have brought some of these bytes since they were weighed.
    known = outside.repository.known([one.judged.entry.digest for one in weighed])
    sums = _Sums(
        size=seen.size,
        answers=[],
        entries=[],
        records=[],
        pupils=[],
        declarations={},
        withdrawals={},
        signers={},
        refusals={},
        stamps=[],
        refused=Counter(),
    )
    for one in sorted(weighed, key=_in_order):
        found = kept.findings(one)
        findings = (*one.judged.findings, *found) if found else one.judged.findings
        answer = answer_for(findings)
        already = known.get(one.judged.entry.digest)
        index = already.log_index if already else None
        if answer.is_taken and already is None and one.at is not None:
            index = sums.size
            _add(sums, one, one.at, package, now)
            kept.add(one)
        if answer is Answer.REJECTED and one.judged.entry.kind is EntryKind.RECORD:
            sums.refused[_refused(outside, package, one, findings, now)] += 1
        sums.answers.append(
            EntryAnswer(
                path=one.judged.entry.path,
                digest=one.judged.entry.digest,
                answer=answer,
                findings=findings,
                log_index=index if answer.is_taken else None,
            )
        )
    log = extended(seen, (entry.leaf for entry in sums.entries))
    return _keeping(outside, package, sums, log, key, now), sums.pupils


def _in_order(one: Weighed) -> tuple[bool, int]:
    # Within one package, too, the older version comes first; withdrawal and stamp after it.
    body = one.judged.body
    version = body.key.version if isinstance(body, JudgedRecord) else 0
    return isinstance(body, Withdrawal | SealStamp), version


def _add(sums: _Sums, one: Weighed, at: Location, package: LooseContainer, now: datetime) -> None:
    entry, body = one.judged.entry, one.judged.body
    index = sums.size
    sums.size += 1
    sums.entries.append(
        KeptEntry(
            digest=entry.digest,
            kind=entry.kind,
            unit=one.judged.unit,
            path=entry.path,
            location=at,
            log_index=index,
            leaf=one.leaf,
            kept_at=now,
            message_id=package.manifest.head.message_id,
            event=entry.event,
        )
    )
    if isinstance(body, JudgedRecord):
        sums.records.append(_kept_record(one, body, index, now))
        sums.pupils.append(body.pupil)
    elif isinstance(body, Declaration):
        sums.declarations[entry.digest] = body
    elif isinstance(body, Withdrawal):
        sums.withdrawals[entry.digest] = body
    elif isinstance(body, SignersStatement):
        sums.signers[entry.digest] = body
    elif isinstance(body, RefusalsStatement):
        sums.refusals[entry.digest] = body
    elif isinstance(body, SealStamp):
        sums.stamps.append(body)


def _refused(
    outside: Outside,
    package: LooseContainer,
    one: Weighed,
    findings: Sequence[Finding],
    now: datetime,
) -> RefusedRecords:
    """Return what is noted of a record that goes back; the count is not told yet."""
    sender = package.manifest.head.sender
    body = one.judged.body if isinstance(one.judged.body, JudgedRecord) else None
    key = body.key if body else record_key(one.judged.entry.path)
    # A school answers for what it sends, whatever school the file names.
    is_school = outside.office.level is Level.PROVINCE and sender != outside.office.code
    return RefusedRecords(
        sender=sender,
        school=sender if is_school else str(body.spot.school) if body else "",
        school_year=key.school_year if key else school_year_on(day_in_vietnam(now)),
        software=body.software if body else "",
        code=next(found.code for found in findings if found.weight is Weight.FAILED),
        count=0,
    )


def _kept_record(one: Weighed, body: JudgedRecord, index: int, now: datetime) -> KeptRecord:
    facts = version_facts(one, body)
    return KeptRecord(
        key=body.key,
        spot=body.spot,
        content_digest=facts.content_digest,
        file_digest=facts.file_digest,
        kept_at=now,
        log_index=index,
        replaces_version=facts.replaces_version,
        replaces_digest=facts.replaces_digest,
    )


def _keeping(
    outside: Outside,
    package: LooseContainer,
    sums: _Sums,
    log: LogState,
    key: ReadyKey,
    now: datetime,
) -> Keeping:
    head, origin = package.manifest.head, log_origin(outside)
    consent = Consent(
        # One for every attempt: after a crash the same package is answered anew.
        consent_id=outside.chance.draw(16).hex(),
        by=outside.office.code,
        at=now,
        purpose=f"Ký biên nhận gói {head.message_id}",
        count=2,
    )
    receipt = _receipt(outside, package, sums, log, now)
    kind, role = StatementKind.RECEIPT, _role(outside)
    children = written_receipt(receipt)
    file = signed_statement(kind, *children, role=role, key=key, consent=consent, now=now)
    text = checkpoint_text(origin, log)
    value = signature_of(sha256(text.encode()).digest(), key, consent, now)
    return Keeping(
        package=KeptPackage(
            message_id=head.message_id,
            sender=head.sender,
            digest=package.digest,
            size=package.size,
            received_at=now,
            receipt=file,
            accepted=receipt.count(Answer.ACCEPTED),
            warned=receipt.count(Answer.ACCEPTED_WITH_WARNINGS),
            rejected=receipt.count(Answer.REJECTED),
            pending=receipt.count(Answer.PENDING),
        ),
        entries=tuple(sums.entries),
        records=tuple(sums.records),
        declarations=sums.declarations,
        withdrawals=sums.withdrawals,
        signers=sums.signers,
        refusals=sums.refusals,
        stamps=tuple(sums.stamps),
        refused=tuple(replace(each, count=n) for each, n in sorted(sums.refused.items())),
        log=log,
        checkpoint=signed_note(text, origin=origin, certificate=key.certificate, value=value),
    )


def _receipt(
    outside: Outside, package: LooseContainer, sums: _Sums, log: LogState, now: datetime
) -> Receipt:
    head = package.manifest.head
    return Receipt(
        head=Head(
            message_type=MessageType.RECEIPT,
            message_id=answer_id(outside.office.code, package.digest),
            sender=outside.office.code,
            receiver=head.sender,
            environment=outside.environment,
            at=now,
            count=len(sums.answers),
            answers=head.message_id,
        ),
        package_digest=package.digest,
        package_size=package.size,
        log=LogHead(origin=log_origin(outside), size=log.size, root=log.root),
        answers=tuple(sorted(sums.answers, key=lambda answer: answer.path)),
    )


def log_origin(outside: Outside) -> str:
    """Return the log's name: it stands in every checkpoint and receipt."""
    return f"hocba/{outside.environment.value}/{outside.office.code}"


def _role(outside: Outside) -> Role:
    return Role.MINISTRY if outside.office.level is Level.MINISTRY else Role.PROVINCE

"""Take a receipt: check who gave it, keep it, and let the records' histories say what it says."""

from collections.abc import Sequence
from hashlib import sha256

from hocba.core.compose.life import NEXT, Act, Entry, Status
from hocba.core.compose.read import Node
from hocba.core.sign.register import Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.submit.package import record_key
from hocba.core.submit.receipt import Answer, EntryAnswer, Receipt, receipt_of
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.named_offices import is_province
from hocba.flow.office_statements import HeardStatement, Told, heard_statement
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.log_places import ToldPlace
from hocba.ports.outbox import SentPackage
from hocba.ports.outside import Outside
from hocba.ports.records import RecordChange, WorkingRecord


def take_receipt(outside: Outside, file: bytes) -> Receipt:
    """
    Take a receipt, from the line or from a USB stick. The same receipt again changes nothing.

    At a school also the ministry's receipt of its province: it moves the school's own records.
    Raises: Refusal "package.receipt_not_genuine" with all findings, "outbox.unknown",
    "outbox.other_receipt", "package.receipt_of_other_bytes".
    """
    heard = heard_statement(outside, file, StatementKind.RECEIPT, _told)
    receipt = receipt_of(heard.parsed.content)
    findings = (
        *(found for found in heard.findings if found.weight is not Weight.WARNING),
        *_giver(outside, receipt, heard),
    )
    if findings:
        raise Refusal("package.receipt_not_genuine", findings=findings)
    own = _own_package(outside, receipt)
    if outside.office.level is Level.SCHOOL:
        # Histories first, outbox last: a crash in between leaves a package that waits, is sent
        # again and gets the same receipt; what the histories know already stays as it is.
        outside.records.append_many(_changes(outside, receipt, heard, sha256(file).digest()))
        outside.log_places.note(_places(outside, receipt))
    if own is not None:
        _keep(outside, own, receipt, file)
    return receipt


def _told(node: Node) -> Told:
    head = receipt_of(node).head
    return Told(environment=head.environment, made_at=head.at)


def _giver(outside: Outside, receipt: Receipt, heard: HeardStatement) -> list[Finding]:
    findings = []
    environment = receipt.head.environment
    if environment is not outside.environment:
        details = {"environment": environment.value}
        findings.append(Finding(code="verify.other_environment", details=details))
    if not _is_entitled(outside, receipt, heard):
        details = {"giver": receipt.head.sender}
        findings.append(Finding(code="package.giver_not_entitled", details=details))
    return findings


def _is_entitled(outside: Outside, receipt: Receipt, heard: HeardStatement) -> bool:
    if heard.role is Role.MINISTRY:
        return heard.certificate in outside.ministry
    if heard.role is not Role.PROVINCE or outside.office.level is not Level.SCHOOL:
        return False
    book, on = RegisterDesk(outside).upper(), day_in_vietnam(receipt.head.at)
    return is_province(book, heard.certificate, receipt.head.sender, on)


def _own_package(outside: Outside, receipt: Receipt) -> SentPackage | None:
    sent = outside.outbox.get(receipt.head.answers) if receipt.head.answers else None
    if sent is None:
        # The ministry's receipt of a province names records of its schools, who may read it.
        if outside.office.level is Level.SCHOOL and receipt.head.sender == MINISTRY_CODE:
            return None
        raise Refusal("outbox.unknown", value=receipt.head.answers or "-")
    if sent.digest != receipt.package_digest:
        raise Refusal("package.receipt_of_other_bytes", value=sent.message_id)
    return sent


def _keep(outside: Outside, sent: SentPackage, receipt: Receipt, file: bytes) -> None:
    taken = {each.path: each.digest for each in receipt.answers if each.answer.is_taken}
    outside.outbox.answer(
        sent.message_id,
        file,
        at=outside.clock.now(),
        taken=taken,
        not_taken=len(receipt.answers) - len(taken),
    )


def _changes(
    outside: Outside, receipt: Receipt, heard: HeardStatement, proof: bytes
) -> Sequence[RecordChange]:
    answers: dict[RecordKey, EntryAnswer] = {}
    for each in receipt.answers:
        key = record_key(each.path)
        if key is not None and each.answer is not Answer.PENDING:
            answers[key] = each
    take = Act.TAKE_BY_MINISTRY if heard.role is Role.MINISTRY else Act.TAKE_BY_PROVINCE
    changes = []
    for record in outside.records.many(sorted(answers)):
        answer = answers[record.key]
        if sha256(record.document).digest() != answer.digest:
            # Answered for other bytes than ours: nothing that we know follows from it.
            continue
        entries = _entries(record, answer, take, receipt, proof)
        if entries:
            changes.append(RecordChange(record=record, entries=entries))
    return changes


def _places(outside: Outside, receipt: Receipt) -> list[ToldPlace]:
    """Return where the giver's log keeps records of ours: of the same bytes, and no others."""
    told = {
        key: each
        for each in receipt.answers
        if each.log_index is not None and (key := record_key(each.path)) is not None
    }
    return [
        ToldPlace(
            school=record.school,
            key=record.key,
            log=receipt.head.sender,
            index=told[record.key].log_index or 0,
        )
        for record in outside.records.many(sorted(told))
        if record.frozen and sha256(record.document).digest() == told[record.key].digest
    ]


def _entries(
    record: WorkingRecord, answer: EntryAnswer, take: Act, receipt: Receipt, proof: bytes
) -> tuple[Entry, ...]:
    by, at = receipt.head.sender, receipt.head.at
    act = take if answer.answer.is_taken else Act.REJECT
    acts = [act]
    if record.status in (Status.ISSUED, Status.REJECTED) and take is Act.TAKE_BY_PROVINCE:
        # The package went out, and the crash came before the history could say so.
        acts = [Act.SUBMIT, act] if act is not Act.REJECT else []
    if not acts or (record.status, acts[0]) not in NEXT:
        return ()
    reason = ", ".join(dict.fromkeys(finding.code for finding in answer.findings))[:500]
    return tuple(
        Entry(act=each, by=by, at=at, reason=reason if each is act else "", proof=proof)
        for each in acts
    )

"""
Receive a pupil from another school, or hear what became of one; by hand-carried file too.

What a step brings about is written with it, in one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Way
from hocba.core.compose.roster import seen
from hocba.core.compose.transfers import (
    ReceivedPartial,
    ReceivedRecord,
    Transfer,
    TransferStage,
    TransferStep,
    TransferTaken,
    statuses_on,
    why_not_transfer,
)
from hocba.core.submit.transfer_file import Dossier
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import has_left
from hocba.core.terms.text import clean
from hocba.flow.continue_year import continue_year, placed_grade
from hocba.flow.keep_roster import require_own_number
from hocba.flow.transfer_files import (
    CarriedPartial,
    CarriedRecord,
    OpenedTransfer,
    opened_transfer,
)
from hocba.flow.transfer_steps import (
    list_entry,
    note_readings,
    signed_step,
    tell,
    transfer_row,
    write_leaving,
)
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """Into which class a pupil comes, and from which day."""

    class_name: str
    on: date


def take_in(outside: Outside, *, actor: Actor, school: SchoolCode, file: bytes) -> Transfer:
    """
    Take a file that came by hand: a release for this school, or an answer to one of its own.

    The same file again changes nothing.
    Raises: Refusal "permit.*"; as `opened_transfer`; "transfer.not_taken" with every finding
    where the paper is not genuine or not for this school; "transfer.not_now".
    """
    refusal = why_not_now(Duty.KEEP_ROSTER, actor=actor, school=school)
    if refusal is not None and why_not_now(Duty.RECEIVE_PUPIL, actor=actor, school=school):
        raise refusal
    opened = opened_transfer(outside, file)
    _require_ours(opened, school)
    if opened.statement.step is TransferStep.RELEASE:
        return _incoming(outside, opened, file)
    return _answered(outside, opened, file)


def _require_ours(opened: OpenedTransfer, school: SchoolCode) -> None:
    """Refuse what is not genuine, or is said to another school. Records are looked at later."""
    statement, findings = opened.statement, list(opened.genuine)
    to_receiver = statement.step in (TransferStep.RELEASE, TransferStep.CANCEL)
    due = statement.receiver.code if to_receiver else statement.sender.code
    if due != school:
        details = {"school": due}
        findings.append(Finding(code="transfer.other_school", where="TTChung", details=details))
    if findings:
        raise Refusal("transfer.not_taken", findings=tuple(findings))


def _incoming(outside: Outside, opened: OpenedTransfer, file: bytes) -> Transfer:
    transfer = transfer_row(opened.statement, file, by=opened.statement.sender.code)
    try:
        known = outside.transfers.get(transfer.transfer_id)
    except Refusal:
        outside.papers.store(file)
        outside.transfers.open(transfer)
        return transfer
    if known.file_digest != transfer.file_digest:
        raise Refusal("transfer.known", value=transfer.transfer_id[:8])
    return known


def _answered(outside: Outside, opened: OpenedTransfer, file: bytes) -> Transfer:
    statement, digest = opened.statement, sha256(file).digest()
    known = outside.transfers.get(statement.transfer_id)
    parties = (statement.sender.code, statement.receiver.code)
    if parties != (known.sender, known.receiver):
        raise Refusal("transfer.known", value=known.transfer_id[:8])
    if known.steps[-1].file_digest == digest:
        return known
    if known.stage is not TransferStage.RELEASED:
        raise Refusal("transfer.not_now", transfer_stage=known.stage.value)
    outside.papers.store(file)
    is_senders = statement.step is TransferStep.CANCEL
    by = statement.sender.code if is_senders else statement.receiver.code
    taken = TransferTaken(
        step=statement.step,
        by=by,
        at=statement.made_at,
        reason=statement.basis,
        file_digest=digest,
    )
    with outside.marks.turn(known.sender, known.school_year):
        outside.transfers.append(known, taken)
        if statement.step is TransferStep.ACCEPT:
            write_leaving(outside, known, by=by)
        if statement.step is not TransferStep.CANCEL:
            tell(outside, known, NoticeKind.PUPIL_ANSWERED, by=by)
    return replace(known, steps=(*known.steps, taken))


def checked(outside: Outside, transfer: Transfer) -> OpenedTransfer:
    """
    Open a transfer's file again and check everything in it, as of now.

    Raises: as `opened_transfer`; Fault "correction.paper_lost".
    """
    return opened_transfer(outside, outside.papers.read(transfer.file_digest))


def answer(
    outside: Outside,
    *,
    actor: Actor,
    transfer_id: str,
    step: TransferStep,
    reason: str,
    consent: Consent,
) -> Transfer:
    """
    Refuse, cancel, or tell that the file is wrong; signed, so that the other side can know.

    consent.count: 1.
    Raises: Refusal "permit.*", "transfer.*", "keys.*", "authority.*".
    """
    transfer = outside.transfers.get(transfer_id)
    if step is TransferStep.ACCEPT or step is TransferStep.RELEASE:
        raise Refusal("transfer.not_now", transfer_stage=transfer.stage.value)
    words = clean(reason)[:300]
    if not words:
        raise Refusal("transfer.reason_due")
    taken = signed_step(outside, actor, transfer, step, words, consent)
    with outside.marks.turn(transfer.sender, transfer.school_year):
        outside.transfers.append(transfer, taken)
        if step is not TransferStep.CANCEL:
            tell(outside, transfer, NoticeKind.PUPIL_ANSWERED, by=actor.person)
    return replace(transfer, steps=(*transfer.steps, taken))


def accept(
    outside: Outside, *, actor: Actor, transfer_id: str, arriving: Arriving, consent: Consent
) -> Transfer:
    """
    Receive a pupil: every record that came passes the whole verifier, or nobody is received.

    The pupil stands in the list of the year that has no record yet, with the record code kept.
    Both lists, the records and the step are one transaction. consent.count: 1.
    Raises: Refusal "permit.*", "transfer.*", "keys.*", "roster.pupil_known",
    "school.personal_id_taken"; as `opened_transfer`.
    """
    transfer = outside.transfers.get(transfer_id)
    refusal = why_not_transfer(TransferStep.ACCEPT, actor=actor, transfer=transfer)
    if refusal is not None:
        raise refusal
    opened = checked(outside, transfer)
    wrong = (*opened.genuine, *opened.carried)
    if wrong:
        raise Refusal("transfer.records_wrong", findings=wrong)
    dossier = opened.statement.dossier
    if dossier is None:
        raise Refusal("transfer.no_dossier")
    year, grade = _place(opened, dossier)
    line = _newcomer(outside, transfer, dossier, arriving, year=year, grade=grade)
    said = f"{arriving.class_name}, {arriving.on:%d/%m/%Y}"
    taken = signed_step(outside, actor, transfer, TransferStep.ACCEPT, said, consent)
    files = (*(r.file for r in opened.records), *(one.file for one in opened.partials))
    for each in files:
        outside.papers.store(each)
    with outside.marks.turn(transfer.receiver, year):
        outside.transfers.append(transfer, taken)
        _arrive(outside, actor, transfer, line, year, arriving)
        _keep(outside, actor, transfer, opened.records)
        _keep_partials(outside, actor, transfer, opened.partials)
        came = [one.content for one in opened.partials if one.content is not None]
        continue_year(outside, transfer, dossier, line, year, came)
        if any(school.code == transfer.sender for school in outside.book.schools()):
            write_leaving(outside, transfer, by=actor.person)
        tell(outside, transfer, NoticeKind.PUPIL_ANSWERED, by=actor.person)
    return replace(transfer, steps=(*transfer.steps, taken))


def _place(opened: OpenedTransfer, dossier: Dossier) -> tuple[SchoolYear, int]:
    """Return year and grade in which the pupil is listed: behind the record that came."""
    years = {r.key.school_year for r in opened.records if r.key is not None}
    if dossier.school_year not in years:
        return dossier.school_year, dossier.grade
    return SchoolYear(dossier.school_year.first + 1), dossier.grade + 1


def _newcomer(
    outside: Outside,
    transfer: Transfer,
    dossier: Dossier,
    arriving: Arriving,
    *,
    year: SchoolYear,
    grade: int,
) -> Enrolment:
    name = clean(arriving.class_name)[:20]
    if not name:
        raise Refusal("transfer.class_due")
    _, status = statuses_on(arriving.on)
    line = Enrolment(
        pupil=dossier.pupil,
        grade=placed_grade(outside, transfer, name, year=year, grade=grade),
        class_name=name,
        status=status,
        status_on=arriving.on,
    )
    known = outside.book.enrolments(transfer.receiver, year)
    for each in known:
        if each.pupil.sector_code == transfer.sector_code and not has_left(each.status):
            raise Refusal("roster.pupil_known", value=transfer.sector_code)
    require_own_number(line, known)
    return line


def _arrive(
    outside: Outside,
    actor: Actor,
    transfer: Transfer,
    line: Enrolment,
    year: SchoolYear,
    arriving: Arriving,
) -> None:
    """Write the newcomer into the list; who was here before comes back into the old line."""
    known = outside.book.enrolments(transfer.receiver, year)
    old = next((e for e in known if e.pupil.sector_code == transfer.sector_code), None)
    entry = list_entry(
        outside.clock.now(),
        actor.person,
        transfer,
        school=transfer.receiver,
        year=year,
        was=old,
        now_is=line,
        on=arriving.on,
    )
    outside.book.change_roster(
        transfer.receiver, year, line, seen="" if old is None else seen(old), entries=[entry]
    )


def _keep(
    outside: Outside, actor: Actor, transfer: Transfer, records: Sequence[CarriedRecord]
) -> None:
    kept = [
        ReceivedRecord(
            school=transfer.receiver,
            transfer_id=transfer.transfer_id,
            sector_code=transfer.sector_code,
            key=record.key,
            issuer=record.issuer,
            issuer_name=record.issuer_name,
            grade=record.grade,
            class_name=record.class_name,
            content_digest=record.content_digest,
            file_digest=sha256(record.file).digest(),
        )
        for record in records
        if record.key is not None
    ]
    outside.transfers.keep_records(kept)
    note_readings(outside, actor, transfer.receiver, [each.key for each in kept])


def _keep_partials(
    outside: Outside, actor: Actor, transfer: Transfer, partials: Sequence[CarriedPartial]
) -> None:
    found = [(one, one.content) for one in partials if one.content is not None]
    outside.partials.keep_received(
        [
            ReceivedPartial(
                school=transfer.receiver,
                school_year=content.general.school_year,
                sector_code=transfer.sector_code,
                transfer_id=transfer.transfer_id,
                issuer=content.school.code,
                issuer_name=content.school.name,
                grade=content.general.grade,
                class_name=content.general.class_name,
                since=content.since,
                until=content.until,
                content_digest=one.content_digest,
                file_digest=sha256(one.file).digest(),
            )
            for one, content in found
        ]
    )
    keys = [content.general.key for _, content in found]
    note_readings(outside, actor, transfer.receiver, keys, Way.PARTIAL)

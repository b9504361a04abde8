"""
What both sides of a change of school do: sign a step, note a reading, write into a list.

Every step is signed by the principal who takes it: the other side believes the signature, not
the road.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Read, Way
from hocba.core.compose.roster import RosterAct, RosterEntry, seen, standing
from hocba.core.compose.transfers import (
    Transfer,
    TransferReason,
    TransferStep,
    TransferTaken,
    statuses_on,
    why_not_transfer,
)
from hocba.core.submit.transfer_file import NamedSchool, TransferStatement
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear, school_year_on
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import has_left
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import Claim
from hocba.flow.batch_signing import require_own_consent
from hocba.flow.notify import notify
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.signing_keys import ReadyKey, ready_key, require_entitled
from hocba.flow.transfer_files import (
    packed_transfer,
    register_files,
)
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside


def transfer_row(statement: TransferStatement, packed: bytes, *, by: str) -> Transfer:
    """
    Return the transfer that a release opens. packed: the whole file.

    Raises: Refusal "transfer.no_dossier".
    """
    dossier = statement.dossier
    if dossier is None:
        raise Refusal("transfer.no_dossier")
    taken = TransferTaken(step=TransferStep.RELEASE, by=by, at=statement.made_at)
    known = set(TransferReason)
    return Transfer(
        transfer_id=statement.transfer_id,
        sender=statement.sender.code,
        sender_name=statement.sender.name,
        receiver=statement.receiver.code,
        receiver_name=statement.receiver.name,
        sector_code=dossier.pupil.sector_code,
        full_name=dossier.pupil.full_name,
        record_code=dossier.record_code,
        school_year=dossier.school_year,
        grade=dossier.grade,
        class_name=dossier.class_name,
        left_on=dossier.left_on,
        reason=TransferReason(statement.reason)
        if statement.reason in known
        else TransferReason.OTHER,
        basis=statement.basis,
        file_digest=sha256(packed).digest(),
        steps=(taken,),
    )


def principals_key(
    outside: Outside, actor: Actor, school: SchoolCode, consent: Consent
) -> ReadyKey:
    """Return the principal's key, fit and entitled: the other side would have to refuse else."""
    require_own_consent(consent, actor)
    key = ready_key(outside, actor.person)
    today = day_in_vietnam(outside.clock.now())
    claim = Claim(
        certificate=key.facts.fingerprint,
        claimed=Role.PRINCIPAL,
        school=school,
        school_year=school_year_on(today),
        class_name="",
        on=today,
    )
    require_entitled(RegisterDesk(outside).of_schools(school), claim)
    return key


def note_readings(
    outside: Outside,
    actor: Actor,
    school: SchoolCode,
    keys: Sequence[RecordKey],
    way: Way = Way.TRANSFER,
) -> None:
    """Note that a pupil's records were read for a change of school."""
    now = outside.clock.now()
    outside.read_log.append(
        [
            Read(
                key=key,
                school=school,
                by=actor.person,
                role=actor.role,
                way=way,
                at=now,
                office=school,
            )
            for key in keys
        ]
    )


def signed_step(
    outside: Outside,
    actor: Actor,
    transfer: Transfer,
    step: TransferStep,
    reason: str,
    consent: Consent,
) -> TransferTaken:
    """
    Sign a step and keep the paper; the step itself is not written yet. consent.count: 1.

    Raises: Refusal "permit.*", "transfer.not_now", "keys.*", "account.no_key", "authority.*".
    """
    refusal = why_not_transfer(step, actor=actor, transfer=transfer)
    if refusal is not None:
        raise refusal
    own = transfer.sender if step is TransferStep.CANCEL else transfer.receiver
    key = principals_key(outside, actor, own, consent)
    now = outside.clock.now()
    statement = TransferStatement(
        transfer_id=transfer.transfer_id,
        step=step,
        sender=NamedSchool(code=transfer.sender, name=transfer.sender_name),
        receiver=NamedSchool(code=transfer.receiver, name=transfer.receiver_name),
        environment=outside.environment,
        made_at=now,
        reason=step.value,
        basis=reason,
    )
    proofs = register_files(outside, [own])
    packed = packed_transfer(outside, statement, proofs, key=key, consent=consent, now=now)
    outside.papers.store(packed)
    digest = sha256(packed).digest()
    return TransferTaken(step=step, by=actor.person, at=now, reason=reason, file_digest=digest)


def write_leaving(outside: Outside, transfer: Transfer, *, by: str) -> None:
    """Write into the leaving school's list that the pupil has gone."""
    lines = outside.book.enrolments(transfer.sender, transfer.school_year)
    for old in lines:
        if old.pupil.sector_code != transfer.sector_code or has_left(old.status):
            continue
        status, _ = statuses_on(transfer.left_on)
        new = replace(old, status=status, status_on=transfer.left_on)
        entry = list_entry(
            outside.clock.now(),
            by,
            transfer,
            school=transfer.sender,
            year=transfer.school_year,
            was=old,
            now_is=new,
            on=transfer.left_on,
        )
        outside.book.change_roster(
            transfer.sender, transfer.school_year, new, seen=seen(old), entries=[entry]
        )


def list_entry(
    at: datetime,
    by: str,
    transfer: Transfer,
    *,
    school: SchoolCode,
    year: SchoolYear,
    was: Enrolment | None,
    now_is: Enrolment,
    on: date,
) -> RosterEntry:
    """Return what a transfer writes into the history of a list. was: None for a newcomer."""
    return RosterEntry(
        school=school,
        school_year=year,
        sector_code=transfer.sector_code,
        act=RosterAct.ADD if was is None else RosterAct.STATUS,
        by=by,
        at=at,
        on=on,
        basis=transfer.basis,
        was=None if was is None else standing(was),
        now=standing(now_is),
    )


def tell(outside: Outside, transfer: Transfer, kind: NoticeKind, *, by: str) -> None:
    """Tell the side that a step concerns, where it is served here; within its transaction."""
    is_coming = kind is NoticeKind.PUPIL_COMES
    notify(
        outside,
        kind,
        school=transfer.receiver if is_coming else transfer.sender,
        school_year=transfer.school_year,
        class_name=transfer.class_name,
        count=1,
        by=by,
    )

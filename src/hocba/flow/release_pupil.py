"""Let a pupil go to another school: signed, with the records that hold and what proves them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hocba.core.compose.life import Status
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.compose.transfers import (
    TRAVELS,
    Transfer,
    TransferReason,
    TransferStage,
    TransferStep,
    why_not_release,
)
from hocba.core.rules.library import pack_for
from hocba.core.submit.package import record_path
from hocba.core.submit.transfer_file import Dossier, NamedSchool, TransferStatement
from hocba.core.terms.codes import RecordCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import has_left
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.assess_again import OnePupil
from hocba.flow.transfer_files import (
    earlier_registers,
    packed_transfer,
    register_files,
)
from hocba.flow.transfer_steps import note_readings, principals_key, tell, transfer_row
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside

_FARTHEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """To whom a pupil goes, from which day, why, and on what paper."""

    receiver: NamedSchool
    left_on: date
    reason: TransferReason
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What is known of a pupil who is to leave. statuses: of this year's record, by key."""

    line: Enrolment
    code: RecordCode | None
    status: Status | None


def release(
    outside: Outside, *, actor: Actor, pupil: OnePupil, leaving: Leaving, consent: Consent
) -> Transfer:
    """
    Let a pupil go: sign the release, and pack the records that hold with what proves them.

    The pupil stays in the list until the other school has accepted. consent.count: 1.
    Raises: Refusal "permit.*", "school.unknown_pupil", "transfer.*", "keys.*", "account.no_key",
    "authority.*", "practice.stays_here".
    """
    outside.require_real()
    refusal = why_not_leave(outside, actor=actor, pupil=pupil)
    if refusal is not None:
        raise refusal
    _require_sensible(outside, pupil, leaving)
    found = _leaver(outside, pupil)
    key = principals_key(outside, actor, pupil.school, consent)
    now, school = outside.clock.now(), outside.book.school(pupil.school)
    files = _files(outside, actor, pupil, found)
    statement = TransferStatement(
        transfer_id=outside.chance.draw(16).hex(),
        step=TransferStep.RELEASE,
        sender=NamedSchool(code=school.code, name=school.name),
        receiver=leaving.receiver,
        environment=outside.environment,
        made_at=now,
        reason=leaving.reason.value,
        basis=clean(leaving.basis)[:300],
        dossier=_dossier(outside, pupil, found, leaving),
    )
    packed = packed_transfer(outside, statement, files, key=key, consent=consent, now=now)
    transfer = transfer_row(statement, packed, by=actor.person)
    # The file first: one that no transfer names is harmless.
    outside.papers.store(packed)
    with outside.marks.turn(pupil.school, pupil.school_year):
        # Once more within the turn: of two who release at once, one is told.
        second = why_not_leave(outside, actor=actor, pupil=pupil)
        if second is not None:
            raise second
        outside.transfers.open(transfer)
        tell(outside, transfer, NoticeKind.PUPIL_COMES, by=actor.person)
    return transfer


def _leaver(outside: Outside, pupil: OnePupil) -> _Found:
    line = next(
        (
            each
            for each in outside.book.enrolments(pupil.school, pupil.school_year)
            if each.pupil.sector_code == pupil.code
        ),
        None,
    )
    if line is None:
        raise Refusal("school.unknown_pupil", value=pupil.code[:20], class_name="")
    code = outside.book.record_codes(pupil.school, [pupil.code]).get(pupil.code)
    rows = outside.records.rows(pupil.school, pupil.school_year)
    status = next((row.status for row in rows if row.sector_code == pupil.code), None)
    return _Found(line=line, code=code, status=status)


def why_not_leave(outside: Outside, *, actor: Actor, pupil: OnePupil) -> Refusal | None:
    """
    Return why a pupil cannot be released now, or None; asked by the greyed button too.

    Raises: Refusal "school.unknown_pupil".
    """
    found = _leaver(outside, pupil)
    refusal = why_not_release(actor=actor, school=pupil.school, record=found.status)
    if refusal is not None:
        return refusal
    if has_left(found.line.status):
        return Refusal("transfer.left_already", name=found.line.pupil.full_name)
    for each in outside.transfers.of_pupil(pupil.school, pupil.code):
        if each.sender == pupil.school and each.stage is TransferStage.RELEASED:
            return Refusal("transfer.open_already", name=each.full_name)
    return None


def _require_sensible(outside: Outside, pupil: OnePupil, leaving: Leaving) -> None:
    if not leaving.receiver.code or leaving.receiver.code == pupil.school:
        raise Refusal("transfer.no_receiver")
    if not clean(leaving.basis):
        raise Refusal("transfer.basis_due")
    if abs(leaving.left_on - day_in_vietnam(outside.clock.now())) > _FARTHEST:
        raise Refusal("transfer.day_too_far", value=f"{leaving.left_on:%d/%m/%Y}")


def _files(outside: Outside, actor: Actor, pupil: OnePupil, found: _Found) -> Mapping[str, bytes]:
    own = [] if found.code is None else outside.records.versions(found.code)
    mine = [r for r in own if r.school == pupil.school and r.status in TRAVELS]
    came = outside.transfers.received(pupil.school, pupil.code)
    records = {record_path(r.key): r.document for r in mine}
    records |= {record_path(each.key): outside.papers.read(each.file_digest) for each in came}
    keys = [*(r.key for r in mine), *(each.key for each in came)]
    note_readings(outside, actor, pupil.school, keys)
    before = [outside.transfers.get(each.transfer_id).file_digest for each in came]
    registers = {**earlier_registers(outside, before), **register_files(outside, [pupil.school])}
    return {**records, **registers}


def _dossier(outside: Outside, pupil: OnePupil, found: _Found, leaving: Leaving) -> Dossier:
    line = found.line
    year = outside.book.assessments(pupil.school, pupil.school_year).get(pupil.code)
    # Once the year has its record, the record says it all.
    so_far = None if found.status in TRAVELS else year
    return Dossier(
        school_year=pupil.school_year,
        grade=line.grade,
        class_name=line.class_name,
        left_on=leaving.left_on,
        record_code=found.code,
        pupil=line.pupil,
        so_far=so_far,
        rule_pack=pack_for(pupil.school_year, line.grade).pack_id if so_far else "",
    )

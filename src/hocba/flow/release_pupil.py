"""Let a pupil go to another school: signed, with the records that hold and what proves them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Way
from hocba.core.compose.transfers import (
    TRAVELS,
    Transfer,
    TransferReason,
    TransferStage,
    TransferStep,
    why_not_release,
)
from hocba.core.submit.package import record_path
from hocba.core.submit.transfer_file import (
    Dossier,
    NamedSchool,
    TransferStatement,
    partial_path,
)
from hocba.core.terms.codes import RecordCode, RecordKey
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import has_left
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.assess_again import OnePupil
from hocba.flow.partial_state import PartialState, content_of, is_stale, partial_state
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
    state = partial_state(outside, pupil)
    _require_after_partial(outside, state, leaving)
    key = principals_key(outside, actor, pupil.school, consent)
    now, school = outside.clock.now(), outside.book.school(pupil.school)
    code = outside.book.record_codes(pupil.school, [pupil.code]).get(pupil.code)
    files = _files(outside, actor, pupil, state, code)
    statement = TransferStatement(
        transfer_id=outside.chance.draw(16).hex(),
        step=TransferStep.RELEASE,
        sender=NamedSchool(code=school.code, name=school.name),
        receiver=leaving.receiver,
        environment=outside.environment,
        made_at=now,
        reason=leaving.reason.value,
        basis=clean(leaving.basis)[:300],
        dossier=_dossier(pupil, state.line, code, leaving),
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


def why_not_leave(outside: Outside, *, actor: Actor, pupil: OnePupil) -> Refusal | None:
    """
    Return why a pupil cannot be released now, or None; asked by the greyed button too.

    Raises: Refusal "school.unknown_pupil".
    """
    state = partial_state(outside, pupil)
    refusal = why_not_release(actor=actor, school=pupil.school, record=state.year_record)
    if refusal is not None:
        return refusal
    if has_left(state.line.status):
        return Refusal("transfer.left_already", name=state.line.pupil.full_name)
    for each in outside.transfers.of_pupil(pupil.school, pupil.code):
        if each.sender == pupil.school and each.stage is TransferStage.RELEASED:
            return Refusal("transfer.open_already", name=each.full_name)
    return _why_not_with_partial(outside, state)


def _why_not_with_partial(outside: Outside, state: PartialState) -> Refusal | None:
    """Ask for the partial record of whoever has results of this year and no record of it."""
    if state.year_record in TRAVELS:
        # Once the year has its record, the record says it all.
        return None
    sealed = state.sealed
    if sealed is None and state.assessed is not None:
        return Refusal("transfer.partial_due", name=state.line.pupil.full_name)
    if sealed is not None and is_stale(outside, state, sealed):
        return Refusal("transfer.partial_stale", name=state.line.pupil.full_name)
    return None


def _require_sensible(outside: Outside, pupil: OnePupil, leaving: Leaving) -> None:
    if not leaving.receiver.code or leaving.receiver.code == pupil.school:
        raise Refusal("transfer.no_receiver")
    if not clean(leaving.basis):
        raise Refusal("transfer.basis_due")
    if abs(leaving.left_on - day_in_vietnam(outside.clock.now())) > _FARTHEST:
        raise Refusal("transfer.day_too_far", value=f"{leaving.left_on:%d/%m/%Y}")


def _require_after_partial(outside: Outside, state: PartialState, leaving: Leaving) -> None:
    sealed = None if state.year_record in TRAVELS else state.sealed
    if sealed is None:
        return
    until = content_of(outside, sealed).until
    if leaving.left_on < until:
        raise Refusal(
            "transfer.before_partial",
            value=f"{leaving.left_on:%d/%m/%Y}",
            until=f"{until:%d/%m/%Y}",
        )


def _files(
    outside: Outside, actor: Actor, pupil: OnePupil, state: PartialState, code: RecordCode | None
) -> Mapping[str, bytes]:
    own = [] if code is None else outside.records.versions(code)
    mine = [r for r in own if r.school == pupil.school and r.status in TRAVELS]
    came = outside.transfers.received(pupil.school, pupil.code)
    records = {record_path(r.key): r.document for r in mine}
    records |= {record_path(each.key): outside.papers.read(each.file_digest) for each in came}
    parts = outside.partials.received(pupil.school, pupil.code)
    partials = _partials(outside, state, [each.file_digest for each in parts])
    keys = [*(r.key for r in mine), *(each.key for each in came)]
    note_readings(outside, actor, pupil.school, keys)
    note_readings(outside, actor, pupil.school, [k for k, _ in partials.values()], Way.PARTIAL)
    records |= {path: file for path, (_, file) in partials.items()}
    earlier = (*(each.transfer_id for each in came), *(each.transfer_id for each in parts))
    before = [outside.transfers.get(each).file_digest for each in dict.fromkeys(earlier)]
    registers = {**earlier_registers(outside, before), **register_files(outside, [pupil.school])}
    return {**records, **registers}


def _partials(
    outside: Outside, state: PartialState, came: Sequence[bytes]
) -> Mapping[str, tuple[RecordKey, bytes]]:
    """Return by their paths the partial records that go along: those that came, and the own."""
    files = [outside.papers.read(digest) for digest in came]
    if state.sealed is not None and state.year_record not in TRAVELS:
        files.append(state.sealed.document)
    read = [(outside.documents.partial(file).content, file) for file in files]
    return {partial_path(content): (content.general.key, file) for content, file in read}


def _dossier(
    pupil: OnePupil, line: Enrolment, code: RecordCode | None, leaving: Leaving
) -> Dossier:
    return Dossier(
        school_year=pupil.school_year,
        grade=line.grade,
        class_name=line.class_name,
        left_on=leaving.left_on,
        record_code=code,
        pupil=line.pupil,
    )

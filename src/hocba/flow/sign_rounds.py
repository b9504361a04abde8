"""Sign the records of a round, class by class: what a worker does beside the pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from typing import Final

from hocba.core.compose.life import Act, done_to
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor, why_not
from hocba.core.compose.school_rules import SchoolRule, is_on
from hocba.core.compose.signing_rounds import RoundSheet, RoundStep, SigningRound, Step
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.verify.authority import RegisterBook
from hocba.flow.batch_signing import Due, RefusedRecord, subject_of
from hocba.flow.notify import notify
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.signing_part import Part, entitled_key, sign_due
from hocba.ports.keys import Consent, SigningStopped
from hocba.ports.outside import Outside
from hocba.ports.records import WorkingRecord

_FIRST_REST: Final = timedelta(seconds=15)
_LONGEST_REST: Final = timedelta(minutes=10)
_AT_ONCE: Final = 60
"""Records in one batch: a token that is pulled loses no more than one signature anyway."""


def sign_next(desk: RegisterDesk, told: Callable[[], None]) -> SigningRound | None:
    """
    Sign what is due of the round whose turn it is; None when none is free.

    told: before every class; what it raises stops the work, and the round waits on. A process
    that is killed has lost the signatures of one batch at most: nobody holds them, and the
    records still await theirs. What keeps the whole round from being signed (a pulled token, a
    certificate, an authority, a consent that has lapsed) stops it with its code, and its signer
    goes on from there.
    Raises: Fault of the world: the round is put off, behind others.
    """
    outside, rounds = desk.outside, desk.outside.signings.rounds
    with rounds.claimed(outside.clock.now()) as found:
        if found is None:
            return None
        try:
            stopped = _signed(desk, found, told)
        except Fault:
            rest = min(_FIRST_REST * 2 ** min(found.failures, 10), _LONGEST_REST)
            rounds.put_off(found, until=outside.clock.now() + rest)
            raise
        # A crash before this line leaves a round without a due record: taken again, it ends.
        return _over(outside, found, stopped)


def _signed(
    desk: RegisterDesk, found: SigningRound, told: Callable[[], None]
) -> Refusal | Fault | None:
    try:
        entitled = _entitled(desk, found)
    except Refusal as refusal:
        return refusal
    due = [each for each in desk.outside.signings.rounds.sheets(found) if not each.is_done]
    for name, sheets in groupby(due, key=lambda each: each.class_name):
        of_class = list(sheets)
        for start in range(0, len(of_class), _AT_ONCE):
            told()
            try:
                stopped = _batch(desk.outside, entitled, name, of_class[start : start + _AT_ONCE])
            except Refusal as refusal:
                return refusal
            if stopped is not None:
                return stopped
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entitled:
    """A round whose signer still holds the role, and the registers that say so."""

    found: SigningRound
    actor: Actor
    book: RegisterBook


def _entitled(desk: RegisterDesk, found: SigningRound) -> _Entitled:
    """Raises: Refusal "signing.role_ended"."""
    owner, outside = found.owner, desk.outside
    holders = {(a.actor.person, a.actor.role) for a in outside.accounts.of_school(found.school)}
    if (owner.by, owner.role) not in holders:
        raise Refusal("signing.role_ended", role=owner.role.value)
    actor = Actor(person=owner.by, role=owner.role, school=found.school)
    return _Entitled(found=found, actor=actor, book=desk.of_schools(found.school))


def _batch(
    outside: Outside, entitled: _Entitled, class_name: str, sheets: Sequence[RoundSheet]
) -> SigningStopped | None:
    """Sign one batch and note what became of it. Raises: Refusal of what stops the round."""
    found, actor = entitled.found, entitled.actor
    consent = _consent(outside, found)
    part = Part(
        act=found.act,
        actor=actor,
        school=found.school,
        school_year=found.school_year,
        class_name=class_name,
    )
    key = entitled_key(outside, part, entitled.book)
    records = {r.key: r for r in outside.records.many([sheet.key for sheet in sheets])}
    done, due = _sorted(found, sheets, records, actor)
    signed = sign_due(
        outside, part, due, key=key, consent=consent, tells=found.act is not Act.APPROVE
    )
    refused = {each.key: each.refusal for each in signed.refused}
    over = done | set(signed.done) | refused.keys()
    noted = [_noted(s, refused.get(s.key)) for s in sheets if s.key in over]
    # A crash before this line leaves signed records whose sheets are still due: their history
    # says that this signer has signed this content, and they are only noted.
    outside.signings.rounds.noted(found, noted, now=outside.clock.now())
    return signed.stopped


def _consent(outside: Outside, found: SigningRound) -> Consent:
    """
    Return the consent under which the round is signed now.

    Raises: Refusal "signing.consent_lapsed", "signing.second_due".
    """
    given, until = found.consent, found.holds_until
    if given is None or until is None or outside.clock.now() > until:
        raise Refusal("signing.consent_lapsed")
    rules = outside.signings.rules.of_school(found.school)
    if found.act is Act.SEAL and found.second is None and is_on(rules, SchoolRule.TWO_PERSONS_SEAL):
        raise Refusal("signing.second_due")
    return Consent(
        consent_id=given.consent_id,
        by=given.by,
        at=given.at,
        purpose=given.words,
        count=given.count,
    )


def _sorted(
    found: SigningRound,
    sheets: Sequence[RoundSheet],
    records: Mapping[RecordKey, WorkingRecord],
    actor: Actor,
) -> tuple[set[RecordKey], Due]:
    """Sort records into those that are signed already, those that may be, those that may not."""
    done: set[RecordKey] = set()
    due: list[WorkingRecord] = []
    refused: list[RefusedRecord] = []
    for sheet in sheets:
        record = records.get(sheet.key)
        if record is not None and _is_signed(found, sheet, record):
            done.add(sheet.key)
        elif refusal := _why_not(found, sheet, record, actor):
            refused.append(RefusedRecord(key=sheet.key, refusal=refusal))
        elif record is not None:
            due.append(record)
    return done, Due(records=tuple(due), refused=tuple(refused))


def _is_signed(found: SigningRound, sheet: RoundSheet, record: WorkingRecord) -> bool:
    made = done_to(record.history, found.act)
    return _is_as_shown(sheet, record) and any(each.by == found.owner.by for each in made)


def _why_not(
    found: SigningRound, sheet: RoundSheet, record: WorkingRecord | None, actor: Actor
) -> Refusal | None:
    if record is None:
        return Refusal("records.unknown", value=str(sheet.key))
    refusal = why_not(found.act, actor=actor, subject=subject_of(record))
    if refusal is None and not _is_as_shown(sheet, record):
        return Refusal("signing.content_changed")
    return refusal


def _is_as_shown(sheet: RoundSheet, record: WorkingRecord) -> bool:
    return record.frozen is not None and record.frozen.content_digest == sheet.content_digest


def _noted(sheet: RoundSheet, refusal: Refusal | None) -> RoundSheet:
    if refusal is None:
        return sheet
    return replace(sheet, refusal=refusal.code, details=dict(refusal.details))


def _over(outside: Outside, found: SigningRound, stopped: Refusal | Fault | None) -> SigningRound:
    owner, now = found.owner, outside.clock.now()
    if stopped is not None:
        step = RoundStep(
            step=Step.STOP,
            by=owner.by,
            role=owner.role,
            at=now,
            words=stopped.code,
            details=dict(stopped.details),
        )
        return outside.signings.rounds.add(found, step)
    with outside.notices.together(found.school):
        ended = outside.signings.rounds.add(
            found, RoundStep(step=Step.END, by=owner.by, role=owner.role, at=now)
        )
        if found.act is Act.APPROVE:
            notify(
                outside,
                NoticeKind.SCHOOL_APPROVED,
                school=found.school,
                school_year=found.school_year,
                class_name="",
                count=ended.done - ended.refused,
                by=owner.by,
            )
    return ended

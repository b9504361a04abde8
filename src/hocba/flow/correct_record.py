"""
Correct an issued record: asked for with a paper, decided, and only then carried out.

Every step is written within the turn of the school's year, together with what it brings about:
a crash leaves a request before the step or after it, never a step without its new version.
"""

from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from hocba.core.compose.changes import changes_between
from hocba.core.compose.content import AmendReason, AnyContent, Change
from hocba.core.compose.corrections import (
    OPEN,
    Aim,
    Correction,
    Proposed,
    Stage,
    Step,
    StepTaken,
    WithdrawReason,
    goes_to_province,
    why_not_ask,
    why_not_step,
)
from hocba.core.compose.evidence_file import evidence_file
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.compose.renewed import with_results
from hocba.core.compose.roster import RosterAct, RosterEntry, changed_fields, seen, standing
from hocba.core.seal.document import document_bytes
from hocba.core.terms.codes import RecordKey, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment, Pupil
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.amend_record import amendment, latest_form
from hocba.flow.correction_letters import letter_to_keep, written_for_province
from hocba.flow.delegations import delegation_now
from hocba.flow.keep_roster import require_own_number
from hocba.flow.notify import notify
from hocba.flow.withdraw_record import falling
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside
from hocba.ports.records import RecordChange, WorkingRecord

_REASONS = {Aim.AMEND: frozenset(AmendReason), Aim.WITHDRAW: frozenset(WithdrawReason)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks for. reason: a code of the aim's list; file: the paper's bytes."""

    aim: Aim
    reason: str
    basis: str
    file_name: str
    file: bytes
    proposed: Proposed = field(default=Proposed())


def ask(outside: Outside, *, actor: Actor, key: RecordKey, asked: Asked) -> Correction:
    """
    Ask for a correction of an issued record; nothing changes by it yet.

    Raises: Refusal "records.unknown", "permit.*", "delegation.*", "correction.*",
    "records.not_latest", "records.nothing_changed", "assess.*", "school.personal_id_taken"; Fault
    "correction.paper_not_kept".
    """
    record = outside.records.get(key)
    _require_askable(record, actor, asked)
    delegation_now(outside, actor=actor, school=record.school)
    paper = evidence_file(asked.file_name, asked.file)
    school = outside.book.school(record.school)
    old = _content(outside, record)
    asked = replace(asked, proposed=_of_the_same(asked.proposed, old.pupil))
    now = outside.clock.now()
    correction = Correction(
        correction_id=outside.chance.draw(16).hex(),
        key=key,
        school=record.school,
        school_name=school.name,
        province=school.province.code,
        sector_code=record.sector_code,
        full_name=old.pupil.full_name,
        class_name=record.class_name,
        aim=asked.aim,
        reason=asked.reason,
        basis=clean(asked.basis)[:300],
        changes=_changes(outside, record, old, asked, by=actor.person, now=now),
        evidence=paper,
        proposed=asked.proposed,
        steps=(StepTaken(step=Step.ASK, by=actor.person, at=now.replace(microsecond=0)),),
    )
    # The paper first: one that nobody names is harmless, a request without its paper is not.
    outside.papers.store(asked.file)
    with outside.marks.turn(record.school, key.school_year):
        _require_alone(outside, key)
        outside.corrections.open(correction)
        _tell(outside, correction, NoticeKind.CORRECTION_ASKED, by=actor.person)
    return correction


def _tell(outside: Outside, correction: Correction, kind: NoticeKind, *, by: str) -> None:
    notify(
        outside,
        kind,
        school=correction.school,
        school_year=correction.key.school_year,
        class_name=correction.class_name,
        count=1,
        by=by,
    )


def _of_the_same(proposed: Proposed, pupil: Pupil) -> Proposed:
    """Return what is proposed, of this pupil: a correction never makes a record another's."""
    if proposed.pupil is None:
        return proposed
    return replace(proposed, pupil=replace(proposed.pupil, sector_code=pupil.sector_code))


def _require_askable(record: WorkingRecord, actor: Actor, asked: Asked) -> None:
    refusal = why_not_ask(
        asked.aim,
        actor=actor,
        school=record.school,
        key=record.key,
        class_name=record.class_name,
        status=record.status,
    )
    if refusal is not None:
        raise refusal
    if asked.reason not in _REASONS[asked.aim]:
        raise Refusal("correction.reason_unknown")
    if not clean(asked.basis):
        raise Refusal("correction.basis_due")


def _require_alone(outside: Outside, key: RecordKey) -> None:
    for each in outside.corrections.of_record(key.record_code):
        if each.key.school_year == key.school_year and each.stage in OPEN:
            raise Refusal("correction.open_already")


def _content(outside: Outside, record: WorkingRecord) -> AnyContent:
    return outside.documents.record(document_bytes(latest_form(outside, record))).content


def _changes(
    outside: Outside,
    record: WorkingRecord,
    old: AnyContent,
    asked: Asked,
    *,
    by: str,
    now: datetime,
) -> tuple[Change, ...]:
    """Return what the new version would state as changed; nothing for a withdrawal."""
    if asked.aim is Aim.WITHDRAW:
        return ()
    pupil = asked.proposed.pupil or old.pupil
    new = replace(with_results(old, asked.proposed.assessment or old.assessment), pupil=pupil)
    found = changes_between(old, new, by=by, at=now, reason=asked.reason)
    if not found:
        raise Refusal("records.nothing_changed", value=str(record.key))
    roster = outside.book.enrolments(record.school, record.key.school_year)
    mine = [e for e in roster if e.pupil.sector_code == record.sector_code]
    for line in mine:
        require_own_number(replace(line, pupil=pupil), roster)
    return found


def decide(
    outside: Outside,
    *,
    actor: Actor,
    correction_id: str,
    approve: bool,
    reason: str = "",
    consent: Consent | None = None,
) -> Correction:
    """
    Let the principal decide: refused, approved and carried out, or approved for the province.

    consent: due where the province is another installation, for what goes there is signed.
    Raises: Refusal "permit.*", "correction.*"; on approval also as `amend` and `withdraw`, and
    for another installation as `written_for_province`.
    """
    known = outside.corrections.get(correction_id)
    step = Step.REFUSE
    if approve:
        step = Step.FORWARD if goes_to_province(known) else Step.APPROVE
    if step is Step.FORWARD and outside.correction_line is not None:
        return _written_to_province(outside, actor, known, step, reason, consent)
    with outside.marks.turn(known.school, known.key.school_year):
        done = _stepped(outside, actor, correction_id, step, reason)
        if step is not Step.FORWARD:
            _tell(outside, done, NoticeKind.CORRECTION_ENDED, by=actor.person)
        return _carried_out(outside, actor, done) if step is Step.APPROVE else done


def decide_for_province(
    outside: Outside, *, actor: Actor, correction_id: str, approve: bool, reason: str = ""
) -> Correction:
    """
    Let the province decide on a request that the principal has approved.

    Raises: Refusal "permit.*", "correction.*".
    """
    known = outside.corrections.get(correction_id)
    if known.province != outside.office.code:
        raise Refusal("correction.other_province")
    step = Step.PROVINCE_APPROVE if approve else Step.PROVINCE_REFUSE
    with outside.marks.turn(known.school, known.key.school_year):
        done = _stepped(outside, actor, correction_id, step, reason)
        _tell(outside, done, NoticeKind.CORRECTION_ENDED, by=actor.person)
    return done


def carry_out(outside: Outside, *, actor: Actor, correction_id: str) -> Correction:
    """
    Carry out what the province has approved: open the new version, or withdraw.

    Raises: Refusal "permit.*", "correction.*", as `amend` and `withdraw`.
    """
    known = outside.corrections.get(correction_id)
    with outside.marks.turn(known.school, known.key.school_year):
        return _carried_out(outside, actor, outside.corrections.get(correction_id))


def cancel(
    outside: Outside,
    *,
    actor: Actor,
    correction_id: str,
    reason: str = "",
    consent: Consent | None = None,
) -> Correction:
    """
    Take a request back before it is carried out.

    consent: due while it waits at a province in another installation, which has to hear of it.
    Raises: Refusal "permit.*", "correction.*"; as `written_for_province`.
    """
    known = outside.corrections.get(correction_id)
    if known.stage is Stage.AT_PROVINCE and outside.correction_line is not None:
        if actor.role is not Role.PRINCIPAL:
            raise Refusal("correction.principal_takes_back")
        return _written_to_province(outside, actor, known, Step.CANCEL, reason, consent)
    return _stepped(outside, actor, correction_id, Step.CANCEL, reason)


def _written_to_province(
    outside: Outside,
    actor: Actor,
    known: Correction,
    step: Step,
    reason: str,
    consent: Consent | None,
) -> Correction:
    taken = _step_of(outside, actor, known, step, reason)
    done = replace(known, steps=(*known.steps, taken))
    # Sign first, write second: a crash in between leaves a letter that nobody holds.
    file = written_for_province(outside, done, actor=actor, consent=consent)
    outside.papers.store(file)
    with outside.marks.turn(known.school, known.key.school_year):
        outside.corrections.append(known, taken)
        outside.corrections.keep_letter(letter_to_keep(done, file, at=taken.at))
    return done


def _stepped(
    outside: Outside, actor: Actor, correction_id: str, step: Step, reason: str
) -> Correction:
    correction = outside.corrections.get(correction_id)
    taken = _step_of(outside, actor, correction, step, reason)
    outside.corrections.append(correction, taken)
    return replace(correction, steps=(*correction.steps, taken))


def _step_of(
    outside: Outside, actor: Actor, correction: Correction, step: Step, reason: str
) -> StepTaken:
    refusal = why_not_step(step, actor=actor, correction=correction)
    if refusal is not None:
        raise refusal
    words = clean(reason)[:300]
    if step in (Step.REFUSE, Step.PROVINCE_REFUSE) and not words:
        raise Refusal("correction.reason_due")
    # To the second: so it is told to a province elsewhere, and both books say the same.
    at = outside.clock.now().replace(microsecond=0)
    return StepTaken(step=step, by=actor.person, at=at, reason=words)


def _carried_out(outside: Outside, actor: Actor, correction: Correction) -> Correction:
    change = _change(outside, actor, correction)
    done = _stepped(outside, actor, correction.correction_id, Step.CARRY_OUT, "")
    outside.records.append_many([change])
    if correction.proposed.pupil is not None:
        _mend_list(outside, actor, correction)
    if correction.proposed.assessment is not None:
        # The book agrees with the record from here on, should the version be sent back.
        outside.book.save_assessments(
            correction.school,
            correction.key.school_year,
            correction.class_name,
            {correction.sector_code: correction.proposed.assessment},
        )
    return done


def _change(outside: Outside, actor: Actor, correction: Correction) -> RecordChange:
    if correction.aim is Aim.WITHDRAW:
        return falling(outside, actor=actor, key=correction.key, basis=correction.basis)
    return amendment(
        outside,
        actor=actor,
        key=correction.key,
        reason=AmendReason(correction.reason),
        basis=correction.basis,
        assessment=correction.proposed.assessment,
        pupil=correction.proposed.pupil,
    )


def _mend_list(outside: Outside, actor: Actor, correction: Correction) -> None:
    """Write the corrected facts into the lists of this year and of later ones, with history."""
    record = outside.records.get(correction.key)
    old = outside.documents.record(record.document).content.pupil
    facts = _corrected(old, correction.proposed.pupil or old)
    for year in outside.book.school_years(correction.school):
        if year < correction.key.school_year:
            continue
        for line in outside.book.enrolments(correction.school, year):
            if line.pupil.sector_code == correction.sector_code:
                mended = replace(line, pupil=replace(line.pupil, **facts))
                _write_line(outside, actor, correction, line, mended, year)


def _corrected(old: Pupil, new: Pupil) -> dict[str, Any]:
    names = [each.name for each in fields(Pupil)]
    return {name: getattr(new, name) for name in names if getattr(old, name) != getattr(new, name)}


def _write_line(
    outside: Outside,
    actor: Actor,
    correction: Correction,
    line: Enrolment,
    mended: Enrolment,
    year: SchoolYear,
) -> None:
    changed = changed_fields(line, mended)
    if not changed:
        return
    now = outside.clock.now()
    entry = RosterEntry(
        school=correction.school,
        school_year=year,
        sector_code=correction.sector_code,
        act=RosterAct.MEND,
        by=actor.person,
        at=now,
        on=day_in_vietnam(now),
        basis=correction.basis,
        was=standing(line),
        now=standing(mended),
        changed=changed,
    )
    outside.book.change_roster(correction.school, year, mended, seen=seen(line), entries=[entry])

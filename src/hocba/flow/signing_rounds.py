"""A round of signing, step by step: choose classes, look at a sample, consent, approve, go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from hocba.core.compose.life import Act
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.compose.school_rules import SchoolRule, is_on
from hocba.core.compose.signing_rounds import (
    OPEN,
    RoundSheet,
    RoundStep,
    SigningRound,
    Stage,
    Step,
    drawn_sample,
    why_not_choose,
    why_not_step,
)
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.text import clean
from hocba.flow.batch_signing import require_own_consent
from hocba.flow.delegations import delegation_now
from hocba.flow.notify import notify
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.school_outlook import ClassReady, school_outlook
from hocba.flow.signing_part import Part, entitled_key
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside
from hocba.ports.records import RecordRow

_GOING_ON = OPEN - {Stage.CHOOSING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which classes; of these the contents that were shown and ticked, None for all that wait."""

    classes: tuple[str, ...]
    contents: frozenset[bytes] | None = None


def choose(
    outside: Outside,
    act: Act,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    chosen: Chosen,
) -> SigningRound:
    """
    Begin a round: fix its records by the digests of their contents, and draw its sample.

    act: APPROVE or SEAL. Whole classes are sealed only where nobody lacks a signature without
    a reason. Nothing is signed yet.
    Raises: Refusal "permit.*", "delegation.*", "records.nothing_chosen", "records.nothing_due",
    "records.other_than_shown", "signing.slots_missing" with a finding for each pupil.
    """
    refusal = why_not_choose(act, actor=actor, school=school)
    if refusal is not None:
        raise refusal
    delegation_now(outside, actor=actor, school=school)
    found = school_outlook(outside, act, school=school, school_year=school_year)
    classes = [each for each in found if each.name in chosen.classes]
    if not classes:
        raise Refusal("records.nothing_chosen")
    if act is Act.SEAL and chosen.contents is None:
        _require_whole(classes)
    rows = _rows(classes, chosen.contents)
    if not rows:
        raise Refusal("records.nothing_due", act=act.value)
    seed = outside.chance.draw(16)
    digests = [row.content_digest for row in rows]
    begun = SigningRound(
        round_id=outside.chance.draw(8).hex(),
        school=school,
        school_year=school_year,
        act=act,
        sample=drawn_sample(digests, seed=seed),
        steps=(_step(outside, Step.CHOOSE, actor, words=seed.hex()),),
        total=len(rows),
    )
    sheets = [_sheet(place, row) for place, row in enumerate(rows)]
    outside.signings.rounds.open(begun, sheets)
    return begun


def _require_whole(classes: Sequence[ClassReady]) -> None:
    findings = tuple(
        Finding(
            code="signing.slot_missing",
            where=f"{each.name}: {lacking.full_name}",
            details={"lack": lacking.lack.value},
        )
        for each in classes
        for lacking in each.unexplained
    )
    if findings:
        raise Refusal("signing.slots_missing", findings=findings, count=str(len(findings)))


def _rows(classes: Sequence[ClassReady], contents: frozenset[bytes] | None) -> list[RecordRow]:
    if contents is None:
        return [row for each in classes for row in each.offered]
    rows = [r for each in classes for r in each.ready if r.content_digest in contents]
    if missing := len(contents) - len(rows):
        raise Refusal("records.other_than_shown", count=str(missing))
    return rows


def _sheet(place: int, row: RecordRow) -> RoundSheet:
    return RoundSheet(
        place=place,
        key=row.key,
        class_name=row.class_name,
        sector_code=row.sector_code,
        content_digest=row.content_digest,
    )


def round_asked(
    outside: Outside, *, actor: Actor, school: SchoolCode, round_id: str
) -> SigningRound:
    """
    Return a round to somebody of the school.

    Raises: Refusal "signing.unknown", "permit.other_school".
    """
    if actor.school != school:
        raise Refusal("permit.other_school", school=school)
    found = outside.signings.rounds.get(school, round_id)
    if found is None:
        raise Refusal("signing.unknown", value=round_id)
    return found


def look(outside: Outside, *, actor: Actor, found: SigningRound, place: int) -> RecordKey:
    """
    Note that somebody looks at a record of the sample, and return which it is.

    Raises: Refusal "signing.unknown" for a place that was not drawn.
    """
    sheets = outside.signings.rounds.sheets(found)
    if place not in found.sample:
        raise Refusal("signing.unknown", value=str(place))
    seen = {(s.by, s.place) for s in found.steps if s.step is Step.LOOK}
    # Who is not concerned may look too; only the look of who answers for it is kept.
    counts = why_not_step(Step.LOOK, actor=actor, found=found) is None
    if counts and (actor.person, place) not in seen:
        outside.signings.rounds.add(found, _step(outside, Step.LOOK, actor, place=place))
    return sheets[place].key


def consent(outside: Outside, *, actor: Actor, found: SigningRound, given: Consent) -> SigningRound:
    """
    Consent to the records of a round; where two persons are due, ask the second.

    given.count: the records that are left. What would keep the first signature from being made
    is found now, not in the middle.
    Raises: Refusal "permit.*", "signing.*", "keys.*", "account.no_key", "authority.*",
    "delegation.*".
    """
    require_own_consent(given, actor)
    rounds = outside.signings.rounds
    is_two = found.act is Act.SEAL and found.second is None and needs_second(outside, found)
    step = Step.ASK if is_two and found.stage is Stage.CHOOSING else Step.CONSENT
    _require_step(step, actor, found)
    if given.count != found.left:
        raise Refusal("records.other_than_shown", count=str(abs(given.count - found.left)))
    others = rounds.of_year(found.school, found.school_year)
    if any(_goes_on_beside(each, found) for each in others):
        raise Refusal("signing.open_already")
    basis = _basis(outside, actor, found)
    _require_ready(outside, actor, found)
    taken = _step(
        outside,
        step,
        actor,
        words=given.purpose,
        basis=basis,
        consent_id=given.consent_id,
        count=given.count,
    )
    with outside.notices.together(found.school):
        now = rounds.add(found, taken)
        if step is Step.ASK:
            _tell(outside, NoticeKind.SEAL_ASKED, found, by=actor.person)
    return now


def _goes_on_beside(other: SigningRound, found: SigningRound) -> bool:
    is_alike = other.act is found.act and other.round_id != found.round_id
    return is_alike and other.stage in _GOING_ON


def needs_second(outside: Outside, found: SigningRound) -> bool:
    """Tell whether the school's rule asks for a second person now."""
    return is_on(outside.signings.rules.of_school(found.school), SchoolRule.TWO_PERSONS_SEAL)


def _require_ready(outside: Outside, actor: Actor, found: SigningRound) -> None:
    first = outside.signings.rounds.sheets(found)[0]
    part = Part(
        act=found.act,
        actor=actor,
        school=found.school,
        school_year=found.school_year,
        class_name=first.class_name,
    )
    entitled_key(outside, part, RegisterDesk(outside).of_schools(found.school))


def approve(outside: Outside, *, actor: Actor, found: SigningRound, words: str) -> SigningRound:
    """
    Approve, as the second person, what a clerk asks to be sealed. words: what was approved.

    Raises: Refusal "permit.*", "signing.*", "delegation.*".
    """
    _require_step(Step.APPROVE, actor, found)
    step = _step(outside, Step.APPROVE, actor, words=words, basis=_basis(outside, actor, found))
    return outside.signings.rounds.add(found, step)


def decline(outside: Outside, *, actor: Actor, found: SigningRound, words: str) -> SigningRound:
    """
    Decline it, with a reason.

    Raises: Refusal "permit.*", "signing.*", "delegation.*", "records.reason_due".
    """
    _require_step(Step.DECLINE, actor, found)
    basis = _basis(outside, actor, found)
    reason = clean(words)[:300]
    if not reason:
        raise Refusal("records.reason_due", "a reason is due")
    step = _step(outside, Step.DECLINE, actor, words=reason, basis=basis)
    with outside.notices.together(found.school):
        now = outside.signings.rounds.add(found, step)
        _tell(outside, NoticeKind.SEAL_DECLINED, found, by=actor.person)
    return now


def go_on(outside: Outside, *, actor: Actor, found: SigningRound) -> SigningRound:
    """
    Go on with what is left of a stopped round, under the consent that still holds.

    Raises: Refusal "permit.*", "signing.*", "signing.consent_lapsed", "delegation.*", "keys.*",
    "authority.*".
    """
    _require_step(Step.RESUME, actor, found)
    if found.holds_until is None or outside.clock.now() > found.holds_until:
        raise Refusal("signing.consent_lapsed")
    basis = _basis(outside, actor, found)
    _require_ready(outside, actor, found)
    return outside.signings.rounds.add(found, _step(outside, Step.RESUME, actor, basis=basis))


def drop(outside: Outside, *, actor: Actor, found: SigningRound) -> SigningRound:
    """
    Give up what is left of a round; what was signed stays signed.

    Raises: Refusal "permit.*", "signing.*".
    """
    _require_step(Step.DROP, actor, found)
    return outside.signings.rounds.add(found, _step(outside, Step.DROP, actor))


def _require_step(step: Step, actor: Actor, found: SigningRound) -> None:
    refusal = why_not_step(step, actor=actor, found=found)
    if refusal is not None:
        raise refusal


def _basis(outside: Outside, actor: Actor, found: SigningRound) -> str:
    held = delegation_now(outside, actor=actor, school=found.school)
    return "" if held is None else held.basis


def _step(
    outside: Outside,
    step: Step,
    actor: Actor,
    *,
    words: str = "",
    basis: str = "",
    place: int | None = None,
    consent_id: str = "",
    count: int = 0,
) -> RoundStep:
    return RoundStep(
        step=step,
        by=actor.person,
        role=actor.role,
        at=outside.clock.now(),
        words=words,
        basis=basis,
        place=place,
        consent_id=consent_id,
        count=count,
    )


def _tell(outside: Outside, kind: NoticeKind, found: SigningRound, *, by: str) -> None:
    notify(
        outside,
        kind,
        school=found.school,
        school_year=found.school_year,
        class_name="",
        count=found.total,
        by=by,
    )

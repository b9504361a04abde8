"""Leave records out of a signing, with a coded reason and the day on which one is expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hocba.core.compose.exceptions import why_not_expected
from hocba.core.compose.held_back import HeldBack, HeldReason
from hocba.core.compose.life import Act
from hocba.core.compose.permit import Actor, why_not
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.batch_signing import subject_of
from hocba.flow.delegations import delegation_now
from hocba.ports.outside import Outside

_WIDEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One content that was shown and not ticked. reason, expected_on: None where none was given."""

    content: bytes
    reason: HeldReason | None
    expected_on: date | None
    note: str = ""


def hold_back(
    outside: Outside,
    act: Act,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str,
    left_out: Sequence[LeftOut],
) -> tuple[HeldBack, ...]:
    """
    Note why records are not signed now; a later note of the same record counts instead.

    A record that somebody has signed or changed meanwhile is passed over: it waits no more.
    Raises: Refusal "signing.reasons_due" with a finding for each that lacks something, then
    nothing is noted; "permit.*", "delegation.*" where the actor could not have signed either.
    """
    delegation_now(outside, actor=actor, school=school)
    today, now = day_in_vietnam(outside.clock.now()), outside.clock.now()
    records = outside.records.of_class(school, school_year, class_name)
    by_content = {r.frozen.content_digest: r for r in records if r.frozen is not None}
    held, findings = [], []
    for each in left_out:
        record = by_content.get(each.content)
        if record is None:
            continue
        if wrong := _wrong(each, record.sector_code, today):
            findings.append(wrong)
            continue
        refusal = why_not(act, actor=actor, subject=subject_of(record))
        if refusal is not None and refusal.code == "permit.not_now":
            continue
        if refusal is not None:
            raise refusal
        held.append((record, each))
    if findings:
        raise Refusal("signing.reasons_due", findings=tuple(findings), count=str(len(findings)))
    made = tuple(
        HeldBack(
            school=school,
            school_year=school_year,
            class_name=class_name,
            key=record.key,
            sector_code=record.sector_code,
            act=act,
            reason=each.reason or HeldReason.OTHER,
            by=actor.person,
            at=now,
            note=clean(each.note)[:_WIDEST],
            expected_on=each.expected_on,
        )
        for record, each in held
    )
    outside.signings.held.put(made)
    return made


def _wrong(each: LeftOut, pupil: str, today: date) -> Finding | None:
    """Return what is wrong with one reason; `where` is the pupil's sector code."""
    if each.reason is None:
        return Finding(code="signing.reason_due", where=pupil)
    if each.reason is HeldReason.OTHER and not clean(each.note):
        return Finding(code="school.note_due", where=pupil)
    if each.expected_on is None:
        return Finding(code="signing.day_due", where=pupil)
    refusal = why_not_expected(each.expected_on, today)
    if refusal is None:
        return None
    return Finding(code=refusal.code, where=pupil, details=refusal.details)

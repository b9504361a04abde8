"""Open locked records again on request: the homeroom teacher asks, the principal answers."""

from collections.abc import Sequence

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.life import Status
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.compose.reopening import (
    Reopening,
    ReopeningAnswer,
    reason_in_history,
    why_not_answer,
)
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean
from hocba.flow.delegations import delegation_now
from hocba.flow.notify import notify
from hocba.flow.reopen_records import send_back
from hocba.ports.outside import Outside
from hocba.ports.records import RecordRow

REOPENABLE = frozenset({Status.LOCKED, Status.ATTESTED, Status.APPROVED})
"""From these a record may still go back to draft; later it is amended."""


def ask_reopening(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str,
    reason: str,
    record: RecordKey | None = None,
) -> Reopening:
    """
    Ask to open the locked records of a class again, or one of them. Nothing opens by it.

    reason: as `written_reason` writes it.
    Raises: Refusal "permit.*", "reopening.nothing_locked", "reopening.asked_already".
    """
    refusal = why_not_now(
        Duty.ASK_REOPENING,
        actor=actor,
        school=school,
        school_year=school_year,
        class_name=class_name,
    )
    if refusal is not None:
        raise refusal
    rows = _locked(outside, school, school_year, class_name, record)
    if not rows:
        raise Refusal("reopening.nothing_locked", class_name=class_name)
    now = outside.clock.now()
    reopening = Reopening(
        reopening_id=outside.chance.draw(8).hex(),
        school=school,
        school_year=school_year,
        class_name=class_name,
        record=record,
        reason=reason,
        by=actor.person,
        at=now,
    )
    # The turn of the school's year: of two requests at once, the second sees the first.
    with outside.marks.turn(school, school_year):
        if _waits_already(outside, reopening):
            raise Refusal("reopening.asked_already")
        outside.reopenings.ask(reopening)
        _tell(outside, NoticeKind.REOPENING_ASKED, reopening, count=len(rows), by=actor.person)
    return reopening


def answer_reopening(
    outside: Outside, *, actor: Actor, reopening: Reopening, approved: bool, words: str = ""
) -> tuple[RecordKey, ...]:
    """
    Answer a request: approved, its records go back to draft with the reason in their history.

    The answer, the records and the notice stand together or not at all. What was issued
    meanwhile stays issued. Return the records that were opened.
    Raises: Refusal "permit.*", "delegation.*", "reopening.answered_already",
    "reopening.words_due" for a bare refusal, "reopening.nothing_locked" when nothing is left.
    """
    refusal = why_not_answer(actor, reopening)
    if refusal is not None:
        raise refusal
    delegation_now(outside, actor=actor, school=reopening.school)
    said, now = clean(words)[:400], outside.clock.now()
    if not approved and not said:
        raise Refusal("reopening.words_due")
    answer = ReopeningAnswer(approved=approved, words=said, by=actor.person, at=now)
    school, year, name = reopening.school, reopening.school_year, reopening.class_name
    with outside.notices.together(school):
        rows = _locked(outside, school, year, name, reopening.record)
        outside.reopenings.answer(reopening, answer)
        if not approved:
            kind = NoticeKind.REOPENING_REFUSED
            _tell(outside, kind, reopening, count=max(len(rows), 1), by=actor.person)
            return ()
        if not rows:
            raise Refusal("reopening.nothing_locked", class_name=name)
        keys = [row.key for row in rows]
        return send_back(outside, actor=actor, keys=keys, reason=reason_in_history(reopening))


def _locked(
    outside: Outside,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str,
    record: RecordKey | None,
) -> Sequence[RecordRow]:
    rows = outside.records.rows(school, school_year, class_name)
    return [r for r in rows if r.status in REOPENABLE and record in (None, r.key)]


def _waits_already(outside: Outside, asked: Reopening) -> bool:
    of_class = outside.reopenings.of_year(asked.school, asked.school_year, asked.class_name)
    open_ones = [each for each in of_class if each.answer is None]
    return any(each.record in (None, asked.record) for each in open_ones)


def _tell(outside: Outside, kind: NoticeKind, reopening: Reopening, *, count: int, by: str) -> None:
    notify(
        outside,
        kind,
        school=reopening.school,
        school_year=reopening.school_year,
        class_name=reopening.class_name,
        count=count,
        by=by,
    )

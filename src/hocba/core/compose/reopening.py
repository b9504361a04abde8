"""Asking to open locked records again: who asks, who answers, what the record's history says."""

from dataclasses import dataclass
from datetime import datetime

from hocba.core.compose.life import Act
from hocba.core.compose.permit import DOES, Actor
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopeningAnswer:
    """What the authorised person decided. words: due where it was refused."""

    approved: bool
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """
    A homeroom teacher's request to open records again.

    record: the one it is about; None for all of the class that are locked. reason: as
    `written_reason` writes it. answer: None while it waits.
    """

    reopening_id: str
    school: SchoolCode
    school_year: SchoolYear
    class_name: str
    record: RecordKey | None
    reason: str
    by: str
    at: datetime
    answer: ReopeningAnswer | None = None


def why_not_answer(actor: Actor, reopening: Reopening) -> Refusal | None:
    """Return why somebody may not answer: who may send back may, once."""
    if actor.role not in DOES[Act.RETURN]:
        return Refusal("permit.not_your_role", act=Act.RETURN.value, role=actor.role.value)
    if actor.school != reopening.school:
        return Refusal("permit.other_school", school=reopening.school)
    if reopening.answer is not None:
        return Refusal("reopening.answered_already")
    return None


def reason_in_history(reopening: Reopening) -> str:
    """Return what the record's history keeps: the reason, and that it was asked for, by whom."""
    day = reopening.at.strftime("%d/%m/%Y")
    return f"{reopening.reason} (theo đề nghị của {reopening.by} ngày {day})"

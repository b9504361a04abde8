"""What the page of pupils without a signed record shows."""

from dataclasses import dataclass
from datetime import datetime

from hocba.faces.school.presenters import ReasonChoice
from hocba.faces.web.presenters import Count, Link, Next, Stage, State


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionRow:
    """
    A pupil without a record. reason: the code chosen, empty while nobody has said why.

    expected_on: as typed, dd/mm/yyyy. due: how that day stands. act: what ends the wait.
    """

    pupil_key: str
    name: str
    class_name: str
    masked_id: str
    reason: str
    note: str
    state: State
    noted_at: datetime | None = None
    noted_by: str = ""
    expected_on: str = ""
    due: State | None = None
    act: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """A record that waits for a signature and was left out. act: the page on which it is signed."""

    name: str
    class_name: str
    told: str
    due: State | None
    act: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionsPage:
    """
    Pupils without a record and why: pupils = records + exceptions.

    held: records that are there, and were left out of a signing with a reason.
    """

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    counts: tuple[Count, ...]
    reasons: tuple[ReasonChoice, ...]
    rows: tuple[ExceptionRow, ...]
    next: Next | None = None
    refusal: str = ""
    problem: str = ""
    held: tuple[HeldRow, ...] = ()

"""What the desk, a school's page and the reporting pages show."""

from dataclasses import dataclass
from datetime import date, datetime

from hocba.faces.web.figures_presenters import FigureRow
from hocba.faces.web.presenters import (
    Count,
    DeadlineLine,
    Fact,
    FindingRow,
    Next,
    PackageRow,
    Stage,
    State,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One choice of a filter."""

    value: str
    words: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's head; with `url` the table can be sorted along it."""

    words: str
    url: str = ""
    is_sorted: bool = False
    is_number: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRow:
    """
    One school. missing: pupils without a record and without a reason.

    signers_ending: certificates of persons that end soon, as the school stated.
    """

    code: str
    name: str
    url: str
    commune: str
    pupils: int
    signed: int
    received: int
    exceptions: int
    missing: int
    returned: int
    last_received_at: datetime | None
    reminded_on: date | None
    may_remind: bool
    state: State
    seal_ends: date | None = None
    signers_ending: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """Every school's state; found: schools on all pages."""

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    counts: tuple[Count, ...]
    words: str
    stages: tuple[Pick, ...]
    communes: tuple[Pick, ...]
    columns: tuple[Column, ...]
    rows: tuple[DeskRow, ...]
    found: int
    page: int
    pages: int
    before: str
    after: str
    excel_url: str
    deadlines: tuple[DeadlineLine, ...] = ()
    next: Next | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRow:
    """One kind of finding in a school's receipts, and how often it stands there."""

    finding: FindingRow
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRow:
    """One reminder that was sent."""

    on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingRow:
    """Certificates of one role that end on one day."""

    role: str
    on: date
    count: int
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDeskPage:
    """
    One school: its classes, what was found in its packages, what it was told.

    ending: certificates that end soon; ending_told: what that rests on.
    """

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    facts: tuple[Fact, ...]
    classes: tuple[FigureRow, ...]
    quality: tuple[QualityRow, ...]
    reminders: tuple[ReminderRow, ...]
    packages: tuple[PackageRow, ...]
    ending: tuple[EndingRow, ...] = ()
    ending_told: str = ""
    next: Next | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRow:
    """One attempt to hand a package over."""

    at: datetime
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPage:
    """A package without a receipt: send again, carry by hand, prove the attempts."""

    headline: str
    lead: str
    base: str
    facts: tuple[Fact, ...]
    attempts: tuple[AttemptRow, ...]
    consent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """One file about which two books differ."""

    path: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationPage:
    """Where the books of this office and of the one above differ. more: rows left out."""

    headline: str
    lead: str
    counts: tuple[Count, ...]
    rows: tuple[DifferenceRow, ...]
    more: int
    consent: str
    is_mendable: bool

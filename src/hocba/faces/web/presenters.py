"""What every page is made of: frozen values, already in the reader's words."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hocba.core.terms.environment import Environment


class Tone(StrEnum):
    """The colour that goes with a state's word; the value is the CSS class."""

    DONE = "ok"
    TO_DO = "warn"
    WAITS = "info"
    WRONG = "bad"
    CALM = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state as the reader sees it: a word first, a colour second."""

    words: str
    tone: Tone = Tone.CALM


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place to go to; without `url` it is only words."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """A line of the menu. waiting: how many things there wait for this reader."""

    words: str
    url: str
    waiting: int = 0
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuGroup:
    """Lines of the menu under one small title (empty for the first group)."""

    items: tuple[MenuItem, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """Another role that the reader may act in. key: what the form sends."""

    key: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """
    What stands around every page.

    where: from the office down to the page. period: "Năm học 2025–2026".
    person, capacity: who is signed in and as what; both empty on open pages. others: further
    roles of the same log-in. bell: notices not read yet; None where there is no bell.
    is_practice: whether somebody works in their own practice school.
    """

    brand: str
    where: tuple[Link, ...] = ()
    period: str = ""
    person: str = ""
    capacity: str = ""
    others: tuple[Capacity, ...] = ()
    menu: tuple[MenuGroup, ...] = ()
    environment: Environment = Environment.REAL
    bell: int | None = None
    is_practice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """
    The one next step. refusal: why it cannot be taken now; the button is then greyed.

    url empty: nothing to press, somebody else's turn.
    """

    title: str
    why: str = ""
    button: str = ""
    url: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineLine:
    """A deadline: the state says how long, the words what is due until when."""

    state: State
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the pipeline: how many of how many are through."""

    words: str
    done: int
    total: int
    now: bool = False

    @property
    def is_done(self) -> bool:
        """Whether everyone is through."""
        return self.total > 0 and self.done >= self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureNote:
    """What a figure must say of itself: when, out of what, how defined, where to take it."""

    as_of: datetime
    denominator: str
    definition_url: str = ""
    excel_url: str = ""
    json_url: str = ""
    pdf_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A figure on a card. of: the denominator; None where the figure stands alone."""

    words: str
    value: int
    of: int | None = None
    is_good_at_zero: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of a list of facts."""

    words: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding in the reader's language. place: "Sheet1, dòng 12, cột Ngày sinh"."""

    code: str
    state: State
    place: str
    told: str
    mend: str = ""
    who: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """Something that happened, by whom, and on what ground."""

    at: datetime
    words: str
    by: str = ""
    basis: str = ""
    state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptEntry:
    """One entry of a package and what became of it."""

    name: str
    url: str
    state: State
    log_position: int | None = None
    findings: tuple[FindingRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRow:
    """A package in a list. accepted and rejected count its entries; None: no receipt yet."""

    message_id: str
    url: str
    party: str
    sent_at: datetime
    entries: int
    state: State
    accepted: int | None = None
    rejected: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """A package's receipt, entry by entry. more: entries that the page leaves to the file."""

    headline: str
    lead: str
    facts: tuple[Fact, ...]
    counts: tuple[Count, ...]
    entries: tuple[ReceiptEntry, ...]
    pipeline: tuple[Stage, ...] = ()
    next: Next | None = None
    package_url: str = ""
    receipt_url: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart by day."""

    label: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A chart of counts by day; `told` says in words what the picture shows."""

    title: str
    bars: tuple[Bar, ...]
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailurePage:
    """What happened, why, and the next step; never who is to blame."""

    headline: str
    why: str
    next_words: str = ""
    next_url: str = ""
    code: str = ""
    source: str = ""
    findings: tuple[FindingRow, ...] = field(default=())

"""What the ministry's pages show."""

from dataclasses import dataclass
from datetime import datetime

from hocba.faces.web.presenters import (
    Count,
    DeadlineLine,
    Fact,
    FigureNote,
    HistoryRow,
    Link,
    Next,
    PackageRow,
    Rhythm,
    Stage,
    State,
)
from hocba.faces.web.queue import QueueRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceRow:
    """A province in the national table. why_not: reasons, each with its share in words."""

    name: str
    pupils: int
    accepted: int
    why_not: tuple[State, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalPage:
    """The whole country on one page."""

    headline: str
    note: FigureNote
    pipeline: tuple[Stage, ...]
    counts: tuple[Count, ...]
    rows: tuple[ProvinceRow, ...]
    rhythm: Rhythm
    deadlines: tuple[DeadlineLine, ...] = ()
    next: Next | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """A province's request to be let in, by account or by certificate."""

    url: str
    province: str
    kind: str
    asked_at: datetime
    asked_by: str
    state: State
    decided_at: datetime | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionsPage:
    """Requests: first those that wait, then those decided; then the form that enters one."""

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    waiting: tuple[RequestRow, ...]
    decided: tuple[RequestRow, ...]
    next: Next | None = None
    provinces: tuple[tuple[str, str], ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDeed:
    """What can be done to a request. refusal: why this reader may not."""

    key: str
    button: str
    refusal: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage:
    """
    One request, with all that can be done to it now.

    asked: what came with the latest signed request; empty where an officer entered it from paper.
    papers: the province's decisions. others: what else the province has open here.
    """

    headline: str
    lead: str
    state: State
    facts: tuple[Fact, ...]
    history: tuple[HistoryRow, ...]
    act_url: str
    deeds: tuple[RequestDeed, ...] = ()
    asked: tuple[Fact, ...] = ()
    papers: tuple[Link, ...] = ()
    others: tuple[RequestRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesPage:
    """Packages that came in from provinces, newest first."""

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    rows: tuple[PackageRow, ...]
    queue: tuple[QueueRow, ...] = ()
    next: Next | None = None

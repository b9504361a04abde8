"""What the province's pages show."""

from dataclasses import dataclass

from hocba.faces.web.presenters import (
    Count,
    Fact,
    HistoryRow,
    Link,
    Next,
    PackageRow,
    Stage,
    State,
)
from hocba.faces.web.queue import QueueRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesPage:
    """Packages that came in from schools, newest first."""

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    rows: tuple[PackageRow, ...]
    queue: tuple[QueueRow, ...] = ()
    next: Next | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendPage:
    """What will go to the ministry, under which certificate; and what went before."""

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    counts: tuple[Count, ...]
    certificate: tuple[Fact, ...]
    consent: str
    button: str
    sent: tuple[PackageRow, ...]
    refusal: str = ""
    schools: tuple[Link, ...] = ()
    school: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRow:
    """The account or the certificate by which the ministry lets this province in."""

    title: str
    state: State
    facts: tuple[Fact, ...]
    request_button: str = ""
    request_kind: str = ""
    refusal: str = ""
    takes_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionPage:
    """Own account and certificate at the ministry, and every request made."""

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    connections: tuple[ConnectionRow, ...]
    history: tuple[HistoryRow, ...]
    may_change_officer: bool = False
    next: Next | None = None

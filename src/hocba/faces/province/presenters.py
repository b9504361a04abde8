"""What the province's pages show."""

from dataclasses import dataclass

from hocba.faces.web.presenters import (
    Count,
    Fact,
    Link,
    Next,
    PackageRow,
    Stage,
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

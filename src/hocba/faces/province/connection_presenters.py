"""What the page of the province's connection with the ministry shows."""

from dataclasses import dataclass
from datetime import datetime

from hocba.faces.web.presenters import Fact, HistoryRow, Stage, State


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRow:
    """The account or the certificate by which the ministry lets this province in."""

    title: str
    state: State
    facts: tuple[Fact, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedConnection:
    """What stands in the fields of a form."""

    full_name: str = ""
    position: str = ""
    phone: str = ""
    email: str = ""
    decision: str = ""
    decided_on: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChoice:
    """A key that a request may be signed with."""

    value: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionForm:
    """
    A form that asks the ministry for something.

    kind: what; also the beginning of its fields' ids. keys: to choose from when there are two.
    refusal: why nothing can be asked now.
    """

    kind: str
    title: str
    lead: str
    consent: str
    button: str
    typed: TypedConnection
    keys: tuple[KeyChoice, ...]
    problems: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRow:
    """A request that was made here, and how it fared on its way."""

    what: str
    at: datetime
    by: str
    state: State
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionPage:
    """
    Own account and certificate at the ministry, and every request made.

    form: the one that is due now; others: behind a click. may_hear: whether there is somebody
    to ask; hear_button: what asking does.
    """

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    connections: tuple[ConnectionRow, ...]
    history: tuple[HistoryRow, ...]
    form: ConnectionForm | None = None
    others: tuple[ConnectionForm, ...] = ()
    made: tuple[MadeRow, ...] = ()
    hear_button: str = ""
    heard: str = ""

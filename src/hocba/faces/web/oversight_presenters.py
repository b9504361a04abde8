"""What the oversight page shows."""

from dataclasses import dataclass
from datetime import datetime

from hocba.faces.web.presenters import Count, FigureNote, HistoryRow, Link, State


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """One vendor's or authority's part."""

    name: str
    count: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcentrationCard:
    """Who holds how much. told: the index in words, and how it moved."""

    title: str
    told: str
    rows: tuple[ShareRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalKind:
    """One kind of signal: what is counted, out of what, and what may be behind it."""

    words: str
    told: str
    count: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRow:
    """One signal at one unit, and how it stands with those who follow it."""

    url: str
    words: str
    unit: str
    count: int
    of: int
    stands_out: bool
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """The latest note on a signal."""

    at: datetime
    by: str
    about: str
    words: str
    url: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class OversightPage:
    """
    Shares, signals and notes.

    more: signals that the page leaves to the file. uncounted: leaves of the log that are not
    counted yet. links: to the other pages of oversight.
    """

    headline: str
    lead: str
    note: FigureNote
    base: str
    counts: tuple[Count, ...]
    cards: tuple[ConcentrationCard, ...]
    kinds: tuple[SignalKind, ...]
    signals: tuple[SignalRow, ...]
    more: int
    followed: tuple[NoteRow, ...]
    uncounted: int = 0
    links: tuple[Link, ...] = ()
    years: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalPage:
    """One signal at one unit. rows: the unit, all units, then the schools in it."""

    headline: str
    lead: str
    told: str
    state: State
    rows: tuple[ShareRow, ...]
    stands_out: bool
    act_url: str
    back_url: str
    states: tuple[tuple[str, str], ...]
    history: tuple[HistoryRow, ...]

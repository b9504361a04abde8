"""What the oversight page shows."""

from dataclasses import dataclass
from datetime import datetime

from hocba.faces.web.presenters import Count, FigureNote


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
    """One signal at one unit. key: what the note's form sends."""

    key: str
    words: str
    unit: str
    count: int
    of: int
    stands_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorRow:
    """What was returned to a software's users."""

    vendor: str
    schools: int
    returned: int
    sent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """One note."""

    at: datetime
    by: str
    about: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OversightPage:
    """Shares, signals and notes. more: signals that the page leaves to the file."""

    headline: str
    lead: str
    note: FigureNote
    base: str
    counts: tuple[Count, ...]
    cards: tuple[ConcentrationCard, ...]
    vendors: tuple[VendorRow, ...]
    kinds: tuple[SignalKind, ...]
    signals: tuple[SignalRow, ...]
    more: int
    notes: tuple[NoteRow, ...]

"""What the figures page shows."""

from dataclasses import dataclass

from hocba.faces.web.presenters import Count, FigureNote, Link, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One line of a table of figures; counts only, never a name of a pupil."""

    name: str
    pupils: int
    records: int
    signed: int
    sealed: int
    accepted: int
    exceptions: int
    undeclared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """How many pupils have no record for this coded reason."""

    words: str
    pupils: int


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way of cutting the figures: by school, grade, commune or province."""

    words: str
    url: str
    is_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPage:
    """Figures cut one way, with their sum, and the exceptions by reason."""

    headline: str
    note: FigureNote
    pipeline: tuple[Stage, ...]
    counts: tuple[Count, ...]
    views: tuple[View, ...]
    cut_by: str
    rows: tuple[FigureRow, ...]
    total: FigureRow
    reasons: tuple[ReasonRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One figure's definition: what is counted, on which ground."""

    words: str
    told: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionsPage:
    """How every figure is counted."""

    headline: str
    lead: str
    definitions: tuple[Definition, ...]
    back: Link

"""What the coverage page shows."""

from dataclasses import dataclass

from hocba.faces.web.figures_presenters import DrawnMap
from hocba.faces.web.presenters import Count, FigureNote, State


@dataclass(frozen=True, slots=True, kw_only=True)
class MapChoice:
    """One of the maps on which the page can be read."""

    words: str
    url: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """A published figure beside ours, each already written."""

    what: str
    published: str
    due: str
    ours: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """A province. expected: None without statistics; parts: what it was merged from."""

    name: str
    expected: int | None
    accepted: int
    share: str
    states: tuple[State, ...] = ()
    parts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A part of a whole, with a bar."""

    name: str
    part: int
    whole: int
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """A province of which more is known: why pupils have no record yet, and its named units."""

    headline: str
    accepted: int
    pupils: int
    reasons: tuple[ShareRow, ...]
    units: tuple[ShareRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePage:
    """Coverage of the country."""

    headline: str
    note: FigureNote
    told: str
    counts: tuple[Count, ...]
    compared_title: str
    due_title: str
    compared: tuple[ComparedRow, ...]
    focus: tuple[Focus, ...]
    maps: tuple[MapChoice, ...]
    map: DrawnMap
    table_title: str
    rows: tuple[CoverageRow, ...]
    total: CoverageRow

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
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """How many pupils have no record for this coded reason; None: hidden, for it is small."""

    words: str
    pupils: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLine:
    """One unit's pupils without a record, by reason in the order of the table's heads."""

    name: str
    cells: tuple[ReasonRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a select."""

    value: str
    words: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTile:
    """A province's square. band: `none` or 0 to 5. upper, lower: where its two words stand."""

    x: str
    y: str
    middle: str
    upper: str
    lower: str
    size: str
    short: str
    share: str
    title: str
    band: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendRow:
    """What a colour of the map means."""

    band: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMap:
    """A tile map. others: the same figures on the other map. elsewhere: names on no tile."""

    width: int
    height: int
    tiles: tuple[DrawnTile, ...]
    legend: tuple[LegendRow, ...]
    told: str
    elsewhere: tuple[str, ...] = ()
    others: tuple["View", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveMark:
    """A line across a curve's picture, and what stands at its end."""

    at: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveDay:
    """A day in the table beside the curve."""

    day: str
    came: int
    by_then: int
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCurve:
    """Records by day. line, area: points; grid: quarters of the roster; closing: the due day."""

    line: str
    area: str
    grid: tuple[CurveMark, ...]
    first: str
    last: str
    closing: CurveMark | None
    told: str
    days: tuple[CurveDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way of cutting the figures: by school, grade, commune or province."""

    words: str
    url: str
    is_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPage:
    """
    Figures cut one way, with their sum, and the exceptions by reason.

    hides: whether any cell is hidden. crumbs: from the whole down to what is shown. kept: what
    the form of years and grades carries along.
    """

    headline: str
    note: FigureNote
    pipeline: tuple[Stage, ...]
    counts: tuple[Count, ...]
    views: tuple[View, ...]
    cut_by: str
    rows: tuple[FigureRow, ...]
    total: FigureRow
    reasons: tuple[ReasonRow, ...]
    reason_lines: tuple[ReasonLine, ...] = ()
    hides: bool = False
    crumbs: tuple[Link, ...] = ()
    years: tuple[Option, ...] = ()
    grades: tuple[Option, ...] = ()
    kept: tuple[Option, ...] = ()
    map: DrawnMap | None = None
    curve: DrawnCurve | None = None


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

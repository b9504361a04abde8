"""
The printed bulletin: figures as a page to hang up or to file, every number already in words.

Units are compared, never pupils; what is hidden in tables is hidden here, too.
"""

from dataclasses import dataclass
from datetime import datetime

from hocba.core.terms.environment import Environment


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinRow:
    """One line of a table; cells in the order of its heads."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinTile:
    """A province's square on the tile map. band: 0 to 5, -1 without a rate."""

    column: int
    row: int
    short: str
    share: str
    band: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinCurve:
    """
    Records by day. points: parts of the width and of the height, in thousandths.

    closing: where the due day stands, in thousandths of the width; None where it is not shown.
    """

    points: tuple[tuple[int, int], ...]
    first: str
    last: str
    closing: int | None
    due: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """
    The whole page.

    scope: what is counted, in words. heads, rows, total: the main table; its first column is
    the units' names under `cut`. reasons: pupils without a record, with a count each; hides:
    whether some are not shown. tiles: empty where no map belongs to it.
    """

    office: str
    environment: Environment
    school_year: str
    scope: str
    at: datetime
    headline: str
    facts: tuple[tuple[str, str], ...]
    cut: str
    heads: tuple[str, ...]
    rows: tuple[BulletinRow, ...]
    total: BulletinRow
    reasons: tuple[tuple[str, str], ...]
    hides: bool
    tiles: tuple[BulletinTile, ...] = ()
    bands: tuple[str, ...] = ()
    curve: BulletinCurve | None = None


def grouped(count: int) -> str:
    """Write a count as Vietnamese papers do: 4.241.906."""
    return f"{count:,}".replace(",", ".")

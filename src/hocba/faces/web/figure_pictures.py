"""Pictures of figures in their own units, every number already text: SVG knows no decimal comma."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext

from hocba.core.report.tile_map import STEPS, Tile, TileMap
from hocba.core.report.timeliness import Day, Timeliness
from hocba.faces.web.figures_presenters import (
    CurveDay,
    CurveMark,
    DrawnCurve,
    DrawnMap,
    DrawnTile,
    LegendRow,
)
from hocba.faces.web.numbers import day, number, share
from hocba.faces.web.words import language

_TILE, _GAP = 46, 4
_PITCH: Final = _TILE + _GAP

_WIDTH, _HEIGHT = 640, 220
_LEFT, _RIGHT, _TOP, _FLOOR = 46, 628, 14, 190
_QUARTERS: Final = (0, 25, 50, 75, 100)
_SHOWN_DAYS: Final = 60


def drawn_map(found: TileMap, url_of: Callable[[str], str]) -> DrawnMap:
    """Draw a tile map. url_of: where a province's tile leads; empty for nowhere."""
    columns = max(tile.column for tile in found.tiles) + 1
    rows = max(tile.row for tile in found.tiles) + 1
    counted = [tile for tile in found.tiles if tile.figure and tile.figure.pupils]
    said = gettext("%(n)s trên %(all)s tỉnh, thành phố có số liệu.")
    return DrawnMap(
        width=columns * _PITCH - _GAP,
        height=rows * _PITCH - _GAP,
        tiles=tuple(_drawn(tile, url_of) for tile in found.tiles),
        legend=_legend(),
        told=said % {"n": len(counted), "all": len(found.tiles)},
        elsewhere=tuple(line.name for line in found.elsewhere),
    )


def drawn_curve(found: Timeliness, pupils: int) -> DrawnCurve | None:
    """Draw how many records had come by each day, of the pupils on the rosters."""
    if not found.days:
        return None
    top = max(pupils, found.days[-1].by_then)
    first, last = _span(found)
    x, y = _across(first, last), _up(top)
    points = _steps(found.days, x, y)
    closing = found.closes_on
    return DrawnCurve(
        line=" ".join(points),
        area=" ".join((f"{x(first)},{_FLOOR}", *points, f"{x(found.days[-1].on)},{_FLOOR}")),
        grid=tuple(
            CurveMark(at=y(top * quarter / 100), words=f"{quarter}%" if top == pupils else "")
            for quarter in _QUARTERS
        ),
        first=day(first),
        last=day(last),
        closing=CurveMark(at=x(closing), words=day(closing))
        if closing and first <= closing <= last
        else None,
        told=_told(found, pupils),
        days=tuple(_row(one, pupils) for one in found.days[-_SHOWN_DAYS:]),
    )


def _drawn(tile: Tile, url_of: Callable[[str], str]) -> DrawnTile:
    left, top, line = tile.column * _PITCH, tile.row * _PITCH, tile.figure
    has_rate = line is not None and line.pupils > 0
    told = share(line.accepted, line.pupils, language()) if line and has_rate else "–"
    return DrawnTile(
        x=str(left),
        y=str(top),
        middle=str(left + _TILE // 2),
        upper=str(top + 20),
        lower=str(top + 36),
        size=str(_TILE),
        short=tile.short,
        share=told.replace("\u00a0%", "").replace("%", ""),
        title=f"{tile.name}: {told}",
        band="none" if tile.band is None else str(tile.band),
        url=url_of(tile.code) if has_rate else "",
    )


def _legend() -> tuple[LegendRow, ...]:
    last = len(STEPS) - 1
    words = [gettext("dưới %(n)s %%") % {"n": STEPS[0]}]
    words += [
        gettext("%(n)s đến dưới %(m)s %%") % {"n": low, "m": STEPS[at + 1]}
        for at, low in enumerate(STEPS[:last])
    ]
    words.append(gettext("đủ 100 %%") % {})
    bands = [LegendRow(band=str(at), words=told) for at, told in enumerate(words)]
    return (LegendRow(band="none", words=gettext("chưa có số liệu")), *bands)


def _span(found: Timeliness) -> tuple[date, date]:
    """Begin the day before anything came; reach the closing where it is not far away."""
    first, last = found.days[0].on - timedelta(days=1), found.days[-1].on
    closing = found.closes_on
    return first, max(last, closing) if closing and first <= closing else last


def _across(first: date, last: date) -> Callable[[date], str]:
    days = max((last - first).days, 1)
    return lambda on: f"{_LEFT + (_RIGHT - _LEFT) * (on - first).days / days:.1f}"


def _up(top: int) -> Callable[[float], str]:
    return lambda count: f"{_FLOOR - (_FLOOR - _TOP) * count / max(top, 1):.1f}"


def _steps(
    days: Sequence[Day], x: Callable[[date], str], y: Callable[[float], str]
) -> tuple[str, ...]:
    """Rise on the day itself; between two days nothing came and the line lies flat."""
    points = [f"{x(days[0].on - timedelta(days=1))},{y(0)}"]
    before = 0
    for one in days:
        points += [f"{x(one.on - timedelta(days=1))},{y(before)}", f"{x(one.on)},{y(one.by_then)}"]
        before = one.by_then
    return tuple(points)


def _told(found: Timeliness, pupils: int) -> str:
    last = found.days[-1]
    said = gettext("Đến hết %(day)s: %(n)s tệp học bạ, %(share)s số học sinh.") % {
        "day": day(last.on),
        "n": number(last.by_then, language()),
        "share": share(min(last.by_then, pupils), pupils, language()),
    }
    if not found.late or found.closes_on is None:
        return said
    late = gettext("%(n)s tệp đến sau hạn %(day)s.")
    return f"{said} {late % {'n': number(found.late, language()), 'day': day(found.closes_on)}}"


def _row(one: Day, pupils: int) -> CurveDay:
    return CurveDay(
        day=day(one.on),
        came=one.came,
        by_then=one.by_then,
        share=share(min(one.by_then, pupils), pupils, language()),
    )

"""A small curve as SVG: seconds over records, with the straight line that linear growth draws."""

from collections.abc import Sequence
from typing import Final

_WIDE, _HIGH, _LEFT, _BELOW = 640, 320, 70, 40
_INK: Final = "font:12px sans-serif"


def curve_svg(points: Sequence[tuple[int, float, float]]) -> str:
    """Draw (records, seconds, rate). The dashed line joins the origin and the last point."""
    most, longest = points[-1][0], points[-1][1]

    def at(records: float, seconds: float) -> str:
        x = _LEFT + records / most * (_WIDE - _LEFT - 20)
        y = (_HIGH - _BELOW) - seconds / longest * (_HIGH - _BELOW - 20)
        return f"{x:.1f},{y:.1f}"

    line = " ".join(at(records, seconds) for records, seconds, _ in points)
    dots = "".join(
        '<circle r="3" cx="{}" cy="{}"/>'.format(*at(records, seconds).split(","))
        for records, seconds, _ in points
    )
    x, y = at(0, 0).split(",")
    end_x, end_y = at(most, longest).split(",")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" style="{_INK}">'
        f"<title>Seconds over records taken in</title>"
        f'<path d="M{x} 20V{y}H{_WIDE}" fill="none" stroke="#888"/>'
        f'<path d="M{x} {y}L{end_x} {end_y}" stroke="#888" stroke-dasharray="4 4"/>'
        f'<polyline points="{at(0, 0)} {line}" fill="none" stroke="#0b6" stroke-width="2"/>{dots}'
        f'<text x="{_LEFT - 6}" y="26" text-anchor="end">{longest:,.0f} s</text>'
        f'<text x="{end_x}" y="{_HIGH - 20}" text-anchor="end">{most:,} records</text>'
        f'<text x="{x}" y="{_HIGH - 20}">0</text></svg>\n'
    )

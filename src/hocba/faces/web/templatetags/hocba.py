"""Tags and filters of the templates: the parts of every page, and numbers as people write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from hocba.core.terms.text import given_name
from hocba.faces.web import numbers
from hocba.faces.web.presenters import (
    Count,
    FigureNote,
    FindingRow,
    Next,
    Rhythm,
    Stage,
    State,
)

register = template.Library()


def _language() -> numbers.Language:
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@register.filter
def number(value: int | None) -> str:
    """Write a count; an en dash where there is none."""
    return "–" if value is None else numbers.number(value, _language())


@register.filter
def moment(at: datetime) -> str:
    """Write an instant in Vietnam's time."""
    return numbers.moment(at)


@register.filter
def day(on: date | None) -> str:
    """Write a date; an en dash where there is none."""
    return "–" if on is None else numbers.day(on)


@register.simple_tag
def share(part: int, whole: int, places: int = 1) -> str:
    """Write part of whole in per cent."""
    return numbers.share(part, whole, _language(), places=places)


@register.filter
def person(full_name: str) -> SafeString:
    """Write a person's name with the given name standing out: Cầm Thị <b>An</b>."""
    given = given_name(full_name)
    # One element: where a cell is laid out as a grid, loose text and <b> would part.
    before = full_name[: len(full_name) - len(given)]
    return format_html("<span>{}<b>{}</b></span>", before, given)


@register.inclusion_tag("web/parts/chip.html")
def chip(state: State) -> dict[str, object]:
    """Show a state."""
    return {"state": state}


@register.inclusion_tag("web/parts/next.html")
def next_step(step: Next | None) -> dict[str, object]:
    """Show the one next step."""
    return {"step": step}


@register.inclusion_tag("web/parts/pipeline.html")
def pipeline(stages: Sequence[Stage]) -> dict[str, object]:
    """Show how far everyone has come."""
    return {"stages": stages}


@register.inclusion_tag("web/parts/count.html")
def count_card(count: Count) -> dict[str, object]:
    """Show a figure on a card."""
    return {"count": count}


@register.inclusion_tag("web/parts/bar.html")
def bar(part: int, whole: int) -> dict[str, object]:
    """Show a share as a bar; the words beside it say the same."""
    width = 0.0 if whole <= 0 else round(100 * min(part, whole) / whole, 1)
    return {"width": f"{width}", "is_full": whole > 0 and part >= whole}


@register.inclusion_tag("web/parts/figure_note.html")
def figure_note(note: FigureNote) -> dict[str, object]:
    """Say of what, when and how a figure was counted."""
    return {"note": note}


@register.inclusion_tag("web/parts/findings.html")
def findings(rows: Sequence[FindingRow]) -> dict[str, object]:
    """List findings, each with how to mend it and who can."""
    return {"rows": rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A bar in the picture's own units, already as text: SVG knows no decimal comma."""

    x: str
    y: str
    width: str
    height: str
    label: str
    value: int
    is_labelled: bool
    middle: str


_WIDTH, _FLOOR, _CEILING = 360, 130, 14
_FEWEST = 10
"""Days that the picture leaves room for: one day alone is no wall."""


def _drawn(chart: Rhythm) -> tuple[_Drawn, ...]:
    top = max((bar.value for bar in chart.bars), default=0) or 1
    pitch = _WIDTH / max(len(chart.bars), _FEWEST)
    every = max(1, -(-len(chart.bars) // 6))
    drawn = []
    for at, one in enumerate(chart.bars):
        height = (_FLOOR - _CEILING) * one.value / top
        drawn.append(
            _Drawn(
                x=f"{at * pitch + pitch * 0.14:.1f}",
                y=f"{_FLOOR - height:.1f}",
                width=f"{pitch * 0.72:.1f}",
                height=f"{height:.1f}",
                label=one.label,
                value=one.value,
                is_labelled=at % every == 0,
                middle=f"{at * pitch + pitch / 2:.1f}",
            )
        )
    return tuple(drawn)


@register.inclusion_tag("web/parts/rhythm.html")
def rhythm(chart: Rhythm) -> dict[str, object]:
    """Draw counts by day, with the same counts in a table for who cannot see the picture."""
    return {"chart": chart, "bars": _drawn(chart)}

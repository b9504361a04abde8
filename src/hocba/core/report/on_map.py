"""Read figures by province on the map of the 63 or of the 34, whichever they were recorded on."""

from collections.abc import Iterable
from dataclasses import replace

from hocba.core.report.figures import Cut, Figure, Figures, in_order, total
from hocba.core.terms.people import Place
from hocba.core.terms.provinces import Atlas, code_of_line, located


def on_map(found: Figures, atlas: Atlas) -> Figures:
    """
    Sum lines by province on a map; the total never changes.

    A line that cannot be brought over, for the merger cannot be undone by code, stays as it is;
    its code then names its own map: `34:08`.
    Raises: ValueError when the figures are not cut by province.
    """
    if found.cut is not Cut.PROVINCE:
        raise ValueError(found.cut)
    lines: dict[str, list[Figure]] = {}
    names: dict[str, str] = {}
    for line in found.lines:
        place = Place(code=code_of_line(line.code), name=line.name)
        there = located(place, atlas, year=found.choice.school_year)
        same = there.atlas is atlas
        code = there.place.code if same else f"{there.atlas.value}:{there.place.code}"
        lines.setdefault(code, []).append(line)
        names[code] = there.place.name
    summed = [summed_line(code, names[code], own) for code, own in lines.items()]
    return in_order(summed, cut=found.cut, choice=found.choice)


def summed_line(code: str, name: str, lines: Iterable[Figure]) -> Figure:
    """Return the sum of lines under a code and a name."""
    return replace(total(lines), code=code, name=name)

"""The frame of an office's pages: the same for all, the menu and the names are its own."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext

from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.faces.web.asking import Asking, OfficeRequest, actor_key
from hocba.faces.web.presenters import Capacity, Frame, Link, MenuGroup
from hocba.faces.web.words import role_words
from hocba.ports.outside import Outside


def framed(
    request: OfficeRequest,
    asking: Asking,
    *,
    brand: str,
    where: Sequence[Link],
    menu: Sequence[MenuGroup],
    school_year: SchoolYear,
    bell: int | None = None,
) -> Frame:
    """Return the frame and leave it on the request, for the page of a refusal."""
    actor = asking.actor
    frame = Frame(
        brand=brand,
        where=tuple(where),
        period=gettext("Năm học %(year)s") % {"year": str(school_year).replace("-", "–")},
        person=asking.display_name,
        capacity=capacity_words(actor),
        others=tuple(
            Capacity(key=actor_key(other), words=_other_words(request.outside, actor, other))
            for other in asking.actors
            if other != actor
        ),
        menu=_marked(menu, request.path),
        environment=request.outside.environment,
        bell=bell,
        is_practice=request.outside.is_practice,
    )
    request.frame = frame
    return frame


def capacity_words(actor: Actor) -> str:
    """Return a role with its class, as the reader sees it."""
    return f"{role_words(actor.role)} {actor.class_name}".strip()


def _other_words(outside: Outside, actor: Actor, other: Actor) -> str:
    """Name another role of the reader; and its school, where that is another one than now."""
    words = capacity_words(other)
    if other.school is None or other.school == actor.school:
        return words
    try:
        name = outside.book.school(other.school).name
    except Refusal:
        # An office above need not know the school: its code still tells the two apart.
        name = other.school
    return f"{words}, {name}"


def _marked(menu: Sequence[MenuGroup], here: str) -> tuple[MenuGroup, ...]:
    """Mark the line whose address leads furthest towards the page that is shown."""
    urls = [item.url for group in menu for item in group.items]
    longest = max((url for url in urls if f"{here}/".startswith(f"{url}/")), key=len, default="")
    return tuple(
        replace(group, items=tuple(replace(i, here=i.url == longest) for i in group.items))
        for group in menu
    )

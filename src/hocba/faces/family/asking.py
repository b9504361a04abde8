"""Who asks for their own child: the family that has come in by its code or personal number."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from hocba.core.compose.families import FamilyMember
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.presenters import Frame, Link, MenuGroup, MenuItem
from hocba.flow.family_access import still_in

P = ParamSpec("P")

COME_IN_URL: Final = "/gia-dinh/vao"
HOME_URL: Final = "/gia-dinh"
SHARES_URL: Final = "/gia-dinh/chia-se"
CHILDREN_URL: Final = "/gia-dinh/con"
_SESSION: Final = "family"
_CHILDREN: Final = "family_children"
_LASTS: Final = 60 * 60
"""Seconds without a click; parents also use the school's or a shop's machine."""

Page = Callable[Concatenate[OfficeRequest, FamilyMember, P], HttpResponse]
View = Callable[Concatenate[OfficeRequest, P], HttpResponse]


def let_in(request: OfficeRequest, access: FamilyMember) -> None:
    """Note who came in, in a new session so that an older one cannot be ridden."""
    request.session.flush()
    request.session[_SESSION] = access.access_id
    request.session.set_expiry(_LASTS)


def let_in_as(
    request: OfficeRequest, members: Sequence[FamilyMember], *, first: str | None = None
) -> None:
    """Note who came in for which children, at least one. first: whose record opens, by its id."""
    opened = next((each for each in members if each.access_id == first), members[0])
    let_in(request, opened)
    request.session[_CHILDREN] = [each.access_id for each in members]


def children_of(request: OfficeRequest) -> tuple[str, ...]:
    """Return the ids by which who came in may open records; one only by a code on paper."""
    return tuple(request.session.get(_CHILDREN, (request.session[_SESSION],)))


def for_family(page: Page[P]) -> View[P]:
    """Let a view answer only to a family whose code is still good; others may come in."""

    @wraps(page)
    def view(request: OfficeRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        access_id = str(request.session.get(_SESSION, ""))
        access = still_in(request.outside, request.family, access_id) if access_id else None
        if access is None:
            return HttpResponseRedirect(COME_IN_URL)
        return page(request, access, *args, **kwargs)

    return view


def shown(
    request: OfficeRequest,
    access: FamilyMember,
    template: str,
    page: object,
    *,
    here: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """Render a page of the family. here: the page's own name in the trail. more: for the page."""
    trail = [Link(words=gettext("Học bạ của con"), url=HOME_URL)]
    items = [
        MenuItem(words=gettext("Học bạ"), url=HOME_URL, here=request.path == HOME_URL),
        MenuItem(
            words=gettext("Chia sẻ"), url=SHARES_URL, here=request.path.startswith(SHARES_URL)
        ),
    ]
    if len(children_of(request)) > 1:
        at_children = request.path == CHILDREN_URL
        items.append(MenuItem(words=gettext("Đổi học sinh"), url=CHILDREN_URL, here=at_children))
    frame = Frame(
        brand=gettext("Học bạ số"),
        where=(*trail, Link(words=here)) if here else tuple(trail),
        person=access.name,
        menu=(MenuGroup(items=tuple(items)),),
        environment=request.outside.environment,
    )
    request.frame = frame
    return render(request, template, {**more, "frame": frame, "page": page}, status=status)

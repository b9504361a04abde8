"""Who asks for their own child: the family that has come in by its code."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from hocba.core.compose.families import FamilyAccess
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.presenters import Frame, Link, MenuGroup, MenuItem
from hocba.flow.family_access import still_in

P = ParamSpec("P")

COME_IN_URL: Final = "/gia-dinh/vao"
HOME_URL: Final = "/gia-dinh"
SHARES_URL: Final = "/gia-dinh/chia-se"
_SESSION: Final = "family"
_LASTS: Final = 60 * 60
"""Seconds without a click; parents also use the school's or a shop's machine."""

Page = Callable[Concatenate[OfficeRequest, FamilyAccess, P], HttpResponse]
View = Callable[Concatenate[OfficeRequest, P], HttpResponse]


def let_in(request: OfficeRequest, access: FamilyAccess) -> None:
    """Note who came in, in a new session so that an older one cannot be ridden."""
    request.session.flush()
    request.session[_SESSION] = access.access_id
    request.session.set_expiry(_LASTS)


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
    access: FamilyAccess,
    template: str,
    page: object,
    *,
    here: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """Render a page of the family. here: the page's own name in the trail. more: for the page."""
    trail = [Link(words=gettext("Học bạ của con"), url=HOME_URL)]
    items = (
        MenuItem(words=gettext("Học bạ"), url=HOME_URL, here=request.path == HOME_URL),
        MenuItem(
            words=gettext("Chia sẻ"), url=SHARES_URL, here=request.path.startswith(SHARES_URL)
        ),
    )
    frame = Frame(
        brand=gettext("Học bạ số"),
        where=(*trail, Link(words=here)) if here else tuple(trail),
        person=access.name,
        menu=(MenuGroup(items=items),),
        environment=request.outside.environment,
    )
    request.frame = frame
    return render(request, template, {**more, "frame": frame, "page": page}, status=status)

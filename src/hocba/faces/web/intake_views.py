"""The address under which an office watches packages being taken in."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest, only_for
from hocba.faces.web.intake_pages import intake_page
from hocba.faces.web.look_up_views import Shown
from hocba.ports.outside import Outside

_LOOK_AGAIN_S: Final = 3

Names = Callable[[Outside], Mapping[str, str]]
"""Gives the names of an office's senders, by their codes."""


def intake_path(
    base: str, *, roles: frozenset[Role], shown: Shown, names: Names, packages: str
) -> URLPattern:
    """Return the address. base: without slashes at its ends; packages: where receipts are."""

    @require_safe
    @only_for(roles)
    def intake(request: OfficeRequest, asking: Asking) -> HttpResponse:
        outside = request.outside
        page = intake_page(outside, names(outside), packages_url=f"/{packages}")
        response = shown(request, asking, "web/intake.html", page)
        if page.looks_again:
            # Works without a script; the page holds no field that a fresh copy would empty.
            response.headers["Refresh"] = str(_LOOK_AGAIN_S)
        return response

    return path(base, intake)

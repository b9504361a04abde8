"""Addresses under which an office looks pupils up; the same for every office that may."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest, only_for
from hocba.faces.web.look_up_pages import answer_page, asked_page, found_file, found_print

Shown = Callable[[OfficeRequest, Asking, str, object], HttpResponse]
"""Renders a page within the frame of one office."""


def look_up_paths(base: str, *, roles: frozenset[Role], shown: Shown) -> list[URLPattern]:
    """Return the addresses below `base`, which has no slash at either end."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @only_for(roles)
    def ask(request: OfficeRequest, asking: Asking) -> HttpResponse:
        page = asked_page(request, asking, base=f"/{base}")
        if isinstance(page, str):
            return HttpResponseRedirect(page)
        return shown(request, asking, "web/look_up.html", page)

    @require_safe
    @only_for(roles)
    def answer(request: OfficeRequest, asking: Asking, look_up_id: str) -> HttpResponse:
        page = answer_page(request, asking, look_up_id, base=f"/{base}")
        return shown(request, asking, "web/found.html", page)

    @require_safe
    @only_for(roles)
    def file(request: OfficeRequest, asking: Asking, look_up_id: str, key: str) -> HttpResponse:
        return found_file(request, asking, look_up_id, key)

    @require_safe
    @only_for(roles)
    def printed(request: OfficeRequest, asking: Asking, look_up_id: str, key: str) -> HttpResponse:
        return found_print(request, asking, look_up_id, key)

    return [
        path(base, ask),
        path(f"{base}/<slug:look_up_id>", answer),
        path(f"{base}/<slug:look_up_id>/<str:key>/hoc-ba.xml", file),
        path(f"{base}/<slug:look_up_id>/<str:key>/ban-in.pdf", printed),
    ]

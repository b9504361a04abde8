"""Addresses of what oversight says of signing; the same for every office that has it."""

from django.http import HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest, only_for
from hocba.faces.web.oversight_views import XLSX, Shown, year_asked
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.signing_pages import signing_page
from hocba.flow.oversee_signing import (
    SigningOverseen,
    oversee_signing,
    signing_json,
    signing_xlsx,
)


def signing_paths(base: str, *, roles: frozenset[Role], shown: Shown) -> list[URLPattern]:
    """Return the addresses below `base`, which is that of oversight."""

    @require_safe
    @only_for(roles)
    def page(request: OfficeRequest, asking: Asking) -> HttpResponse:
        found = signing_page(_found(request, asking), base=f"/{base}")
        return shown(request, asking, "web/oversight_signing.html", found)

    @require_safe
    @only_for(roles)
    def as_json(request: OfficeRequest, asking: Asking) -> HttpResponse:
        told = signing_json(_found(request, asking), office=request.outside.office.code)
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})

    @require_safe
    @only_for(roles)
    def as_excel(request: OfficeRequest, asking: Asking) -> HttpResponse:
        file = signing_xlsx(request.outside, _found(request, asking))
        return taken_away(file, name="chu-ky-so.xlsx", content_type=XLSX)

    return [
        path(f"{base}/chu-ky-so", page),
        path(f"{base}/chu-ky-so.json", as_json),
        path(f"{base}/chu-ky-so.xlsx", as_excel),
    ]


def _found(request: OfficeRequest, asking: Asking) -> SigningOverseen:
    return oversee_signing(request.outside, actor=asking.actor, school_year=year_asked(request))

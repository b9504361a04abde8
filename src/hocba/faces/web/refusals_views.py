"""Addresses of what oversight says of returned records; the same for every office that has it."""

from django.http import HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest, only_for
from hocba.faces.web.oversight_views import XLSX, Shown, year_asked
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.refusals_pages import refusals_page
from hocba.flow.oversee_refusals import (
    RefusalsOverseen,
    oversee_refusals,
    refusals_json,
    refusals_xlsx,
)


def refusals_paths(base: str, *, roles: frozenset[Role], shown: Shown) -> list[URLPattern]:
    """Return the addresses below `base`, which is that of oversight."""

    @require_safe
    @only_for(roles)
    def page(request: OfficeRequest, asking: Asking) -> HttpResponse:
        found = refusals_page(_found(request, asking), base=f"/{base}")
        return shown(request, asking, "web/oversight_refusals.html", found)

    @require_safe
    @only_for(roles)
    def as_json(request: OfficeRequest, asking: Asking) -> HttpResponse:
        told = refusals_json(_found(request, asking), office=request.outside.office.code)
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})

    @require_safe
    @only_for(roles)
    def as_excel(request: OfficeRequest, asking: Asking) -> HttpResponse:
        file = refusals_xlsx(request.outside, _found(request, asking))
        return taken_away(file, name="tra-lai.xlsx", content_type=XLSX)

    return [
        path(f"{base}/tra-lai", page),
        path(f"{base}/tra-lai.json", as_json),
        path(f"{base}/tra-lai.xlsx", as_excel),
    ]


def _found(request: OfficeRequest, asking: Asking) -> RefusalsOverseen:
    return oversee_refusals(
        request.outside,
        actor=asking.actor,
        school_year=year_asked(request),
        unit=request.GET.get("don-vi", "")[:35],
    )

"""A report of oversight at three addresses: as a page, as JSON and as an Excel file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest, only_for
from hocba.faces.web.oversight_views import XLSX, Shown
from hocba.faces.web.receipt_files import taken_away
from hocba.flow.oversee import Json
from hocba.ports.outside import Outside

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Generic[Found]):
    """
    How one report is asked for and shown. name: its address below oversight's, and its files'.

    page: from what was found and oversight's address. json: from what was found and the office's
    code.
    """

    name: str
    template: str
    found: Callable[[OfficeRequest, Asking], Found]
    page: Callable[[Found, str], object]
    json: Callable[[Found, str], Json]
    xlsx: Callable[[Outside, Found], bytes]


def report_paths(
    base: str, report: Report[Found], *, roles: frozenset[Role], shown: Shown
) -> list[URLPattern]:
    """Return the addresses of a report. base: of oversight, without a slash at either end."""

    @require_safe
    @only_for(roles)
    def page(request: OfficeRequest, asking: Asking) -> HttpResponse:
        found = report.page(report.found(request, asking), f"/{base}")
        return shown(request, asking, report.template, found)

    @require_safe
    @only_for(roles)
    def as_json(request: OfficeRequest, asking: Asking) -> HttpResponse:
        told = report.json(report.found(request, asking), request.outside.office.code)
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})

    @require_safe
    @only_for(roles)
    def as_excel(request: OfficeRequest, asking: Asking) -> HttpResponse:
        file = report.xlsx(request.outside, report.found(request, asking))
        return taken_away(file, name=f"{report.name}.xlsx", content_type=XLSX)

    return [
        path(f"{base}/{report.name}", page),
        path(f"{base}/{report.name}.json", as_json),
        path(f"{base}/{report.name}.xlsx", as_excel),
    ]

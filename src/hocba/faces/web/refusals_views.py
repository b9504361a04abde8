"""Addresses of what oversight says of returned records; the same for every office that has it."""

from django.urls import URLPattern

from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest
from hocba.faces.web.overseen import Report, report_paths
from hocba.faces.web.oversight_views import Shown, year_asked
from hocba.faces.web.refusals_pages import refusals_page
from hocba.flow.oversee_refusals import (
    RefusalsOverseen,
    oversee_refusals,
    refusals_json,
    refusals_xlsx,
)


def refusals_paths(base: str, *, roles: frozenset[Role], shown: Shown) -> list[URLPattern]:
    """Return the addresses below `base`, which is that of oversight."""
    report = Report(
        name="tra-lai",
        template="web/oversight_refusals.html",
        found=_found,
        page=lambda found, at: refusals_page(found, base=at),
        json=lambda found, office: refusals_json(found, office=office),
        xlsx=refusals_xlsx,
    )
    return report_paths(base, report, roles=roles, shown=shown)


def _found(request: OfficeRequest, asking: Asking) -> RefusalsOverseen:
    return oversee_refusals(
        request.outside,
        actor=asking.actor,
        school_year=year_asked(request),
        unit=request.GET.get("don-vi", "")[:35],
    )

"""Addresses of what oversight says of signing; the same for every office that has it."""

from django.urls import URLPattern

from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest
from hocba.faces.web.overseen import Report, report_paths
from hocba.faces.web.oversight_views import Shown, year_asked
from hocba.faces.web.signing_pages import signing_page
from hocba.flow.oversee_signing import (
    SigningOverseen,
    oversee_signing,
    signing_json,
    signing_xlsx,
)


def signing_paths(base: str, *, roles: frozenset[Role], shown: Shown) -> list[URLPattern]:
    """Return the addresses below `base`, which is that of oversight."""
    report = Report(
        name="chu-ky-so",
        template="web/oversight_signing.html",
        found=_found,
        page=lambda found, at: signing_page(found, base=at),
        json=lambda found, office: signing_json(found, office=office),
        xlsx=signing_xlsx,
    )
    return report_paths(base, report, roles=roles, shown=shown)


def _found(request: OfficeRequest, asking: Asking) -> SigningOverseen:
    return oversee_signing(request.outside, actor=asking.actor, school_year=year_asked(request))

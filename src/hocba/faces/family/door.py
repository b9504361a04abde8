"""The way in of a family: the code on the school's paper, and the child's birth day."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hocba.core.compose.attempts import require_allowed
from hocba.core.compose.families import FamilyAccess
from hocba.core.compose.invitations import digest_of
from hocba.core.terms.outcomes import Refusal
from hocba.faces.family.asking import HOME_URL, let_in
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.numbers import day_of
from hocba.faces.web.presenters import Frame
from hocba.faces.web.words import refusal_words
from hocba.flow.family_access import come_in


@dataclass(frozen=True, slots=True, kw_only=True)
class WayInPage:
    """
    The form. typed: the birth day as typed; the code is never sent back.

    identity: name of the provider of identities, empty where there is none.
    """

    headline: str
    lead: str
    problem: str = ""
    typed: str = ""
    identity: str = ""


@never_cache
@sensitive_post_parameters("code", "born")
@require_http_methods(["GET", "HEAD", "POST"])
def way_in(request: OfficeRequest) -> HttpResponse:
    """Ask for the code, or take it."""
    if request.method != "POST":
        return _shown(request)
    try:
        let_in(request, _taken(request))
    except Refusal as refusal:
        return _shown(request, refusal)
    return HttpResponseRedirect(HOME_URL)


def _taken(request: OfficeRequest) -> FamilyAccess:
    """Raises: Refusal "family.code_wrong", "web.date_unreadable", "web.too_many_attempts"."""
    code, born = request.POST.get("code", "")[:60], request.POST.get("born", "").strip()
    address, now = request.META.get("REMOTE_ADDR", ""), request.outside.clock.now()
    # Counted by a digest of the code: one code is not tried with many birth days.
    name, attempts = f"gia-dinh:{digest_of(code)}", request.door.attempts
    require_allowed(attempts.tried(name, address), now)
    born_on = day_of(born)
    try:
        access = come_in(request.outside, request.family, code=code, born_on=born_on)
    except Refusal:
        attempts.failed(name, address, now)
        raise
    attempts.succeeded(name, address, now)
    return access


def _shown(request: OfficeRequest, refusal: Refusal | None = None) -> HttpResponse:
    page = WayInPage(
        headline=gettext("Xem học bạ của con"),
        lead=gettext("Nhà trường trao cho phụ huynh và học sinh một tờ giấy có mã."),
        problem=refusal_words(refusal),
        typed=request.POST.get("born", "")[:10],
        identity=request.door.identity.name if request.door.identity else "",
    )
    frame = Frame(brand=gettext("Học bạ số"), environment=request.outside.environment)
    context = {"frame": frame, "page": page}
    return render(request, "family/way_in.html", context, status=403 if refusal else 200)

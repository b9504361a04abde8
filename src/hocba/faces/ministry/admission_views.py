"""The ministry's requests: enter one that came on paper, review, decide, suspend."""

from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.submit.admission import Admission, AdmissionAct, AdmissionKind
from hocba.core.terms.provinces import atlas_on, province_on, provinces
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.ministry.admissions import admissions_page, request_page
from hocba.faces.ministry.frame import shown
from hocba.faces.ministry.views import figures_now
from hocba.faces.web.asking import MINISTRY, Asking, OfficeRequest, only_for
from hocba.faces.web.certificates import uploaded_certificate
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.told import tell
from hocba.flow.admit_province import (
    approve,
    refuse,
    request_account,
    request_certificate,
    resume,
    review,
    suspend,
)
from hocba.flow.read_connection import requests_of

_LONGEST: Final = 500


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(MINISTRY)
def admissions(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show all requests, or enter one that a province has sent on paper."""
    outside = request.outside
    if request.method == "POST":
        _enter(request, asking)
        return HttpResponseRedirect(request.path)
    now = outside.clock.now()
    page = admissions_page(
        outside.admissions.all(),
        total=figures_now(outside).total,
        now=now,
        provinces=tuple(provinces(atlas_on(day_in_vietnam(now))).values()),
    )
    return shown(request, asking, "ministry/admissions.html", page)


def _enter(request: OfficeRequest, asking: Asking) -> None:
    """Who enters a request has looked at it; another officer approves."""
    outside = request.outside
    on = day_in_vietnam(outside.clock.now())
    place = province_on(request.POST.get("province", "")[:35], on)
    # The office's name as the province's own installation says it; a name of the day, no text.
    name = f"Sở Giáo dục và Đào tạo {place.name}"
    reason = request.POST.get("reason", "")[:_LONGEST]
    if request.POST.get("kind") == AdmissionKind.CERTIFICATE:
        request_certificate(
            outside,
            actor=asking.actor,
            province=place.code,
            province_name=name,
            certificate=uploaded_certificate(request, "certificate"),
            reason=reason,
        )
    else:
        request_account(
            outside,
            actor=asking.actor,
            province=place.code,
            province_name=name,
            reason=reason,
        )
    tell(request, gettext("Đã nhập đề nghị; chờ cán bộ thứ hai duyệt."))


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(MINISTRY)
def one_request(request: OfficeRequest, asking: Asking, admission_id: str) -> HttpResponse:
    """Show one request, or decide it."""
    outside = request.outside
    if request.method == "POST":
        _decide(request, asking, admission_id)
        return HttpResponseRedirect("/bo/de-nghi")
    admission = outside.admissions.get(admission_id)
    page = request_page(
        admission,
        actor=asking.actor,
        now=outside.clock.now(),
        requests=requests_of(outside, admission),
        others=outside.admissions.of_province(admission.province),
    )
    return shown(request, asking, "ministry/request.html", page)


@require_safe
@only_for(MINISTRY)
def request_paper(request: OfficeRequest, asking: Asking, admission_id: str) -> HttpResponse:
    """Hand out a decision that a province has sent with its request."""
    del asking
    outside, asked = request.outside, request.GET.get("ma", "")
    sent = requests_of(outside, outside.admissions.get(admission_id))
    found = next((each for each in sent if each.request_id == asked), None)
    if found is None:
        raise Http404
    paper = found.paper
    return taken_away(found.content, name=paper.name, content_type=paper.media_type)


def _decide(request: OfficeRequest, asking: Asking, admission_id: str) -> None:
    deeds: dict[str, tuple[Callable[..., Admission], str]] = {
        AdmissionAct.REVIEW.value: (review, gettext("Đã xem xét; chờ cán bộ thứ hai duyệt.")),
        AdmissionAct.APPROVE.value: (approve, gettext("Đã duyệt đề nghị.")),
        AdmissionAct.REFUSE.value: (refuse, gettext("Đã từ chối đề nghị.")),
        AdmissionAct.SUSPEND.value: (suspend, gettext("Đã tạm dừng.")),
        AdmissionAct.RESUME.value: (resume, gettext("Đã cho hoạt động lại.")),
    }
    asked = request.POST.get("decision", "")
    if asked not in deeds:
        raise Http404
    decide, said = deeds[asked]
    reason = request.POST.get("reason", "")[:_LONGEST]
    decide(request.outside, actor=asking.actor, admission_id=admission_id, reason=reason)
    tell(request, said)

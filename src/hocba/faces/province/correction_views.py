"""The province's pages of requests to amend or withdraw issued records."""

from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.corrections import Stage, Step
from hocba.core.terms.outcomes import Refusal
from hocba.faces.province.frame import shown
from hocba.faces.web.asking import PROVINCE, Asking, OfficeRequest, only_for
from hocba.faces.web.correction_pages import correction_page, corrections_page
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.correct_record import decide_for_province
from hocba.flow.read_correction import read_correction, read_evidence

BASE: Final = "/so/dinh-chinh"
_STEPS: Final = (Step.PROVINCE_APPROVE, Step.PROVINCE_REFUSE)


@require_safe
@only_for(PROVINCE)
def corrections(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the requests that principals have sent up."""
    found = request.outside.corrections.of_province(request.outside.office.code)
    lead = gettext("Hiệu trưởng đã duyệt; Sở duyệt thì trường mới mở phiên bản mới hoặc thu hồi.")
    page = corrections_page(found, base=BASE, mine=frozenset({Stage.AT_PROVINCE}), lead=lead)
    return shown(request, asking, "web/corrections.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(PROVINCE)
def one_correction(request: OfficeRequest, asking: Asking, correction_id: str) -> HttpResponse:
    """Show one request with old and new side by side, or decide on it."""
    outside, actor = request.outside, asking.actor
    problem, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        step = request.POST.get("step", "")
        if step not in _STEPS:
            raise Http404
        try:
            decide_for_province(
                outside,
                actor=actor,
                correction_id=correction_id,
                approve=step == Step.PROVINCE_APPROVE,
                reason=reason,
            )
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem = refusal_words(refusal)
        else:
            tell(request, gettext("Đã ghi quyết định về đề nghị."))
            return HttpResponseRedirect(request.path)
    found = read_correction(outside, actor=actor, correction_id=correction_id)
    page = correction_page(
        found,
        actor=actor,
        people={},
        base=BASE,
        steps=_STEPS,
        problem=problem,
        typed_reason=reason if problem else "",
    )
    response = shown(request, asking, "web/correction.html", page)
    response.status_code = 409 if problem else 200
    return response


@require_safe
@only_for(PROVINCE)
def evidence(request: OfficeRequest, asking: Asking, correction_id: str) -> HttpResponse:
    """Hand out the paper of a request."""
    found, paper = read_evidence(request.outside, actor=asking.actor, correction_id=correction_id)
    return taken_away(paper, name=found.evidence.name, content_type=found.evidence.media_type)

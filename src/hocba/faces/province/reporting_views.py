"""Reporting to the ministry: send again, carry by hand, prove attempts, reconcile."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hocba.core.submit.message import MessageId
from hocba.core.terms.outcomes import Fault
from hocba.faces.province.frame import shown
from hocba.faces.province.reporting_pages import (
    mending_sentence,
    proof_sentence,
    reconciliation_page,
    waiting_page,
)
from hocba.faces.web.asking import PROVINCE, Asking, OfficeRequest, only_for
from hocba.faces.web.consents import consent_given, uploaded
from hocba.faces.web.presenters import Tone
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.deliver_package import deliver, proof_of_attempts
from hocba.flow.reconcile import mend, reconcile
from hocba.flow.send_package import SIGNATURES_OF_A_PROVINCE_PACKAGE
from hocba.flow.take_along import take_along
from hocba.flow.take_receipt import take_receipt
from hocba.ports.outbox import SentPackage

_RECEIPT_LIMIT_MB = 60


@require_safe
@only_for(PROVINCE)
def waiting(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Show a package that has no receipt yet."""
    sent = _sent(request, message_id)
    if sent.receipt:
        return HttpResponseRedirect(f"/so/gui-bo/{message_id}")
    page = waiting_page(sent, request.outside.desk.attempts.of_package(sent.message_id))
    return shown(request, asking, "province/waiting.html", page)


@require_POST
@only_for(PROVINCE)
def again(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Send a package again: the same bytes, the same receipt."""
    del asking
    return delivered(request, _sent(request, message_id).message_id)


def delivered(request: OfficeRequest, message_id: MessageId) -> HttpResponse:
    """Hand a package over and go to its receipt; where the line breaks, to what can be done."""
    try:
        deliver(request.outside, message_id)
    except Fault as fault:
        tell(request, refusal_words(fault), tone=Tone.TO_DO)
        return HttpResponseRedirect(f"/so/gui-bo/{message_id}/cho")
    tell(request, gettext("Bộ đã trả biên nhận."))
    return HttpResponseRedirect(f"/so/gui-bo/{message_id}")


@require_safe
@only_for(PROVINCE)
def package_file(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Hand out a package for the USB stick, as it was signed; its records count as read."""
    sent = _sent(request, message_id)
    file = take_along(request.outside, actor=asking.actor, message_id=sent.message_id)
    return taken_away(file, name=f"{message_id}.zip", content_type="application/zip")


@require_POST
@only_for(PROVINCE)
def bring_receipt(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Take a receipt that came back on the stick: checked as the line's own."""
    del asking
    file, _ = uploaded(request, limit_mb=_RECEIPT_LIMIT_MB)
    receipt = take_receipt(request.outside, file)
    tell(request, gettext("Đã kiểm tra và ghi biên nhận của Bộ."))
    return HttpResponseRedirect(f"/so/gui-bo/{receipt.head.answers}")


@require_POST
@only_for(PROVINCE)
def proof(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Sign and hand out the statement on the attempts to send a package."""
    outside, sent = request.outside, _sent(request, message_id)
    consent = consent_given(
        request, outside, by=asking.actor.person, purpose=proof_sentence(sent), count=1
    )
    file = proof_of_attempts(outside, sent.message_id, actor=asking.actor, consent=consent)
    return taken_away(file, name=f"lan-gui-{message_id}.xml", content_type="application/xml")


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(PROVINCE)
def reconciliation(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Compare the books, or mend what sending again can mend."""
    outside = request.outside
    name = outside.office.name
    if request.method == "POST":
        consent = consent_given(
            request,
            outside,
            by=asking.actor.person,
            purpose=mending_sentence(name),
            count=SIGNATURES_OF_A_PROVINCE_PACKAGE,
        )
        left = mend(outside, actor=asking.actor, consent=consent)
        tell(request, gettext("Đã gửi lại; còn %(n)s tệp lệch.") % {"n": len(left.differing)})
        return HttpResponseRedirect(request.path)
    page = reconciliation_page(reconcile(outside), office=name)
    return shown(request, asking, "province/reconciliation.html", page)


def _sent(request: OfficeRequest, message_id: str) -> SentPackage:
    found = request.outside.outbox.get(MessageId(message_id))
    if found is None:
        raise Http404
    return found

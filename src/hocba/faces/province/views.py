"""The province's pages: parse the request, ask once, present."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.report.figures import Cut, Figures
from hocba.core.submit.admission import why_not_admitted
from hocba.core.submit.message import MessageId
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.province.frame import shown
from hocba.faces.province.pages import (
    SendFacts,
    packages_page,
    send_page,
    sending_sentence,
)
from hocba.faces.province.reporting_views import delivered
from hocba.faces.web.asking import PROVINCE, Asking, OfficeRequest, only_for
from hocba.faces.web.certificates import certificate_facts
from hocba.faces.web.consents import consent_given
from hocba.faces.web.figure_views import counted, definitions_of, page_of
from hocba.faces.web.figure_words import upper_stages
from hocba.faces.web.presenters import Fact, Link
from hocba.faces.web.queue import queue_rows
from hocba.faces.web.receipt_files import read_receipt, taken_away
from hocba.faces.web.upward import receipt_page
from hocba.faces.web.words import refusal_words
from hocba.flow.send_package import (
    SIGNATURES_OF_A_PROVINCE_PACKAGE,
    due_of_school,
    pack_province,
)
from hocba.flow.signing_keys import ready_key
from hocba.flow.state_refusals import refusals_due
from hocba.ports.outside import Outside


def schools_counted(outside: Outside) -> Figures:
    """Return the province's figures, one line a school."""
    return counted(outside, Cut.SCHOOL)


def school_names(outside: Outside) -> Mapping[str, str]:
    """Return the names of the province's schools, by their codes."""
    return {line.code: line.name for line in schools_counted(outside).lines}


def _unreported(outside: Outside) -> int:
    return outside.repository.unreported_count() + (refusals_due(outside) is not None)


@require_safe
@only_for(PROVINCE)
def packages(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the packages that came in."""
    found = schools_counted(request.outside)
    office = request.outside.office
    # What the province brought in itself stands among the packages under its own name.
    names = {line.code: line.name for line in found.lines} | {office.code: office.name}
    kept = request.outside.repository.packages()
    queue = queue_rows(request.outside, names)
    page = packages_page(kept, names=names, total=found.total, queue=queue)
    return shown(request, asking, "province/packages.html", page)


@require_safe
@only_for(PROVINCE)
def receipt(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Show the receipt that a school was given."""
    outside = request.outside
    page = receipt_page(
        read_receipt(outside, _given(outside, message_id)),
        receipt_url=f"/so/goi-nop/{message_id}/bien-nhan.xml",
        pipeline=upper_stages(schools_counted(outside).total),
    )
    return shown(request, asking, "web/receipt.html", page)


@require_safe
@only_for(PROVINCE)
def receipt_file(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Hand out a receipt as it was signed."""
    del asking
    file = _given(request.outside, message_id)
    return taken_away(file, name=f"bien-nhan-{message_id}.xml", content_type="application/xml")


def _given(outside: Outside, message_id: str) -> bytes:
    found = outside.repository.package(MessageId(message_id))
    if found is None:
        raise Http404
    return found.receipt


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(PROVINCE)
def to_ministry(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show what would go to the ministry, or send it."""
    outside = request.outside
    school = (request.POST if request.method == "POST" else request.GET).get("school", "")
    entries = due_of_school(outside, school) if school else None
    count = _unreported(outside) if entries is None else len(entries)
    if request.method == "POST":
        consent = consent_given(
            request,
            outside,
            by=asking.actor.person,
            purpose=sending_sentence(outside.office.name, count),
            count=SIGNATURES_OF_A_PROVINCE_PACKAGE,
        )
        package = pack_province(outside, actor=asking.actor, consent=consent, entries=entries)
        return delivered(request, package.message_id)
    certificate, refusal = _certificate(outside)
    schools = schools_counted(outside)
    facts = SendFacts(
        office=outside.office.name,
        ministry=gettext("Bộ Giáo dục và Đào tạo"),
        unreported=count,
        sent=outside.outbox.sent(outside.office.code),
        certificate=certificate,
        refusal=refusal,
        school=school,
        schools=tuple(Link(words=line.name, url=line.code) for line in schools.lines),
    )
    page = send_page(facts, total=schools.total)
    return shown(request, asking, "province/send.html", page)


def _certificate(outside: Outside) -> tuple[tuple[Fact, ...], str]:
    """Return the province's certificate and why it may not be used now, where that is so."""
    code, now = outside.office.code, outside.clock.now()
    try:
        key = ready_key(outside, code)
    except (Refusal, Fault) as problem:
        return (), refusal_words(problem)
    refused = why_not_admitted(
        outside.admissions.of_province(code),
        province=code,
        fingerprint=key.facts.fingerprint,
        now=now,
    )
    return certificate_facts(key.facts), refusal_words(refused[0]) if refused else ""


@require_safe
@only_for(PROVINCE)
def ministry_receipt(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Show the receipt that the ministry gave; back to the list while there is none."""
    outside = request.outside
    found = outside.outbox.get(MessageId(message_id))
    if found is None:
        raise Http404
    if not found.receipt:
        return HttpResponseRedirect(f"/so/gui-bo/{message_id}/cho")
    page = receipt_page(
        read_receipt(outside, found.receipt),
        receipt_url=f"/so/gui-bo/{message_id}/bien-nhan.xml",
        pipeline=upper_stages(schools_counted(outside).total),
    )
    return shown(request, asking, "web/receipt.html", page)


@require_safe
@only_for(PROVINCE)
def ministry_receipt_file(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Hand out the ministry's receipt as it was signed."""
    del asking
    found = request.outside.outbox.get(MessageId(message_id))
    if found is None or not found.receipt:
        raise Http404
    name = f"bien-nhan-{message_id}.xml"
    return taken_away(found.receipt, name=name, content_type="application/xml")


@require_safe
@only_for(PROVINCE)
def figures(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show figures, cut as asked."""
    page = page_of(request, asking, base="/so/so-lieu")
    return shown(request, asking, "web/figures.html", page)


@require_safe
@only_for(PROVINCE)
def definitions(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Say how figures are counted."""
    return shown(request, asking, "web/definitions.html", definitions_of("/so/so-lieu"))

"""The ministry's pages: parse the request, ask once, present."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hocba.core.report.figures import Cut, Figures
from hocba.core.submit.message import MessageId
from hocba.core.submit.package import EntryKind
from hocba.faces.ministry.frame import shown
from hocba.faces.ministry.national import NationalFacts, national_page
from hocba.faces.ministry.presenters import PackagesPage
from hocba.faces.web.asking import MINISTRY, Asking, OfficeRequest, only_for
from hocba.faces.web.figure_views import counted, definitions_of, page_of
from hocba.faces.web.figure_words import school_year_at, upper_stages
from hocba.faces.web.queue import queue_rows
from hocba.faces.web.receipt_files import read_receipt, taken_away
from hocba.faces.web.upward import kept_row, packages_headline, receipt_page
from hocba.flow.count_coverage import coverage_at
from hocba.flow.deadlines import office_deadlines
from hocba.ports.outside import Outside
from hocba.ports.repository import KeptPackage


def province_names(outside: Outside) -> Mapping[str, str]:
    """Return the names of all departments that asked for an account, by their codes."""
    return {each.province: each.province_name for each in outside.admissions.all()}


def figures_now(outside: Outside) -> Figures:
    return counted(outside, Cut.PROVINCE)


@require_safe
@only_for(MINISTRY)
def national(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the whole country."""
    outside = request.outside
    now = outside.clock.now()
    page = national_page(
        NationalFacts(
            figures=figures_now(outside),
            admissions=outside.admissions.all(),
            packages=outside.repository.packages(),
            kept_by_day=outside.repository.kept_by_day(
                kind=EntryKind.RECORD, school_year=school_year_at(now)
            ),
            now=now,
            deadlines=office_deadlines(outside, school_year=school_year_at(now)),
            coverage=coverage_at(outside, school_year_at(now)),
        )
    )
    return shown(request, asking, "ministry/national.html", page)


@require_safe
@only_for(MINISTRY)
def packages(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the packages that came in."""
    outside = request.outside
    names = province_names(outside)
    found = outside.repository.packages()
    senders = len({package.sender for package in found})
    lead = ngettext("%(n)s gói từ %(senders)s Sở", "%(n)s gói từ %(senders)s Sở", len(found))
    page = PackagesPage(
        headline=packages_headline(found),
        lead=lead % {"n": len(found), "senders": senders},
        pipeline=upper_stages(figures_now(outside).total),
        rows=tuple(
            kept_row(each, base="/bo/goi-nop", sender_name=names.get(each.sender, ""))
            for each in found
        ),
        queue=queue_rows(outside, names),
    )
    return shown(request, asking, "ministry/packages.html", page)


def _package(request: OfficeRequest, message_id: str) -> KeptPackage:
    found = request.outside.repository.package(MessageId(message_id))
    if found is None:
        raise Http404
    return found


@require_safe
@only_for(MINISTRY)
def receipt(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Show a package's receipt."""
    found = _package(request, message_id)
    page = receipt_page(
        read_receipt(request.outside, found.receipt),
        receipt_url=f"/bo/goi-nop/{message_id}/bien-nhan.xml",
        pipeline=upper_stages(figures_now(request.outside).total),
    )
    return shown(request, asking, "web/receipt.html", page)


@require_safe
@only_for(MINISTRY)
def receipt_file(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Hand out a receipt as it was signed."""
    del asking
    found = _package(request, message_id)
    name = f"bien-nhan-{message_id}.xml"
    return taken_away(found.receipt, name=name, content_type="application/xml")


@require_safe
@only_for(MINISTRY)
def figures(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show figures, cut as asked."""
    page = page_of(request, asking, base="/bo/so-lieu")
    return shown(request, asking, "web/figures.html", page)


@require_safe
@only_for(MINISTRY)
def definitions(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Say how figures are counted."""
    return shown(request, asking, "web/definitions.html", definitions_of("/bo/so-lieu"))

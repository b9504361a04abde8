"""Files in, exceptions, packages up: pages of the school's office."""

from base64 import b64decode, b64encode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hocba.core.compose.life import Status
from hocba.core.submit.message import MessageId
from hocba.core.terms.outcomes import Refusal
from hocba.faces.school.home import progress_of
from hocba.faces.school.progress import stages
from hocba.faces.school.sending import due_count, sending_page, sending_sentence
from hocba.faces.school.sheets import (
    Given,
    Kind,
    dry_run_page,
    import_page,
    planned,
    taken,
    template_file,
)
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.consents import consent_given, uploaded
from hocba.faces.web.receipt_files import read_receipt, taken_away
from hocba.faces.web.told import tell
from hocba.faces.web.upward import receipt_page
from hocba.flow.read_record import read_package
from hocba.flow.school_state import ClassState, class_states, total
from hocba.flow.send_package import SIGNATURES_OF_A_SCHOOL_PACKAGE, pack_school, send
from hocba.ports.outbox import SentPackage

_SHEET_MB = 5
_REMINDERS_SHOWN = 3
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HELD = "sheet"


def _whole(where: Where) -> ClassState:
    return total(
        class_states(where.outside, school=where.school.code, school_year=where.school_year)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def sheets(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the kinds of files, or what one of them would change."""
    where = where_of(request, asking)
    here = gettext("Nhập từ Excel")
    if request.method != "POST":
        page = import_page(where, stages(progress_of(_whole(where))))
        return shown(request, where, "school/import.html", page, here=here)
    file, name = uploaded(request, limit_mb=_SHEET_MB)
    given = Given(
        kind=_kind(request.POST.get("kind", "")),
        file=file,
        name=name,
        class_name=request.POST.get("class_name", ""),
    )
    plan = planned(where, given, request.family)
    ticket = _hold(request, where, given)
    people = where.outside.book.enrolments(where.school.code, where.school_year)
    names = {each.pupil.sector_code: each.pupil.full_name for each in people}
    dry_run = dry_run_page(given, plan, ticket=ticket, names=names)
    return shown(request, where, "school/dry_run.html", dry_run, here=here)


def _kind(written: str) -> Kind:
    if written not in set(Kind):
        raise Http404
    return Kind(written)


def _hold(request: HttpRequest, where: Where, given: Given) -> str:
    """Keep one checked file in the session until the reader says yes; the next replaces it."""
    ticket = where.outside.chance.draw(16).hex()
    request.session[_HELD] = {
        "ticket": ticket,
        "kind": given.kind.value,
        "name": given.name,
        "class_name": given.class_name,
        "file": b64encode(given.file).decode("ascii"),
    }
    return ticket


def _held(request: HttpRequest) -> Given:
    """Raises: Refusal "web.checked_file_gone"."""
    held = request.session.get(_HELD)
    if not held or held["ticket"] != request.POST.get("ticket"):
        raise Refusal("web.checked_file_gone")
    return Given(
        kind=Kind(held["kind"]),
        file=b64decode(held["file"]),
        name=held["name"],
        class_name=held["class_name"],
    )


@require_POST
@only_for(SCHOOL)
def take_sheet(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Take the file that was checked."""
    where = where_of(request, asking)
    given = _held(request)
    saved = taken(
        where, given, request.family, good_rows_only=request.POST.get("good_rows") == "yes"
    )
    del request.session[_HELD]
    said = gettext("Đã ghi: %(added)s dòng mới, %(changed)s thay đổi, %(same)s giữ nguyên.")
    counts = {"added": saved.added, "changed": saved.changed, "same": saved.unchanged}
    tell(request, said % counts)
    return HttpResponseRedirect("/truong")


@require_safe
@only_for(SCHOOL)
def template(request: OfficeRequest, asking: Asking, kind: str) -> HttpResponse:
    """Hand out an Excel template."""
    where = where_of(request, asking)
    chosen = _kind(kind)
    class_name = request.GET.get("lop", "")
    file = template_file(where, chosen, class_name)
    name = "-".join(filter(None, ("hocba", chosen.value, class_name)))
    return taken_away(file, name=f"{name}.xlsx", content_type=_XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def packages(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show what was sent upward, or send what is due."""
    where = where_of(request, asking)
    whole = _whole(where)
    if request.method == "POST":
        return HttpResponseRedirect(f"/truong/goi-nop/{_send(request, where, whole)}")
    sent = where.outside.outbox.sent(where.school.code)
    province = where.school.province
    reminders = where.outside.desk.reminders.of_school(
        where.school.code, by=province.code, limit=_REMINDERS_SHOWN
    )
    page = sending_page(where, sent, whole=whole, province=province.name, reminders=reminders)
    here = gettext("Gói nộp, biên nhận")
    return shown(request, where, "school/packages.html", page, here=here)


def _send(request: HttpRequest, where: Where, whole: ClassState) -> MessageId:
    consent = consent_given(
        request,
        where.outside,
        by=where.actor.person,
        purpose=sending_sentence(where, due_count(whole)),
        count=SIGNATURES_OF_A_SCHOOL_PACKAGE + whole.by_status.get(Status.WITHDRAWN, 0),
    )
    package = pack_school(
        where.outside,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        consent=consent,
    )
    send(where.outside, package.message_id)
    return package.message_id


def _sent(where: Where, message_id: str) -> SentPackage:
    found = where.outside.outbox.get(MessageId(message_id))
    if found is None or found.sender != where.school.code:
        raise Http404
    return found


@require_safe
@only_for(SCHOOL)
def receipt(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Show a package's receipt; back to the list while there is none."""
    where = where_of(request, asking)
    found = _sent(where, message_id)
    if not found.receipt:
        return HttpResponseRedirect("/truong/goi-nop")
    page = receipt_page(
        read_receipt(where.outside, found.receipt),
        receipt_url=f"/truong/goi-nop/{message_id}/bien-nhan.xml",
        package_url=f"/truong/goi-nop/{message_id}/goi.zip",
        pipeline=stages(progress_of(_whole(where))),
    )
    return shown(request, where, "web/receipt.html", page, here=gettext("Biên nhận"))


@require_safe
@only_for(SCHOOL)
def receipt_file(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Hand out a receipt as it was signed."""
    found = _sent(where_of(request, asking), message_id)
    name = f"bien-nhan-{message_id}.xml"
    return taken_away(found.receipt, name=name, content_type="application/xml")


@require_safe
@only_for(SCHOOL)
def package_file(request: OfficeRequest, asking: Asking, message_id: str) -> HttpResponse:
    """Hand out a package, for a USB stick where there is no line."""
    where = where_of(request, asking)
    found = _sent(where, message_id)
    file = read_package(where.outside, actor=where.actor, message_id=found.message_id)
    return taken_away(file, name=f"goi-{message_id}.zip", content_type="application/zip")

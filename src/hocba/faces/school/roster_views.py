"""Pages of the pupil list and of what wants mending in it."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.quality import Trouble, doubts_of
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.pupil_status import Presence
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.quality import quality_page, seen_by
from hocba.faces.school.roster_form import RELATIONS, Read, read_form, shown_values, typed_values
from hocba.faces.school.roster_list import roster_page
from hocba.faces.school.roster_pages import pupil_page, pupil_url
from hocba.faces.school.roster_sheet import doubts_sheet
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.numbers import day_of
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.told import tell
from hocba.flow.keep_roster import add_pupil, change_pupil, read_line

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EMPTY = {"gender": "0", "nationality": "VN", "status": "01"}
_NAMES = (
    *("sector_code", "full_name", "born_on", "gender", "ethnic_code", "nationality"),
    *("birth_place", "home_town", "address", "class_name", "status", *RELATIONS),
)


@require_safe
@only_for(SCHOOL)
def quality(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show what wants mending."""
    where = where_of(request, asking)
    here = gettext("Dữ liệu cần sửa")
    return shown(request, where, "school/quality.html", quality_page(where), here=here)


@require_safe
@only_for(SCHOOL)
def quality_sheet(request: OfficeRequest, asking: Asking, kind: str) -> HttpResponse:
    """Hand out the pupils of one kind of trouble as a sheet to fill in and upload."""
    if kind not in set(Trouble):
        raise Http404
    where = where_of(request, asking)
    found = [d.enrolment for d in doubts_of(seen_by(where)) if d.trouble is Trouble(kind)]
    return taken_away(doubts_sheet(where, found), name=f"hocba-{kind}.xlsx", content_type=_XLSX)


@require_safe
@only_for(SCHOOL)
def roster(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the list as of a day."""
    where = where_of(request, asking)
    on, problem = _today(where), ""
    try:
        on = _asked_day(request) or on
    except Refusal:
        problem = gettext("Ngày ghi theo ngày/tháng/năm, ví dụ 05/09/2025; đang xem hôm nay.")
    asked = request.GET.get("trang-thai", "")
    presence = Presence(asked) if asked in set(Presence) else None
    page = roster_page(
        where,
        seen_by(where),
        where.outside.book.roster_history(where.school.code, where.school_year),
        on=on,
        class_name=request.GET.get("lop", ""),
        presence=presence,
        problem=problem,
    )
    return shown(request, where, "school/roster.html", page, here=gettext("Danh sách học sinh"))


def _asked_day(request: HttpRequest) -> date | None:
    written = request.GET.get("ngay", "").strip()
    return day_of(written) if written else None


def _today(where: Where) -> date:
    return day_in_vietnam(where.outside.clock.now())


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def new_pupil(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Ask for a new pupil, or add them."""
    where = where_of(request, asking)
    values: dict[str, str] = dict.fromkeys(_NAMES, "") | _EMPTY
    findings: tuple[Finding, ...] = ()
    values["class_name"] = request.GET.get("lop", "")
    if request.method == "POST":
        values = typed_values(request, values)
        read = read_form(values, None, today=_today(where))
        findings = read.findings or _added(where, read)
        if not findings:
            tell(request, gettext("Đã thêm %(name)s.") % {"name": values["full_name"]})
            return HttpResponseRedirect(pupil_url(values["sector_code"]))
    page = pupil_page(where, None, values, findings)
    here = gettext("Thêm một học sinh")
    return shown(
        request, where, "school/pupil.html", page, here=here, status=409 if findings else 200
    )


def _added(where: Where, read: Read) -> tuple[Finding, ...]:
    if read.enrolment is None or read.ground is None:
        return read.findings
    try:
        add_pupil(
            where.outside,
            actor=where.actor,
            school=where.school.code,
            school_year=where.school_year,
            enrolment=read.enrolment,
            ground=read.ground,
        )
    except Refusal as refusal:
        return _beside(refusal, known="sector_code")
    return ()


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def one_pupil(request: OfficeRequest, asking: Asking, code: str) -> HttpResponse:
    """Show a pupil's form, or change the line."""
    where = where_of(request, asking)
    line = read_line(
        where.outside,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        code=code,
    )
    values = shown_values(line.enrolment)
    findings: tuple[Finding, ...] = ()
    was_seen = request.POST.get("seen", "")
    if request.method == "POST":
        values = typed_values(request, values) | {"sector_code": code}
        read = read_form(values, line.enrolment, today=_today(where))
        findings = read.findings or _changed(where, read, was_seen)
        if not findings:
            tell(request, gettext("Đã ghi thay đổi của %(name)s.") % {"name": values["full_name"]})
            back = "/truong/du-lieu" if request.POST.get("tu") == "du-lieu" else request.path
            return HttpResponseRedirect(back)
    page = pupil_page(where, line, values, findings, was_seen=was_seen)
    here = line.enrolment.pupil.full_name
    return shown(
        request, where, "school/pupil.html", page, here=here, status=409 if findings else 200
    )


def _changed(where: Where, read: Read, was_seen: str) -> tuple[Finding, ...]:
    if read.enrolment is None or read.ground is None:
        return read.findings
    try:
        change_pupil(
            where.outside,
            actor=where.actor,
            school=where.school.code,
            school_year=where.school_year,
            enrolment=read.enrolment,
            was_seen=was_seen,
            ground=read.ground,
        )
    except Refusal as refusal:
        return _beside(refusal)
    return ()


def _beside(refusal: Refusal, known: str = "") -> tuple[Finding, ...]:
    """Return a refusal as findings of the form; what is not the reader's is a page of its own."""
    if refusal.code.startswith("permit."):
        raise refusal
    here = known if refusal.code == "roster.pupil_known" else ""
    alone = Finding(code=refusal.code, where=here, details=refusal.details)
    return refusal.findings or (alone,)

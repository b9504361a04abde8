"""The desk's addresses: all schools, one school, reminders, Excel."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.report.figures import Cut
from hocba.core.report.school_desk import desk
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.province.desk_pages import DeskFacts, desk_page, question_of
from hocba.faces.province.frame import shown
from hocba.faces.province.school_pages import SchoolFacts, school_page
from hocba.faces.web.asking import DESK, Asking, OfficeRequest, only_for
from hocba.faces.web.figure_views import counted
from hocba.faces.web.figure_words import school_year_at
from hocba.faces.web.receipt_files import read_receipt, taken_away
from hocba.faces.web.told import tell
from hocba.flow.deadlines import office_deadlines
from hocba.flow.province_desk import desk_xlsx, remind, school_lines, ward_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RECEIPTS_READ = 5


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(DESK)
def home(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show all schools, or remind those that were chosen."""
    outside = request.outside
    now = outside.clock.now()
    year = school_year_at(now)
    if request.method == "POST":
        schools, words = request.POST.getlist("school"), request.POST.get("words", "")
        sent = remind(outside, actor=asking.actor, school_year=year, schools=schools, words=words)
        said = ngettext("Đã nhắc %(n)s trường.", "Đã nhắc %(n)s trường.", sent)
        tell(request, said % {"n": sent})
        return HttpResponseRedirect(request.get_full_path())
    lines = school_lines(outside, actor=asking.actor, school_year=year)
    question = question_of(request.GET)
    is_province = asking.actor.role is Role.PROVINCE_OFFICER
    page = desk_page(
        DeskFacts(
            desk=desk(lines, question),
            question=question,
            lines=lines,
            today=day_in_vietnam(now),
            unreported=outside.repository.unreported_count() if is_province else None,
            deadlines=office_deadlines(outside, school_year=year, ward=ward_of(asking.actor)),
        )
    )
    return shown(request, asking, "province/desk.html", page)


@require_safe
@only_for(DESK)
def excel(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Hand out all schools that are asked for, on every page, as Excel."""
    outside = request.outside
    year = school_year_at(outside.clock.now())
    lines = school_lines(outside, actor=asking.actor, school_year=year)
    found = desk(lines, question_of(request.GET)).found
    file = desk_xlsx(outside, found, school_year=year)
    return taken_away(file, name=f"cac-truong-{year}.xlsx", content_type=_XLSX)


@require_safe
@only_for(DESK)
def one_school(request: OfficeRequest, asking: Asking, code: str) -> HttpResponse:
    """Show one school; another commune's is as if it did not exist."""
    outside = request.outside
    year = school_year_at(outside.clock.now())
    lines = school_lines(outside, actor=asking.actor, school_year=year)
    line = next((line for line in lines if line.figure.code == code), None)
    if line is None:
        raise Http404(gettext("Không có trường này"))
    packages = outside.repository.packages(code)
    page = school_page(
        SchoolFacts(
            line=line,
            classes=counted(outside, Cut.CLASS, school=SchoolCode(code)),
            packages=packages,
            receipts=[read_receipt(outside, one.receipt) for one in packages[:_RECEIPTS_READ]],
            reminders=outside.desk.reminders.of_school(code),
            today=day_in_vietnam(outside.clock.now()),
        )
    )
    return shown(request, asking, "province/school.html", page)

"""What a principal decides: records back to draft, the register of assignments."""

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from hocba.core.compose.reading import Way
from hocba.core.terms.codes import RecordKey
from hocba.faces.school.assignments import register_page
from hocba.faces.school.delegated import why_not_deputy
from hocba.faces.school.one_class import OneClass, read_class
from hocba.faces.school.pupils import record_url
from hocba.faces.school.returning import chosen_reason, return_page, returnable
from hocba.faces.school.where import Where, class_url, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.record_names import record_asked
from hocba.faces.web.told import tell
from hocba.flow.keep_register import issue_school_register
from hocba.flow.read_record import read_record
from hocba.flow.register_outlook import register_outlook
from hocba.flow.reopen_records import send_back
from hocba.ports.records import RecordRow


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def return_record(request: OfficeRequest, asking: Asking, key: str) -> HttpResponse:
    """Ask why one record goes back to draft, or send it back."""
    where, asked = where_of(request, asking), record_asked(key)
    url = record_url(asked)
    if request.method == "POST":
        _send_back(request, where, [asked])
        return HttpResponseRedirect(url)
    record = read_record(where.outside, actor=where.actor, key=asked, way=Way.VIEW)
    one = read_class(where, record.class_name)
    rows = [row for row in returnable(one) if row.key == asked]
    return _asked_back(request, where, one, rows, url)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def return_class(request: OfficeRequest, asking: Asking, name: str) -> HttpResponse:
    """Ask why the records of a class go back to draft, or send them back."""
    where = where_of(request, asking)
    one, url = read_class(where, name), class_url(name)
    rows = returnable(one)
    if request.method == "POST":
        _send_back(request, where, [row.key for row in rows])
        return HttpResponseRedirect(url)
    return _asked_back(request, where, one, rows, url)


def _asked_back(
    request: OfficeRequest, where: Where, one: OneClass, rows: Sequence[RecordRow], url: str
) -> HttpResponse:
    page = return_page(
        one,
        rows,
        actor=where.actor,
        undelegated=why_not_deputy(where),
        act_url=f"{url}/tra-lai",
        back_url=url,
    )
    return shown(request, where, "school/return.html", page, here=gettext("Trả lại chủ nhiệm"))


def _send_back(request: OfficeRequest, where: Where, keys: Sequence[RecordKey]) -> None:
    """Raises: Refusal "web.reason_not_chosen" and as `send_back`."""
    reason = chosen_reason(request.POST.dict())
    done = send_back(where.outside, actor=where.actor, keys=keys, reason=reason)
    said = ngettext("Đã trả lại %(n)s học bạ.", "Đã trả lại %(n)s học bạ.", len(done))
    tell(request, said % {"n": len(done)})


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def assignments(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show who holds which role, or issue the next register."""
    where = where_of(request, asking)
    if request.method == "POST":
        issued = issue_school_register(
            where.outside,
            actor=where.actor,
            school=where.school.code,
            school_year=where.school_year,
        )
        tell(request, gettext("Đã ký sổ phân công số %(n)s.") % {"n": issued.register.number})
        return HttpResponseRedirect(request.path)
    outlook = register_outlook(
        where.outside, school=where.school.code, school_year=where.school_year
    )
    page = register_page(where, outlook)
    return shown(request, where, "school/register.html", page, here=gettext("Sổ phân công"))

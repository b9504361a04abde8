"""Pages of numbered copies: issue one, print it, trace one by the number on a paper."""

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.issued_copies import IssuedCopy
from hocba.core.compose.reading import Way
from hocba.core.terms.outcomes import Refusal
from hocba.faces.school.print_pages import COPIES, CopiesPage, CopyRow, copy_row
from hocba.faces.school.pupils import record_url
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.record_names import record_asked
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.family_records import issued_years
from hocba.flow.issue_copy import CopyAsked, copy_printed, copy_traced, issue_copy
from hocba.flow.print_jobs import desk_of
from hocba.flow.read_record import read_record
from hocba.ports.records import WorkingRecord


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def record_copies(request: OfficeRequest, asking: Asking, key: str) -> HttpResponse:
    """Show what was copied of a record; issue another copy."""
    where, problem = where_of(request, asking), None
    record = read_record(where.outside, actor=where.actor, key=record_asked(key), way=Way.VIEW)
    own = [
        one
        for one in issued_years(where.outside, record.key.record_code)
        if one.school == where.school.code
    ]
    if request.method == "POST":
        chosen = set(request.POST.getlist("nam")[:24])
        try:
            issued = issue_copy(
                where.outside,
                actor=where.actor,
                records=[one for one in own if str(one.key.school_year) in chosen],
                asked=CopyAsked(
                    receiver=request.POST.get("receiver", "")[:200],
                    basis=request.POST.get("basis", "")[:500],
                ),
            )
            tell(request, gettext("Đã cấp bản sao số %(n)s.") % {"n": issued.shown_number})
            return HttpResponseRedirect(request.path)
        except Refusal as refusal:
            problem = refusal
    page = _record_page(request, where, record, own, problem)
    here, status = gettext("Bản sao"), 409 if problem else 200
    return shown(request, where, "school/copies.html", page, here=here, status=status)


def _record_page(
    request: OfficeRequest,
    where: Where,
    record: WorkingRecord,
    own: Sequence[WorkingRecord],
    problem: Refusal | None,
) -> CopiesPage:
    refusal = why_not_now(Duty.ISSUE_COPY, actor=where.actor, school=record.school)
    code, url = record.key.record_code, record_url(record.key)
    rows = _rows(where, desk_of(where.outside).copies.of_record(where.school.code, code))
    said = ngettext("Đã cấp %(n)s bản sao", "Đã cấp %(n)s bản sao", len(rows)) % {"n": len(rows)}
    return CopiesPage(
        headline=said if rows else gettext("Chưa cấp bản sao nào"),
        lead=gettext("Mỗi trang của bản sao mang số của nó; số ấy dẫn về người cấp và nơi nhận."),
        rows=rows,
        url=f"{url}/ban-sao",
        back_url=url,
        years=tuple((str(one.key.school_year), one.class_name) for one in own),
        typed={name: request.POST.get(name, "")[:500] for name in ("receiver", "basis")},
        problem=refusal_words(problem),
        refusal=refusal_words(refusal),
    )


@never_cache
@require_safe
@only_for(SCHOOL)
def copies(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the log of copies, or the one whose number somebody read from a paper."""
    where, problem = where_of(request, asking), None
    sought, found = request.GET.get("so", "")[:20].strip(), []
    refusal = why_not_now(Duty.ISSUE_COPY, actor=where.actor, school=where.school.code)
    if refusal is not None:
        raise refusal
    if sought:
        try:
            found.append(_traced(where, sought))
        except Refusal as unknown:
            problem = unknown
    else:
        found.extend(desk_of(where.outside).copies.of_school(where.school.code))
    page = CopiesPage(
        headline=_headline(found, sought),
        lead=gettext("Gõ số ghi ở chân trang bản sao để biết ai cấp, cấp cho ai, căn cứ nào."),
        rows=_rows(where, found),
        url=COPIES,
        sought=sought,
        problem=refusal_words(problem),
    )
    status = 404 if problem else 200
    here = gettext("Sổ cấp bản sao")
    return shown(request, where, "school/copies.html", page, here=here, status=status)


def _headline(found: Sequence[IssuedCopy], sought: str) -> str:
    if sought and found:
        said = gettext("Bản sao số %(n)s do trường cấp ngày %(day)s")
        return said % {"n": found[0].shown_number, "day": f"{found[0].at:%d/%m/%Y}"}
    return gettext("Không tìm thấy số này") if sought else gettext("Sổ cấp bản sao học bạ")


@never_cache
@require_safe
@only_for(SCHOOL)
def copy_file(request: OfficeRequest, asking: Asking, number: str) -> HttpResponse:
    """Hand out an issued copy, again if need be. number: 12-2026."""
    where = where_of(request, asking)
    issued = _traced(where, number)
    done = copy_printed(where.outside, actor=where.actor, issued=issued)
    return taken_away(done.pdf, name=done.file_name, content_type="application/pdf")


def _traced(where: Where, written: str) -> IssuedCopy:
    school = where.school.code
    return copy_traced(where.outside, actor=where.actor, school=school, written=written)


def _rows(where: Where, found: Sequence[IssuedCopy]) -> tuple[CopyRow, ...]:
    people = {m.staff_code: m.full_name for m in where.outside.book.staff(where.school.code)}
    return tuple(copy_row(one, people, record_url=record_url(one.keys[-1])) for one in found)

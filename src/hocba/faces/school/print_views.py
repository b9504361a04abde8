"""Pages of print jobs: ask for one, watch it, fetch its pages."""

import zipfile
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import IO, cast

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.school.print_pages import (
    PRINTS,
    PrintsPage,
    job_page,
    job_row,
    scope_words,
)
from hocba.faces.school.pupils import record_url
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.words import refusal_words
from hocba.flow.print_jobs import ask_prints, desk_of, job_asked, pages_fetched
from hocba.flow.school_state import class_states
from hocba.ports.outside import Outside
from hocba.ports.prints import PrintJob, PrintSheet

_LOOK_AGAIN_S = "4"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def prints(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the print jobs; ask for a class or the whole school."""
    where, problem = where_of(request, asking), None
    if request.method == "POST":
        try:
            job = ask_prints(
                where.outside,
                actor=where.actor,
                school=where.school.code,
                school_year=where.school_year,
                class_name=request.POST.get("lop", "")[:20],
            )
            return HttpResponseRedirect(f"{PRINTS}/{job.job_id}")
        except Refusal as refusal:
            problem = refusal
    page = _prints_page(where, chosen=request.GET.get("lop", "")[:20], problem=problem)
    here, status = gettext("In học bạ"), 409 if problem else 200
    return shown(request, where, "school/prints.html", page, here=here, status=status)


def _prints_page(where: Where, *, chosen: str, problem: Refusal | None) -> PrintsPage:
    own = where.actor.class_name if where.actor.role is Role.HOMEROOM_TEACHER else ""
    jobs = desk_of(where.outside).queue.of_school(where.school.code)
    people = _people(where)
    refusal = why_not_now(
        Duty.PRINT_CLASS,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        class_name=own,
    )
    return PrintsPage(
        headline=gettext("In học bạ cả lớp, cả trường"),
        lead=gettext("Mỗi học sinh một tệp PDF có tệp đã ký bên trong; bản in nằm chờ 7 ngày."),
        classes=_classes(where, own),
        chosen=chosen,
        rows=tuple(job_row(job, people) for job in jobs if not own or job.class_name == own),
        problem=refusal_words(problem),
        refusal=refusal_words(refusal),
    )


def _classes(where: Where, own: str) -> tuple[tuple[str, str], ...]:
    if own:
        return ((own, scope_words(own)),)
    states = class_states(where.outside, school=where.school.code, school_year=where.school_year)
    return (*((s.name, scope_words(s.name)) for s in states), ("", scope_words("")))


@never_cache
@require_safe
@only_for(SCHOOL)
def print_job(request: OfficeRequest, asking: Asking, job_id: str) -> HttpResponse:
    """Show how far a job is; the page looks again by itself until it is over."""
    where = where_of(request, asking)
    job = _job(where, job_id)
    sheets = desk_of(where.outside).queue.sheets(job)
    urls = {sheet: record_url(sheet.key) for sheet in sheets if sheet.refusal}
    page = job_page(job, sheets, url_of=urls, by=_people(where).get(job.by, job.by))
    response = shown(request, where, "school/print_job.html", page, here=gettext("In học bạ"))
    if not page.is_over:
        response.headers["Refresh"] = _LOOK_AGAIN_S
    return response


@never_cache
@require_safe
@only_for(SCHOOL)
def fetched(request: OfficeRequest, asking: Asking, job_id: str) -> HttpResponse:
    """Hand out all pages of a job as one ZIP; each is noted as a reading."""
    where = where_of(request, asking)
    job = _job(where, job_id)
    if request.method == "HEAD":
        return HttpResponse(content_type="application/zip")
    ready = pages_fetched(where.outside, actor=where.actor, job=job)
    name = f"in-{job.class_name or 'ca-truong'}-{job.school_year}.zip"
    file = FileResponse(_zipped(where.outside, job, ready), as_attachment=True, filename=name)
    # Django's kinds of answers share a base that pages never need to name.
    return cast("HttpResponse", file)


def _zipped(outside: Outside, job: PrintJob, ready: Sequence[PrintSheet]) -> IO[bytes]:
    # On disk and without a name: a school's pages do not fit in a web process's memory.
    file = TemporaryFile()  # noqa: SIM115 - the response closes it when it has been sent
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for sheet in ready:
            pdf = desk_of(outside).tray.read(job.job_id, sheet.name)
            archive.writestr(f"{sheet.place + 1:03}-{sheet.name}", pdf)
    file.seek(0)
    return file


def _job(where: Where, job_id: str) -> PrintJob:
    return job_asked(where.outside, actor=where.actor, school=where.school.code, job_id=job_id)


def _people(where: Where) -> dict[str, str]:
    return {m.staff_code: m.full_name for m in where.outside.book.staff(where.school.code)}

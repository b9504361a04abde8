"""Pages of requests to open locked records again."""

from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.reading import why_not_read
from hocba.core.compose.reopening import Reopening
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.school.delegated import why_not_deputy
from hocba.faces.school.one_class import read_class
from hocba.faces.school.reopenings import (
    AskForm,
    Names,
    ask_form,
    reopening_page,
    reopenings_page,
)
from hocba.faces.school.returning import chosen_reason
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.record_names import record_asked
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.ask_reopening import answer_reopening, ask_reopening


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def reopenings(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the requests of the year, or take a homeroom teacher's."""
    where = where_of(request, asking)
    if request.method == "POST":
        _ask(request, where)
        return HttpResponseRedirect(request.path)
    is_teacher = where.actor.role is Role.HOMEROOM_TEACHER
    found = where.outside.reopenings.of_year(
        where.school.code, where.school_year, where.actor.class_name if is_teacher else None
    )
    page = reopenings_page(
        found, names=_names(where, found), form=_form(where) if is_teacher else None
    )
    return shown(request, where, "school/reopenings.html", page, here=gettext("Đề nghị mở lại"))


def _form(where: Where) -> AskForm:
    refusal = why_not_now(
        Duty.ASK_REOPENING,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        class_name=where.actor.class_name,
    )
    return ask_form(read_class(where, where.actor.class_name), refusal=refusal_words(refusal))


def _ask(request: OfficeRequest, where: Where) -> None:
    """Raises: Refusal "web.reason_not_chosen", "school.note_due" and as `ask_reopening`."""
    record = request.POST.get("record", "")
    ask_reopening(
        where.outside,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        class_name=where.actor.class_name,
        reason=chosen_reason(request.POST.dict()),
        record=record_asked(record) if record else None,
    )
    tell(request, gettext("Đã gửi đề nghị đến hiệu trưởng."))


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def reopening(request: OfficeRequest, asking: Asking, reopening_id: str) -> HttpResponse:
    """Show one request, or answer it."""
    where = where_of(request, asking)
    found = where.outside.reopenings.get(where.school.code, reopening_id)
    refusal = why_not_read(
        actor=where.actor,
        school=found.school,
        school_year=found.school_year,
        class_name=found.class_name,
    )
    if refusal is not None:
        raise refusal
    problem = None
    if request.method == "POST":
        try:
            _answer(request, where, found)
            return HttpResponseRedirect("/truong/mo-lai")
        except Refusal as bare:
            if bare.code != "reopening.words_due":
                raise
            problem = bare
    page = reopening_page(
        found,
        actor=where.actor,
        undelegated=why_not_deputy(where),
        names=_names(where, [found]),
        problem=problem,
    )
    here, status = gettext("Đề nghị mở lại"), 409 if problem else 200
    return shown(request, where, "school/reopening.html", page, here=here, status=status)


def _answer(request: OfficeRequest, where: Where, found: Reopening) -> None:
    approved = request.POST.get("answer", "") == "duyet"
    opened = answer_reopening(
        where.outside,
        actor=where.actor,
        reopening=found,
        approved=approved,
        words=request.POST.get("words", ""),
    )
    if not approved:
        tell(request, gettext("Đã trả lời: không duyệt."))
        return
    count = len(opened)
    said = ngettext("Đã mở lại %(n)s học bạ.", "Đã mở lại %(n)s học bạ.", count)
    tell(request, said % {"n": count})


def _names(where: Where, found: Sequence[Reopening]) -> Names:
    book, school = where.outside.book, where.school.code
    names = {member.staff_code: member.full_name for member in book.staff(school)}
    if any(each.record for each in found):
        roster = book.enrolments(school, where.school_year)
        pupils = {e.pupil.sector_code: e.pupil.full_name for e in roster}
        for row in where.outside.records.rows(school, where.school_year):
            names[str(row.key)] = pupils.get(row.sector_code, str(row.key))
    return names

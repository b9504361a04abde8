"""Pages of pupils who have no record for now, and of their second assessment after summer."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hocba.core.compose.exceptions import ExceptionReason, RecordException
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean
from hocba.faces.school.again import again_page
from hocba.faces.school.exceptions import exceptions_page
from hocba.faces.school.one_class import read_class
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.numbers import day_of
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.assess_again import OnePupil, decide_promotion, save_second, second_sheet
from hocba.flow.note_exception import end_exception, note_exception
from hocba.flow.school_state import class_states, total


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def exceptions(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show who has no record, why and until when, or note a reason."""
    where = where_of(request, asking)
    problem = ""
    if request.method == "POST":
        try:
            _note(request, where)
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem = refusal_words(refusal)
        else:
            return HttpResponseRedirect(request.path)
    names = [row.name for row in where.outside.book.classes(where.school.code, where.school_year)]
    if where.actor.role is Role.HOMEROOM_TEACHER:
        names = [where.actor.class_name]
    states = class_states(where.outside, school=where.school.code, school_year=where.school_year)
    page = exceptions_page(
        where,
        [read_class(where, name) for name in names],
        whole=total(state for state in states if state.name in names),
        typed=_typed(request) if problem else {},
        problem=problem,
    )
    here = gettext("Học sinh chưa ký")
    status = 409 if problem else 200
    return shown(request, where, "school/exceptions.html", page, here=here, status=status)


def _typed(request: HttpRequest) -> Mapping[str, str]:
    return {name: str(value) for name, value in request.POST.items()}


def _note(request: HttpRequest, where: Where) -> None:
    """Raises: Refusal "web.date_unreadable" and as `note_exception`."""
    reason, pupil = request.POST.get("reason", ""), request.POST.get("pupil", "")
    class_name = request.POST.get("class_name", "")
    if not reason:
        end_exception(
            where.outside,
            actor=where.actor,
            school=where.school.code,
            school_year=where.school_year,
            class_name=class_name,
            sector_code=pupil,
        )
        return
    if reason not in set(ExceptionReason):
        raise Http404
    expected = clean(request.POST.get("expected_on", ""))
    exception = RecordException(
        school=where.school.code,
        school_year=where.school_year,
        sector_code=pupil,
        class_name=class_name,
        reason=ExceptionReason(reason),
        note=clean(request.POST.get("note", ""))[:200],
        expected_on=day_of(expected) if expected else None,
    )
    note_exception(where.outside, actor=where.actor, exception=exception)
    tell(request, gettext("Đã ghi lý do."))


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def second_assessment(request: OfficeRequest, asking: Asking, code: str) -> HttpResponse:
    """Show what is assessed again of one pupil; take the results, or the principal's decision."""
    where = where_of(request, asking)
    pupil = OnePupil(school=where.school.code, school_year=where.school_year, code=code)
    typed: Mapping[str, str] = {}
    findings: tuple[Finding, ...] = ()
    problem = ""
    if request.method == "POST":
        typed = _typed(request)
        try:
            findings = _taken(where, pupil, typed)
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            # Shown above the form, so that nothing that was typed is lost.
            problem = refusal_words(refusal)
        if not findings and not problem:
            tell(request, gettext("Đã ghi kết quả đánh giá bổ sung."))
            return HttpResponseRedirect(request.path)
    sheet = second_sheet(where.outside, actor=where.actor, pupil=pupil)
    page = again_page(sheet, where.school_year, typed=typed, findings=findings, problem=problem)
    here = gettext("Đánh giá bổ sung")
    status = 409 if findings or problem else 200
    return shown(request, where, "school/again.html", page, here=here, status=status)


def _taken(where: Where, pupil: OnePupil, typed: Mapping[str, str]) -> tuple[Finding, ...]:
    outside, actor = where.outside, where.actor
    if "promoted" not in typed:
        return save_second(outside, actor=actor, pupil=pupil, typed=typed)
    decide_promotion(
        outside,
        actor=actor,
        pupil=pupil,
        promoted=typed["promoted"] == "1",
        basis=typed.get("basis", "")[:300],
    )
    return ()

"""Pages of classes and their signing: parse the request, ask once, present."""

from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from hocba.core.compose.staffing import homeroom_on
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.completeness import completeness_page
from hocba.faces.school.delegated import held_step
from hocba.faces.school.first_step import urgent_step
from hocba.faces.school.home import school_home
from hocba.faces.school.one_class import class_page, read_class
from hocba.faces.school.row_pages import rows_next
from hocba.faces.school.stamp_views import stamp_step
from hocba.faces.school.teaching import TeachingPage, teaching_page
from hocba.faces.school.where import Where, class_url, shown, sign_url, where_of
from hocba.faces.web.asking import SCHOOL, STAFF, Asking, OfficeRequest, only_for
from hocba.faces.web.deadline_words import deadline_lines
from hocba.faces.web.presenters import DeadlineLine
from hocba.faces.web.told import tell
from hocba.flow.compose_records import compose_class
from hocba.flow.deadlines import school_deadlines
from hocba.flow.school_state import class_states


@require_safe
@only_for(STAFF)
def home(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show a homeroom teacher the class, a subject teacher the grids, everybody else the school."""
    where = where_of(request, asking)
    if where.actor.role is Role.HOMEROOM_TEACHER:
        return HttpResponseRedirect(class_url(where.actor.class_name))
    if where.actor.role is Role.SUBJECT_TEACHER:
        return shown(request, where, "school/teaching.html", _teaching(where))
    states = class_states(where.outside, school=where.school.code, school_year=where.school_year)
    page = school_home(
        states,
        role=where.actor.role,
        teachers=_teachers(where),
        urgent=urgent_step(where) or rows_next(where),
        stamps=stamp_step(where),
        sends=not where.outside.is_practice,
    )
    page = replace(page, next=held_step(where, page.next), deadlines=_deadlines(where))
    return shown(request, where, "school/home.html", page)


def _deadlines(where: Where, class_name: str | None = None) -> tuple[DeadlineLine, ...]:
    return deadline_lines(
        school_deadlines(
            where.outside,
            school=where.school.code,
            school_year=where.school_year,
            class_name=class_name,
        )
    )


def _teaching(where: Where) -> TeachingPage:
    return replace(teaching_page(where), deadlines=_deadlines(where))


def _teachers(where: Where) -> dict[str, str]:
    """Return the homeroom teachers of today by class."""
    today = day_in_vietnam(where.outside.clock.now())
    leading = homeroom_on(where.outside.book.staff(where.school.code), today, where.school_year)
    return {name: member.full_name for name, member in leading.items()}


@require_safe
@only_for(SCHOOL)
def one_class(request: OfficeRequest, asking: Asking, name: str) -> HttpResponse:
    """Show one class."""
    where = where_of(request, asking)
    one = read_class(where, name)
    page = class_page(one, role=where.actor.role)
    if one.open_rows and (own := rows_next(where)):
        # Whoever waits for teachers may be one of them.
        page = replace(page, next=own)
    page = replace(page, next=held_step(where, page.next), deadlines=_deadlines(where, name))
    here = gettext("Lớp %(name)s") % {"name": name}
    return shown(request, where, "school/class.html", page, here=here)


@require_safe
@only_for(SCHOOL)
def completeness(request: OfficeRequest, asking: Asking, name: str) -> HttpResponse:
    """Show what a class still lacks, each thing with the way to its cell."""
    where = where_of(request, asking)
    page = completeness_page(read_class(where, name), role=where.actor.role)
    here = gettext("Lớp %(name)s đủ chưa") % {"name": name}
    return shown(request, where, "school/completeness.html", page, here=here)


@require_POST
@only_for(SCHOOL)
def compose(request: OfficeRequest, asking: Asking, name: str) -> HttpResponse:
    """Lock the contents of a class, then lead to its signing."""
    where = where_of(request, asking)
    done = compose_class(
        where.outside,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        class_name=name,
    )
    count = len(done.ready)
    said = ngettext("Đã lập và khóa %(n)s học bạ.", "Đã lập và khóa %(n)s học bạ.", count)
    tell(request, said % {"n": count})
    return HttpResponseRedirect(sign_url(name))

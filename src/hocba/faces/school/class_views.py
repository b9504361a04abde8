"""Pages of classes and their signing: parse the request, ask once, present."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hocba.core.compose.staffing import homeroom_on
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.completeness import completeness_page
from hocba.faces.school.consent import consent_page, consent_sentence
from hocba.faces.school.first_step import urgent_step
from hocba.faces.school.home import act_words, school_home
from hocba.faces.school.one_class import class_page, read_class
from hocba.faces.school.row_pages import rows_next
from hocba.faces.school.teaching import TeachingPage, teaching_page
from hocba.faces.school.where import Where, class_url, shown, sign_url, where_of
from hocba.faces.web.asking import SCHOOL, STAFF, Asking, OfficeRequest, only_for
from hocba.faces.web.consents import consent_given
from hocba.faces.web.deadline_words import deadline_lines
from hocba.faces.web.presenters import DeadlineLine, Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.batch_signing import Signed
from hocba.flow.compose_records import compose_class
from hocba.flow.deadlines import school_deadlines
from hocba.flow.school_state import class_states
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class


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
    )
    return shown(request, where, "school/home.html", replace(page, deadlines=_deadlines(where)))


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
    page = replace(page, deadlines=_deadlines(where, name))
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


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def sign(request: OfficeRequest, asking: Asking, name: str) -> HttpResponse:
    """Show what one consent would cover, or give it."""
    where = where_of(request, asking)
    if request.method == "POST":
        _tell_signed(request, where, _signed(request, where, name))
        return HttpResponseRedirect(class_url(name))
    page = consent_page(where, read_class(where, name))
    here = gettext("Lớp %(name)s") % {"name": name}
    return shown(request, where, "school/consent.html", page, here=here)


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


def _signed(request: HttpRequest, where: Where, name: str) -> Signed:
    """Sign or seal the records that the page showed and the signer chose, and no others."""
    seen = frozenset(map(_digest, request.POST.getlist("seen")))
    if not seen:
        raise Refusal("records.nothing_chosen")
    count = len(seen)
    consent = consent_given(
        request,
        where.outside,
        by=where.actor.person,
        purpose=consent_sentence(where, name, count),
        count=count,
    )
    act = seal_class if where.actor.role is Role.CLERK else sign_class
    return act(
        where.outside,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        class_name=name,
        consent=consent,
        seen=seen,
    )


def _digest(written: str) -> bytes:
    try:
        return bytes.fromhex(written)
    except ValueError:
        # No content has an empty digest: what the form cannot have sent is found missing.
        return b""


def _tell_signed(request: HttpRequest, where: Where, signed: Signed) -> None:
    if signed.done:
        words = act_words(where.actor.role, len(signed.done))
        tell(request, gettext("Xong: %(what)s.") % {"what": words.lower()})
    if signed.stopped is not None:
        tell(request, refusal_words(signed.stopped), tone=Tone.TO_DO)
    for each in signed.refused:
        tell(request, refusal_words(each.refusal), tone=Tone.TO_DO)

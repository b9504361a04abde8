"""Pages of a school's years: its classes, and the way into the next year."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from hocba.core.compose.roster import Ground
from hocba.core.terms.codes import SchoolYear, school_year
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Appointment
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.class_list_pages import class_list_page, year_words
from hocba.faces.school.next_year_pages import FIELD, next_year_page
from hocba.faces.school.where import Where, choose_year, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.numbers import day_of
from hocba.faces.web.told import tell
from hocba.flow.arrange_classes import drop_class, make_class, rename_class
from hocba.flow.carry_up import carry_up, plan_next_year, take_back
from hocba.flow.keep_staff import set_appointment

_WIDEST: Final = 300
_CLASSES: Final = "/truong/lop-hoc"
_TYPED: Final = ("act", "name", "new_name", "on", "basis", "staff_code")


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def classes(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the year's classes; make, rename, join or drop one, or name its homeroom teacher."""
    where = where_of(request, asking)
    typed = {name: clean(request.POST.get(name, ""))[:_WIDEST] for name in _TYPED}
    findings: tuple[Finding, ...] = ()
    if request.method == "POST":
        try:
            tell(request, _done(where, typed))
            return HttpResponseRedirect(_CLASSES)
        except Refusal as refusal:
            findings = _of_form(refusal)
    page = class_list_page(where, typed, findings)
    here = gettext("Năm học, các lớp")
    status = 409 if findings else 200
    return shown(request, where, "school/class_list.html", page, here=here, status=status)


@require_POST
@only_for(SCHOOL)
def choose(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Look at another school year from now on. Raises: Refusal "year.not_a_year"."""
    where = where_of(request, asking)
    asked = _year_of(request.POST.get("year", ""))
    if asked not in where.outside.book.school_years(where.school.code):
        raise Refusal("year.not_a_year")
    choose_year(request, asked)
    return HttpResponseRedirect(_CLASSES)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def next_year(request: OfficeRequest, asking: Asking, year: str) -> HttpResponse:
    """Show where everybody goes in a new year; write it in one act."""
    where = where_of(request, asking)
    into = _year_of(year)
    chosen: Mapping[str, str] | None = None
    basis = clean(request.POST.get("basis", ""))[:_WIDEST]
    findings: tuple[Finding, ...] = ()
    if request.method == "POST":
        chosen = {
            name.removeprefix(FIELD): clean(str(value))[:_WIDEST]
            for name, value in request.POST.items()
            if name.startswith(FIELD)
        }
        try:
            count = carry_up(
                where.outside,
                actor=where.actor,
                school=where.school.code,
                school_year=into,
                chosen=chosen,
                was_seen=request.POST.get("seen", ""),
                basis=basis,
            )
        except Refusal as refusal:
            findings = _of_form(refusal)
        else:
            choose_year(request, into)
            said = ngettext(
                "Đã đưa %(n)s học sinh vào năm học %(year)s.",
                "Đã đưa %(n)s học sinh vào năm học %(year)s.",
                count,
            )
            tell(request, said % {"n": count, "year": year_words(into)})
            return HttpResponseRedirect(_CLASSES)
    plan = plan_next_year(
        where.outside, actor=where.actor, school=where.school.code, school_year=into
    )
    page = next_year_page(where, plan, chosen=chosen, basis=basis, findings=findings)
    here = gettext("Lập năm học %(year)s") % {"year": year_words(into)}
    status = 409 if findings else 200
    return shown(request, where, "school/next_year.html", page, here=here, status=status)


def _year_of(written: str) -> SchoolYear:
    """Raises: Refusal "year.not_a_year"."""
    try:
        return school_year(written)
    except Refusal as refusal:
        raise Refusal("year.not_a_year") from refusal


def _of_form(refusal: Refusal) -> tuple[Finding, ...]:
    """Return a refusal as findings of the form; what is not the reader's is a page of its own."""
    if refusal.code.startswith("permit.") or refusal.code == "year.nobody_before":
        raise refusal
    return refusal.findings or (Finding(code=refusal.code, details=refusal.details),)


def _done(where: Where, typed: Mapping[str, str]) -> str:
    """
    Do what a form of the page asks, and return what to say of it.

    Raises: Refusal of the act.
    """
    acts: Mapping[str, Callable[[Where, Mapping[str, str]], str]] = {
        "make": _made,
        "rename": _renamed,
        "drop": _dropped,
        "homeroom": _led,
        "back": _taken_back,
    }
    act = acts.get(typed["act"])
    if act is None:
        raise Refusal("roster.not_in_list", value=typed["act"])
    return act(where, typed)


def _made(where: Where, typed: Mapping[str, str]) -> str:
    make_class(where.outside, **_here(where), name=typed["name"])
    return gettext("Đã thêm lớp %(name)s.") % {"name": typed["name"]}


def _dropped(where: Where, typed: Mapping[str, str]) -> str:
    drop_class(where.outside, **_here(where), name=typed["name"])
    return gettext("Đã bỏ lớp %(name)s.") % {"name": typed["name"]}


def _renamed(where: Where, typed: Mapping[str, str]) -> str:
    ground = Ground(on=_day(where, typed), basis=typed["basis"])
    names: dict[str, Any] = {"name": typed["name"], "new_name": typed["new_name"]}
    count = rename_class(where.outside, **_here(where), **names, ground=ground)
    said = ngettext(
        "Lớp %(name)s nay là lớp %(new_name)s: %(n)s học sinh.",
        "Lớp %(name)s nay là lớp %(new_name)s: %(n)s học sinh.",
        count,
    )
    return said % {**names, "n": count}


def _led(where: Where, typed: Mapping[str, str]) -> str:
    held = Appointment(
        role=Role.HOMEROOM_TEACHER,
        class_name=typed["name"],
        from_on=_day(where, typed),
        basis=typed["basis"],
    )
    member = set_appointment(
        where.outside, **_here(where), staff_code=typed["staff_code"], number=None, held=held
    )
    said = gettext("%(who)s là chủ nhiệm lớp %(name)s.")
    return said % {"who": member.full_name, "name": typed["name"]}


def _taken_back(where: Where, _: Mapping[str, str]) -> str:
    count = take_back(where.outside, **_here(where))
    said = ngettext(
        "Đã hoàn tác: %(n)s học sinh không còn trong năm học này.",
        "Đã hoàn tác: %(n)s học sinh không còn trong năm học này.",
        count,
    )
    return said % {"n": count}


def _here(where: Where) -> dict[str, Any]:
    return {
        "actor": where.actor,
        "school": where.school.code,
        "school_year": where.school_year,
    }


def _day(where: Where, typed: Mapping[str, str]) -> date:
    if not typed["on"]:
        return day_in_vietnam(where.outside.clock.now())
    return day_of(typed["on"])

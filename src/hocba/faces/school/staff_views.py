"""Pages of the school's staff: see who does what, give an assignment, end it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.text import clean
from hocba.faces.school.staff_pages import FIELDS, member_page, role_of, staff_page
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.numbers import day_of
from hocba.faces.web.told import tell
from hocba.flow.keep_staff import set_appointment

_WIDEST = 300


@require_safe
@only_for(SCHOOL)
def staff(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show who leads and who teaches each class, and everybody's assignments."""
    where = where_of(request, asking)
    here = gettext("Cán bộ, giáo viên")
    return shown(request, where, "school/staff.html", staff_page(where), here=here)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def member(request: OfficeRequest, asking: Asking, code: str) -> HttpResponse:
    """Show one person's assignments; add one, end one, or take a mistaken one away."""
    where = where_of(request, asking)
    found = _member(where, code)
    typed = {name: clean(request.POST.get(name, ""))[:_WIDEST] for name in FIELDS}
    findings: tuple[Finding, ...] = ()
    if request.method == "POST":
        findings = _written(request, where, found, typed)
        if not findings:
            tell(request, gettext("Đã ghi phân công của %(name)s.") % {"name": found.full_name})
            return HttpResponseRedirect(request.path)
    page = member_page(where, found, typed, findings)
    status = 409 if findings else 200
    template = "school/staff_member.html"
    return shown(request, where, template, page, here=found.full_name, status=status)


def _member(where: Where, code: str) -> StaffMember:
    """Raises: Refusal "staff.unknown"."""
    for each in where.outside.book.staff(where.school.code):
        if each.staff_code == code:
            return each
    raise Refusal("staff.unknown", value=code[:40])


def _written(
    request: OfficeRequest, where: Where, found: StaffMember, typed: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Write what the form asks; return what is wrong with it, each beside its field."""
    number = _number(request, found)
    try:
        if number is None:
            held: Appointment | None = _typed(typed)
        elif "drop" in request.POST:
            held = None
        else:
            last = _day(typed["to_on"], "to_on")
            old = found.appointments[number]
            held = replace(old, to_on=last, basis=typed["basis"] or old.basis)
        set_appointment(
            where.outside,
            actor=where.actor,
            school=where.school.code,
            school_year=where.school_year,
            staff_code=found.staff_code,
            number=number,
            held=held,
            was_seen=request.POST.get("seen", "") or "0",
        )
    except Refusal as refusal:
        if refusal.code.startswith("permit."):
            raise
        alone = Finding(code=refusal.code, details=refusal.details)
        return refusal.findings or (alone,)
    return ()


def _number(request: OfficeRequest, found: StaffMember) -> int | None:
    """Raises: Refusal "staff.unknown"."""
    written = request.POST.get("number", "")
    if not written:
        return None
    if not written.isdecimal() or int(written) >= len(found.appointments):
        raise Refusal("staff.unknown", value=f"{found.staff_code} #{written[:5]}")
    return int(written)


def _typed(typed: Mapping[str, str]) -> Appointment:
    """Raises: Refusal "roster.not_in_list", "web.date_unreadable", with its finding."""
    role = role_of(typed["role"])
    if role is None:
        raise _beside("roster.not_in_list", "role", value=typed["role"][:40])
    return Appointment(
        role=role,
        class_name=typed["class_name"],
        subject=typed["subject"],
        from_on=_day(typed["from_on"], "from_on"),
        to_on=_day(typed["to_on"], "to_on"),
        basis=typed["basis"],
    )


def _day(written: str, field: str) -> date | None:
    if not written:
        return None
    try:
        return day_of(written)
    except Refusal as refusal:
        raise _beside(refusal.code, field, **refusal.details) from refusal


def _beside(code: str, field: str, **details: str) -> Refusal:
    finding = Finding(code=code, where=field, details=details)
    return Refusal(code, findings=(finding,), **details)

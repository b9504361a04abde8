"""The page of delegations: the principal lets a deputy sign, or ends it; the register follows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.delegation_pages import FIELDS, delegations_page
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.numbers import day_of
from hocba.faces.web.presenters import Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import language
from hocba.flow.keep_register import issue_school_register
from hocba.flow.keep_staff import set_appointment

_WIDEST = 300


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def delegations(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show who signs in the principal's place; delegate, or end a delegation early."""
    where, problem = where_of(request, asking), None
    typed = {name: clean(request.POST.get(name, ""))[:_WIDEST] for name in FIELDS}
    if request.method == "POST":
        try:
            _taken(request, where, typed)
            return HttpResponseRedirect(request.path)
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem = refusal
    findings = problem.findings if problem else ()
    beside = [f for f in findings if f.where in FIELDS]
    page = delegations_page(where, typed, findings=beside, problem=None if beside else problem)
    here, status = gettext("Ủy quyền"), 409 if problem else 200
    return shown(request, where, "school/delegations.html", page, here=here, status=status)


def _taken(request: OfficeRequest, where: Where, typed: Mapping[str, str]) -> None:
    """Raises: Refusal "permit.*", "web.consent_missing", "staff.*", "keys.*", "registers.*"."""
    refusal = why_not_now(Duty.DELEGATE, actor=where.actor, school=where.school.code)
    if refusal is not None:
        raise refusal
    if request.POST.get("consent") != "yes":
        raise Refusal("web.consent_missing")
    code = request.POST.get("staff_code", "") or typed["person"]
    member = _member(where, code)
    if "number" in request.POST:
        number, held = _ended(request, where, member)
        _write(where, member, number, held, was_seen=request.POST.get("seen", "") or "0")
    else:
        _write(where, member, None, _delegated(typed))
    # A crash before this line leaves a delegation that waits for the register, and says so.
    issued = issue_school_register(
        where.outside,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
    )
    said = gettext("Đã ghi ủy quyền và ký sổ phân công số %(n)s.")
    tell(request, said % {"n": issued.register.number})
    for finding in issued.left_out:
        if finding.where == member.staff_code:
            # Without a certificate nobody can sign in another's place.
            words = told(finding.code, finding.details, language())
            tell(request, words, tone=Tone.TO_DO)


def _write(
    where: Where,
    member: StaffMember,
    number: int | None,
    held: Appointment | None,
    was_seen: str = "",
) -> None:
    set_appointment(
        where.outside,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        staff_code=member.staff_code,
        number=number,
        held=held,
        was_seen=was_seen,
    )


def _member(where: Where, code: str) -> StaffMember:
    """Raises: Refusal "staff.unknown"."""
    for each in where.outside.book.staff(where.school.code):
        if each.staff_code == code and code != where.actor.person:
            return each
    raise Refusal("staff.unknown", value=code[:40])


def _delegated(typed: Mapping[str, str]) -> Appointment:
    return Appointment(
        role=Role.DEPUTY,
        from_on=_day(typed["from_on"], "from_on"),
        to_on=_day(typed["to_on"], "to_on"),
        basis=typed["basis"],
    )


def _ended(
    request: OfficeRequest, where: Where, member: StaffMember
) -> tuple[int, Appointment | None]:
    """Return which delegation ends and how: on a day, or altogether where it has not begun."""
    number = request.POST.get("number", "")
    if not number.isdecimal() or int(number) >= len(member.appointments):
        raise Refusal("staff.unknown", value=f"{member.staff_code} #{number[:5]}")
    held = member.appointments[int(number)]
    if held.role is not Role.DEPUTY:
        raise Refusal("staff.unknown", value=f"{member.staff_code} #{number[:5]}")
    today = day_in_vietnam(where.outside.clock.now())
    if held.from_on and held.from_on > today:
        return int(number), None
    last = day_of(clean(request.POST.get("last", "")))
    if not today <= last <= (held.to_on or last):
        raise Refusal("delegation.not_ended_before", value=f"{last:%d/%m/%Y}")
    return int(number), replace(held, to_on=last)


def _day(written: str, field: str) -> date | None:
    if not written:
        return None
    try:
        return day_of(written)
    except Refusal as refusal:
        finding = Finding(code=refusal.code, where=field, details=refusal.details)
        raise Refusal(refusal.code, findings=(finding,), **refusal.details) from refusal

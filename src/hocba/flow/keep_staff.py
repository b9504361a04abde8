"""Keep a school's assignments by hand; the register that the principal signs attests them."""

from dataclasses import replace

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.permit import Actor
from hocba.core.compose.staffing import (
    EDITED_BY_SCHOOL,
    appointment_findings,
    clashes,
    entries_between,
    seen,
)
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role
from hocba.flow.staff_roles import roles_of
from hocba.ports.outside import Outside


def set_appointment(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    staff_code: str,
    number: int | None,
    held: Appointment | None,
    was_seen: str = "",
) -> StaffMember:
    """
    Add an assignment (number None), change the one of that number, or take it away (held None).

    The log-in may work with it at once; a signature is worth nothing before the next signed
    register attests it.
    was_seen: `seen` of the person's assignments as the form showed them; empty asks nothing.
    Raises: Refusal "permit.*", "staff.unknown", "staff.moved_on", "staff.*" with every finding.
    """
    refusal = why_not_now(Duty.KEEP_STAFF, actor=actor, school=school)
    if refusal is not None:
        raise refusal
    staff = outside.book.staff(school)
    member = next((each for each in staff if each.staff_code == staff_code), None)
    if member is None:
        raise Refusal("staff.unknown", value=staff_code)
    if was_seen and was_seen != seen(member):
        raise Refusal("staff.moved_on", name=member.full_name)
    if held is not None:
        if number is None and held.role is Role.HOMEROOM_TEACHER:
            held = replace(held, school_year=school_year)
        _require_sound(held, staff_code, staff)
    appointments = list(member.appointments)
    _require_editable(appointments, number, staff_code)
    place = slice(len(appointments), None) if number is None else slice(number, number + 1)
    appointments[place] = [] if held is None else [held]
    changed = replace(member, appointments=tuple(appointments))
    entries = entries_between(
        member, changed, school=school, by=actor.person, at=outside.clock.now()
    )
    outside.book.save_staff(school, [changed], entries)
    # A crash here leaves an assignment whose log-in does not know it: saving again mends it.
    old, new = (tuple(roles_of(each, school, school_year)) for each in (member, changed))
    outside.accounts.drop([role for role in old if role not in new])
    outside.accounts.save(new)
    return changed


def _require_sound(held: Appointment, staff_code: str, staff: tuple[StaffMember, ...]) -> None:
    if held.role not in EDITED_BY_SCHOOL:
        raise Refusal("roster.not_in_list", value=held.role.value)
    findings = (*appointment_findings(held), *clashes(held, staff_code, staff))
    if findings:
        raise Refusal(findings[0].code, findings=findings, **findings[0].details)


def _require_editable(held: list[Appointment], number: int | None, staff_code: str) -> None:
    if number is None:
        return
    if not 0 <= number < len(held) or held[number].role not in EDITED_BY_SCHOOL:
        raise Refusal("staff.unknown", value=f"{staff_code} #{number}")

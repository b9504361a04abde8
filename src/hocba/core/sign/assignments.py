"""From a staff list to the register: which assignments a school may attest, and how they end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from hocba.core.sign.register import Holding
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role

ATTESTED_BY_SCHOOL: Final = frozenset(
    {
        Role.HOMEROOM_TEACHER,
        Role.SUBJECT_TEACHER,
        Role.DEPUTY,
        Role.CLERK,
    }
)
"""Principal and seal are the province's to attest: nobody vouches for himself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Holdings that may stand in a register, and who was left out of it, with the reason."""

    holdings: tuple[Holding, ...]
    left_out: tuple[Finding, ...]


def assigned(
    staff: Iterable[StaffMember],
    *,
    certificates: Mapping[str, str],
    school: SchoolCode,
    school_year: SchoolYear,
    today: date,
    secondary_classes: frozenset[str] = frozenset(),
) -> Assigned:
    """
    Turn a staff list's appointments into holdings.

    secondary_classes: there each subject teacher signs the own row, so that the holding says
    which class and subject; elsewhere it names the school alone.
    certificates: SHA-256 of the certificate, hex, by staff code. An appointment without a
    first day holds from `today`: a register never reaches back further than somebody decided.
    """
    holdings: list[Holding] = []
    left_out: list[Finding] = []
    for member in staff:
        for held in member.appointments:
            if held.role not in ATTESTED_BY_SCHOOL:
                continue
            certificate = certificates.get(member.staff_code, "")
            problem = _why_left_out(held, member, certificate)
            if problem is not None:
                left_out.append(problem)
                continue
            one = _holding(held, member, certificate, school, school_year, today)
            if held.role is Role.SUBJECT_TEACHER and held.class_name in secondary_classes:
                one = _of_subject(one, held, school_year)
            holdings.append(one)
    return Assigned(holdings=tuple(holdings), left_out=tuple(left_out))


def continued(previous: Sequence[Holding], current: Sequence[Holding], *, today: date) -> tuple[
    Holding, ...
]:  # fmt: skip
    """
    Return the next register's holdings: what goes on, what is new, and what has ended.

    A holding that the staff list no longer has ends yesterday (or on its own earlier day) and
    stays in the register: signatures made while it held must verify for ever.
    """
    kept = {_name(holding) for holding in current}
    yesterday = today - timedelta(days=1)
    ended = (
        replace(holding, to_on=min(holding.to_on or yesterday, yesterday))
        for holding in previous
        if _name(holding) not in kept
    )
    # What began today and is gone again never held for a day.
    return (*current, *(h for h in ended if h.to_on is None or h.from_on <= h.to_on))


def _name(holding: Holding) -> tuple[object, ...]:
    scope = (holding.unit, holding.school_year, holding.class_name, holding.subject)
    return (holding.role, holding.person, holding.certificate, holding.from_on, scope)


def _why_left_out(held: Appointment, member: StaffMember, certificate: str) -> Finding | None:
    details = {"name": member.full_name, "role": held.role.value}
    where = member.staff_code
    if not certificate:
        code = "school.no_certificate"
        return Finding(code=code, weight=Weight.WARNING, where=where, details=details)
    if held.role is Role.DEPUTY and not held.basis:
        code = "school.delegation_without_basis"
        return Finding(code=code, weight=Weight.WARNING, where=where, details=details)
    return None


def _of_subject(holding: Holding, held: Appointment, school_year: SchoolYear) -> Holding:
    return replace(
        holding,
        school_year=held.year(school_year),
        class_name=held.class_name,
        subject=held.subject,
    )


def _holding(
    held: Appointment,
    member: StaffMember,
    certificate: str,
    school: SchoolCode,
    school_year: SchoolYear,
    today: date,
) -> Holding:
    of_class = held.role is Role.HOMEROOM_TEACHER
    return Holding(
        role=held.role,
        unit=school,
        person=member.staff_code,
        person_name=member.full_name,
        certificate=certificate,
        from_on=held.from_on or today,
        to_on=held.to_on,
        school_year=held.year(school_year) if of_class else None,
        class_name=held.class_name if of_class else "",
        basis=held.basis,
    )

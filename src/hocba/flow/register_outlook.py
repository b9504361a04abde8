"""What a school's register says now, and what the next one would say."""

from dataclasses import dataclass
from datetime import datetime

from hocba.core.sign.assignments import assigned
from hocba.core.sign.register import Holding, Level
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.keep_register import certificates_of, read_register, secondary_classes
from hocba.ports.keys import SigningProvider
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOutlook:
    """
    A school's assignments today.

    number, issued_at: of the latest register; 0 and None before the first. above: what the
    province attests of the school (principal, seal). standing: attested and going on. ending:
    attested, and gone from the staff list. coming: not attested yet. left_out: who cannot be
    attested, and why.
    """

    number: int
    issued_at: datetime | None
    above: tuple[Holding, ...]
    standing: tuple[Holding, ...]
    ending: tuple[Holding, ...]
    coming: tuple[Holding, ...]
    left_out: tuple[Finding, ...]


def register_outlook(
    outside: Outside,
    *,
    school: SchoolCode,
    school_year: SchoolYear,
    keys: SigningProvider | None = None,
) -> RegisterOutlook:
    """Compare the staff list with the latest register. Raises: Refusal "school.unknown"."""
    today = day_in_vietnam(outside.clock.now())
    staff = outside.book.staff(school)
    people = [member.staff_code for member in staff]
    found = assigned(
        staff,
        certificates=certificates_of(outside, people, keys or outside.keys),
        school=school,
        school_year=school_year,
        today=today,
        secondary_classes=secondary_classes(outside, school, school_year),
    )
    province = outside.book.school(school).province.code
    number, issued_at, attested = _latest(outside, Level.SCHOOL, school)
    _, _, above = _latest(outside, Level.PROVINCE, province)
    now = tuple(holding for holding in attested if holding.holds_on(today))
    listed = {_assignment(holding) for holding in found.holdings}
    known = {_assignment(holding) for holding in attested}
    return RegisterOutlook(
        number=number,
        issued_at=issued_at,
        above=tuple(h for h in above if h.unit == school and h.holds_on(today)),
        standing=tuple(holding for holding in now if _assignment(holding) in listed),
        ending=tuple(holding for holding in now if _assignment(holding) not in listed),
        coming=tuple(h for h in found.holdings if _assignment(h) not in known),
        left_out=found.left_out,
    )


def _latest(
    outside: Outside, level: Level, unit: str
) -> tuple[int, datetime | None, tuple[Holding, ...]]:
    kept = outside.registers.latest(level, unit)
    if kept is None:
        return 0, None, ()
    register = read_register(outside, kept.file).register
    return register.number, register.issued_at, register.holdings


def _assignment(holding: Holding) -> tuple[object, ...]:
    # Without the first day: one that the staff list leaves open is written anew with each issue.
    scope = (holding.school_year, holding.class_name, holding.subject, holding.to_on)
    return (holding.role, holding.person, holding.certificate, scope)

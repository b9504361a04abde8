"""Under which delegation a deputy acts today, as the signed register says it."""

from collections.abc import Sequence
from datetime import date

from hocba.core.compose.permit import Actor
from hocba.core.sign.register import Holding, Level
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.outside import Outside


def delegation_now(outside: Outside, *, actor: Actor, school: SchoolCode) -> Holding | None:
    """
    Return the delegation that covers today, the one that ends last; None for who is no deputy.

    Every act that only a principal or a deputy does asks this, and so does its button.
    Raises: Refusal "delegation.not_begun", "delegation.over", "delegation.none_today" for a
    deputy without one, whatever the log-in says.
    """
    if actor.role is not Role.DEPUTY:
        return None
    given = _given(outside, actor, school)
    today = day_in_vietnam(outside.clock.now())
    found = [held for held in given if held.holds_on(today)]
    if not found:
        raise _none_of(given, today)
    return max(found, key=_last_day)


def why_no_delegation(outside: Outside, *, actor: Actor, school: SchoolCode) -> Refusal | None:
    """Return why a deputy may not act for the principal today; None for everybody else, too."""
    try:
        delegation_now(outside, actor=actor, school=school)
    except Refusal as refusal:
        return refusal
    return None


def _given(outside: Outside, actor: Actor, school: SchoolCode) -> list[Holding]:
    register = RegisterDesk(outside).of_schools(school).registers.get((Level.SCHOOL, school))
    return [
        held
        for held in (register.holdings if register else ())
        if held.role is Role.DEPUTY and held.person == actor.person
        if held.unit == school and held.basis
    ]


def _last_day(held: Holding) -> date:
    return held.to_on or date.max


def _none_of(given: Sequence[Holding], today: date) -> Refusal:
    """Tell a deputy of the delegation that begins next, else of the one that ended last."""
    coming = [held for held in given if held.from_on > today]
    if coming:
        held = min(coming, key=lambda each: each.from_on)
        return Refusal("delegation.not_begun", basis=held.basis, on=f"{held.from_on:%d/%m/%Y}")
    if given:
        held = max(given, key=_last_day)
        return Refusal("delegation.over", basis=held.basis, on=f"{_last_day(held):%d/%m/%Y}")
    return Refusal("delegation.none_today")

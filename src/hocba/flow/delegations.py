"""Under which delegation a deputy acts today, as the signed register says it."""

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

    Raises: Refusal "delegation.none_today" for a deputy without one, whatever the log-in says.
    """
    if actor.role is not Role.DEPUTY:
        return None
    today = day_in_vietnam(outside.clock.now())
    book = RegisterDesk(outside).of_schools(school)
    register = book.registers.get((Level.SCHOOL, school))
    found = [
        held
        for held in (register.holdings if register else ())
        if held.role is Role.DEPUTY and held.person == actor.person
        if held.holds_on(today) and held.basis
    ]
    if not found:
        raise Refusal("delegation.none_today")
    return max(found, key=lambda held: held.to_on or held.from_on.max)

"""Rules that a school sets for itself: who may set them, and what stands now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role


class SchoolRule(StrEnum):
    """A rule that is on or off; off until somebody has set it."""

    TWO_PERSONS_SEAL = "HAI_NGUOI_DONG_DAU"
    """The seal is asked for by the clerk and approved by the principal or a deputy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """One setting of one rule; never changed, never removed. words: why, in one sentence."""

    school: SchoolCode
    rule: SchoolRule
    is_on: bool
    by: str
    role: Role
    at: datetime
    words: str


def is_on(changes: Iterable[RuleChange], rule: SchoolRule) -> bool:
    """Tell whether a rule holds now. changes: a school's, in the order of writing."""
    return {each.rule: each.is_on for each in changes}.get(rule, False)


def why_not_set(
    rule: SchoolRule, *, turned_on: bool, actor: Actor, school: SchoolCode
) -> Refusal | None:
    """
    Return why `actor` may not set a rule so, or None.

    Making it stricter is safe in either hand; whoever gives the safeguard up answers for the
    school. Source: Hocba's policy.
    """
    refusal = why_not_now(Duty.SET_RULES, actor=actor, school=school)
    if refusal is None and not turned_on and actor.role is not Role.PRINCIPAL:
        return Refusal("rule.principal_turns_off", rule=rule.value)
    return refusal

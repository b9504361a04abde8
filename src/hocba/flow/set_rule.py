"""Set a rule of a school, with the reason; every setting stays in the log."""

from hocba.core.compose.permit import Actor
from hocba.core.compose.school_rules import RuleChange, SchoolRule, is_on, why_not_set
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean
from hocba.ports.outside import Outside


def set_rule(
    outside: Outside,
    rule: SchoolRule,
    *,
    turned_on: bool,
    actor: Actor,
    school: SchoolCode,
    words: str,
) -> RuleChange:
    """
    Turn a rule on or off. words: why.

    Raises: Refusal "permit.*", "rule.principal_turns_off", "rule.so_already", "rule.reason_due".
    """
    refusal = why_not_set(rule, turned_on=turned_on, actor=actor, school=school)
    if refusal is not None:
        raise refusal
    if is_on(outside.signings.rules.of_school(school), rule) is turned_on:
        raise Refusal("rule.so_already")
    reason = clean(words)[:300]
    if not reason:
        raise Refusal("rule.reason_due")
    change = RuleChange(
        school=school,
        rule=rule,
        is_on=turned_on,
        by=actor.person,
        role=actor.role,
        at=outside.clock.now(),
        words=reason,
    )
    outside.signings.rules.put(change)
    return change

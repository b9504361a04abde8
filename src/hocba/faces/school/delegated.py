"""Under which delegation a deputy acts, as its pages say it."""

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext

from hocba.core.terms.outcomes import Refusal
from hocba.faces.school.where import WHOLE, Where
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import Next
from hocba.faces.web.words import refusal_words
from hocba.flow.delegations import delegation_now, why_no_delegation

_PRINCIPALS: Final = (WHOLE, "/truong/mo-lai")
"""Where the next step leads that a deputy takes in the principal's place."""


def why_not_deputy(where: Where) -> Refusal | None:
    """Return why a deputy may not act for the principal today; None for everybody else, too."""
    return why_no_delegation(where.outside, actor=where.actor, school=where.school.code)


def held_step(where: Where, step: Next | None) -> Next | None:
    """Return the next step with the reason why a deputy cannot take it today, where so."""
    if step is None or step.refusal or not step.url.startswith(_PRINCIPALS):
        return step
    refusal = why_not_deputy(where)
    return step if refusal is None else replace(step, refusal=refusal_words(refusal))


def delegation_words(where: Where) -> str:
    """
    Return under which delegation a deputy acts today; empty for everybody else.

    Raises: Refusal "delegation.*" for a deputy without one.
    """
    held = delegation_now(where.outside, actor=where.actor, school=where.school.code)
    if held is None:
        return ""
    words = {"basis": held.basis, "from": day(held.from_on)}
    if held.to_on is None:
        return gettext("Ký theo ủy quyền của hiệu trưởng: %(basis)s, từ %(from)s.") % words
    said = gettext("Ký theo ủy quyền của hiệu trưởng: %(basis)s, từ %(from)s đến hết %(to)s.")
    return said % {**words, "to": day(held.to_on)}

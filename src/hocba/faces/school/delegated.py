"""Under which delegation a deputy acts, as its pages say it."""

from django.utils.translation import gettext

from hocba.faces.school.where import Where
from hocba.faces.web.numbers import day
from hocba.flow.delegations import delegation_now


def delegation_words(where: Where) -> str:
    """
    Return under which delegation a deputy acts today; empty for everybody else.

    Raises: Refusal "delegation.none_today".
    """
    held = delegation_now(where.outside, actor=where.actor, school=where.school.code)
    if held is None:
        return ""
    words = {"basis": held.basis, "from": day(held.from_on)}
    if held.to_on is None:
        return gettext("Ký theo ủy quyền của hiệu trưởng: %(basis)s, từ %(from)s.") % words
    said = gettext("Ký theo ủy quyền của hiệu trưởng: %(basis)s, từ %(from)s đến hết %(to)s.")
    return said % {**words, "to": day(held.to_on)}

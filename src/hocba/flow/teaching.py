"""What a teacher teaches today, as the school's assignments say."""

from hocba.core.compose.staffing import taught_on
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.outside import Outside


def taught_now(outside: Outside, school: SchoolCode, person: str) -> frozenset[tuple[str, str]]:
    """Return class and subject of all that a person teaches today; nothing for a stranger."""
    today = day_in_vietnam(outside.clock.now())
    for member in outside.book.staff(school):
        if member.staff_code == person:
            return taught_on(member, today)
    return frozenset()

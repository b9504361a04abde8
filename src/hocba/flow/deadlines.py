"""Which deadlines stand before a school, a class or an office, and how far each is met."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from hocba.core.compose.life import Status
from hocba.core.report.deadlines import Deadline, Tally, deadline_on, tally_of
from hocba.core.report.figures import Choice, Cut, total
from hocba.core.rules.campaigns import Goal, due_in
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import here_on
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.outside import Outside
from hocba.ports.records import RecordRow

_UNSIGNED: Final = frozenset({Status.DRAFT, Status.LOCKED, Status.ATTESTED})
_UNSEALED: Final = _UNSIGNED | {Status.APPROVED}
_NOT_YET: Final[Mapping[Goal, frozenset[Status]]] = MappingProxyType(
    {
        Goal.SIGNED: _UNSIGNED,
        Goal.SEALED: _UNSEALED,
        Goal.ACCEPTED: frozenset(Status) - {Status.KEPT_BY_PROVINCE, Status.KEPT_BY_MINISTRY},
    }
)
"""Statuses in which a record has not come to the goal."""


def school_deadlines(
    outside: Outside,
    *,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str | None = None,
) -> tuple[Deadline, ...]:
    """Return the deadlines of a school or of one of its classes; none where no pupil is due."""
    campaigns = due_in(outside.campaigns, school_year)
    if not campaigns:
        return ()
    book, today = outside.book, day_in_vietnam(outside.clock.now())
    people = book.enrolments(school, school_year, class_name)
    here = [each for each in people if here_on(each, today)]
    rows = {row.sector_code: row for row in outside.records.rows(school, school_year, class_name)}
    reasons = {e.sector_code: e.reason.value for e in book.exceptions(school, school_year)}
    return tuple(
        deadline_on(campaign, today, _tally(own, rows, reasons, campaign.goal))
        for campaign in campaigns
        if (own := [each for each in here if each.grade in campaign.grades])
    )


def office_deadlines(
    outside: Outside, *, school_year: SchoolYear, ward: str | None = None
) -> tuple[Deadline, ...]:
    """Return the deadlines of all schools that an office counts, or of one commune's."""
    campaigns = due_in(outside.campaigns, school_year)
    if not campaigns:
        return ()
    today = day_in_vietnam(outside.clock.now())
    choice = Choice(school_year=school_year, ward=ward)
    lines = outside.repository.figures(Cut.GRADE, choice).lines
    sums = [
        (each, total(line for line in lines if int(line.code) in each.grades)) for each in campaigns
    ]
    return tuple(
        deadline_on(campaign, today, tally_of(figure, campaign.goal))
        for campaign, figure in sums
        if figure.pupils
    )


def _tally(
    pupils: Sequence[Enrolment],
    rows: Mapping[str, RecordRow],
    reasons: Mapping[str, str],
    goal: Goal,
) -> Tally:
    codes = [each.pupil.sector_code for each in pupils]
    return Tally(
        pupils=len(codes),
        done=sum(rows[code].status not in _NOT_YET[goal] for code in codes if code in rows),
        # As in a declaration: who has a record is no exception, whatever was noted before.
        exceptions=Counter(reasons[c] for c in codes if c in reasons and c not in rows),
    )

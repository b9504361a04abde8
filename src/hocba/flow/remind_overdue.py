"""Remind homeroom teachers of pupils whose record is overdue; once a week, and by nobody's act."""

from collections import Counter

from hocba.core.compose.exceptions import Due, due
from hocba.core.compose.notices import REMINDED_EVERY, NoticeKind, is_told
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.notify import notify
from hocba.ports.outside import Outside


def remind_overdue(outside: Outside) -> int:
    """
    Remind every school of this office, in its latest year; return how many classes were told.

    Safe to run at any time and as often as one likes.
    """
    told = 0
    for school in outside.book.schools():
        for year in outside.book.school_years(school.code)[:1]:
            told += _reminded(outside, school.code, year)
    return told


def _reminded(outside: Outside, school: SchoolCode, year: SchoolYear) -> int:
    today = day_in_vietnam(outside.clock.now())
    late = Counter(
        each.class_name
        for each in outside.book.exceptions(school, year)
        if due(each, today) is Due.OVERDUE
    )
    told = 0
    for class_name, count in sorted(late.items()):
        with outside.notices.together(school):
            if _was_reminded(outside, school, year, class_name):
                continue
            notify(
                outside,
                NoticeKind.RECORD_OVERDUE,
                school=school,
                school_year=year,
                class_name=class_name,
                count=count,
                by="",
            )
            told += 1
    return told


def _was_reminded(outside: Outside, school: SchoolCode, year: SchoolYear, class_name: str) -> bool:
    kind, since = NoticeKind.RECORD_OVERDUE, outside.clock.now() - REMINDED_EVERY
    people = {
        account.actor.person
        for account in outside.accounts.of_school(school)
        if is_told(kind, account.actor, school_year=year, class_name=class_name)
    }
    return any(
        (notice.kind, notice.class_name) == (kind, class_name) and notice.at > since
        for person in people
        for notice in outside.notices.of_person(school, person)
    )

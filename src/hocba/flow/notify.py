"""Tell the people whose turn it is, in the same transaction as the act that made it theirs."""

from hocba.core.compose.notices import NoticeKind, is_told
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.ports.notices import Notice
from hocba.ports.outside import Outside


def notify(
    outside: Outside,
    kind: NoticeKind,
    *,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str,
    count: int,
    by: str,
) -> None:
    """
    Put one notice on the bell of everybody whom this concerns, but of who did it.

    Called within `outside.notices.together`, beside the act. A mail goes to the address that
    the staff list knows.
    """
    people = {
        account.actor.person
        for account in outside.accounts.of_school(school)
        if is_told(kind, account.actor, school_year=school_year, class_name=class_name)
    }
    now = outside.clock.now()
    notices = [
        Notice(
            school=school,
            person=person,
            kind=kind,
            school_year=school_year,
            class_name=class_name,
            count=count,
            at=now,
        )
        for person in sorted(people - {by})
    ]
    if count and notices:
        staff = outside.book.staff(school)
        outside.notices.put(notices, {m.staff_code: m.email for m in staff if m.email})

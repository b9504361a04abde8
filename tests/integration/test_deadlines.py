"""Days left, as a school, a class and the offices above count them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.adapters.memory.clock import StoryClock
from hocba.core.compose.exceptions import ExceptionReason, RecordException
from hocba.core.report.deadlines import Phase
from hocba.core.rules.campaigns import due_in, shipped_campaigns
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.deadlines import office_deadlines, school_deadlines
from hocba.flow.note_exception import note_exception
from tests.pki_world import NOW
from tests.repository_world import all_the_way, issue_class, three_offices
from tests.school_world import CLASS, SCHOOL, YEAR, an_enrolment, clerk

(CAMPAIGN,) = due_in(shipped_campaigns(), YEAR)


@pytest.fixture
def offices(as_app, tmp_path):
    """Three pupils with results, and one who is assessed again in summer."""
    found = three_offices(tmp_path)
    late = an_enrolment(4)
    found.school.book.save_enrolments(SCHOOL, YEAR, [late])
    exception = RecordException(
        school=SCHOOL,
        school_year=YEAR,
        sector_code=late.pupil.sector_code,
        class_name=CLASS,
        reason=ExceptionReason.SUMMER_TRAINING,
    )
    note_exception(found.school, actor=clerk(), exception=exception)
    return found


def at_school(outside, **more):
    (found,) = school_deadlines(outside, school=SCHOOL, school_year=YEAR, **more)
    return found


def later(outside, days):
    return replace(outside, clock=StoryClock(NOW + timedelta(days=days)))


@pytest.mark.django_db
def test_go_down_at_the_school_as_the_province_accepts(offices):
    before = at_school(offices.school)
    issue_class(offices.school)
    sealed = at_school(offices.school)
    all_the_way(offices)
    after = at_school(offices.school, class_name=CLASS)

    assert (before.phase, before.due, before.left) == (Phase.OPEN, 3, 3)
    assert before.days_left == (CAMPAIGN.closes_on - day_in_vietnam(NOW)).days
    # What counts as done is acceptance: the seal alone is not yet enough.
    assert (sealed.left, after.left) == (3, 0)


@pytest.mark.django_db
def test_are_the_same_at_school_province_and_ministry(offices):
    issue_class(offices.school)
    all_the_way(offices)
    days = (CAMPAIGN.closes_on - day_in_vietnam(NOW)).days + 1

    found = [
        at_school(later(offices.school, days)),
        *office_deadlines(later(offices.province, days), school_year=YEAR),
        *office_deadlines(later(offices.ministry, days), school_year=YEAR),
    ]

    # Summer is over: the fourth pupil's record is due now.
    assert [(f.phase, f.due, f.left) for f in found] == [(Phase.LATE, 4, 1)] * 3


@pytest.mark.django_db
def test_are_none_where_no_campaign_or_no_pupil_is(offices):
    assert office_deadlines(offices.province, school_year=YEAR) == ()
    without = replace(offices.school, campaigns=())
    assert school_deadlines(without, school=SCHOOL, school_year=YEAR) == ()
    assert school_deadlines(offices.school, school=SCHOOL, school_year=YEAR.before) == ()

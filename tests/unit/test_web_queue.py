"""The queue as the pages of province and ministry show it."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

from django.template.loader import render_to_string

from hocba.core.submit.message import MessageId
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.vietnam import VIETNAM
from hocba.faces.web.intake_pages import entries_per_second, intake_page
from hocba.faces.web.queue import queue_rows
from hocba.ports.intake import HandedIn, IntakeState

WAITS = HandedIn(
    slip=1,
    message_id=MessageId("79" + "AB" * 16),
    sender="79",
    digest=bytes(32),
    size=1000,
    entries=500,
    done=200,
    state=IntakeState.WORKING,
    handed_at=datetime(2026, 5, 25, 8, tzinfo=VIETNAM),
)
REFUSED = replace(
    WAITS,
    message_id=MessageId(""),
    sender="",
    state=IntakeState.REFUSED,
    findings=(Finding(code="package.not_a_zip"),),
)


NOW = WAITS.handed_at + timedelta(minutes=2)


def an_office(*packages):
    queue = SimpleNamespace(listed=lambda limit: packages)
    clock = SimpleNamespace(now=lambda: NOW)
    return SimpleNamespace(intake=SimpleNamespace(queue=queue), clock=clock)


def worked(*, done, since_s, ended_s=None, entries=500):
    """A package taken so many seconds ago, and perhaps ended so many seconds ago."""
    ended = None if ended_s is None else NOW - timedelta(seconds=ended_s)
    state = IntakeState.WORKING if ended is None else IntakeState.ANSWERED
    taken = NOW - timedelta(seconds=since_s)
    return replace(WAITS, state=state, done=done, entries=entries, taken_at=taken, ended_at=ended)


def test_shows_what_has_no_receipt_yet():
    answered = replace(WAITS, state=IntakeState.ANSWERED)

    rows = queue_rows(an_office(WAITS, answered, REFUSED), {"79": "Sở TP. Hồ Chí Minh"})

    assert [(row.party, row.done, row.entries) for row in rows] == [
        ("Sở TP. Hồ Chí Minh", 200, 500),
        ("–", 200, 500),
    ]


def test_says_how_far_a_package_is_and_why_another_was_refused():
    rows = queue_rows(an_office(WAITS, REFUSED), {})

    shown = render_to_string("web/parts/queue.html", {"rows": rows, "party": "Sở"})

    assert "Đang kiểm tra" in shown
    assert "79-ABABABAB" in shown
    assert "<code>package.not_a_zip</code>" in shown


def test_is_silent_where_nothing_waits():
    assert queue_rows(SimpleNamespace(intake=None), {}) == ()
    assert render_to_string("web/parts/queue.html", {"rows": ()}).strip() == ""


def test_counts_what_two_workers_did_side_by_side_once_by_the_clock():
    both = [worked(done=300, since_s=10), worked(done=500, since_s=10, ended_s=2)]

    assert entries_per_second(both, NOW) == 80


def test_forgets_a_pace_of_an_hour_ago_and_one_of_a_moment():
    assert entries_per_second([worked(done=500, since_s=3700, ended_s=3600)], NOW) is None
    assert entries_per_second([worked(done=500, since_s=1)], NOW) is None
    assert entries_per_second([], NOW) is None


def test_says_how_many_minutes_are_left():
    office = an_office(worked(done=100, since_s=10), replace(WAITS, state=IntakeState.WAITING))

    page = intake_page(office, {}, packages_url="/bo/goi-nop")

    # 700 of 1,000 entries are left at ten a second.
    assert (page.done, page.total, page.looks_again) == (300, 1000, True)
    assert page.headline == "Đang kiểm tra 1 gói, 1 gói chờ tới lượt"
    assert page.lead == "Còn khoảng 2 phút, theo nhịp mười phút qua."


def test_does_not_look_again_when_all_is_answered_or_refused():
    ended = worked(done=500, since_s=20, ended_s=10)

    page = intake_page(an_office(ended, REFUSED), {"79": "Sở"}, packages_url="/bo/goi-nop")

    assert not page.looks_again
    assert [(row.party, row.seconds) for row in page.ended] == [("Sở", 10)]


def test_shows_an_office_without_a_queue_as_one_where_nothing_waits():
    bare = SimpleNamespace(intake=None, clock=an_office().clock)

    assert intake_page(bare, {}, packages_url="/so/goi-nop").total == 0

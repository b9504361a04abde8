"""The queue as the pages of province and ministry show it."""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

from django.template.loader import render_to_string

from hocba.core.submit.message import MessageId
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.vietnam import VIETNAM
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


def an_office(*packages):
    queue = SimpleNamespace(listed=lambda limit: packages)
    return SimpleNamespace(intake=SimpleNamespace(queue=queue))


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

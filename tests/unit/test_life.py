"""The life of a record: one table, and a page drawn from it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hocba.core.compose.life import NEXT, Act, Entry, Status, after, signers_of, status_of
from hocba.core.compose.states_page import states_page
from hocba.core.terms.outcomes import Refusal

AT = datetime(2026, 5, 29, tzinfo=UTC)


def entries(*acts, by="GV01"):
    return [Entry(act=act, by=by, at=AT) for act in acts]


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("status", Status)
def test_answers_every_pair_with_a_status_or_a_refusal(status, act):
    if (status, act) in NEXT:
        assert after(status, act) is NEXT[status, act]
    else:
        with pytest.raises(Refusal) as refused:
            after(status, act)
        assert refused.value.code == "life.not_now"


def test_reaches_every_status_from_draft():
    reached = {Status.DRAFT}
    for _ in Status:
        reached |= {there for (here, _), there in NEXT.items() if here in reached}

    assert reached == set(Status)


def test_uses_every_act():
    assert {act for _, act in NEXT} == set(Act)


def test_never_leads_back_once_issued():
    before = {Status.DRAFT, Status.LOCKED, Status.ATTESTED, Status.APPROVED}

    back = [(h, a) for (h, a), there in NEXT.items() if h not in before and there in before]

    assert back == []


def test_nothing_leaves_a_version_that_fell():
    ended = {Status.SUPERSEDED, Status.WITHDRAWN}

    assert [pair for pair in NEXT if pair[0] in ended] == []


def test_replays_a_history():
    history = entries(Act.LOCK, Act.ATTEST, Act.RETURN, Act.LOCK, Act.ATTEST, Act.APPROVE)

    assert status_of(history) is Status.APPROVED


def test_refuses_a_history_that_breaks_the_table():
    with pytest.raises(Refusal) as refused:
        status_of(entries(Act.LOCK, Act.SEAL))

    assert refused.value.code == "life.not_now"


def test_forgets_signers_once_a_record_was_sent_back():
    attested = [*entries(Act.LOCK), *entries(Act.ATTEST, by="GV01")]

    assert signers_of(attested) == ("GV01",)
    assert signers_of([*attested, *entries(Act.RETURN, by="HT01")]) == ()


def test_the_page_is_the_table_s():
    # After the table has changed, write `states_page()` into the file and read the difference.
    assert Path("docs/states.md").read_text("utf-8") == states_page()

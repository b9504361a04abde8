"""Opening locked records again: asked for with a reason, answered by who may, kept for good."""

import pytest
from django.db import DatabaseError, transaction

from hocba.adapters.database.models.reopenings import ReopeningAnswerModel, ReopeningModel
from hocba.adapters.database.tenancy import within
from hocba.core.compose.life import Status
from hocba.core.compose.notices import NoticeKind
from hocba.core.terms.outcomes import Refusal
from hocba.flow.ask_reopening import answer_reopening, ask_reopening
from hocba.flow.compose_records import compose_class
from hocba.flow.sign_records import sign_class
from tests.integration.test_notices import bell, school  # noqa: F401
from tests.school_world import (
    HERE,
    PRINCIPAL,
    SCHOOL,
    TEACHER,
    YEAR,
    a_consent,
    clerk,
    deputy,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")


@pytest.fixture
def locked(school):  # noqa: F811
    compose_class(school, actor=teacher(), **HERE)
    return school


def ask(outside, *, actor=None, **words):
    return ask_reopening(
        outside, actor=actor or teacher(), reason="Kết quả học tập chưa đúng", **(HERE | words)
    )


def statuses(outside):
    return {row.status for row in outside.records.rows(SCHOOL, YEAR, "4A")}


def refused(act, *args, **words):
    with pytest.raises(Refusal) as no, transaction.atomic():
        act(*args, **words)
    return no.value.code


def test_opens_nothing_before_it_is_approved(locked):
    ask(locked)

    assert statuses(locked) == {Status.LOCKED}
    assert bell(locked, PRINCIPAL) == [NoticeKind.REOPENING_ASKED]


def test_leaves_its_trace_in_every_record_when_approved(locked):
    sign_class(locked, actor=teacher(), consent=a_consent(teacher()), **HERE)
    keys = answer_reopening(locked, actor=deputy(), reopening=ask(locked), approved=True)

    assert statuses(locked) == {Status.DRAFT}
    for record in locked.records.many(keys):
        last = record.history[-1]
        assert (last.act, last.by) == ("TRA_LAI", deputy().person)
        assert "Kết quả học tập chưa đúng" in last.reason
        assert f"theo đề nghị của {TEACHER}" in last.reason
    assert bell(locked, TEACHER) == [NoticeKind.RETURNED]


def test_opens_one_record_alone(locked):
    first, second = (row.key for row in locked.records.rows(SCHOOL, YEAR, "4A"))
    answer_reopening(locked, actor=principal(), reopening=ask(locked, record=first), approved=True)

    found = {record.key: record.status for record in locked.records.many([first, second])}
    assert found == {first: Status.DRAFT, second: Status.LOCKED}


def test_is_refused_with_words_that_the_teacher_reads(locked):
    asked = ask(locked)
    no = {"actor": principal(), "reopening": asked, "approved": False}
    assert refused(answer_reopening, locked, **no, words=" ") == "reopening.words_due"
    answer_reopening(locked, **no, words="Điểm đã đúng.")

    kept = locked.reopenings.get(SCHOOL, asked.reopening_id)
    assert (kept.answer.approved, kept.answer.words) == (False, "Điểm đã đúng.")
    assert statuses(locked) == {Status.LOCKED}
    assert bell(locked, TEACHER) == [NoticeKind.REOPENING_REFUSED]


def test_is_answered_once(locked):
    asked = ask(locked)
    answer_reopening(locked, actor=principal(), reopening=asked, approved=True)

    # The second principal still looks at the page of before.
    late = {"actor": deputy(), "reopening": asked, "approved": False, "words": "Không."}
    assert refused(answer_reopening, locked, **late) == "reopening.answered_already"
    now = locked.reopenings.get(SCHOOL, asked.reopening_id)
    again = {"actor": deputy(), "reopening": now, "approved": True}
    assert refused(answer_reopening, locked, **again) == "reopening.answered_already"


def test_is_asked_once_at_a_time_and_only_where_something_is_locked(school):  # noqa: F811
    assert refused(ask, school) == "reopening.nothing_locked"
    compose_class(school, actor=teacher(), **HERE)
    ask(school)
    assert refused(ask, school) == "reopening.asked_already"


def test_is_the_teacher_s_to_ask_and_the_principal_s_to_answer(locked):
    assert refused(ask, locked, actor=clerk()) == "permit.not_your_role"
    assert refused(ask, locked, actor=teacher("GV02", "1A")) == "permit.other_class"
    asked = ask(locked)
    by_teacher = {"actor": teacher(), "reopening": asked, "approved": True}
    assert refused(answer_reopening, locked, **by_teacher) == "permit.not_your_role"


def test_is_kept_for_good(locked):
    answer_reopening(locked, actor=principal(), reopening=ask(locked), approved=True)
    for model, change in (
        (ReopeningModel, {"reason": "x"}),
        (ReopeningAnswerModel, {"words": "x"}),
    ):
        with pytest.raises(DatabaseError, match="append-only"), within(SCHOOL):
            model.objects.update(**change)

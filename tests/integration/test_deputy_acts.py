"""Every act of a deputy, on every kind of day of the delegation: one table, walked whole."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from hocba.adapters.blobs.papers import PaperFolder
from hocba.adapters.memory.clock import StoryClock
from hocba.core.compose.held_back import HeldReason
from hocba.core.compose.life import Act
from hocba.core.compose.school_rules import SchoolRule
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Appointment
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.jobs.school_work import work_here
from hocba.flow.ask_reopening import answer_reopening, ask_reopening
from hocba.flow.compose_records import compose_class
from hocba.flow.correct_record import decide
from hocba.flow.hold_back import LeftOut, hold_back
from hocba.flow.keep_register import issue_school_register
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.reopen_records import send_back
from hocba.flow.set_rule import set_rule
from hocba.flow.sign_records import sign_class
from hocba.flow.signing_rounds import Chosen, approve, choose, consent, decline, drop, go_on
from hocba.ports.accounts import Account
from tests.correction_world import asked
from tests.integration.test_decision_pages import asked as page_asked
from tests.school_world import (
    CLASS,
    DEPUTY,
    HERE,
    OTHER_SCHOOL,
    OTHER_TEACHER,
    SCHOOL,
    YEAR,
    a_consent,
    a_member,
    a_running_school,
    an_outside,
    clerk,
    deputy,
    principal,
    soft_keys,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
WHERE = {"school": SCHOOL, "school_year": YEAR}

NEVER = dict.fromkeys(
    ("before", "first day", "last day", "after", "never given", "other school"),
    "permit.not_your_role",
)
"""What a deputy does on no day: locking is the teacher's, deciding a correction the principal's."""
DELEGATED = {
    "before": "delegation.not_begun",
    "first day": "",
    "last day": "",
    "after": "delegation.over",
    "never given": "delegation.none_today",
    "other school": "permit.other_school",
}
FREE = {**dict.fromkeys(DELEGATED, ""), "other school": "permit.other_school"}
"""Giving up what is left of an own round uses no power, and leaves the way free for others."""


def on_the_days(outside):
    """Return the office and the deputy of every kind of day: delegated from tomorrow for two."""
    today = outside.clock.now()
    later = [replace(outside, clock=StoryClock(today + timedelta(days=n))) for n in range(4)]
    before, first, last, after = later
    return {
        "before": (before, deputy()),
        "first day": (first, deputy()),
        "last day": (last, deputy()),
        "after": (after, deputy()),
        "never given": (first, replace(deputy(), person=OTHER_TEACHER)),
        "other school": (first, replace(deputy(), school=OTHER_SCHOOL)),
    }


@pytest.fixture
def outside(db, tmp_path):
    outside = a_running_school(an_outside(papers=PaperFolder(tmp_path)), pupils=2)
    tomorrow = day_in_vietnam(outside.clock.now()) + timedelta(days=1)
    held = Appointment(
        role=Role.DEPUTY, from_on=tomorrow, to_on=tomorrow + timedelta(days=1), basis="12/QĐ-TH"
    )
    outside.book.save_staff(SCHOOL, [a_member(DEPUTY, "Cà Thị Dung", held)])
    issue_school_register(outside, actor=principal(), **WHERE)
    people = (teacher(), principal(), deputy(), clerk())
    outside.accounts.save(
        [Account(username=a.person, display_name=a.person, actor=a) for a in people]
    )
    compose_class(outside, actor=teacher(), **HERE)
    return outside


def codes(outside, act):
    """Do the act on every kind of day, each time from the same state; return the refusals."""
    found = {}
    for name, (then, actor) in on_the_days(outside).items():
        with transaction.atomic():
            try:
                act(then, actor)
                found[name] = ""
            except Refusal as refusal:
                found[name] = refusal.code
            transaction.set_rollback(True)
    return found


def keys_of(outside):
    return [record.key for record in outside.records.of_class(**HERE)]


def sends_back(outside, actor):
    send_back(outside, actor=actor, keys=keys_of(outside), reason="Xếp lớp chưa đúng")


def answers(approved):
    def act(outside, actor):
        (waiting,) = outside.reopenings.of_year(SCHOOL, YEAR, CLASS)
        words = "Chờ họp"
        answer_reopening(outside, actor=actor, reopening=waiting, approved=approved, words=words)

    return act


def holds_back(outside, actor):
    record = outside.records.of_class(**HERE)[0]
    content = record.frozen.content_digest
    due = day_in_vietnam(outside.clock.now()) + timedelta(days=5)
    left = LeftOut(content=content, reason=HeldReason.LOOK_AGAIN, expected_on=due)
    hold_back(outside, Act.APPROVE, actor=actor, left_out=[left], **HERE)


def signs(outside, actor):
    sign_class(outside, actor=actor, consent=a_consent(actor), **HERE)


def begins(outside, actor):
    chosen = Chosen(classes=(CLASS,))
    return choose(outside, Act.APPROVE, actor=actor, chosen=chosen, **WHERE)


def locks(outside, actor):
    compose_class(outside, actor=actor, **HERE)


def asks_correction(outside, actor):
    return asked(outside, keys_of(outside)[0], actor=actor)


def worked(outside):
    work_here(RegisterDesk(outside), until_empty=True, is_stopped=lambda: False)


def test_of_a_locked_class(outside):
    ask_reopening(outside, actor=teacher(), reason="Xếp lớp chưa đúng", **HERE)

    assert codes(outside, locks) == NEVER
    assert codes(outside, sends_back) == DELEGATED
    assert codes(outside, answers(approved=True)) == DELEGATED
    assert codes(outside, answers(approved=False)) == DELEGATED


def test_of_a_class_that_awaits_the_principal(outside):
    signs(outside, teacher())
    assert codes(outside, sends_back) == DELEGATED
    assert codes(outside, holds_back) == DELEGATED
    assert codes(outside, signs) == DELEGATED
    assert codes(outside, begins) == DELEGATED

    first_day, actor = on_the_days(outside)["first day"]
    begun = begins(first_day, actor)

    def consents(then, who):
        consent(then, actor=who, found=begun, given=a_consent(who, signatures=2))

    other = "signing.not_your_round"
    of_owner = {**DELEGATED, "never given": other}
    assert codes(outside, consents) == of_owner

    consents(first_day, actor)
    worked(replace(first_day, keys=soft_keys(unplugs_after=0)))
    stopped = outside.signings.rounds.get(SCHOOL, begun.round_id)
    on_time = {**of_owner, "last day": "signing.consent_lapsed", "after": "signing.consent_lapsed"}

    def goes_on(then, who):
        go_on(then, actor=who, found=stopped)

    def drops(then, who):
        drop(then, actor=who, found=stopped)

    assert codes(outside, goes_on) == on_time
    assert codes(outside, drops) == {**FREE, "never given": other}


def test_of_a_seal_that_awaits_a_second_person_and_of_an_issued_record(outside):
    for actor in (teacher(), principal()):
        signs(outside, actor)
    rule = SchoolRule.TWO_PERSONS_SEAL
    words = {"actor": principal(), "school": SCHOOL, "words": "Biên bản 3"}
    set_rule(outside, rule, turned_on=True, **words)
    begun = choose(outside, Act.SEAL, actor=clerk(), chosen=Chosen(classes=(CLASS,)), **WHERE)
    waiting = consent(outside, actor=clerk(), found=begun, given=a_consent(clerk(), signatures=2))

    def approves(then, who):
        approve(then, actor=who, found=waiting, words="Duyệt đóng dấu")

    def declines(then, who):
        decline(then, actor=who, found=waiting, words="Chờ họp")

    assert codes(outside, approves) == DELEGATED
    assert codes(outside, declines) == DELEGATED

    approve(outside, actor=principal(), found=waiting, words="Duyệt đóng dấu")
    worked(outside)
    assert codes(outside, asks_correction) == DELEGATED
    correction = asked(outside, keys_of(outside)[0])

    def decides(then, who):
        number = correction.correction_id
        decide(then, actor=who, correction_id=number, approve=True)

    assert codes(outside, decides) == {**NEVER, "other school": NEVER["after"]}


def test_of_a_locked_class_as_its_pages_say_it_before_a_button_is_pressed(outside):
    after, _ = on_the_days(outside)["after"]
    ask_reopening(outside, actor=teacher(), reason="Xếp lớp chưa đúng", **HERE)
    (waiting,) = outside.reopenings.of_year(SCHOOL, YEAR, CLASS)
    said = "Ủy quyền cho bạn (12/QĐ-TH) đã hết ngày"
    pages = (
        f"/truong/lop/{CLASS}/tra-lai",
        f"/truong/hoc-ba/{keys_of(outside)[0]}",
        f"/truong/mo-lai/{waiting.reopening_id}",
        "/truong",
    )
    assert [said in page_asked(after, page, by=DEPUTY).text for page in pages] == [True] * 4

    answer_reopening(
        outside, actor=principal(), reopening=waiting, approved=False, words="Không cần"
    )
    signs(outside, teacher())

    for page in ("/truong", f"/truong/lop/{CLASS}"):
        assert said in page_asked(after, page, by=DEPUTY).text

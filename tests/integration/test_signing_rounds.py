"""A whole school under one consent: chosen, looked at, consented to, signed beside the pages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.core.compose.held_back import HeldReason
from hocba.core.compose.life import Act, Status
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.school_rules import SchoolRule
from hocba.core.compose.signing_rounds import HOLDS_FOR, Stage, Step
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.jobs.school_work import work_here
from hocba.flow.compose_records import compose_class
from hocba.flow.hold_back import LeftOut, hold_back
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.reopen_records import send_back
from hocba.flow.seal_records import seal_class
from hocba.flow.set_rule import set_rule
from hocba.flow.sign_records import sign_class
from hocba.flow.signing_rounds import (
    Chosen,
    approve,
    choose,
    consent,
    decline,
    drop,
    go_on,
    look,
    round_asked,
)
from hocba.ports.accounts import Account
from tests.builders import an_assessment
from tests.school_world import (
    CLASS,
    HERE,
    OTHER_TEACHER,
    SCHOOL,
    YEAR,
    a_consent,
    a_running_school,
    an_enrolment,
    clerk,
    deputy,
    pki,
    principal,
    soft_keys,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")

SECOND = "1A"
WHERE = {"school": SCHOOL, "school_year": YEAR}
OF_SECOND = {**WHERE, "class_name": SECOND}
BOTH = (SECOND, CLASS)


@pytest.fixture
def outside(db):
    """Two classes, 4A of three and 1A of two, both attested by their teachers."""
    outside = a_running_school()
    more = [an_enrolment(n, class_name=SECOND, grade=1) for n in (11, 12)]
    outside.book.save_enrolments(SCHOOL, YEAR, more)
    years = {e.pupil.sector_code: an_assessment(1) for e in more}
    outside.book.save_assessments(SCHOOL, YEAR, SECOND, years)
    people = (teacher(), teacher(OTHER_TEACHER, SECOND), principal(), deputy(), clerk())
    outside.accounts.save(
        [Account(username=a.person, display_name=a.person, actor=a) for a in people]
    )
    for actor, where in ((teacher(), HERE), (teacher(OTHER_TEACHER, SECOND), OF_SECOND)):
        compose_class(outside, actor=actor, **where)
        sign_class(outside, actor=actor, consent=a_consent(actor), **where)
    return outside


def chosen(outside, act=Act.APPROVE, actor=None, classes=BOTH, contents=None):
    actor = actor or (clerk() if act is Act.SEAL else principal())
    picked = Chosen(classes=classes, contents=contents)
    return choose(outside, act, actor=actor, **WHERE, chosen=picked)


def consented(outside, found, actor=None):
    actor = actor or (clerk() if found.act is Act.SEAL else principal())
    given = a_consent(actor, signatures=found.left)
    return consent(outside, actor=actor, found=found, given=given)


def worked(outside):
    return work_here(RegisterDesk(outside), until_empty=True, is_stopped=lambda: False).signed


def again(outside, found):
    return outside.signings.rounds.get(SCHOOL, found.round_id)


def statuses(outside):
    return sorted(row.status for row in outside.records.rows(SCHOOL, YEAR))


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value


def two_persons(outside):
    rule, actor = SchoolRule.TWO_PERSONS_SEAL, principal()
    set_rule(outside, rule, turned_on=True, actor=actor, school=SCHOOL, words="Biên bản 3")


def all_approved(outside):
    consented(outside, chosen(outside))
    worked(outside)


class TestAWholeSchool:
    def test_is_signed_by_its_principal_and_sealed_by_its_clerk(self, outside):
        consented(outside, chosen(outside))
        (signed,) = worked(outside)

        assert (signed.stage, signed.done, signed.refused) == (Stage.ENDED, 5, 0)
        assert statuses(outside) == [Status.APPROVED] * 5
        (told,) = outside.notices.of_person(SCHOOL, clerk().person)
        assert (told.kind, told.count) == (NoticeKind.SCHOOL_APPROVED, 5)

        consented(outside, chosen(outside, Act.SEAL))
        worked(outside)

        assert statuses(outside) == [Status.ISSUED] * 5

    def test_draws_the_same_sample_for_ever_and_keeps_who_looked(self, outside):
        found = chosen(outside)

        key = look(outside, actor=principal(), found=found, place=found.sample[0])
        look(outside, actor=principal(), found=again(outside, found), place=found.sample[0])

        now = again(outside, found)
        assert now.sample == found.sample
        assert now.looked_at == {found.sample[0]}
        assert [s.step for s in now.steps] == [Step.CHOOSE, Step.LOOK]
        assert key == outside.signings.rounds.sheets(now)[found.sample[0]].key

    def test_signs_nothing_that_was_changed_after_it_was_shown(self, outside):
        found = consented(outside, chosen(outside))
        (first, *_) = outside.signings.rounds.sheets(found)
        send_back(outside, actor=principal(), keys=[first.key], reason="Sai tên")
        other = an_assessment(1, score=9)
        outside.book.save_assessments(SCHOOL, YEAR, SECOND, {first.sector_code: other})
        actor = teacher(OTHER_TEACHER, SECOND)
        compose_class(outside, actor=actor, **OF_SECOND)
        sign_class(outside, actor=actor, consent=a_consent(actor), **OF_SECOND)

        (signed,) = worked(outside)

        assert (signed.stage, signed.done, signed.refused) == (Stage.ENDED, 5, 1)
        assert outside.signings.rounds.sheets(signed)[0].refusal == "signing.content_changed"
        assert outside.records.get(first.key).status is Status.ATTESTED

    def test_of_one_record_that_was_sent_back_holds_up_nobody(self, outside):
        found = consented(outside, chosen(outside))
        last = outside.signings.rounds.sheets(found)[-1]
        send_back(outside, actor=principal(), keys=[last.key], reason="Sai tên")

        (signed,) = worked(outside)

        assert (signed.done, signed.refused) == (5, 1)
        assert statuses(outside).count(Status.APPROVED) == 4

    def test_notes_as_done_what_a_killed_worker_had_signed(self, outside):
        found = consented(outside, chosen(outside))
        # What a kill between signing and noting leaves: the records signed, the sheets due.
        sign_class(outside, actor=principal(), consent=a_consent(principal()), **HERE)

        (signed,) = worked(outside)

        assert (signed.round_id, signed.done, signed.refused) == (found.round_id, 5, 0)
        assert statuses(outside) == [Status.APPROVED] * 5


class TestStopped:
    def test_by_a_pulled_token_it_goes_on_under_the_same_consent(self, outside):
        found = consented(outside, chosen(outside))
        pulled = replace(outside, keys=soft_keys(unplugs_after=3))
        (stopped,) = worked(pulled)
        assert (stopped.stage, stopped.done) == (Stage.STOPPED, 3)
        assert (stopped.steps[-1].words, stopped.steps[-1].by) == ("keys.token_lost", "HT01")

        go_on(pulled, actor=principal(), found=stopped)
        (ended,) = worked(pulled)

        assert (ended.round_id, ended.stage, ended.done) == (found.round_id, Stage.ENDED, 5)

    def test_by_its_time_limit_it_asks_its_signer_again(self, outside):
        consented(outside, chosen(outside))
        outside.clock.move(HOLDS_FOR + timedelta(minutes=1))

        (stopped,) = worked(outside)

        assert stopped.steps[-1].words == "signing.consent_lapsed"
        assert statuses(outside) == [Status.ATTESTED] * 5
        lapsed = refusal_of(go_on, outside, actor=principal(), found=stopped)
        assert lapsed.code == "signing.consent_lapsed"
        consented(outside, stopped)
        (ended,) = worked(outside)
        assert ended.stage is Stage.ENDED

    def test_by_a_certificate_that_ended_and_says_so(self, outside):
        consented(outside, chosen(outside))
        _, paths = pki()
        holder = dict(pki()[0])
        holder.pop("HT01")
        without = replace(outside, keys=type(soft_keys())(holder, paths))

        (stopped,) = worked(without)

        assert stopped.steps[-1].words == "keys.no_such_key"
        assert stopped.left == 5

    def test_waits_behind_others_after_a_fault_of_the_world(self, outside):
        consented(outside, chosen(outside))

        class Broken:
            def __getattr__(self, name):
                raise Fault("postgres.none", "gone", retry=True)

        with pytest.raises(Fault):
            worked(replace(outside, documents=Broken()))

        assert worked(outside) == ()
        outside.clock.move(timedelta(minutes=1))
        (ended,) = worked(outside)
        assert ended.stage is Stage.ENDED

    def test_what_is_left_can_be_given_up(self, outside):
        found = chosen(outside)

        assert drop(outside, actor=principal(), found=found).stage is Stage.DROPPED
        assert refusal_of(consented, outside, again(outside, found)).code == "signing.not_now"


class TestWhoMay:
    def test_only_principal_deputy_and_clerk_begin_a_round(self, outside):
        assert refusal_of(chosen, outside, actor=teacher()).code == "permit.not_your_role"
        assert refusal_of(chosen, outside, Act.ATTEST).code == "permit.not_your_role"

    def test_only_who_chose_consents(self, outside):
        found = chosen(outside)

        refused = refusal_of(consented, outside, found, deputy())

        assert refused.code == "signing.not_your_round"

    def test_no_two_rounds_of_a_kind_go_on_at_once(self, outside):
        first, second = chosen(outside), chosen(outside)
        consented(outside, first)

        assert refusal_of(consented, outside, second).code == "signing.open_already"

    def test_of_two_windows_one_is_told(self, outside):
        found = chosen(outside)
        consented(outside, found)

        assert refusal_of(consented, outside, found).code == "signing.moved_on"

    def test_a_deputy_signs_under_the_delegation_that_the_register_knows(self, outside):
        found = consented(outside, chosen(outside, actor=deputy()), deputy())

        assert found.consent.basis == "QĐ 11/QĐ-TH, uỷ quyền ký"
        (signed,) = worked(outside)
        assert signed.stage is Stage.ENDED

    def test_who_lost_the_role_meanwhile_signs_no_more(self, outside):
        consented(outside, chosen(outside))

        class Nobody:
            def __getattr__(self, name):
                return getattr(outside.accounts, name)

            def of_school(self, school):
                return ()

        (stopped,) = worked(replace(outside, accounts=Nobody()))

        assert stopped.steps[-1].words == "signing.role_ended"

    def test_a_round_is_known_in_its_school_alone(self, outside):
        unknown = {"actor": principal(), "school": SCHOOL, "round_id": "0" * 16}

        assert refusal_of(round_asked, outside, **unknown).code == "signing.unknown"


class TestTheSeal:
    def test_waits_until_nobody_lacks_a_signature_without_a_reason(self, outside):
        sign_class(outside, actor=principal(), consent=a_consent(principal()), **HERE)

        refused = refusal_of(chosen, outside, Act.SEAL)

        assert refused.code == "signing.slots_missing"
        assert [f.where for f in refused.findings] == ["1A: Lò Văn An", "1A: Lò Văn Hà"]
        assert chosen(outside, Act.SEAL, classes=(CLASS,)).total == 3

    def test_goes_on_past_those_whom_somebody_left_out_with_a_reason(self, outside):
        *_, one = outside.records.of_class(SCHOOL, YEAR, SECOND)
        tomorrow = day_in_vietnam(outside.clock.now()) + timedelta(days=1)
        left = LeftOut(
            content=one.frozen.content_digest, reason=HeldReason.LOOK_AGAIN, expected_on=tomorrow
        )
        hold_back(outside, Act.APPROVE, actor=principal(), **OF_SECOND, left_out=[left])
        all_approved(outside)
        assert statuses(outside).count(Status.APPROVED) == 4

        assert chosen(outside, Act.SEAL).total == 4

    def test_of_two_persons_is_asked_by_one_and_approved_by_another(self, outside):
        all_approved(outside)
        two_persons(outside)
        alone = refusal_of(seal_class, outside, actor=clerk(), consent=a_consent(clerk()), **HERE)
        assert alone.code == "signing.second_due"

        asked = consented(outside, chosen(outside, Act.SEAL))

        assert asked.stage is Stage.AWAITS_SECOND
        assert worked(outside) == ()
        kinds = [n.kind for n in outside.notices.of_person(SCHOOL, principal().person)]
        assert NoticeKind.SEAL_ASKED in kinds
        as_deputy = replace(deputy(), person=clerk().person)
        own = refusal_of(approve, outside, actor=as_deputy, found=asked, words="Duyệt")
        assert own.code == "signing.second_is_another"
        approve(outside, actor=deputy(), found=asked, words="Duyệt đóng dấu 5 học bạ")
        (sealed,) = worked(outside)
        assert sealed.stage is Stage.ENDED
        assert (sealed.owner.by, sealed.second.by) == (clerk().person, deputy().person)
        assert sealed.second.basis == "QĐ 11/QĐ-TH, uỷ quyền ký"
        assert statuses(outside) == [Status.ISSUED] * 5

    def test_of_two_persons_can_be_declined_with_a_reason(self, outside):
        all_approved(outside)
        two_persons(outside)
        asked = consented(outside, chosen(outside, Act.SEAL))
        mute = refusal_of(decline, outside, actor=principal(), found=asked, words=" ")
        assert mute.code == "records.reason_due"

        declined = decline(outside, actor=principal(), found=asked, words="Chờ họp")

        assert declined.stage is Stage.DECLINED
        assert statuses(outside) == [Status.APPROVED] * 5

    def test_asked_for_before_the_rule_is_not_set_without_the_second(self, outside):
        all_approved(outside)
        consented(outside, chosen(outside, Act.SEAL))
        two_persons(outside)

        (stopped,) = worked(outside)

        assert stopped.steps[-1].words == "signing.second_due"
        assert statuses(outside) == [Status.APPROVED] * 5


class TestTheRule:
    def test_is_turned_off_by_the_principal_alone_and_every_change_stays(self, outside):
        administrator = replace(clerk(), person="QT01", role=Role.SCHOOL_ADMIN)
        rule = SchoolRule.TWO_PERSONS_SEAL
        words = {"school": SCHOOL, "words": "Theo quy chế"}
        set_rule(outside, rule, turned_on=True, actor=administrator, **words)

        refused = refusal_of(set_rule, outside, rule, turned_on=False, actor=administrator, **words)

        assert refused.code == "rule.principal_turns_off"
        set_rule(outside, rule, turned_on=False, actor=principal(), **words)
        log = outside.signings.rules.of_school(SCHOOL)
        assert [(c.is_on, c.by) for c in log] == [(True, "QT01"), (False, principal().person)]
        same = refusal_of(set_rule, outside, rule, turned_on=False, actor=principal(), **words)
        assert same.code == "rule.so_already"

    def test_is_not_for_teachers(self, outside):
        rule = SchoolRule.TWO_PERSONS_SEAL
        words = {"turned_on": True, "actor": teacher(), "school": SCHOOL, "words": "x"}

        assert refusal_of(set_rule, outside, rule, **words).code == "permit.not_your_role"

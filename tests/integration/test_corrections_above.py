"""What the province decides about an issued record, and what becomes of it."""

from dataclasses import replace

import pytest

from hocba.adapters.blobs.papers import PaperFolder
from hocba.adapters.database.outbox import DatabaseOutbox
from hocba.core.compose.corrections import Proposed, Stage, Step
from hocba.core.compose.life import Act, Status
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.withdrawal import withdrawal_of
from hocba.flow.correct_record import (
    carry_out,
    decide_for_province,
)
from hocba.flow.read_correction import read_correction
from hocba.flow.signing_keys import ready_key
from hocba.flow.withdraw_record import withdrawal_files
from tests.builders import an_assessment
from tests.correction_world import (
    MARK,
    OFFICER_HERE,
    approved,
    asked,
    province,
    refusal_of,
    sign_all,
    withdrawal,
)
from tests.integration.test_school_thread import issued
from tests.school_world import (
    PROVINCE,
    SCHOOL,
    YEAR,
    a_consent,
    a_pupil,
    a_running_school,
    an_outside,
    clerk,
    principal,
)

pytestmark = pytest.mark.usefixtures("as_app")


@pytest.fixture
def school(tmp_path):
    return a_running_school(an_outside(papers=PaperFolder(tmp_path)), pupils=2)


@pytest.fixture
def key(school):
    return next(
        k for k in issued(school) if school.records.get(k).sector_code == a_pupil(1).sector_code
    )


class TestTheProvince:
    @pytest.fixture
    def sent(self, school, key):
        return approved(school, asked(school, key, MARK, reason="SAI_KET_QUA"))

    def decided(self, school, correction, *, approve=True, reason="", actor=OFFICER_HERE):
        return decide_for_province(
            school,
            actor=actor,
            correction_id=correction.correction_id,
            approve=approve,
            reason=reason,
        )

    def test_is_asked_about_a_changed_mark_and_nothing_opens_before(self, school, key, sent):
        assert sent.stage is Stage.AT_PROVINCE
        assert len(school.records.versions(key.record_code)) == 1
        assert school.corrections.of_province(PROVINCE) == (sent,)
        assert (
            refusal_of(carry_out, school, actor=principal(), correction_id=sent.correction_id)
            == "correction.not_now"
        )

    def test_approves_and_the_principal_carries_it_out(self, school, key, sent):
        assert self.decided(province(school), sent).stage is Stage.APPROVED

        done = carry_out(school, actor=principal(), correction_id=sent.correction_id)

        assert [taken.step for taken in done.steps] == [
            *(Step.ASK, Step.FORWARD, Step.PROVINCE_APPROVE, Step.CARRY_OUT)
        ]
        sign_all(school)
        assert school.records.get(key).status is Status.SUPERSEDED

    def test_refuses_with_a_reason(self, school, key, sent):
        here = province(school)
        assert refusal_of(self.decided, here, sent, approve=False) == "correction.reason_due"

        assert self.decided(here, sent, approve=False, reason="Thiếu biên bản").stage is (
            Stage.REFUSED
        )
        assert (
            refusal_of(carry_out, school, actor=principal(), correction_id=sent.correction_id)
            == "correction.not_now"
        )

    def test_of_elsewhere_sees_and_decides_nothing(self, school, sent):
        elsewhere = province(school, "12")

        assert refusal_of(self.decided, elsewhere, sent) == "correction.other_province"
        assert elsewhere.corrections.of_province("12") == ()
        words = {"actor": OFFICER_HERE, "correction_id": sent.correction_id}
        assert refusal_of(read_correction, elsewhere, **words) == "correction.other_province"

    def test_does_not_see_what_no_principal_has_sent(self, school, key):
        correction = asked(school, key)

        words = {"actor": OFFICER_HERE, "correction_id": correction.correction_id}
        assert refusal_of(read_correction, province(school), **words) == (
            "correction.other_province"
        )

    def test_is_not_asked_about_a_comment(self, school, key):
        year = an_assessment(4)
        rows = tuple(
            replace(row, comment="Em tính nhanh.") if row.subject == "toan" else row
            for row in year.subjects
        )
        proposed = Proposed(assessment=replace(year, subjects=rows))

        assert approved(school, asked(school, key, proposed)).stage is Stage.DONE


class TestWithdrawing:
    def test_needs_both_and_then_the_record_no_longer_holds(self, school, key):
        correction = approved(school, withdrawal(school, key))
        assert correction.stage is Stage.AT_PROVINCE
        decide_for_province(
            province(school),
            actor=OFFICER_HERE,
            correction_id=correction.correction_id,
            approve=True,
        )

        carry_out(school, actor=principal(), correction_id=correction.correction_id)

        record = school.records.get(key)
        assert record.status is Status.WITHDRAWN
        assert (record.history[-1].act, record.history[-1].by) == (
            Act.WITHDRAW,
            principal().person,
        )

    def test_travels_with_its_coded_reason(self, school, key):
        correction = approved(school, withdrawal(school, key))
        words = {"correction_id": correction.correction_id}
        decide_for_province(province(school), actor=OFFICER_HERE, approve=True, **words)
        carry_out(school, actor=principal(), **words)
        outside = replace(school, outbox=DatabaseOutbox("*"))

        ((_, file),) = withdrawal_files(
            outside, SCHOOL, YEAR, key=ready_key(outside, SCHOOL), consent=a_consent(clerk())
        )

        told = withdrawal_of(outside.documents.statement(file, StatementKind.WITHDRAWAL).content)
        assert (told.reason, told.approved_by) == ("PHAT_HANH_NHAM", principal().person)

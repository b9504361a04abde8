"""Letting a province in, on its pages: two officers, renewal in time, suspension, packing."""

from base64 import b64encode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hocba.core.compose.permit import Actor
from hocba.core.submit.admission import AdmissionAct, AdmissionState
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.cli.package import asked as asked_for
from hocba.faces.cli.package import carry
from hocba.flow.admit_province import request_account
from hocba.flow.send_package import send
from hocba.ports.accounts import Account
from hocba.ports.keys import KeyRef
from tests.integration.test_overseeing import asked
from tests.repository_world import (
    MINISTRY_ASKS,
    MINISTRY_DECIDES,
    PROVINCE_OFFICER,
    issue_class,
    packed,
    three_offices,
)
from tests.school_world import PROVINCE, pki

pytestmark = pytest.mark.usefixtures("as_app")
THIRD = Actor(person="CB04", role=Role.MINISTRY_OFFICER)
PEOPLE = {"so": PROVINCE_OFFICER, "bo1": MINISTRY_ASKS, "bo2": MINISTRY_DECIDES, "bo3": THIRD}
ACCOUNT = {"kind": "TAI_KHOAN", "province": PROVINCE, "reason": "Công văn 12/SGD"}


@pytest.fixture
def offices(tmp_path):
    return offices_of(tmp_path, admitted=False)


def offices_of(folder, **how):
    offices = three_offices(folder, **how)
    offices.ministry.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in PEOPLE.items()]
    )
    return offices


def decide(offices, admission, act, *, by, reason="Hồ sơ đủ"):
    page = f"/bo/de-nghi/{admission.admission_id}"
    return asked(offices.ministry, page, {"decision": act.value, "reason": reason}, by=by)


def state(offices, admission):
    found = offices.ministry.admissions.get(admission.admission_id)
    return found.state(offices.ministry.clock.now())


def a_file(certificate):
    der = b64encode(certificate).decode()
    pem = f"-----BEGIN CERTIFICATE-----\n{der}\n-----END CERTIFICATE-----\n"
    return SimpleUploadedFile("so.pem", pem.encode())


def test_what_came_on_paper_is_entered_and_a_second_officer_approves(offices):
    asked(offices.ministry, "/bo/de-nghi", ACCOUNT, by="bo1")
    certificate = pki()[0][KeyRef(PROVINCE)].certificate
    form = ACCOUNT | {"kind": "CHUNG_THU", "certificate": a_file(certificate)}
    asked(offices.ministry, "/bo/de-nghi", form, by="bo1")

    account, held = offices.ministry.admissions.of_province(PROVINCE)
    assert held.certificate == certificate
    with pytest.raises(Refusal) as refused:
        decide(offices, account, AdmissionAct.APPROVE, by="bo1")
    assert refused.value.code == "admission.own_request"
    decide(offices, account, AdmissionAct.APPROVE, by="bo2")
    assert state(offices, account) is AdmissionState.APPROVED


def test_of_two_officers_who_review_and_approve_a_province_s_request_none_is_both(offices):
    named = {"province": PROVINCE, "province_name": "Điện Biên"}
    account = request_account(offices.ministry, actor=PROVINCE_OFFICER, **named)

    decide(offices, account, AdmissionAct.REVIEW, by="bo1")
    shown = asked(offices.ministry, f"/bo/de-nghi/{account.admission_id}", by="bo1")
    assert "đã xem xét đề nghị này" in shown.content.decode()
    with pytest.raises(Refusal) as refused:
        decide(offices, account, AdmissionAct.APPROVE, by="bo1")
    assert refused.value.code == "admission.own_review"
    decide(offices, account, AdmissionAct.APPROVE, by="bo3")
    assert state(offices, account) is AdmissionState.APPROVED


def test_suspends_with_a_reason_and_lets_work_again(tmp_path):
    offices = offices_of(tmp_path)
    account, _ = offices.ministry.admissions.of_province(PROVINCE)
    with pytest.raises(Refusal) as refused:
        decide(offices, account, AdmissionAct.SUSPEND, by="bo1", reason=" ")
    assert refused.value.code == "admission.reason_due"
    decide(offices, account, AdmissionAct.SUSPEND, by="bo1", reason="Khóa có thể đã lộ")
    assert state(offices, account) is AdmissionState.SUSPENDED
    decide(offices, account, AdmissionAct.RESUME, by="bo2", reason="Đã đổi khóa")
    assert state(offices, account) is AdmissionState.APPROVED


class TestPackagesMadeByATimer:
    MAKE = ("make", "--office", "SO", "--by", "so")

    def test_hold_what_was_accepted_once_while_one_waits(self, tmp_path, capsys):
        offices = offices_of(tmp_path)
        issue_class(offices.school)
        send(offices.school, packed(offices.school).message_id)

        made = [carry(asked_for(self.MAKE), offices.province) for _ in range(2)]
        assert made == [0, 0]
        (waiting,) = offices.province.outbox.waiting()
        assert waiting.count == offices.province.repository.unreported_count() + 1

        carry(asked_for(("send", "--office", "SO")), offices.province)
        assert carry(asked_for(self.MAKE), offices.province) == 0
        assert "không có gì mới" in capsys.readouterr().out
        assert offices.province.repository.unreported_count() == 0

    def test_are_made_in_the_name_of_an_officer_of_the_province_alone(self, tmp_path, capsys):
        offices = offices_of(tmp_path)
        for name in ("bo1", "ai-do"):
            assert carry(asked_for((*self.MAKE[:4], name)), offices.province) == 1
        assert "permit.not_your_role" in capsys.readouterr().out
        for wrong in (("make", "--office", "SO"), ("make", "--office", "BO", "--by", "so")):
            with pytest.raises(SystemExit):
                asked_for(wrong)

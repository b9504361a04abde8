"""Amending an issued record: a new version, signed anew; the old one stands until then."""

from dataclasses import replace

import pytest

from hocba.core.compose.content import AmendReason
from hocba.core.compose.life import Act, Status
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.verdict import Outcome
from hocba.flow.amend_record import amend
from hocba.flow.compose_records import compose_class
from hocba.flow.reopen_records import send_back
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class
from tests.builders import an_assessment
from tests.integration.test_school_thread import issued, verdict_on
from tests.school_world import (
    HERE,
    a_consent,
    a_running_school,
    clerk,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
CORRECTED = an_assessment(4, scores={"toan": 9})


@pytest.fixture
def outside():
    return a_running_school(pupils=2)


def amended(outside, key, **changes):
    asked = {
        "actor": principal(),
        "reason": AmendReason.WRONG_MARK,
        "basis": "Quyết định số 7/QĐ-TH ngày 29/5/2026",
        "assessment": CORRECTED,
    }
    return amend(outside, key=key, **{**asked, **changes})


def sign_all(outside):
    sign_class(outside, actor=teacher(), consent=a_consent(teacher()), **HERE)
    sign_class(outside, actor=principal(), consent=a_consent(principal()), **HERE)
    seal_class(outside, actor=clerk(), consent=a_consent(clerk()), **HERE)


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value.code


def test_opens_a_version_that_names_the_old_one_and_says_what_changed(outside):
    key, _ = issued(outside)

    new = amended(outside, key)

    assert new == replace(key, version=2)
    content = outside.documents.record(outside.records.document(new)).content
    replaced = content.general.replaces
    assert replaced.version == 1
    assert replaced.content_digest == outside.records.get(key).frozen.content_digest
    assert replaced.approved_by == principal().person
    assert [(c.field, c.old, c.new) for c in content.changes] == [
        ("KetQua/MonHoc[toan]/Diem", "10", "9")
    ]


def test_the_old_version_stands_until_the_new_one_is_sealed(outside):
    key, other = issued(outside)
    new = amended(outside, key)
    assert outside.records.get(key).status is Status.ISSUED

    sign_all(outside)

    fallen = outside.records.get(key)
    assert fallen.status is Status.SUPERSEDED
    last = fallen.history[-1]
    assert (last.act, last.by, last.reason) == (Act.SUPERSEDE, principal().person, "SAI_KET_QUA")
    assert outside.records.get(new).status is Status.ISSUED
    assert outside.records.get(other).status is Status.ISSUED
    assert verdict_on(outside, new).findings == ()
    # The old bytes stay as they are, and as good as they were.
    assert verdict_on(outside, key).outcome is Outcome.PASSED


def test_amends_an_amendment(outside):
    key, _ = issued(outside)
    second = amended(outside, key)
    sign_all(outside)

    third = amended(outside, second, assessment=an_assessment(4, scores={"toan": 8}))

    assert third.version == 3


def test_corrects_a_pupil_s_name(outside):
    key, _ = issued(outside)
    pupil = outside.documents.record(outside.records.document(key)).content.pupil

    new = amended(
        outside,
        key,
        reason=AmendReason.WRONG_PERSONAL_FACT,
        assessment=None,
        pupil=replace(pupil, full_name="Lò Văn Ánh"),
    )

    content = outside.documents.record(outside.records.document(new)).content
    assert content.pupil.full_name == "Lò Văn Ánh"
    assert [change.field for change in content.changes] == ["HocSinh/HoTen"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"actor": teacher()}, "permit.not_your_role"),
        ({"actor": clerk()}, "permit.not_your_role"),
        ({"basis": " "}, "records.reason_due"),
        ({"assessment": None}, "records.nothing_changed"),
        ({"assessment": an_assessment(4, without=["toan"])}, "assess.incomplete"),
    ],
)
def test_refuses_what_is_no_amendment(outside, changes, code):
    key, _ = issued(outside)

    assert refusal_of(amended, outside, key, **changes) == code


def test_refuses_a_record_that_is_not_issued_yet(outside):
    key = compose_class(outside, actor=teacher(), **HERE).ready[0]

    assert refusal_of(amended, outside, key) == "permit.not_now"


def test_refuses_a_second_amendment_beside_an_open_one(outside):
    key, _ = issued(outside)
    amended(outside, key)

    assert refusal_of(amended, outside, key) == "records.not_latest"


def test_refuses_an_unknown_record(outside):
    key, _ = issued(outside)

    assert refusal_of(amended, outside, replace(key, version=9)) == "records.unknown"


def test_an_amendment_that_was_sent_back_stays_an_amendment(outside):
    key, _ = issued(outside)
    new = amended(outside, key)
    send_back(outside, actor=principal(), keys=[new], reason="Còn sai Tiếng Việt")

    compose_class(outside, actor=teacher(), **HERE)

    content = outside.documents.record(outside.records.document(new)).content
    assert content.general.replaces.version == 1
    assert content.general.version == 2

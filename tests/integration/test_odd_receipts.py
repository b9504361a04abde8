"""Receipts that are not to be taken, packages with nothing in them, requests by strangers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.core.compose.life import Status
from hocba.core.compose.permit import Actor
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.admit_province import request_account, request_certificate
from hocba.flow.receive_package import receive
from hocba.flow.take_receipt import take_receipt
from hocba.ports.keys import KeyRef
from tests.repository_world import (
    MINISTRY_ASKS,
    issue_class,
    packed,
    three_offices,
)
from tests.school_world import (
    PROVINCE,
    SCHOOL,
    YEAR,
    pki,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(as_app, tmp_path):
    return three_offices(tmp_path)


class TestReceipts:
    @pytest.fixture
    def receipt(self, offices):
        issue_class(offices.school)
        file = offices.school.outbox.file(packed(offices.school).message_id)
        return receive(offices.province, file)

    def test_of_other_bytes_than_were_sent_are_not_taken(self, offices, receipt):
        class OfOtherBytes:
            """An outbox that holds another package under that id."""

            def get(self, message_id):
                return replace(offices.school.outbox.get(message_id), digest=bytes(32))

        with pytest.raises(Refusal) as refused:
            take_receipt(replace(offices.school, outbox=OfOtherBytes()), receipt)

        assert refused.value.code == "package.receipt_of_other_bytes"

    def test_of_another_world_are_not_taken(self, offices, receipt):
        real = replace(offices.school, environment=Environment.REAL)

        with pytest.raises(Refusal) as refused:
            take_receipt(real, receipt)

        assert "verify.other_environment" in {f.code for f in refused.value.findings}

    def test_of_a_province_mean_nothing_to_a_province(self, offices, receipt):
        with pytest.raises(Refusal) as refused:
            take_receipt(offices.province, receipt)

        assert [f.code for f in refused.value.findings] == ["package.giver_not_entitled"]

    def test_for_other_bytes_of_a_record_move_nothing(self, offices, receipt):
        class Changed:
            """Records whose bytes are not those that the receipt speaks of."""

            def __getattr__(self, name):
                return getattr(offices.school.records, name)

            def many(self, keys):
                found = offices.school.records.many(keys)
                return tuple(
                    replace(one, frozen=replace(one.frozen, root=bytes(32))) for one in found
                )

        take_receipt(replace(offices.school, records=Changed()), receipt)

        records = offices.school.records.of_school(SCHOOL, YEAR)
        assert {record.status for record in records} == {Status.SUBMITTED}


def test_a_school_without_anything_has_nothing_to_send(offices):
    class NoRegister:
        """A school that has not issued its register."""

        def latest(self, level, unit):
            return None

    empty = replace(offices.school, registers=NoRegister(), book=_NobodyEnrolled(offices.school))

    with pytest.raises(Refusal) as refused:
        packed(empty)

    assert refused.value.code == "package.nothing_to_send"


class _NobodyEnrolled:
    """A school's book in which no class stands yet."""

    def __init__(self, school):
        self._book = school.book

    def __getattr__(self, name):
        return getattr(self._book, name)

    def enrolments(self, school, school_year, class_name=None):
        return ()


def test_an_unfit_certificate_cannot_even_be_asked_for(offices):
    offices.ministry.clock.move(timedelta(days=4000))

    with pytest.raises(Refusal) as refused:
        request_certificate(
            offices.ministry,
            actor=MINISTRY_ASKS,
            province=PROVINCE,
            province_name="Điện Biên",
            certificate=pki()[0][KeyRef(PROVINCE)].certificate,
        )

    assert refused.value.code == "keys.certificate_unfit"


def test_a_vendor_asks_for_nothing(offices):
    with pytest.raises(Refusal) as refused:
        request_account(
            offices.ministry,
            actor=Actor(person="PM", role=Role.VENDOR),
            province="01",
            province_name="Hà Nội",
        )

    assert refused.value.code == "admission.not_your_role"

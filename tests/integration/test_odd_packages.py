"""Packages that are oddly made: by other hands, with other registers, at a bad moment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.core.compose.life import Status
from hocba.core.compose.permit import Actor
from hocba.core.submit.package import Event, record_key
from hocba.core.submit.receipt import Answer
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.keep_register import issue_office_register, issue_school_register
from hocba.flow.receive_package import receive
from hocba.flow.send_package import pack_province, pack_school, send
from hocba.flow.take_receipt import take_receipt
from tests.repository_world import (
    PROVINCE_OFFICER,
    files_of,
    issue_class,
    packed,
    read_receipt,
    repacked,
    three_offices,
)
from tests.school_world import (
    OTHER_SCHOOL,
    PRINCIPAL,
    PROVINCE,
    SCHOOL,
    YEAR,
    a_consent,
    a_holding,
    clerk,
    principal,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(as_app, tmp_path):
    return three_offices(tmp_path)


@pytest.fixture
def files(offices):
    """What stands in the school's package of three issued records."""
    issue_class(offices.school)
    return files_of(offices.school, packed(offices.school))


def answer_to(offices, files, path, **how):
    """Send files in a package of their own, return the answer to one of them."""
    package = repacked(offices.school, files, **how)
    receipt = read_receipt(offices.school, receive(offices.province, package))
    return next(answer for answer in receipt.answers if answer.path == path)


def codes(answer):
    return [finding.code for finding in answer.findings]


def refused_codes(offices, package):
    with pytest.raises(Refusal) as refused:
        receive(offices.province, package)
    return {finding.code for finding in refused.value.findings}


class TestTheSender:
    def test_must_hold_the_registered_seal(self, offices, files):
        package = repacked(offices.school, files, owner=PROVINCE)

        assert refused_codes(offices, package) == {"package.seal_not_registered"}

    def test_must_claim_the_seal_s_role(self, offices, files):
        package = repacked(offices.school, files, role=Role.PROVINCE)

        assert refused_codes(offices, package) == {"sign.role_not_due"}

    def test_must_be_a_school_of_the_province(self, offices, files):
        issue_office_register(
            offices.province,
            actor=PROVINCE_OFFICER,
            holdings=[a_holding(Role.PRINCIPAL, OTHER_SCHOOL, PRINCIPAL)],
        )
        # What has ended stays in the register: the school is known, its seal no longer holds.
        offices.province.clock.move(timedelta(days=2))

        package = repacked(offices.school, files)
        assert refused_codes(offices, package) == {"package.seal_not_registered"}

    def test_unknown_to_the_province_is_refused(self, offices, files):
        bare = replace(offices.province, registers=_NoRegisters())

        with pytest.raises(Refusal) as refused:
            receive(bare, repacked(offices.school, files))

        assert [f.code for f in refused.value.findings] == ["package.unknown_school"]


class _NoRegisters:
    """An office that has not been given any register."""

    def above_schools(self):
        return ()

    def latest(self, level, unit):
        return None


class TestKnownBytes:
    def test_are_not_another_s_to_send(self, offices, files):
        receive(offices.province, repacked(offices.school, files))
        own = offices.province.repository.known

        class OfAnother:
            """As if the bytes had come from another school."""

            def __getattr__(self, name):
                return getattr(offices.province.repository, name)

            def known(self, digests):
                return {d: replace(e, unit=OTHER_SCHOOL) for d, e in own(digests).items()}

        package = repacked(offices.school, files, entropy=b"2" * 16)
        receipt = receive(replace(offices.province, repository=OfAnother()), package)

        answers = read_receipt(offices.school, receipt).answers
        assert {answer.answer for answer in answers} == {Answer.REJECTED}
        assert {code for a in answers for code in codes(a)} == {"package.other_school"}

    def test_under_another_name_are_refused(self, offices, files):
        receive(offices.province, repacked(offices.school, files))
        path = next(path for path in files if record_key(path))
        other = "hoc-ba/HB000000000000-2025-2026-v1.xml"
        renamed = {other: (replace(files[path][0], path=other), files[path][1])}

        answer = answer_to(offices, renamed, other, entropy=b"2" * 16)

        assert codes(answer) == ["package.misplaced"]


def test_a_damaged_file_is_named_once(offices, files):
    package = bytearray(repacked(offices.school, files))
    entry = offices.school.containers.opened(bytes(package)).entries[-1]
    package[entry.at + 30 + len(entry.path) + entry.packed // 2] ^= 1

    assert refused_codes(offices, bytes(package)) == {"package.entry_unreadable"}


def test_a_repository_that_always_moves_on_says_so(offices, files):
    class Busy:
        """Somebody else is always faster."""

        def __getattr__(self, name):
            return getattr(offices.province.repository, name)

        def keep(self, keeping, *, seen):
            raise Refusal("repository.moved_on")

    with pytest.raises(Refusal) as refused:
        receive(replace(offices.province, repository=Busy()), repacked(offices.school, files))

    assert refused.value.code == "repository.moved_on"


def test_a_repository_s_own_refusal_is_passed_on(offices, files):
    class Broken:
        """Refuses for a reason of its own."""

        def __getattr__(self, name):
            return getattr(offices.province.repository, name)

        def keep(self, keeping, *, seen):
            raise Refusal("records.unknown")

    with pytest.raises(Refusal) as refused:
        receive(replace(offices.province, repository=Broken()), repacked(offices.school, files))

    assert refused.value.code == "records.unknown"


class TestPacking:
    def test_is_the_clerk_s_of_that_school(self, offices):
        stranger = replace(clerk(), school=OTHER_SCHOOL)

        for actor, code in (
            (principal(), "permit.not_your_role"),
            (stranger, "permit.other_school"),
        ):
            with pytest.raises(Refusal) as refused:
                pack_school(
                    offices.school,
                    actor=actor,
                    school=SCHOOL,
                    school_year=YEAR,
                    consent=a_consent(actor),
                )
            assert refused.value.code == code

    def test_above_is_the_province_officer_s(self, offices):
        actor = Actor(person="CB02", role=Role.MINISTRY_OFFICER)

        with pytest.raises(Refusal) as refused:
            pack_province(offices.province, actor=actor, consent=a_consent(actor))

        assert refused.value.code == "permit.not_your_role"


class TestARejectedRecord:
    def test_is_told_so_and_can_be_sent_again(self, offices, files):
        # The register does not name the teacher any more, and the province learns it first.
        path = next(path for path in files if record_key(path))
        entry, file = files[path]
        wrong = {**files, path: (replace(entry, event=Event.AMENDED), file)}
        receipt = receive(offices.province, repacked(offices.school, wrong))
        answered = {a.path: a.answer for a in read_receipt(offices.school, receipt).answers}
        assert answered[path] is Answer.REJECTED
        own = replace(offices.school, outbox=_AnyPackage(offices.school.outbox, receipt))

        take_receipt(own, receipt)
        assert offices.school.records.get(record_key(path)).status is Status.REJECTED

        send(offices.school, packed(offices.school).message_id)
        assert offices.school.records.get(record_key(path)).status is Status.KEPT_BY_PROVINCE


class _AnyPackage:
    """An outbox that owns whatever package a receipt speaks of."""

    def __init__(self, outbox, receipt):
        self._outbox, self._receipt = outbox, receipt

    def get(self, message_id):
        sent = self._outbox.sent()[0]
        digest = bytes.fromhex(self._receipt.split(b'SHA256="', 1)[1][:64].decode())
        return replace(sent, message_id=message_id, digest=digest)

    def answer(self, *args, **words):
        """Keep nothing: the test is about the records."""


def test_a_register_of_the_school_travels_with_every_package(offices):
    issue_class(offices.school)
    issue_school_register(offices.school, actor=principal(), school=SCHOOL, school_year=YEAR)

    assert f"phan-cong/TRUONG-{SCHOOL}-2.xml" in files_of(offices.school, packed(offices.school))

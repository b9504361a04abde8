"""Packages that are oddly made: by other hands, with other registers, at a bad moment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.core.compose.exceptions import ExceptionReason, RecordException
from hocba.core.compose.life import Status
from hocba.core.compose.permit import Actor
from hocba.core.sign.register import Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.declaration import declaration_path, written_declaration
from hocba.core.submit.package import EntryKind, Event, record_key, withdrawal_path
from hocba.core.submit.receipt import Answer
from hocba.core.submit.withdrawal import Withdrawal, written_withdrawal
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.compose_records import compose_class
from hocba.flow.declare_roster import declaration_now
from hocba.flow.keep_register import issue_office_register, issue_school_register
from hocba.flow.office_statements import signed_statement
from hocba.flow.receive_package import receive
from hocba.flow.send_package import pack_province, pack_school, send
from hocba.flow.signing_keys import ready_key
from hocba.flow.take_receipt import take_receipt
from hocba.flow.withdraw_record import withdraw
from tests.repository_world import (
    PROVINCE_OFFICER,
    files_of,
    issue_class,
    packed,
    read_receipt,
    repacked,
    three_offices,
    with_file,
)
from tests.school_world import (
    HERE,
    OTHER_SCHOOL,
    PRINCIPAL,
    PROVINCE,
    SCHOOL,
    YEAR,
    a_consent,
    a_holding,
    a_pupil,
    an_enrolment,
    clerk,
    principal,
    teacher,
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


def sealed(school, kind, children, *, role=Role.SEAL, owner=SCHOOL):
    return signed_statement(
        kind,
        *children,
        role=role,
        key=ready_key(school, owner),
        consent=a_consent(clerk()),
        now=school.clock.now(),
    )


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

    def files(self):
        return ()


class TestADeclaration:
    def declared(self, offices, **changes):
        declaration = declaration_now(offices.school, school=SCHOOL, school_year=YEAR)
        declaration = replace(declaration, **{"number": 9, **changes})
        file = sealed(offices.school, StatementKind.DECLARATION, written_declaration(declaration))
        return declaration_path(declaration), file

    def test_that_does_not_add_up_is_refused(self, offices, files):
        (one,) = declaration_now(offices.school, school=SCHOOL, school_year=YEAR).classes
        path, file = self.declared(offices, classes=(replace(one, pupils=99),))

        answer = answer_to(offices, with_file(files, path, EntryKind.DECLARATION, file), path)

        assert answer.answer is Answer.REJECTED
        assert codes(answer) == ["package.declaration_does_not_add_up"]

    def test_under_a_number_that_was_used_is_refused(self, offices, files):
        path, file = self.declared(offices)
        answer_to(offices, with_file({}, path, EntryKind.DECLARATION, file), path)
        _, other = self.declared(offices, classes=())

        answer = answer_to(
            offices,
            with_file({}, path, EntryKind.DECLARATION, other),
            path,
            entropy=b"2" * 16,
        )

        assert codes(answer) == ["package.declaration_number_taken"]

    def test_of_another_school_or_world_is_refused(self, offices, files):
        changes = {"school": OTHER_SCHOOL, "environment": Environment.TRAINING}
        path, file = self.declared(offices, **changes)

        answer = answer_to(offices, with_file(files, path, EntryKind.DECLARATION, file), path)

        assert {
            *("package.other_school", "package.other_province", "verify.other_environment"),
        } <= set(codes(answer))

    def test_without_the_seal_is_refused(self, offices, files):
        declaration = declaration_now(offices.school, school=SCHOOL, school_year=YEAR)
        declaration = replace(declaration, number=9)
        children = written_declaration(declaration)
        kind, path = StatementKind.DECLARATION, declaration_path(declaration)
        file = sealed(offices.school, kind, children, role=Role.PROVINCE, owner=PROVINCE)

        answer = answer_to(offices, with_file(files, path, EntryKind.DECLARATION, file), path)

        assert "sign.role_not_due" in codes(answer)

    def test_counts_exceptions_and_those_who_have_neither(self, offices):
        book = offices.school.book
        newcomers = [
            an_enrolment(7),
            replace(an_enrolment(8, class_name="1A", grade=1), pupil=a_pupil(8)),
            an_enrolment(9, class_name="1A", grade=1, status="08"),
        ]
        book.save_enrolments(SCHOOL, YEAR, newcomers)
        book.save_exceptions(
            [
                RecordException(
                    school=SCHOOL,
                    school_year=YEAR,
                    sector_code=a_pupil(7).sector_code,
                    class_name="4A",
                    reason=ExceptionReason.NO_PERSONAL_ID,
                )
            ]
        )
        compose_class(offices.school, actor=teacher(), **HERE)

        first, fourth = declaration_now(offices.school, school=SCHOOL, school_year=YEAR).classes

        # One of 1A has neither record nor exception; the other has left and is on no roster.
        assert (first.class_name, first.pupils, first.still_open) == ("1A", 1, 1)
        assert (fourth.class_name, fourth.pupils, fourth.records) == ("4A", 4, 3)
        assert (dict(fourth.exceptions), fourth.still_open) == ({"CHUA_CO_DINH_DANH": 1}, 0)


class TestARegister:
    def test_that_is_no_register_is_refused(self, offices, files):
        path = "phan-cong/TRUONG-x-1.xml"

        answer = answer_to(offices, with_file(files, path, EntryKind.REGISTER, b"<a/>"), path)

        assert codes(answer) == ["record.unknown_format"]

    def test_of_another_office_is_refused(self, offices, files):
        above = offices.school.registers.latest(Level.PROVINCE, PROVINCE)
        path = f"phan-cong/SO-{PROVINCE}-1.xml"

        answer = answer_to(offices, with_file(files, path, EntryKind.REGISTER, above.file), path)

        assert codes(answer) == ["package.register_of_other_office"]

    def test_whose_number_was_used_is_refused(self, offices, files):
        path = next(path for path in files if path.startswith("phan-cong/"))

        class Taken:
            """A store that holds that number already."""

            def files(self):
                return offices.province.registers.files()

            def save(self, file, register):
                raise Refusal("registers.number_taken", unit=register.unit, number="1")

        receipt = receive(
            replace(offices.province, registers=Taken()), repacked(offices.school, files)
        )

        answers = {a.path: a for a in read_receipt(offices.school, receipt).answers}
        assert codes(answers[path]) == ["registers.number_taken"]

    def test_with_a_broken_signature_makes_nobody_a_teacher(self, offices, files):
        path = next(path for path in files if path.startswith("phan-cong/"))
        entry, file = files[path]
        files[path] = (entry, file.replace(b'VaiTro="GVCN"', b'VaiTro="GVBM"'))

        answer = answer_to(offices, files, path)

        assert answer.answer is Answer.REJECTED
        assert "sign.digest_differs" in codes(answer)


class TestAWithdrawal:
    def withdrawn(self, offices, key, **changes):
        plain = Withdrawal(
            key=key,
            school=SCHOOL,
            environment=Environment.TEST,
            content_digest=bytes(32),
            reason="QUYET_DINH_CUA_TRUONG",
            basis="QĐ 15/QĐ-TH",
            approved_by=PRINCIPAL,
            withdrawn_at=offices.school.clock.now(),
        )
        file = sealed(
            offices.school,
            StatementKind.WITHDRAWAL,
            written_withdrawal(replace(plain, **changes)),
        )
        return withdrawal_path(key), file

    def test_of_other_content_is_refused(self, offices, files):
        key = next(filter(None, map(record_key, files)))
        path, file = self.withdrawn(offices, key)

        sent = with_file(files, path, EntryKind.EVENT, file, Event.WITHDRAWN)

        assert codes(answer_to(offices, sent, path)) == ["package.withdraws_other_content"]

    def test_of_an_unknown_record_is_kept_with_a_warning(self, offices, files):
        key = next(filter(None, map(record_key, files)))
        path, file = self.withdrawn(offices, key)

        answer = answer_to(
            offices, with_file({}, path, EntryKind.EVENT, file, Event.WITHDRAWN), path
        )

        assert answer.answer is Answer.ACCEPTED_WITH_WARNINGS
        assert codes(answer) == ["package.withdraws_unknown"]

    def test_listed_as_another_event_is_refused(self, offices, files):
        key = next(filter(None, map(record_key, files)))
        path, file = self.withdrawn(offices, key)

        answer = answer_to(offices, with_file({}, path, EntryKind.EVENT, file, Event.NEW), path)

        assert "package.wrong_event" in codes(answer)

    def test_needs_a_basis_and_a_principal(self, offices):
        key, *_ = issue_class(offices.school)

        for actor, basis, code in (
            (clerk(), "QĐ 15", "permit.not_your_role"),
            (principal(), "  ", "records.reason_due"),
        ):
            with pytest.raises(Refusal) as refused:
                withdraw(offices.school, actor=actor, key=key, basis=basis)
            assert refused.value.code == code


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

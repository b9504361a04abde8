"""Declarations, registers and withdrawals that do not hold, inside sound packages."""

from dataclasses import replace

import pytest

from hocba.core.compose.exceptions import ExceptionReason, RecordException
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
from hocba.flow.office_statements import signed_statement
from hocba.flow.receive_package import receive
from hocba.flow.signing_keys import ready_key
from hocba.flow.withdraw_record import withdraw
from tests.repository_world import (
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
    a_pupil,
    an_enrolment,
    clerk,
    principal,
    teacher,
)
from tests.whole_database import unsaid

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


def sealed(school, kind, children, *, role=Role.SEAL, owner=SCHOOL):
    return signed_statement(
        kind,
        *children,
        role=role,
        key=ready_key(school, owner),
        consent=a_consent(clerk()),
        now=school.clock.now(),
    )


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

    def test_that_is_wrong_in_many_classes_hears_of_every_one(self, offices, files):
        (one,) = declaration_now(offices.school, school=SCHOOL, school_year=YEAR).classes
        wrong = (
            replace(one, pupils=99),
            replace(one, class_name="4B", records=0, signed=5, sealed=2),
            replace(one, class_name="4C", sealed=one.records + 1),
            replace(one, class_name="4C"),
        )
        path, file = self.declared(offices, classes=wrong)

        answer = answer_to(offices, with_file(files, path, EntryKind.DECLARATION, file), path)

        assert answer.answer is Answer.REJECTED
        assert [(each.code.removeprefix("package."), each.where) for each in answer.findings] == [
            ("class_declared_twice", "4C"),
            ("declaration_does_not_add_up", one.class_name),
            ("declaration_does_not_add_up", "4B"),
            ("more_sealed_than_signed", "4B"),
            ("more_sealed_than_signed", "4C"),
        ]
        # As the school reads them, out of the receipt's own bytes.
        assert unsaid(Refusal("package.nothing_to_send", findings=answer.findings)) == []

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

            def __getattr__(self, name):
                return getattr(offices.province.registers, name)

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

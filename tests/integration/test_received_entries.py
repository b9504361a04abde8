"""What a receiver answers, entry by entry, to packages that are not all well."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from hocba.core.compose.content import AmendReason
from hocba.core.report.figures import Choice, Cut
from hocba.core.sign.register import Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.package import (
    MANIFEST_PATH,
    Manifest,
    record_key,
    withdrawal_path,
    written_manifest,
)
from hocba.core.submit.receipt import Answer
from hocba.core.terms.environment import Environment
from hocba.core.terms.levels import SubjectLevel
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.amend_record import amend
from hocba.flow.count_figures import figures_of, recount
from hocba.flow.office_statements import signed_statement
from hocba.flow.open_package import loosened
from hocba.flow.receive_package import receive
from hocba.flow.seal_records import seal_class
from hocba.flow.send_package import send
from hocba.flow.sign_records import sign_class
from hocba.flow.signing_keys import ready_key
from hocba.flow.withdraw_record import withdraw
from hocba.ports.repository import Standing
from tests.builders import an_assessment
from tests.repository_world import (
    all_the_way,
    files_of,
    issue_class,
    packed,
    packed_above,
    read_receipt,
    repacked,
    three_offices,
)
from tests.school_world import HERE, PROVINCE, YEAR, a_consent, clerk, principal, teacher
from tests.whole_database import unsaid

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(as_app, tmp_path):
    return three_offices(tmp_path)


def amended(school, key, **changes):
    """Amend a record's level or score and bring the new version to its seal."""
    changed = an_assessment(4, **(changes or {"levels": {"toan": SubjectLevel.DONE.value}}))
    new = amend(
        school,
        actor=principal(),
        key=key,
        reason=AmendReason.WRONG_MARK,
        basis="Biên bản 12/BB-TH",
        assessment=changed,
    )
    sign_class(school, actor=teacher(), consent=a_consent(teacher()), **HERE)
    sign_class(school, actor=principal(), consent=a_consent(principal()), **HERE)
    seal_class(school, actor=clerk(), consent=a_consent(clerk()), **HERE)
    return new


def answers_by_record(receipt):
    return {record_key(a.path): a for a in receipt.answers if record_key(a.path)}


class TestOneBadRecordOfFifty:
    def test_rejects_it_with_all_findings_and_accepts_the_others(self, as_app, tmp_path):
        offices = three_offices(tmp_path, pupils=50)
        bad, *good = issue_class(offices.school)
        files = files_of(offices.school, packed(offices.school))
        path = next(path for path in files if record_key(path) == bad)
        entry, file = files[path]
        files[path] = (entry, file.replace("Lò Văn".encode(), "Lò Vân".encode(), 1))
        # A changed letter breaks the digest under three signatures and the extract root.

        receipt = read_receipt(
            offices.school, receive(offices.province, repacked(offices.school, files))
        )

        answers = answers_by_record(receipt)
        assert answers[bad].answer is Answer.REJECTED
        codes = [finding.code for finding in answers[bad].findings]
        assert codes.count("sign.digest_differs") == 3
        assert "seal.root_differs" in codes
        assert {answers[key].answer for key in good} == {Answer.ACCEPTED}
        assert len(good) == 49
        assert offices.province.repository.record(bad) is None


class TestAnAmendedRecord:
    def test_supersedes_the_version_that_it_names(self, offices):
        old, *_ = issue_class(offices.school)
        all_the_way(offices)

        new = amended(offices.school, old)
        below, above = all_the_way(offices)

        assert answers_by_record(below)[new].answer is Answer.ACCEPTED
        assert answers_by_record(above)[new].answer is Answer.ACCEPTED
        for office in (offices.province, offices.ministry):
            assert office.repository.record(old).standing is Standing.SUPERSEDED
            assert office.repository.record(new).standing is Standing.CURRENT

    def test_that_comes_before_the_old_one_gives_the_same_store(self, offices):
        old, *_ = issue_class(offices.school)
        first = packed(offices.school)
        new = amended(offices.school, old)
        second = packed(offices.school)

        send(offices.school, second.message_id)
        late = send(offices.school, first.message_id)

        answer = answers_by_record(late)[old]
        assert answer.answer is Answer.ACCEPTED_WITH_WARNINGS
        assert [f.code for f in answer.findings] == ["package.older_version_late"]
        assert offices.province.repository.record(old).standing is Standing.SUPERSEDED
        assert offices.province.repository.record(new).standing is Standing.CURRENT

    def test_of_a_school_that_went_back_to_an_older_copy_is_refused(self, offices):
        """The school restores a backup, and amends anew what it had amended and sent."""
        old, *_ = issue_class(offices.school)
        all_the_way(offices)
        with transaction.atomic():
            second = amended(offices.school, old, scores={"toan": 8})
            forgotten = files_of(offices.school, packed(offices.school))
            transaction.set_rollback(True)
        assert amended(offices.school, old) == second
        all_the_way(offices)
        third = amended(offices.school, second, scores={"toan": 8})
        all_the_way(offices)

        receipt = read_receipt(
            offices.school, receive(offices.province, repacked(offices.school, forgotten))
        )

        answer = answers_by_record(receipt)[second]
        assert answer.answer is Answer.REJECTED
        assert [each.code for each in answer.findings] == [
            "package.version_taken",
            "package.version_goes_back",
        ]
        assert unsaid(Refusal("package.nothing_to_send", findings=answer.findings)) == []
        for office in (offices.province, offices.ministry):
            assert office.repository.record(third).standing is Standing.CURRENT

    def test_counts_once(self, offices):
        old, *_ = issue_class(offices.school)
        amended_key = amended(offices.school, old)
        all_the_way(offices)

        counted = figures_of(offices.ministry, cut=Cut.SCHOOL, choice=Choice(school_year=YEAR))

        assert amended_key.version == 2
        assert (counted.total.pupils, counted.total.accepted) == (3, 3)


class TestAWithdrawnRecord:
    def test_is_told_upward_and_no_longer_counts(self, offices):
        key, *_ = issue_class(offices.school)
        all_the_way(offices)

        withdraw(offices.school, actor=principal(), key=key, basis="QĐ 15/QĐ-TH")
        below, _ = all_the_way(offices)

        told = {a.path: a.answer for a in below.answers}
        assert told[withdrawal_path(key)] is Answer.ACCEPTED
        choice = Choice(school_year=YEAR)
        for office in (offices.province, offices.ministry):
            assert office.repository.record(key).standing is Standing.WITHDRAWN
            counted = figures_of(office, cut=Cut.SCHOOL, choice=choice)
            assert counted.total.accepted == 2
            assert counted == recount(office, cut=Cut.SCHOOL, choice=choice)

    def test_is_told_only_once(self, offices):
        key, *_ = issue_class(offices.school)
        withdraw(offices.school, actor=principal(), key=key, basis="QĐ 15/QĐ-TH")
        send(offices.school, packed(offices.school).message_id)

        assert withdrawal_path(key) not in files_of(offices.school, packed(offices.school))


class TestRefuses:
    def test_other_bytes_under_a_message_id_that_was_used(self, offices):
        issue_class(offices.school)
        files = files_of(offices.school, packed(offices.school))
        receive(offices.province, repacked(offices.school, files))
        files.popitem()

        with pytest.raises(Refusal) as refused:
            receive(offices.province, repacked(offices.school, files))

        assert refused.value.code == "package.message_reused"

    def test_every_disagreement_with_the_manifest_at_once(self, offices):
        issue_class(offices.school)
        file = offices.school.outbox.file(packed(offices.school).message_id)
        container = offices.school.containers.opened(file)
        within = {entry.path: container.read(entry.path) for entry in container.entries}
        changed, missing, *_ = [path for path in within if record_key(path)]
        within[changed] += b" "
        del within[missing]
        within["hoc-ba/HB000000000000-2025-2026-v1.xml"] = b"<x/>"

        with pytest.raises(Refusal) as refused:
            receive(offices.province, offices.school.containers.packed(within.items()))

        found = {(finding.code, finding.where) for finding in refused.value.findings}
        assert found == {
            ("package.digest_differs", changed),
            ("package.entry_missing", missing),
            ("package.not_in_manifest", "hoc-ba/HB000000000000-2025-2026-v1.xml"),
        }
        assert offices.province.repository.packages() == ()

    def test_a_package_of_another_world(self, offices):
        issue_class(offices.school)
        files = files_of(offices.school, packed(offices.school))
        package = repacked(offices.school, files, environment=Environment.TRAINING)

        with pytest.raises(Refusal) as refused:
            receive(offices.province, package)

        assert [f.code for f in refused.value.findings] == ["verify.other_environment"]

    def test_a_training_record_in_any_repository(self, offices):
        issue_class(offices.school)
        package = offices.school.outbox.file(packed(offices.school).message_id)
        real = replace(offices.province, environment=Environment.REAL)

        with pytest.raises(Refusal) as refused:
            receive(real, package)

        assert "verify.other_environment" in {f.code for f in refused.value.findings}

    def test_a_misplaced_record(self, offices):
        issue_class(offices.school)
        files = files_of(offices.school, packed(offices.school))
        path = next(path for path in files if record_key(path))
        entry, file = files.pop(path)
        other = "hoc-ba/HB000000000000-2025-2026-v1.xml"
        files[other] = (replace(entry, path=other), file)

        receipt = read_receipt(
            offices.school, receive(offices.province, repacked(offices.school, files))
        )

        (answer,) = [a for a in receipt.answers if a.path == other]
        assert answer.answer is Answer.REJECTED
        assert [f.code for f in answer.findings] == ["package.misplaced"]

    def test_an_entry_that_is_no_document_at_all(self, offices):
        issue_class(offices.school)
        files = files_of(offices.school, packed(offices.school))
        path, other, _ = (path for path in files if record_key(path))
        # A leaver's partial record is a genuine document, and no record of a year all the same.
        partial = Path("spec/vectors-mot-phan/good/lop-4-hoc-ki-1.xml").read_bytes()
        files |= {path: (files[path][0], b"not xml"), other: (files[other][0], partial)}

        receipt = read_receipt(
            offices.school, receive(offices.province, repacked(offices.school, files))
        )

        answers = {a.path: a for a in receipt.answers}
        assert answers[path].answer is answers[other].answer is Answer.REJECTED
        assert [finding.code for finding in answers[other].findings] == ["record.partial"]
        counted = figures_of(offices.province, cut=Cut.SCHOOL, choice=Choice(school_year=YEAR))
        # Of three pupils one record is kept: what was half a year counts as nothing.
        assert (counted.total.pupils, counted.total.accepted) == (3, 1)

    def test_a_record_of_a_school_that_another_province_attests(self, offices):
        issue_class(offices.school)
        send(offices.school, packed(offices.school).message_id)
        package = offices.province.outbox.file(packed_above(offices.province).message_id)
        # The ministry's book without the province's attestation of that school.
        bare = replace(offices.ministry, registers=_WithoutProvince(offices.ministry.registers))

        receipt = read_receipt(offices.school, receive(bare, _without_register(bare, package)))

        answers = answers_by_record(receipt)
        assert {a.answer for a in answers.values()} == {Answer.REJECTED}
        assert all(
            "package.other_province" in {f.code for f in a.findings} for a in answers.values()
        )


class _WithoutProvince:
    """The registers of an office that holds none of any province."""

    def __init__(self, registers):
        self._registers = registers

    def above_schools(self):
        return tuple(n for n in self._registers.above_schools() if n[0] is not Level.PROVINCE)

    def __getattr__(self, name):
        return getattr(self._registers, name)


def _without_register(ministry, package):
    """Seal a province's package again without its own register."""
    loose = loosened(ministry, io.BytesIO(package))
    kept = [e for e in loose.manifest.entries if not e.path.startswith("phan-cong/SO-")]
    head = replace(loose.manifest.head, count=len(kept))
    key = ready_key(ministry, PROVINCE)
    signed = signed_statement(
        StatementKind.PACKAGE,
        *written_manifest(Manifest(head=head, entries=tuple(kept))),
        role=Role.PROVINCE,
        key=key,
        consent=a_consent(clerk()),
        now=ministry.clock.now(),
    )
    within = [(MANIFEST_PATH, signed), *((e.path, loose.container.read(e.path)) for e in kept)]
    return ministry.containers.packed(within)


def test_an_empty_entry_list_is_answered_too(offices):
    receipt = read_receipt(offices.school, receive(offices.province, repacked(offices.school, {})))

    assert (receipt.answers, receipt.log.size) == ((), 0)

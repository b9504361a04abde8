"""Manifests, receipts, declarations, withdrawals: written, held against their schema, read back."""

from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

import pytest

from hocba.core.compose.canonical import element
from hocba.core.submit.declaration import (
    Declaration,
    DeclaredClass,
    declaration_of,
    declaration_path,
    sum_findings,
    written_declaration,
)
from hocba.core.submit.message import Head, MessageType, answer_id, message_id
from hocba.core.submit.package import (
    EntryKind,
    Event,
    Manifest,
    ManifestEntry,
    agreement_findings,
    manifest_of,
    record_key,
    record_path,
    written_manifest,
)
from hocba.core.submit.receipt import (
    Answer,
    EntryAnswer,
    LogHead,
    Receipt,
    answer_for,
    receipt_of,
    written_receipt,
)
from hocba.core.submit.withdrawal import Withdrawal, withdrawal_of, written_withdrawal
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear, record_code
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.terms.people import Place

AT = datetime.fromisoformat("2026-06-04T16:12:05+07:00")
YEAR = SchoolYear(2025)
KEY = RecordKey(record_code=record_code(bytes(range(8))), school_year=YEAR, version=2)


def a_head(message_type=MessageType.PACKAGE, count=1, **changes):
    plain = Head(
        message_type=message_type,
        message_id=message_id("T1", bytes(16)),
        sender="T1",
        receiver="11",
        environment=Environment.TEST,
        at=AT,
        count=count,
    )
    return replace(plain, **changes)


def an_entry(path="hoc-ba/HB4F7K29QXM0TZ-2025-2026-v1.xml", **changes):
    plain = ManifestEntry(
        path=path, kind=EntryKind.RECORD, size=10, digest=bytes(32), event=Event.NEW
    )
    return replace(plain, **changes)


def a_declaration(*classes):
    return Declaration(
        school=SchoolCode("T1"),
        school_name="Trường “Hoa Ban” & bạn",
        ward=Place(code="03127", name="Phường Điện Biên Phủ"),
        province=Place(code="11", name="Điện Biên"),
        school_year=YEAR,
        number=3,
        environment=Environment.TEST,
        declared_at=AT,
        classes=classes,
    )


def a_class(name="4A", *, pupils=30, records=28, exceptions=None, **changes):
    plain = DeclaredClass(
        class_name=name,
        grade=4,
        pupils=pupils,
        records=records,
        signed=records,
        sealed=records,
        exceptions={"KHAC": 2} if exceptions is None else exceptions,
    )
    return replace(plain, **changes)


def parsed(children):
    return ElementTree.fromstring(element("NoiDung", *children))


class TestManifest:
    def test_is_read_as_it_was_written(self):
        register = an_entry("phan-cong/SO-11-1.xml", kind=EntryKind.REGISTER, event=None)
        manifest = Manifest(head=a_head(count=2), entries=(an_entry(), register))

        assert manifest_of(parsed(written_manifest(manifest))) == manifest

    def test_that_cannot_be_read_is_refused(self):
        written = "".join(written_manifest(Manifest(head=a_head(), entries=(an_entry(),))))

        with pytest.raises(Refusal) as refused:
            manifest_of(parsed([written.replace("HOC_BA", "KHAC")]))

        assert refused.value.code == "statement.unreadable_value"

    def test_that_counts_wrong_or_lists_twice_is_found_out(self):
        entry = an_entry()
        manifest = Manifest(head=a_head(count=3), entries=(entry, entry))

        found = agreement_findings(manifest, {entry.path: (10, bytes(32))})

        assert [f.code for f in found] == ["package.listed_twice", "package.count_differs"]

    def test_that_puts_a_kind_into_another_s_folder_is_found_out(self):
        entry = an_entry("khai-bao/a.xml")

        found = agreement_findings(
            Manifest(head=a_head(), entries=(entry,)), {entry.path: (10, bytes(32))}
        )

        assert [f.code for f in found] == ["package.wrong_folder"]


class TestRecordPath:
    def test_leads_back_to_the_record(self):
        assert record_key(record_path(KEY)) == KEY

    def test_leaves_out_the_check_character_that_windows_may_forbid(self):
        assert record_path(KEY) == f"hoc-ba/{KEY.record_code[:14]}-2025-2026-v2.xml"

    def test_of_anything_else_is_no_record(self):
        assert record_key("khai-bao/T1-2025-2026-3.xml") is None


class TestReceipt:
    def a_receipt(self):
        finding = Finding(
            code="sign.digest_differs", where="ck-gvcn", details={"target": "<nội dung>"}
        )
        return Receipt(
            head=a_head(MessageType.RECEIPT, 2, answers=message_id("T1", bytes(16))),
            package_digest=bytes(32),
            package_size=1000,
            log=LogHead(origin="hocba/THU_NGHIEM/11", size=7, root=bytes(range(32))),
            answers=(
                EntryAnswer(path="a", digest=bytes(32), answer=Answer.ACCEPTED, log_index=6),
                EntryAnswer(
                    path="b", digest=bytes(32), answer=Answer.REJECTED, findings=(finding,)
                ),
            ),
        )

    def test_is_read_as_it_was_written(self):
        receipt = self.a_receipt()

        assert receipt_of(parsed(written_receipt(receipt))) == receipt

    def test_counts_its_answers(self):
        assert [self.a_receipt().count(answer) for answer in Answer] == [1, 0, 1, 0]

    def test_that_cannot_be_read_is_refused(self):
        written = "".join(written_receipt(self.a_receipt()))

        with pytest.raises(Refusal) as refused:
            receipt_of(parsed([written.replace("TU_CHOI", "?")]))

        assert refused.value.code == "statement.unreadable_value"

    def test_to_the_same_bytes_has_the_same_id(self):
        assert answer_id("11", bytes(32)) == answer_id("11", bytes(32))
        assert answer_id("11", bytes(32)) != answer_id("11", bytes([1] * 32))

    @pytest.mark.parametrize(
        ("weights", "answer"),
        [
            ((), Answer.ACCEPTED),
            ((Weight.WARNING,), Answer.ACCEPTED_WITH_WARNINGS),
            ((Weight.WARNING, Weight.INDETERMINATE), Answer.PENDING),
            ((Weight.INDETERMINATE, Weight.FAILED), Answer.REJECTED),
        ],
    )
    def test_answers_by_the_heaviest_finding(self, weights, answer):
        findings = [Finding(code="a.b", weight=weight) for weight in weights]
        assert answer_for(findings) is answer


class TestDeclaration:
    def test_is_read_as_it_was_written(self):
        declaration = a_declaration(a_class(), a_class("4B", exceptions={}, pupils=28))

        assert declaration_of(parsed(written_declaration(declaration))) == declaration
        assert declaration_path(declaration) == "khai-bao/T1-2025-2026-3.xml"

    def test_that_adds_up_has_no_findings(self):
        # 28 + 2 = 30; two grades taught together are two lines of one class
        assert sum_findings(a_declaration(a_class(), a_class(grade=5))) == ()

    @pytest.mark.parametrize(
        ("classes", "code"),
        [
            ([a_class(pupils=31)], "package.declaration_does_not_add_up"),
            ([a_class(sealed=29)], "package.more_sealed_than_signed"),
            ([a_class(signed=29, sealed=28)], "package.more_sealed_than_signed"),
            ([a_class(), a_class()], "package.class_declared_twice"),
        ],
    )
    def test_that_does_not_add_up_is_found_out(self, classes, code):
        assert [f.code for f in sum_findings(a_declaration(*classes))] == [code]

    def test_that_cannot_be_read_is_refused(self):
        written = "".join(written_declaration(a_declaration(a_class())))

        with pytest.raises(Refusal) as refused:
            declaration_of(parsed([written.replace("THU_NGHIEM", "?")]))

        assert refused.value.code == "statement.unreadable_value"


class TestWithdrawal:
    def a_withdrawal(self):
        return Withdrawal(
            key=KEY,
            school=SchoolCode("T1"),
            environment=Environment.TEST,
            content_digest=bytes(32),
            reason="QUYET_DINH_CUA_TRUONG",
            basis="QĐ 15/QĐ-TH",
            approved_by="HT01",
            withdrawn_at=AT,
        )

    def test_is_read_as_it_was_written(self):
        withdrawal = self.a_withdrawal()

        assert withdrawal_of(parsed(written_withdrawal(withdrawal))) == withdrawal

    def test_that_cannot_be_read_is_refused(self):
        written = "".join(written_withdrawal(self.a_withdrawal()))

        with pytest.raises(Refusal) as refused:
            withdrawal_of(parsed([written.replace("THU_NGHIEM", "?")]))

        assert refused.value.code == "statement.unreadable_value"

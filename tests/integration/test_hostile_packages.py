"""Packages made to do harm: refused as a whole, in words, and nothing of them is kept."""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from hocba.core.submit.package import MANIFEST_PATH, record_key
from hocba.core.submit.receipt import Answer
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.admit_province import resume, suspend
from hocba.flow.receive_package import receive
from tests.repository_world import (
    MINISTRY_DECIDES,
    files_of,
    issue_class,
    packed,
    packed_above,
    read_receipt,
    repacked,
    three_offices,
)
from tests.school_world import PROVINCE, TEACHER
from tests.whole_database import content, unsaid

pytestmark = pytest.mark.django_db
RECORD = "hoc-ba/HB000000000000-2025-2026-v1.xml"


@pytest.fixture
def offices(as_app, tmp_path):
    return three_offices(tmp_path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a school has sent, to be changed on its way: the package, opened, and its sealer."""

    school: object
    files: dict
    package: bytes

    def inside(self):
        with zipfile.ZipFile(io.BytesIO(self.package)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def sent(offices):
    issue_class(offices.school)
    package = packed(offices.school)
    return Sent(
        school=offices.school,
        files=files_of(offices.school, package),
        package=offices.school.outbox.file(package.message_id),
    )


def zipped(files):
    """Write a ZIP as a stranger would."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, file in files:
            archive.writestr(path, file)
    return out.getvalue()


def with_more(*more):
    return lambda sent: zipped([*sent.inside().items(), *more])


def with_manifest(change):
    """Change the manifest's bytes as if the seal were not there."""

    def made(sent):
        inside = sent.inside()
        inside[MANIFEST_PATH] = change(inside[MANIFEST_PATH])
        return zipped(inside.items())

    return made


def without_a_record(sent):
    inside = sent.inside()
    del inside[next(path for path in inside if record_key(path))]
    return zipped(inside.items())


def with_a_damaged_entry(sent):
    file = bytearray(sent.package)
    # The first local header after the manifest's: its packed bytes no longer unpack.
    at = file.index(b"PK\x03\x04", 10)
    name, extra = struct.unpack_from("<HH", file, at + 26)
    start = at + 30 + name + extra
    file[start : start + 8] = b"\xff" * 8
    return bytes(file)


def too_many(sent):
    return zipped([*sent.inside().items(), *((f"hoc-ba/{n}.xml", b"") for n in range(50_001))])


def entity_bomb(manifest):
    declared = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 10_000 + b'">]>'
    return manifest.replace(b"?>\n", b"?>\n" + declared, 1)


def another_receiver(manifest):
    return manifest.replace(b"<MNNhan>11<", b"<MNNhan>12<", 1)


def another_size(manifest):
    return manifest.replace(b'KichThuoc="', b'KichThuoc="1', 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One hostile package. code: of the refusal; within: of its findings, all of them."""

    made: Callable[[Sent], bytes]
    code: str
    within: frozenset[str] = frozenset()


def refused(made, code, *within):
    return Case(made=made, code=code, within=frozenset(within))


UNSAFE, REFUSED = "package.unsafe", "package.refused"

CASES = {
    "nothing at all": refused(lambda _: b"", "package.not_a_zip"),
    "the first half": refused(lambda s: s.package[: len(s.package) // 2], "package.not_a_zip"),
    "a program before it": refused(
        lambda s: b"#!/bin/sh\n" + s.package, UNSAFE, "package.bytes_before"
    ),
    "a bomb": refused(with_more((RECORD, bytes(30_000_000))), UNSAFE, "package.entry_too_large"),
    "a way out of the folder": refused(
        with_more(("../../etc/cron.d/x.xml", b"x")), UNSAFE, "package.path_not_allowed"
    ),
    "a way out that looks like ours": refused(
        with_more(("hoc-ba/../../x.xml", b"x")), UNSAFE, "package.path_not_allowed"
    ),
    "a drive of Windows": refused(
        with_more(("C:\\hoc-ba\\x.xml", b"x")), UNSAFE, "package.path_not_allowed"
    ),
    "one name twice": refused(
        with_more((RECORD, b"x"), (RECORD.replace("HB", "hb"), b"y")),
        UNSAFE,
        "package.name_twice",
    ),
    "50,001 entries": refused(too_many, UNSAFE, "package.too_many_entries"),
    "no manifest": refused(
        lambda s: zipped([(p, f) for p, f in s.inside().items() if p != MANIFEST_PATH]),
        UNSAFE,
        "package.no_manifest",
    ),
    "a manifest that is no XML": refused(with_manifest(lambda _: b"goi"), "record.not_well_formed"),
    "a manifest with entities": refused(with_manifest(entity_bomb), "record.doctype"),
    "a manifest for another province": refused(
        with_manifest(another_receiver),
        REFUSED,
        *("package.other_receiver", "sign.digest_differs"),
    ),
    "a manifest with another size": refused(
        # Who did not sign the manifest is not told what else is wrong: no entry is unpacked.
        with_manifest(another_size),
        REFUSED,
        "sign.digest_differs",
    ),
    "an entry that the manifest does not name": refused(
        with_more((RECORD, b"<x/>")), REFUSED, "package.not_in_manifest"
    ),
    "an entry too few": refused(without_a_record, REFUSED, "package.entry_missing"),
    "an entry that does not unpack": refused(
        with_a_damaged_entry, REFUSED, "package.entry_unreadable"
    ),
    "a teacher's signature": refused(
        lambda s: repacked(s.school, s.files, owner=TEACHER),
        REFUSED,
        *("package.seal_not_registered", "sign.wrong_holder_kind"),
    ),
    "the province's own signature": refused(
        lambda s: repacked(s.school, s.files, owner=PROVINCE, role=Role.PROVINCE),
        REFUSED,
        "sign.role_not_due",
    ),
}


class TestAHostilePackage:
    @pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
    def test_is_refused_whole_in_words_and_leaves_nothing(self, case, offices, sent, tmp_path):
        package = case.made(sent)
        before = (content(), archived(tmp_path))

        with pytest.raises(Refusal) as refusal:
            receive(offices.province, package)

        found = frozenset(finding.code for finding in refusal.value.findings)
        assert (refusal.value.code, found) == (case.code, case.within)
        assert unsaid(refusal.value) == []
        assert (content(), archived(tmp_path)) == before

    def test_does_not_keep_the_true_one_out(self, offices, sent):
        for case in CASES.values():
            with pytest.raises(Refusal):
                receive(offices.province, case.made(sent))

        receipt = read_receipt(sent.school, receive(offices.province, sent.package))

        assert {answer.answer for answer in receipt.answers} == {Answer.ACCEPTED}


def archived(folder):
    sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    # An empty file is a lock that somebody held while looking.
    return {path: size for path, size in sizes.items() if size}


class TestARecordOfTheTrainingWorld:
    def test_is_rejected_among_good_ones(self, offices, sent):
        path, *good = [path for path in sent.files if record_key(path)]
        entry, file = sent.files[path]
        file = file.replace(b"<MoiTruong>THU_NGHIEM<", b"<MoiTruong>TAP_HUAN<", 1)
        package = repacked(sent.school, {**sent.files, path: (entry, file)})

        receipt = read_receipt(sent.school, receive(offices.province, package))

        answers = {answer.path: answer for answer in receipt.answers}
        assert answers[path].answer is Answer.REJECTED
        assert "verify.other_environment" in {f.code for f in answers[path].findings}
        assert {answers[each].answer for each in good} == {Answer.ACCEPTED}


class TestAProvincesCertificate:
    """What the ministry says to a report, by where the request for the certificate stands."""

    @pytest.fixture
    def report(self, offices, sent):
        receive(offices.province, sent.package)
        return offices.province.outbox.file(packed_above(offices.province).message_id)

    def certificate(self, offices):
        return offices.ministry.admissions.of_province(PROVINCE)[1]

    def codes(self, offices, report):
        before = content()
        with pytest.raises(Refusal) as refusal:
            receive(offices.ministry, report)
        assert content() == before
        assert unsaid(refusal.value) == []
        return {finding.code for finding in refusal.value.findings}

    def test_that_is_suspended_reports_nothing_until_it_is_resumed(self, offices, report):
        words = {
            "actor": MINISTRY_DECIDES,
            "admission_id": self.certificate(offices).admission_id,
            "reason": "Rà soát",
        }
        suspend(offices.ministry, **words)
        assert self.codes(offices, report) == {"admission.certificate_not_approved"}

        resume(offices.ministry, **words)
        receipt = read_receipt(offices.school, receive(offices.ministry, report))
        assert {answer.answer for answer in receipt.answers} == {Answer.ACCEPTED}

    def test_that_has_expired_reports_nothing(self, offices, report):
        clock = offices.ministry.clock
        clock.set(self.certificate(offices).valid_to + timedelta(days=1))

        assert "admission.certificate_expired" in self.codes(offices, report)

    def test_that_is_not_its_own_reports_nothing(self, offices, sent):
        # A school sends to the ministry what it should send to its province.
        found = self.codes(offices, sent.package)

        assert {"package.other_receiver", "sign.role_not_due"} <= found

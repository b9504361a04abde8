"""Statements in counts get exactly the answer that is published with them, at who receives them."""

import json
from datetime import datetime
from hashlib import sha256

import pytest

from hocba.adapters.memory.clock import StoryClock
from hocba.core.report.refusals import stated_by_software
from hocba.core.sign.register import Level
from hocba.core.submit.admission import (
    Admission,
    AdmissionAct,
    AdmissionEntry,
    AdmissionKind,
)
from hocba.core.submit.package import EntryKind, ManifestEntry
from hocba.core.submit.receipt import Answer, answer_for
from hocba.core.terms.environment import Environment
from hocba.flow.entry_bench import Bench
from hocba.flow.judge_entry import judged
from hocba.lab.vectors.statements import write_statements
from hocba.ports.outside import Office
from tests.school_world import an_outside
from tests.vectors.published import VECTORS, expected, trust

STATEMENTS = VECTORS.parent / "vectors-ke-khai"
EXPECTED = expected(STATEMENTS)
OUTCOMES = {Answer.ACCEPTED: "PASSED", Answer.REJECTED: "FAILED", Answer.PENDING: "INDETERMINATE"}
SCHOOL, PROVINCE, MINISTRY = "MAU11031270001", "11", "BO"
KINDS = {b"<KeKhaiChuKySo ": EntryKind.SIGNERS, b"<KeKhaiTraLai ": EntryKind.REFUSALS}


class Admitted:
    """The vectors' ministry has let one province in: its account, and the certificate it shows."""

    def __init__(self, fingerprint, at):
        history = [
            AdmissionEntry(act=act, by=by, at=at, reason="")
            for act, by in (
                (AdmissionAct.REQUEST, "CB1"),
                (AdmissionAct.REVIEW, "CB2"),
                (AdmissionAct.APPROVE, "CB3"),
            )
        ]
        self.found = [
            Admission(
                admission_id=kind.value,
                kind=kind,
                province=PROVINCE,
                province_name="Điện Biên",
                history=tuple(history),
                fingerprint=fingerprint if kind is AdmissionKind.CERTIFICATE else "",
            )
            for kind in AdmissionKind
        ]

    def of_province(self, province):
        return tuple(each for each in self.found if each.province == province)


def answered(file, at):
    """Judge a statement as the office that receives it: a province, or the ministry."""
    now, given = datetime.fromisoformat(at), trust("trust", at, STATEMENTS)
    book = given.shelf.book(ministry=given.ministry, environment=Environment.TEST).book
    (kind,) = [kind for root, kind in KINDS.items() if root in file]
    is_province = kind is EntryKind.SIGNERS
    level, code = (Level.PROVINCE, PROVINCE) if is_province else (Level.MINISTRY, MINISTRY)
    (named,) = [h for h in book.registers[Level.MINISTRY, MINISTRY].holdings if h.unit == PROVINCE]
    outside = an_outside(
        office=Office(level=level, code=code, name=code),
        paths=given.paths,
        clock=StoryClock(now),
        admissions=Admitted(named.certificate, now),
    )
    bench = Bench(
        outside=outside,
        sender=SCHOOL if is_province else PROVINCE,
        book=book,
        refused=(),
        provinces={SCHOOL: PROVINCE},
        upper=None,
    )
    path = f"ke-khai/{SCHOOL}-2025-2026-3.xml" if is_province else "tra-lai/11-2.xml"
    entry = ManifestEntry(path=path, kind=kind, size=len(file), digest=sha256(file).digest())
    return judged(bench, entry, file)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer_is_the_published_one(name):
    want = EXPECTED[name]
    found = answered((STATEMENTS / name).read_bytes(), want["at"]).findings
    codes = sorted({finding.code for finding in found})
    assert (OUTCOMES[answer_for(found)], codes) == (want["outcome"], want["codes"])


def test_the_good_ones_say_what_an_office_above_adds_up():
    at = EXPECTED["good/tra-lai.xml"]["at"]
    stated = answered((STATEMENTS / "good" / "chu-ky-so-2.xml").read_bytes(), at).body
    assert [(each.role.value, each.on.isoformat(), each.count) for each in stated.ends] == [
        ("HIEU_TRUONG", "2027-08-31", 1),
        ("GVCN", "2026-07-15", 1),
        ("GVCN", "2028-08-20", 3),
    ]
    returned = answered((STATEMENTS / "good" / "tra-lai.xml").read_bytes(), at).body
    (known, unknown) = stated_by_software(returned.lines)
    assert (known.name, known.rate.numerator, known.rate.denominator) == ("Hocba", 3, 64)
    assert (unknown.name, unknown.reasons) == ("", (("record.not_well_formed", 1),))


def test_the_generator_writes_the_same_with_other_keys(tmp_path, vector_keys):
    write_statements(tmp_path / "v", keys=vector_keys)
    assert json.loads((tmp_path / "v" / "expected.json").read_text("utf-8")) == EXPECTED

"""Every published vector gets exactly the verdict that is published with it."""

import json

import pytest

from hocba.core.terms.messages import catalogue
from hocba.lab.vectors.writing import write_vectors
from hocba.wiring.main import main
from tests.vectors.published import (
    EXPECTED,
    SECONDARY,
    VECTORS,
    codes_of,
    expected,
    vector,
    verdict_on,
)

AREAS = {"record", "sign", "seal", "authority", "verify", "pki"}

# Codes of these areas that no record can earn with `hocba verify`, and why.
WITHOUT_VECTOR = {
    "record.too_large": "the file is made by a test here: 3 MB of nothing need not be published",
    "record.partial": "what is partial passes as such; tests/vectors/test_partial_vectors.py",
    "record.several_attached": "about PDF files; tests/integration/test_bound_years.py",
    "record.attached_twice": "about PDF files; tests/integration/test_verification_report.py",
    "record.pdf_broken": "about PDF files; tests/spec/test_verify_command.py",
    "record.nothing_attached": "about PDF files; tests/spec/test_verify_command.py",
    "sign.all_signed": "refuses to sign; no verdict",
    "sign.earlier_unfit": "refuses to sign; no verdict",
    "verify.not_passed": "raised by `require_passed` over a whole verdict",
    "verify.no_trust": "said of the question, not of a record",
    "verify.no_ministry_pinned": "said of the question, not of a record",
    "verify.other_rule_pack_due": "each stage has one pack so far; tests/unit/test_rules_due.py",
    "authority.contested_school": "needs a second province; tests/unit/test_authority.py",
    "pki.not_a_certificate": "the judge says sign.no_certificate",
    "pki.signer_is_a_ca": "no CA lends its key; tests/integration/test_certificate_paths.py",
    "pki.ca_outside_validity": "a matter of the CA; tests/integration/test_certificate_paths.py",
    "pki.anchor_not_trusted_then": "of the anchor; tests/integration/test_certificate_paths.py",
    "pki.trust_unreadable": "about the trust directory",
    "pki.trust_list_broken": "about the trust directory",
    "pki.trust_anchor_missing": "about the trust directory",
    "pki.trust_anchor_not_listed": "about the trust directory",
}


def asked(capsys, name):
    want = EXPECTED[name]
    line = [str(VECTORS / name), "--trust", str(VECTORS / want["trust"]), "--at", want["at"]]
    code = main(["verify", *line, "--json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    found = {finding["code"] for step in file["steps"] for finding in step["findings"]}
    return code, file["outcome"], sorted(found)


@pytest.mark.parametrize("name", EXPECTED)
def test_gets_exactly_its_published_verdict(name, capsys):
    want = EXPECTED[name]
    exit_code = {"PASSED": 0, "FAILED": 1, "INDETERMINATE": 2}[want["outcome"]]

    assert asked(capsys, name) == (exit_code, want["outcome"], want["codes"])


def test_every_file_is_expected_and_every_expected_file_is_there():
    there = {f"{path.parent.name}/{path.name}" for path in VECTORS.glob("*/*.xml")}
    registers = {name for name in there if name.startswith("trust")}

    assert there - registers == set(EXPECTED)


def test_every_code_that_a_record_can_earn_has_a_vector():
    every = (*EXPECTED.values(), *expected(SECONDARY).values())
    shown = {code for want in every for code in want["codes"]}
    due = {code for code in catalogue() if code.split(".")[0] in AREAS}

    assert due - shown - set(WITHOUT_VECTOR) == set()
    assert set(WITHOUT_VECTOR) & shown == set()
    assert set(WITHOUT_VECTOR) - due == set()


def test_no_vector_passes_but_the_good_ones():
    passed = {name for name, want in EXPECTED.items() if want["outcome"] == "PASSED"}

    assert passed == {name for name in EXPECTED if name.startswith("good/")}
    assert all(not EXPECTED[name]["codes"] for name in passed)


def test_a_file_of_three_megabytes_is_refused_unread():
    file = vector("good/rsa.xml").replace(b"<DSCKS>", b" " * 3_000_000 + b"<DSCKS>")

    assert codes_of(verdict_on(file)) == ["record.too_large"]


def test_no_private_key_is_published():
    assert not [path for path in VECTORS.rglob("*") if path.is_file() and _private(path)]


def _private(path):
    return b"PRIVATE KEY" in path.read_bytes()


def test_the_generator_writes_the_same_vectors_with_other_keys(tmp_path, vector_keys):
    write_vectors(tmp_path / "vectors", keys=vector_keys)

    written = json.loads((tmp_path / "vectors" / "expected.json").read_text("utf-8"))
    assert written == EXPECTED
    other = (tmp_path / "vectors" / "good" / "rsa.xml").read_bytes()
    # Genuine in its own world, unknown in the published one: nobody can add to the vectors.
    assert verdict_on(other).outcome.value != "PASSED"

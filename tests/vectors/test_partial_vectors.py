"""Every published vector of a partial record gets exactly the verdict published with it."""

import json
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from hocba.adapters.xml.documents import XmlDocuments
from hocba.adapters.xml.reader import read_plainly, read_record
from hocba.core.seal.document import frozen
from hocba.core.terms.outcomes import Refusal
from hocba.flow.verify_alone import examine_alone, examine_partial_alone
from hocba.flow.verify_document import is_partial
from hocba.lab.vectors.partial_records import of_terms, partial
from hocba.wiring.main import main
from tests.vectors.published import codes_of, expected, trust

PARTIAL = Path("spec/vectors-mot-phan")
EXPECTED = expected(PARTIAL)
GOOD = "good/lop-4-hoc-ki-1.xml"


def judged(name, examine):
    """Judge it as a lonely verifier does, by one question or the other."""
    want = EXPECTED[name]
    return examine(
        (PARTIAL / name).read_bytes(),
        documents=XmlDocuments(),
        trust=trust(want["trust"], want["at"], PARTIAL),
        now=datetime.fromisoformat(want["at"]),
    ).examined


@pytest.mark.parametrize("name", EXPECTED)
def test_gets_exactly_its_published_verdict(name):
    want, examined = EXPECTED[name], judged(name, examine_alone)
    if is_partial(examined):
        examined = judged(name, examine_partial_alone)

    verdict = examined.verdict
    assert (verdict.outcome.value, codes_of(verdict)) == (want["outcome"], want["codes"])


@pytest.mark.parametrize("name", EXPECTED)
def test_is_no_year_s_record_by_the_quick_way_nor_the_plain_one(name):
    file, found = (PARTIAL / name).read_bytes(), set()
    for read in (read_record, read_plainly):
        with pytest.raises(Refusal) as refused:
            read(file)
        found.add(refused.value.code)

    # One that only calls itself a year's record is held against the schema of one.
    assert found == {"record.schema" if "goi-la-hoc-ba" in name else "record.partial"}
    assert judged(name, examine_alone).verdict.outcome.value == "FAILED"


def test_every_file_is_expected_and_no_two_are_the_same():
    there = {f"{path.parent.name}/{path.name}" for path in PARTIAL.glob("*/*.xml")}

    assert there == set(EXPECTED)
    assert len({sha256((PARTIAL / n).read_bytes()).digest() for n in EXPECTED}) == len(EXPECTED)


def test_the_report_says_that_it_is_no_result_of_the_year(capsys):
    want = EXPECTED[GOOD]
    line = [str(PARTIAL / GOOD), "--trust", str(PARTIAL / want["trust"]), "--at", want["at"]]

    assert main(["verify", *line]) == 0
    said = capsys.readouterr().out
    assert main(["verify", *line, "--json"]) == 0

    assert "Học bạ một phần" in said
    assert "từ 05/09/2025 đến 22/05/2026" in said
    assert "KHÔNG PHẢI KẾT QUẢ CẢ NĂM" in said
    assert "không kho nào giữ" in said
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["record"]["kind"] == "hoc-ba-mot-phan"
    assert file["record"]["part"] == {"since": "2025-09-05", "until": "2026-05-22"}


@pytest.mark.parametrize(
    ("name", "content"),
    [(GOOD, partial("lop-4")), ("good/lop-7-hoc-ki-1.xml", of_terms("lop-7"))],
)
def test_the_generator_writes_the_same_contents_still(name, content):
    assert frozen(content).content_xml in (PARTIAL / name).read_bytes()

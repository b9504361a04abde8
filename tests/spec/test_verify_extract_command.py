"""`hocba verify-extract` answers for whoever was shown a part of a record, from files alone."""

import json
from pathlib import Path

import pytest

from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.seal.extract_document import chosen_positions, extract_bytes
from hocba.wiring.main import main

VECTORS = Path("spec/vectors")
JUDGED = ["--trust", str(VECTORS / "trust"), "--at", "2026-06-10T09:00:00+07:00"]


@pytest.fixture
def extract(tmp_path):
    record = (VECTORS / "good" / "rsa.xml").read_bytes()
    parsed = XmlDocuments().record(record)
    text = record.decode()
    seal = text[text.rindex("<ds:Signature ") : text.rindex("</DSCKS>")]
    chosen = chosen_positions(parsed.leaves, ["MonHoc/toan"])
    seed = parsed.content.extract_seed
    file = tmp_path / "trich-luc.xml"
    file.write_bytes(extract_bytes(parsed.leaves, seed, chosen, sealed=parsed.root, seal=seal))
    return file


def answer(capsys, *words):
    code = main(["verify-extract", *map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_passes_what_the_school_has_sealed(extract, capsys):
    code, told = answer(capsys, extract, *JUDGED)
    assert (code, told["outcome"]) == (0, "PASSED")
    assert told["record"]["shown"] == ["TTChung", "CoSo", "CoBan", "MonHoc/toan"]
    assert told["not_done"] == ["SLOTS", "RULES"]


def test_fails_a_changed_mark(extract, capsys):
    extract.write_bytes(extract.read_bytes().replace(b"<Diem>", b"<Diem>1", 1))
    code, told = answer(capsys, extract, *JUDGED)
    found = {finding["code"] for step in told["steps"] for finding in step["findings"]}
    assert (code, found) == (1, {"extract.not_in_record"})


def test_does_not_pass_without_trust(extract, capsys):
    code, told = answer(capsys, extract)
    assert (code, told["outcome"]) == (2, "INDETERMINATE")
    assert [finding["code"] for finding in told["against"]] == ["verify.no_trust"]


def test_tells_people_what_was_shown_and_what_was_not_done(extract, capsys):
    assert main(["verify-extract", str(extract), *JUDGED]) == 0
    report = capsys.readouterr().out
    assert "TRÍCH LỤC THẬT" in report
    assert "MonHoc/toan" in report
    assert "Whether it is in force" in report


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7", (VECTORS / "good" / "rsa.xml").read_bytes()])
def test_fails_what_is_no_extract(tmp_path, capsys, file):
    given = tmp_path / "x.xml"
    given.write_bytes(file)
    assert answer(capsys, given, *JUDGED)[0] == 1

"""Every published vector of a secondary record gets exactly the verdict published with it."""

import json
from pathlib import Path

import pytest

from hocba.core.verify.verdict import Step
from hocba.lab.vectors.secondary import bad_cases, gathered, good_cases
from hocba.lab.vectors.writing import write_cases
from hocba.wiring.main import main
from tests.vectors.published import SECONDARY, codes_of, expected, verdict_on

EXPECTED = expected(SECONDARY)


def judged(name):
    want = EXPECTED[name]
    file = (SECONDARY / name).read_bytes()
    return verdict_on(file, trusting=want["trust"], at=want["at"], vectors=SECONDARY)


@pytest.mark.parametrize("name", EXPECTED)
def test_gets_exactly_its_published_verdict(name):
    want, verdict = EXPECTED[name], judged(name)

    assert (verdict.outcome.value, codes_of(verdict)) == (want["outcome"], want["codes"])


def test_every_file_is_expected_and_every_expected_file_is_there():
    there = {f"{path.parent.name}/{path.name}" for path in SECONDARY.glob("*/*.xml")}

    assert there == set(EXPECTED)


def test_what_is_wrong_with_one_teacher_is_told_of_that_slot():
    verdict = judged("bad/giao-vien-lop-khac.xml")

    assert [f.where for f in verdict.of_step(Step.AUTHORITY)] == ["ck-mon-toan"]


def test_a_row_signature_covers_the_pupil_and_the_record():
    verdict = judged("bad/dong-cua-hoc-sinh-khac.xml")

    # The row is the same to the letter: what differs is whose record it is.
    targets = [f.details["target"] for f in verdict.of_step(Step.REFERENCES)]
    assert targets == ["general"]


def test_a_report_tells_whose_row_each_signature_is_over(capsys):
    name = "good/lop-7.xml"
    want = EXPECTED[name]
    line = [str(SECONDARY / name), "--trust", str(SECONDARY / want["trust"]), "--at", want["at"]]

    assert main(["verify", *line, "--json"]) == 0

    (file,) = json.loads(capsys.readouterr().out)["files"]
    rows = {one["id"]: (one["role"], one["row"]) for one in file["signatures"]}
    assert rows["ck-mon-toan"] == ("GVBM", "Toán")
    assert [row for _, row in rows.values()][-3:] == ["", "", ""]


def test_are_written_anew_with_the_same_contents(tmp_path):
    _, people = gathered(tmp_path / "keys")

    write_cases(tmp_path, good=good_cases(people), bad=bad_cases(people))

    assert expected(tmp_path) == EXPECTED
    for name in ("good/lop-7.xml", "good/danh-gia-lai-trong-he.xml"):
        assert _content(tmp_path / name) == _content(SECONDARY / name)


def _content(path: Path) -> bytes:
    return path.read_bytes().partition(b"<DSCKS>")[0]

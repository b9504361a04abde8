"""
The European Commission's validator (DSS) over the vectors: HOCBA_DSS=1, Maven and a JDK 17.

Maven fetches DSS when first asked, so this runs only where somebody asks for it by name.
"""

import os
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from tests.vectors.published import EXPECTED, VECTORS

HARNESS = Path("tests/integration/dss")
BUILT = Path("out/dss").resolve()
GOOD = sorted(name for name in EXPECTED if name.startswith("good/"))
FAILED = ["bad/sua-diem.xml", "bad/lat-bit-con-dau.xml", "bad/chu-ky-hoc-ba-khac.xml"]
REVOKED = "bad/chung-thu-da-thu-hoi.xml"
WRAPPED = "bad/xsw-7-thuoc-tinh-khong-ky.xml"

pytestmark = [
    pytest.mark.opt_in,
    pytest.mark.skipif(os.environ.get("HOCBA_DSS") != "1", reason="HOCBA_DSS=1 asks for it"),
]


@pytest.fixture(scope="module")
def said():
    """What DSS says: by vector, (format, indication) of each signature in order."""
    fetch = ["mvn", "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={BUILT}/lib"]
    subprocess.run(fetch, cwd=HARNESS, check=True)
    source = HARNESS / "src/main/java/hocba/Judge.java"
    classes = ["-cp", f"{BUILT}/lib/*", "-d", f"{BUILT}/classes"]
    subprocess.run(["javac", *classes, str(source)], check=True)
    files = [str(VECTORS / name) for name in (*GOOD, *FAILED, REVOKED, WRAPPED)]
    judge = ["java", "-cp", f"{BUILT}/classes:{BUILT}/lib/*", "hocba.Judge"]
    at = "2026-06-10T09:00:00+07:00"
    done = subprocess.run(
        [*judge, str(VECTORS / "trust"), at, *files], capture_output=True, text=True, check=True
    )
    found = defaultdict(list)
    for line in done.stdout.splitlines():
        file, _, form, _, _, indication, *_ = line.split("\t")
        found[str(Path(file).relative_to(VECTORS))].append((form, indication))
    return found


@pytest.mark.parametrize("name", GOOD)
def test_passes_all_three_signatures_of_a_good_vector_at_level_b(said, name):
    assert said[name] == [("XAdES-BASELINE-B", "TOTAL_PASSED")] * 3


@pytest.mark.parametrize("name", FAILED)
def test_fails_what_was_altered(said, name):
    assert "TOTAL_FAILED" in {indication for _, indication in said[name]}


def test_does_not_pass_a_revoked_certificate(said):
    assert said[REVOKED][0][1] == "INDETERMINATE"


def test_passes_a_wrapped_record_which_only_positions_tell(said):
    # The signatures are whole, over a content that nobody is shown: why §5.3 asks for positions.
    assert {indication for _, indication in said[WRAPPED]} == {"TOTAL_PASSED"}
    assert EXPECTED[WRAPPED]["outcome"] == "FAILED"

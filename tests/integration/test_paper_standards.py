"""
What veraPDF, the reference validator, says of every kind of PDF. Opt-in: HOCBA_VERAPDF=1.

It needs Java and Maven, and fetches veraPDF from the Java registry at the first run.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.paper_kinds import KINDS, a_pdf

VERAPDF = Path("tests/integration/verapdf")

pytestmark = [
    pytest.mark.opt_in,
    pytest.mark.skipif(
        os.environ.get("HOCBA_VERAPDF") != "1",
        reason="set HOCBA_VERAPDF=1 to let veraPDF judge our PDFs (needs Java and Maven)",
    ),
]


@pytest.fixture(scope="module")
def libraries(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verapdf")
    command = [
        *(shutil.which("mvn"), "-q", "-B", "-f", VERAPDF / "pom.xml"),
        *("dependency:copy-dependencies", f"-DoutputDirectory={folder}"),
    ]
    subprocess.run(command, check=True)
    return folder


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_pdf_keeps_to_pdf_a_3b_and_pdf_ua_1(libraries, tmp_path, kind):
    file = tmp_path / "hoc-ba.pdf"
    file.write_bytes(a_pdf(kind))

    java = ["java", "-cp", f"{libraries}/*", VERAPDF / "Check.java", file, "3b,ua1"]
    said = subprocess.run(java, capture_output=True, text=True, check=True).stdout

    assert said.splitlines() == ["3b true", "ua1 true"]

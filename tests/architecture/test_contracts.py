"""The import contracts of .importlinter are kept, and each says why it is there."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONTRACTS = Path(".importlinter")
LINT = shutil.which("lint-imports", path=str(Path(sys.executable).parent)) or "lint-imports"


def headings():
    parser = configparser.ConfigParser()
    parser.read(CONTRACTS, "utf-8")
    return [name for name in parser.sections() if ":contract:" in name]


def test_are_all_kept():
    done = subprocess.run([LINT, "--no-logo"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("heading", headings())
def test_say_why_they_are_there(heading):
    lines = CONTRACTS.read_text("utf-8").splitlines()
    after = lines[lines.index(f"[{heading}]") + 1 :]

    assert after[0].startswith("# ")
    assert len(after[0]) > 40


def test_cover_every_package_of_the_house():
    # An exhaustive layers contract fails on a package that has no place in it.
    text = CONTRACTS.read_text("utf-8")

    assert text.count("exhaustive = True") == text.count("type = layers")

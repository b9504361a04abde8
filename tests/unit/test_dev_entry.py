"""`./dev` prepares the environment once, and leaves what a tester has installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FILES = ("dev", "pyproject.toml", "requirements.lock", "requirements-dev.lock")


@pytest.fixture
def checkout(tmp_path):
    """A checkout whose environment holds programs that only note how they were called."""
    for name in FILES:
        shutil.copy(name, tmp_path / name)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "uv", "hocba"):
        program(programs / name)
    return tmp_path


def program(path: Path) -> None:
    path.write_text('#!/bin/sh\necho "$(basename "$0") $*" >> "$(dirname "$0")/../calls"\n')
    path.chmod(0o755)


def synced(checkout, *command):
    """Run `./dev` and return the locks that it brought the environment to."""
    calls = checkout / ".venv" / "calls"
    calls.write_text("")
    dev = [sys.executable, str(checkout / "dev"), *command]
    assert subprocess.run(dev, check=False, capture_output=True).returncode == 0
    lines = [line.split() for line in calls.read_text().splitlines()]
    return [Path(line[-1]).name for line in lines if line[:3] == ["uv", "pip", "sync"]]


def test_installs_what_users_run_and_then_leaves_it(checkout):
    assert synced(checkout, "demo") == ["requirements.lock"]
    assert synced(checkout, "demo") == []


def test_leaves_the_test_tools_where_they_are(checkout):
    program(checkout / ".venv" / "bin" / "pytest")

    assert synced(checkout, "demo") == ["requirements-dev.lock"]
    assert synced(checkout, "demo") == []


def test_brings_the_test_tools_along_when_a_lock_has_changed(checkout):
    program(checkout / ".venv" / "bin" / "pytest")
    synced(checkout, "demo")
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("# newer\n")

    assert synced(checkout, "demo") == ["requirements-dev.lock"]


def test_lets_programs_keep_their_bytecode_where_the_machine_forbids_it(checkout):
    synced(checkout, "demo")
    hocba = checkout / ".venv" / "bin" / "hocba"
    hocba.write_text('#!/bin/sh\necho "${PYTHONDONTWRITEBYTECODE-may} $PYTHONPYCACHEPREFIX"\n')
    forbidding = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    forbidding.pop("PYTHONPYCACHEPREFIX", None)

    dev = [sys.executable, str(checkout / "dev"), "demo"]
    done = subprocess.run(dev, env=forbidding, check=True, capture_output=True, text=True)

    assert done.stdout.split() == ["may", str(checkout / ".venv" / "bytecode")]

"""Whole installations, each with its own home and PostgreSQL, asked as an operator asks them."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAIN = (sys.executable, "-m", "hocba.wiring.main")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One home. Nothing of the test's own environment leads it to another database.

    told: further settings of it.
    """

    home: Path
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self):
        plain = {name: value for name, value in os.environ.items() if "HOCBA" not in name}
        plain.pop("DJANGO_SETTINGS_MODULE", None)
        return {**plain, "HOCBA_HOME": str(self.home), "PYTHONPATH": str(ROOT), **self.told}

    def hocba(self, *words):
        """Run one command to its end."""
        return subprocess.run(
            [*MAIN, *map(str, words)],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def started(self, *words):
        """Start one command in a process group of its own; its output is read line by line."""
        return subprocess.Popen(
            [*MAIN, *map(str, words)],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    @contextmanager
    def officers(self):
        """Hold one process in which officers act, one act after the other; yields `act`."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.office_acts"],
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

        def act(name, **words):
            process.stdin.write(json.dumps([name, words]) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            # What went wrong stands in the test's own output.
            assert answer, f"{name} was not done"
            return json.loads(answer)

        with process:
            yield act

    def act(self, name, **words):
        """Let an officer do one of `tests/office_acts.py` here, as the pages would."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.office_acts", name, json.dumps(words)],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

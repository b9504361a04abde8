"""A Dask cluster of this machine: a scheduler and workers, each a process of its own."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from tests.object_stores import KEYS

ROOT = Path(__file__).parent.parent
_PATIENCE_S = 60
_SHARED = ExitStack()


@contextmanager
def a_scheduler(*, allowed_failures: int = 3):
    """Start a scheduler and give its address."""
    with tempfile.TemporaryDirectory(prefix="hocba-dask-") as name:
        told = Path(name) / "scheduler.json"
        words = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        failures = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(allowed_failures)}
        with _process([*words, "--scheduler-file", str(told)], failures) as process:
            yield _address(told, process)


@contextmanager
def a_worker(address: str):
    """Start a worker, which has the keys of the tests' S3 servers, and give its process."""
    words = ["worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    with (
        tempfile.TemporaryDirectory(prefix="hocba-dask-") as name,
        _process([*words, "--memory-limit", "0", "--local-directory", name], KEYS) as process,
    ):
        yield process


@cache
def the_cluster() -> str:
    """Return the address of the cluster that all tests share: two workers that nobody kills."""
    address = _SHARED.enter_context(a_scheduler())
    for _ in range(2):
        _SHARED.enter_context(a_worker(address))
    return address


def end_cluster():
    """End the cluster that all tests share, if any test has asked for it."""
    _SHARED.close()


@contextmanager
def _process(words, more):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _address(told: Path, process) -> str:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        text = told.read_text() if told.exists() else ""
        if '"address"' in text and text.rstrip().endswith("}"):
            return text.partition('"address": "')[2].partition('"')[0]
        time.sleep(0.05)
    raise RuntimeError("the scheduler did not start")

"""
How fast an archive is verified again: in one process, in a pool of two, on two Dask workers.

    ./dev bench archive [--records 4500] [--nation FOLDER] [--rounds 2]

FOLDER is what `hocba lab nation` made; without it the bench makes one under out/bench/. The
archive stands in segments of about 450 records. All ways must come to the same digest, and the
bare limit is reading every document back and digesting it. Rates are by the clock, workers warm.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any, Final

from ground.rounds import last_line, machine

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.engines.dask_cluster import DaskCluster
from hocba.adapters.engines.here import Here
from hocba.adapters.engines.pool import ProcessPool
from hocba.core.report.archive_tally import Tally
from hocba.flow.archive_work import Found, Job, Order, tasks_of, worked
from hocba.lab.nation.command import nation
from hocba.ports.engine import Engine
from hocba.wiring.archive_tasks import VERSION, done

OUT: Final = Path("out/bench")
_SEGMENT_BYTES: Final = 600_000
_FOLDERS: Final = ("phan-cong/", "khai-bao/", "hoc-ba/")
_AT: Final = datetime.fromisoformat("2026-07-01T08:00:00+07:00")


def main() -> None:
    """Measure, print a table, then one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--records", type=int, default=4500)
    options.add_argument("--nation", type=Path)
    options.add_argument("--rounds", type=int, default=2)
    chosen = options.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    made = chosen.nation or _made(chosen.records)
    print(machine())
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=OUT))).resolve()
        _fill(folder, made)
        ways: Mapping[str, Engine] = {
            "one process": Here(),
            "local pool of 2": stack.enter_context(ProcessPool(workers=2)),
            "2 Dask workers": stack.enter_context(_cluster()),
        }
        _report(_order(folder, made / "trust"), ways, rounds=chosen.rounds)


def _report(order: Order, ways: Mapping[str, Engine], *, rounds: int) -> None:
    found, seconds = _measured(order, ways, rounds)
    first = found["one process"]
    if {tally.digest for tally in found.values()} != {first.digest}:
        raise SystemExit("the ways found different things")
    records = first.counts["kind:HocBa"]
    rates = {name: records / taken for name, taken in seconds.items()}
    print(f"{records} records in {len(first.digests)} segments, {first.starting('outcome:')}")
    # By the clock two of a busy machine's cores may be less than two: CPU time is not.
    cpu = {
        "one process": _cpu(lambda: _worked(order, Here())),
        "read and digest only": _cpu(lambda: _bare(order)),
    }
    for name, spent in cpu.items():
        print(f"{name:24}{1e6 * spent / records:9.0f} us of CPU a record")
    for name, rate in rates.items():
        print(f"{name:24}{rate:9.0f} records/s {rate / rates['one process']:8.2f}")
    last_line(
        {
            "bench": "archive",
            "records": records,
            "segments": len(first.digests),
            "outcomes": first.starting("outcome:"),
            "digest": first.digest,
            "records_per_second": {name: round(rate) for name, rate in rates.items()},
            "cpu_us_a_record": {name: round(1e6 * spent / records) for name, spent in cpu.items()},
            "times_one_process": {
                name: round(rate / rates["one process"], 2) for name, rate in rates.items()
            },
        }
    )


def _measured(
    order: Order, ways: Mapping[str, Engine], rounds: int
) -> tuple[dict[str, Tally], dict[str, float]]:
    found: dict[str, Tally] = {}
    taken: dict[str, list[float]] = {name: [] for name in (*ways, "read and digest only")}
    for number in range(-1, rounds):
        for name, engine in ways.items():
            start = time.perf_counter()
            found[name] = _worked(order, engine)
            # The first round opens archive and trust in every worker, as a long run has them.
            if number >= 0:
                taken[name].append(time.perf_counter() - start)
        taken["read and digest only"].append(_bare(order))
    return found, {name: median(times) for name, times in taken.items()}


def _worked(order: Order, engine: Engine) -> Tally:
    tasks = tasks_of(order, BlockSegments(Path(order.archive)))
    return worked(tasks, done=done, engine=engine, journal=_Nothing(), said=lambda _: None)


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _bare(order: Order) -> float:
    archive, start = BlockSegments(Path(order.archive)), time.perf_counter()
    for segment in archive.segments():
        for _, document in archive.documents(segment):
            sha256(document).digest()
    return time.perf_counter() - start


class _Nothing:
    """A journal that keeps nothing: every round does everything."""

    def lines(self) -> Iterator[str]:
        return iter(())

    def add(self, line: str) -> None:
        del line


def _order(folder: Path, trust: Path) -> Order:
    plain = Order(
        job=Job.REGISTERS,
        archive=str(folder),
        software=VERSION,
        trust=str(trust.resolve()),
        at=_AT,
    )
    places = (name.split("/") for name in _worked(plain, Here()).starting("register:"))
    registers = tuple(
        Found(segment=segment, offset=int(offset), length=int(length), digest=digest)
        for segment, offset, length, digest in places
    )
    return replace(plain, job=Job.VERIFY, registers=registers)


def _made(records: int) -> Path:
    out = OUT / f"nation-{records}"
    told = ["--records", str(records), "--workers", "2", "--keys", "60", "--check", "0"]
    nation([*told, "--out", str(out)])
    return out


def _fill(folder: Path, made: Path) -> None:
    archive = BlockSegments(folder, full_bytes=_SEGMENT_BYTES)
    archive.append([path.read_bytes() for path in sorted((made / "registers").glob("*.xml"))])
    for package in sorted((made / "packages").rglob("*.zip")):
        with zipfile.ZipFile(package) as opened:
            names = sorted(opened.namelist())
            for kind in _FOLDERS:
                archive.append([opened.read(name) for name in names if name.startswith(kind)])


@contextmanager
def _cluster() -> Iterator[Engine]:
    scratch = OUT / "dask"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    told = scratch / "scheduler.json"
    with ExitStack() as stack:
        words = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        _start(stack, [*words, "--scheduler-file", str(told)])
        address = _address(told)
        for _ in range(2):
            words = ["worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
            _start(stack, [*words, "--memory-limit", "0", "--local-directory", str(scratch)])
        cluster = stack.enter_context(DaskCluster(address))
        while len(cluster.workers()) < 2:
            time.sleep(0.05)
        yield cluster


def _start(stack: ExitStack, words: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stack.callback(process.wait)
    stack.callback(process.kill)


def _address(told: Path) -> str:
    while True:
        try:
            found: dict[str, Any] = json.loads(told.read_text("utf-8"))
            return str(found["address"])
        except (OSError, ValueError):
            time.sleep(0.05)


if __name__ == "__main__":
    main()

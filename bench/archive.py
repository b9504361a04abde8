"""
How fast an archive is verified again: in one process, in a pool of two, on two Dask workers.

    ./dev bench archive [--records 4500] [--nation FOLDER] [--rounds 2]

FOLDER is what `hocba lab nation` made; without it the bench makes one under out/bench/. The
archive stands in segments of about 450 records. All ways must come to the same digest, and the
bare limit is reading every document back and digesting it. Workers are warm; rates are by the
clock, and CPU time is that of all processes together, to a hundredth of a second.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
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
_BARE: Final = "read and digest only"
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
    found, seconds, spent = _measured(order, ways, rounds)
    first = found["one process"]
    if {tally.digest for tally in found.values()} != {first.digest}:
        raise SystemExit("the ways found different things")
    records = first.counts["kind:HocBa"]
    rates = {name: records / taken for name, taken in seconds.items()}
    # By the clock two of a busy machine's cores are less than two: CPU time tells what it costs.
    cpu = {name: 1e6 * taken / records for name, taken in spent.items()}
    print(f"{records} records in {len(first.digests)} segments, {first.starting('outcome:')}")
    for name, spent in cpu.items():
        print(f"{name:24}{spent:9.0f} us of CPU a record, all processes")
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
            "cpu_us_a_record": {name: round(spent) for name, spent in cpu.items()},
            "times_one_process": {
                name: round(rate / rates["one process"], 2) for name, rate in rates.items()
            },
        }
    )


def _measured(
    order: Order, ways: Mapping[str, Engine], rounds: int
) -> tuple[dict[str, Tally], dict[str, float], dict[str, float]]:
    """Return what each way found, and the medians of its seconds by the clock and of CPU."""
    found: dict[str, Tally] = {}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in (*ways, _BARE)}
    for number in range(-1, rounds):
        for name, engine in ways.items():
            start = _now()
            found[name] = _worked(order, engine)
            # The first round opens archive and trust in every worker, as a long run has them.
            if number >= 0:
                taken[name].append(_since(start))
        start = _now()
        _bare(order)
        taken[_BARE].append(_since(start))
    clock = {name: median(one for one, _ in times) for name, times in taken.items()}
    return found, clock, {name: median(one for _, one in times) for name, times in taken.items()}


def _now() -> tuple[float, float]:
    """Return the clock, and the CPU time of this process and of all below it, in seconds."""
    return time.perf_counter(), sum(_ticks().values()) / os.sysconf("SC_CLK_TCK")


def _since(start: tuple[float, float]) -> tuple[float, float]:
    now = _now()
    return now[0] - start[0], now[1] - start[1]


def _ticks() -> dict[int, int]:
    """Return the ticks of CPU of this process and its children, which start none."""
    found = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if os.getpid() in (int(file.parent.name), int(told[1])):
            found[int(file.parent.name)] = int(told[11]) + int(told[12])
    return found


def _worked(order: Order, engine: Engine) -> Tally:
    tasks = tasks_of(order, BlockSegments(Path(order.archive)))
    return worked(tasks, done=done, engine=engine, journal=_Nothing(), said=lambda _: None)


def _bare(order: Order) -> None:
    archive = BlockSegments(Path(order.archive))
    for segment in archive.segments():
        for _, document in archive.documents(segment):
            sha256(document).digest()


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

"""
Nation: make a synthetic nation and take all of it in, the real way, on this machine.

    ./dev bench nation [--records 400000] [--out DIR] [--workers 2] [--curve] [--keep]

One line does everything, and the same line again finishes a run that was killed: the nation in
DIR (out/bench/nation-N unless told otherwise) is reused as far as it stands, the installation
that takes it in is made anew. Packages are those of provinces: about 3,000 records each, three
RSA-2048 signatures a record. Measured is wall time from the first package handed in to the last
receipt that may leave and the figures read; making the nation is not part of it. Afterwards all
is proved: every record once, receipts and figures as the generator knows them, the log, bytes.

--keep leaves the installation where it is; the nation always stays. --curve also draws an SVG.
"""

import argparse
import importlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import psycopg
from ground.chart import curve_svg
from ground.installation import OUT, installation
from ground.memory import cpu_s, descendants, postgres_pids
from ground.rounds import last_line, machine

from hocba.lab.nation.command import SEED, nation
from hocba.lab.nation.folder import Nation
from hocba.lab.nation.plan import PROVINCES

PILOT: Final = 4_241_906
"""Records of the national pilot of 2023-24, to which the rate is extrapolated."""
LEAST_MEASURED: Final = 400_000
_BUDGET_MIN: Final = 25
_BYTES_MADE, _BYTES_KEPT, _SPARE = 7_700, 4_000, 3_000_000_000
_POINTS: Final = 10
_WINDOW_S: Final = 10
"""Looks at the log come once a second; rates are taken over so many."""
_IDLE_S: Final = 0.1
"""CPU seconds of all workers in a second in which they only wait."""
_WORKER_LOG: Final = OUT / "nation-worker.log"


def main() -> None:
    """Make, take in, prove, print, then one line of JSON."""
    chosen = _options()
    out = chosen.out or OUT / f"nation-{chosen.records}"
    _require_disk(out, chosen.records)
    print(machine(), flush=True)
    made = _made(chosen, out)
    home = OUT / "nation-home"
    with installation(home) as settings:
        told = _taken_in(settings, made, chosen.workers)
    if not chosen.keep:
        shutil.rmtree(home, ignore_errors=True)
    points = told.pop("points")
    for at, seconds, rate in points:
        print(f"after {at:10,} records {seconds:8.0f} s, {rate:6,.0f}/s from the beginning")
    if chosen.curve:
        drawn = out / "curve.svg"
        drawn.write_text(curve_svg(points), "utf-8")
        print(f"drawn in {drawn}")
    last_line({"bench": "nation", **told, "curve": points})


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--records", type=int, default=LEAST_MEASURED)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--out", type=Path)
    options.add_argument("--keys", type=int, default=2_000)
    options.add_argument("--keys-in", type=Path, help="a nation whose keys to use")
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--provinces", type=int, default=PROVINCES)
    options.add_argument("--curve", action="store_true")
    options.add_argument("--keep", action="store_true")
    return options.parse_args()


def _require_disk(out: Path, records: int) -> None:
    out.mkdir(parents=True, exist_ok=True)
    stands = sum(file.stat().st_size for file in out.glob("reports/*/*.zip"))
    due = max(0, records * _BYTES_MADE - stands) + records * _BYTES_KEPT + _SPARE
    free = shutil.disk_usage(out).free
    if free < due:
        raise SystemExit(f"{due / 1e9:.0f} GB of disk are needed, {free / 1e9:.0f} GB are free")


def _made(chosen: argparse.Namespace, out: Path) -> Nation:
    """Make the nation, or what is missing of it. Nothing is checked: taking it in checks all."""
    words = ["--records", str(chosen.records), "--seed", str(chosen.seed), "--out", str(out)]
    words += ["--provinces", str(chosen.provinces)]
    more = ["--keys", str(chosen.keys), "--workers", str(chosen.workers), "--check", "0"]
    keys = [] if chosen.keys_in is None else ["--keys-in", str(chosen.keys_in)]
    if nation([*words, *more, *keys, "--reports"]):
        raise SystemExit("the nation was not made")
    return Nation.open(out, keys=chosen.keys_in)


def _taken_in(settings: Any, made: Nation, workers: int) -> dict[str, Any]:
    # Models need Django, which is ready only now.
    ground: Any = importlib.import_module("ground.ministry")
    feeding: Any = importlib.import_module("ground.feed")
    proof: Any = importlib.import_module("ground.proof")
    desks: Any = importlib.import_module("hocba.flow.register_desk")
    office = ground.ministry(settings, made)
    desk = desks.RegisterDesk(office)
    url = settings.database_url or _app_url()
    registers, packages = feeding.register_reports(made), feeding.record_reports(made)
    records, schools = made.told["records"], made.told["schools"]
    due = records + 2 * schools + len(registers)
    print(f"{records:,} records of {schools:,} schools in {len(packages)} packages", flush=True)
    empty, server = _database_bytes(url), cpu_s(postgres_pids(settings.home))
    with _crew(workers) as crew:
        # In an office the workers stand by; their start is no part of taking in.
        crew.wait_until_idle(workers)
        own, theirs = time.process_time(), cpu_s(crew.pids())
        watch = feeding.Watch(office=office, pids=crew.pids, due=due)
        # Registers first: until a province's stands, its schools are unknown.
        feeding.feed(desk, registers, watch, crew.require_alive)
        feeding.feed(desk, packages, watch, crew.require_alive)
        proof.require_figures(office, made)
        seconds = time.perf_counter() - watch.began
        watch.look(now=True)
        cpu = {
            "workers": cpu_s(crew.pids()) - theirs,
            "postgresql": cpu_s(postgres_pids(settings.home)) - server,
            "handing in": time.process_time() - own,
        }
    print(f"taken in and counted after {seconds:.0f} s; now it is proved", flush=True)
    proof.require_index(url, made)
    answers = proof.require_receipts(office, url, made)
    size = proof.require_log(office, made)
    read_back = proof.require_bytes(office, packages)
    print(f"proved: index, {answers.total():,} answers, log of {size:,}, {read_back} read back")
    rate = records / seconds
    return {
        **_rates(watch.marks, records / due, rate, seconds),
        **_costs(cpu, records, workers),
        **_weights(settings, _database_bytes(url) - empty, records),
        "records": records,
        "schools": schools,
        "packages": len(packages) + len(registers),
        "workers": workers,
        "answers": dict(answers),
        "points": _points(watch.marks, records / due),
    }


def _rates(marks: Sequence[Any], share: float, rate: float, seconds: float) -> dict[str, Any]:
    windows = [
        (after.entries - before.entries) * share / (after.seconds - before.seconds)
        for before, after in pairwise(marks[_WINDOW_S:-1:_WINDOW_S])
    ]
    minutes = PILOT / rate / 60
    print(f"{rate:,.0f} records/s sustained, {seconds:.0f} s in all")
    print(f"{PILOT:,} records would take {minutes:.1f} minutes (aim: under {_BUDGET_MIN})")
    memory = [sum(mark.worker_mb) for mark in marks if any(mark.worker_mb)]
    quarter = max(1, len(memory) // 4)
    return {
        "seconds": round(seconds, 1),
        "records_per_second": round(rate),
        "window_records_per_second": [
            round(min(windows, default=0)),
            round(max(windows, default=0)),
        ],
        "pilot_minutes": round(minutes, 1),
        "extrapolated_from_enough": share * marks[-1].entries >= 0.98 * LEAST_MEASURED,
        "workers_mb_first_quarter": max(memory[:quarter], default=0),
        "workers_mb_last_quarter": max(memory[-quarter:], default=0),
    }


def _costs(cpu: Mapping[str, float], records: int, workers: int) -> dict[str, Any]:
    each = {name: round(seconds / records * 1e6) for name, seconds in cpu.items()}
    most = workers * 1e6 / sum(each.values())
    print(f"CPU us a record: {each}; {workers} cores that did nothing else would do {most:,.0f}/s")
    return {"cpu_microseconds": each, "records_per_second_by_cpu": round(most)}


def _database_bytes(url: str) -> int:
    with psycopg.connect(url) as session:
        row = session.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return int(row[0])


def _weights(settings: Any, database: int, records: int) -> dict[str, Any]:
    blobs = [file for file in (settings.home / "blobs").rglob("*") if file.is_file()]
    logs = sum(file.stat().st_size for file in blobs if "log" in file.parts)
    segments = sum(file.stat().st_size for file in blobs if ".seg" in file.name)
    kept = {"segments": segments, "log": logs, "postgresql": database}
    each = {name: round(size / records, 1) for name, size in kept.items()}
    print(f"bytes a record: {each}, {sum(each.values()):.0f} in all")
    return {"bytes_a_record": each, "bytes_a_record_in_all": round(sum(each.values()), 1)}


def _points(marks: Sequence[Any], share: float) -> list[tuple[int, float, float]]:
    """Return ten points of the curve: records, seconds, records/s from the beginning."""
    last = marks[-1].entries
    found: list[tuple[int, float, float]] = []
    for part in range(1, _POINTS + 1):
        mark = next(each for each in marks if each.entries >= last * part / _POINTS)
        records = round(mark.entries * share)
        if found and found[-1][0] == records:
            continue
        found.append((records, round(mark.seconds, 1), round(records / mark.seconds, 1)))
    return found


class Crew:
    """The workers of this office, as `hocba worker` starts them."""

    def __init__(self, command: "subprocess.Popen[bytes]") -> None:
        self._command = command

    def pids(self) -> list[int]:
        """Return the processes that work, in order."""
        return descendants(self._command.pid)

    def wait_until_idle(self, workers: int) -> None:
        """Come back when all workers have started and wait for work."""
        before = -1.0
        while True:
            self.require_alive()
            used = cpu_s(self.pids())
            if len(self.pids()) >= workers and used - before < _IDLE_S:
                return
            before = used
            time.sleep(1.0)

    def require_alive(self) -> None:
        """Stop the bench when the command has ended by itself."""
        if self._command.poll() is not None:
            told = _WORKER_LOG.read_text("utf-8", "replace")[-2000:]
            raise SystemExit(f"{told}\nhocba worker ended with {self._command.returncode}")


@contextmanager
def _crew(workers: int) -> Iterator[Crew]:
    program = Path(sys.executable).with_name("hocba")
    line = [str(program), "worker", "--office", "BO", "--processes", str(workers)]
    log = _WORKER_LOG.open("wb")
    with log, subprocess.Popen(line, stdout=log, stderr=log) as command:
        try:
            yield Crew(command)
        finally:
            command.terminate()
            command.wait()


def _app_url() -> str:
    return os.environ["HOCBA_DATABASE_URL"]


if __name__ == "__main__":
    main()

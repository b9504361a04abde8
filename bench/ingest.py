"""
Ingest: take packages in by one process, and see what each step costs.

    ./dev bench ingest [--records 4000]

The real way of `hocba worker`, function by function, in one process on an embedded PostgreSQL:
unpack, verify, archive, settle, COPY, receipt, log. Beside it the bare trial in the same run:
the same records verified and nothing else, packed by zstd alone, copied into one plain table.
CPU time; the server's own is counted apart, over all PostgreSQL processes of the machine.
"""

import argparse
import importlib
import io
import os
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import psycopg
import zstandard
from ground.installation import OUT, installation
from ground.memory import cpu_s, postgres_pids
from ground.nations import reports
from ground.rounds import last_line, machine
from ground.stopwatch import Stopwatch, Timed

from hocba.core.terms.environment import Environment
from hocba.core.verify.judge import Setting
from hocba.core.verify.verdict import Outcome

REST: Final = "the rest"
_BLOCK: Final = 40
"""Records that the bare zstd packs together: a class."""


def main() -> None:
    """Measure, print, then one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--records", type=int, default=4000)
    chosen = options.parse_args()
    nation = reports(chosen.records)
    print(machine())
    with installation(OUT / "ingest") as settings:
        ground: Any = importlib.import_module("ground.ministry")
        office = ground.ministry(settings, nation)
        steps, wall, server = _taken_in(office, nation, settings.home)
        bare = _bare(office, nation)
    records = nation.told["records"]
    in_all = sum(steps.values())
    print(f"{records} records in {len(nation.folder.reports())} packages")
    for name, seconds in sorted(steps.items(), key=lambda each: -each[1]):
        print(f"{name:34}{seconds / records * 1e6:8.0f} us a record {seconds / in_all:6.0%}")
    print(
        f"{'in all':34}{in_all / records * 1e6:8.0f} us a record {records / in_all:6.0f}/s a core"
    )
    print(f"{'PostgreSQL, beside it':34}{server / records * 1e6:8.0f} us a record")
    print(f"{'wall time':34}{wall / records * 1e6:8.0f} us a record {records / wall:6.0f}/s")
    for name, seconds in bare.items():
        print(f"bare: {name:28}{seconds / records * 1e6:8.0f} us a record")
    trial = sum(bare.values())
    print(f"{'bare trial in all':34}{trial / records * 1e6:8.0f} us, {trial / in_all:.2f} of ours")
    last_line(
        {
            "bench": "ingest",
            "records": records,
            "microseconds": {name: round(each / records * 1e6, 1) for name, each in steps.items()},
            "microseconds_in_all": round(in_all / records * 1e6, 1),
            "microseconds_server": round(server / records * 1e6, 1),
            "microseconds_wall": round(wall / records * 1e6, 1),
            "records_per_second_a_core": round(records / (in_all + server)),
            "bare_microseconds": {n: round(each / records * 1e6, 1) for n, each in bare.items()},
            "share_of_bare_trial": round(trial / in_all, 3),
        }
    )


def _taken_in(office: Any, nation: Any, home: Path) -> tuple[dict[str, float], float, float]:
    """Return CPU seconds by step, wall seconds, and the CPU seconds of the server."""
    feeding: Any = importlib.import_module("ground.feed")
    desks: Any = importlib.import_module("hocba.flow.register_desk")
    take_in: Any = importlib.import_module("hocba.flow.take_in")
    publishing: Any = importlib.import_module("hocba.flow.publish_log")
    watch = Stopwatch(REST)
    timed = _timed(office, watch)
    desk = desks.RegisterDesk(timed)
    for path in feeding.register_reports(nation):
        take_in.taken_in(desk, io.BytesIO(path.read_bytes()), _silent)
    publish = watch.timed(publishing.publish, "log")
    publish(timed)
    # As a worker does once it has opened its office.
    importlib.import_module("hocba.faces.jobs.seldom").collect_seldom()
    watch.restart()
    start, before = time.perf_counter(), cpu_s(postgres_pids(home))
    for path in feeding.record_reports(nation):
        with path.open("rb") as file:
            take_in.taken_in(desk, file, _silent)
        publish(timed)
    watch.stop()
    wall = time.perf_counter() - start
    return dict(watch.seconds), wall, cpu_s(postgres_pids(home)) - before


def _silent(_: int) -> None:
    """Take progress and tell nobody."""


def _timed(office: Any, watch: Stopwatch) -> Any:
    """Return the office with steps counted: its ports, and the functions between them."""
    module: Callable[[str], Any] = importlib.import_module
    watch.wrap(module("hocba.flow.take_in"), "loosened", "open, manifest, digest of the package")
    watch.wrap(module("hocba.flow.take_in"), "require_trusted", "is the sender entitled")
    watch.wrap(module("hocba.flow.take_in"), "settle", "settle")
    watch.wrap(module("hocba.flow.weigh_entries"), "judged_records", "key, place, scope")
    watch.wrap(module("hocba.flow.judge_entry"), "examine_all", "verify: evidence, judging")
    watch.wrap(module("hocba.flow.weigh_entries"), "judged", "statements, registers")
    watch.wrap(module("hocba.flow.settle_package"), "_keeping", "receipt, head of the log")

    class Containers:
        """Unpacking counts, however the container is made."""

        def opened(self, file: Any) -> Any:
            return Timed(office.containers.opened(file), watch, {"read": "unpack"})

        def __getattr__(self, name: str) -> Any:
            return getattr(office.containers, name)

    return replace(
        office,
        containers=Containers(),
        documents=Timed(office.documents, watch, {"records": "verify: reading"}),
        archive=Timed(office.archive, watch, {"append": "archive"}),
        repository=Timed(
            office.repository,
            watch,
            {"keep": "COPY", "known": "look up", "siblings": "look up"},
        ),
    )


def _bare(office: Any, nation: Any) -> dict[str, float]:
    """Return CPU seconds of the bare trial, step by step."""
    examining: Any = importlib.import_module("hocba.flow.verify_document")
    desks: Any = importlib.import_module("hocba.flow.register_desk")
    found: dict[str, float] = {"unpack": 0.0, "verify": 0.0, "zstd": 0.0, "COPY": 0.0}
    environments = frozenset({Environment.TEST})
    for path in nation.folder.reports():
        start = time.process_time()
        records, registers = _unpacked(path)
        found["unpack"] += time.process_time() - start
        desk = desks.RegisterDesk(office)
        sent = desks.readable_registers(office, registers)
        book = desk.bench(path.parent.name, sent).book
        now = office.clock.now()
        setting = Setting(environments=environments, book=book, now=now)
        start = time.process_time()
        for record in records:
            verdict = examining.examine(
                record,
                documents=office.documents,
                paths=office.paths,
                setting=setting,
                proven_at=now,
            ).verdict
            if verdict.outcome is not Outcome.PASSED:
                raise SystemExit(f"{path}: {verdict.findings}")
        found["verify"] += time.process_time() - start
        found["zstd"] += _packed(records)
        found["COPY"] += _copied(records)
    return found


def _unpacked(path: Path) -> tuple[list[bytes], list[bytes]]:
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        records = [package.read(name) for name in names if name.startswith("hoc-ba/")]
        return records, [package.read(name) for name in names if name.startswith("phan-cong/")]


def _packed(records: Sequence[bytes]) -> float:
    start = time.process_time()
    compressor = zstandard.ZstdCompressor(level=3)
    for first in range(0, len(records), _BLOCK):
        compressor.compress(b"".join(records[first : first + _BLOCK]))
    return time.process_time() - start


def _copied(records: Sequence[bytes]) -> float:
    """Copy a digest and five short columns a record into a plain table with one key."""
    url = os.environ["HOCBA_DATABASE_OWNER_URL"]
    start = time.process_time()
    with psycopg.connect(url) as session:
        session.execute(
            "CREATE UNLOGGED TABLE IF NOT EXISTS bench_copy (digest bytea PRIMARY KEY, place"
            " bigint, length int, code text, path text, leaf bytea)"
        )
        with session.cursor().copy("COPY bench_copy FROM STDIN") as copy:
            for number, record in enumerate(records):
                digest = sha256(record).digest()
                copy.write_row((digest, number, len(record), "HB0123456789X", "hoc-ba/", digest))
    return time.process_time() - start


if __name__ == "__main__":
    main()

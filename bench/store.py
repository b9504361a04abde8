"""
How many bytes a record costs to keep: segments, index and log, beside the raw XML and others.

    ./dev bench store [--records 4000] [--packages FOLDER] [--rounds 3]

FOLDER holds packages as `hocba lab nation` makes them; without it the bench makes a nation of
its own under out/bench/. Every record is read back and compared. Index and rivals are measured
in an embedded PostgreSQL by pg_total_relation_size, indexes and TOAST included.
"""

import argparse
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Final

import psycopg
import zstandard
from ground.kept_index import index_bytes
from ground.rounds import last_line, machine
from ground.storing_steps import storing_steps

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.segments import Segments
from hocba.adapters.database.embedded import running
from hocba.lab.nation.command import nation
from hocba.ports.archive import Archive, Location

OUT: Final = Path("out/bench")
RIVALS: Final = ("pglz", "lz4")
_BATCH: Final = 200
"""Records that an office makes durable at once, as flow/weigh_entries does."""


def main() -> None:
    """Measure, print a table, then one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--records", type=int, default=4000)
    options.add_argument("--packages", type=Path)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    folder = chosen.packages or _made(chosen.records)
    packages = [_records(path) for path in sorted(folder.rglob("*.zip"))]
    documents = [document for package in packages for document in package]
    if len(set(documents)) != len(documents) or not documents:
        raise SystemExit("the records are not distinct")
    print(machine())
    print(f"{len(documents)} distinct records in {len(packages)} packages")
    figures = {
        "raw XML": sum(map(len, documents)) / len(documents),
        "zstd -3, each alone": _alone(documents),
    }
    rates = {}
    ways: dict[str, Callable[[Path], Archive]] = {
        "segments, format 1": Segments,
        "segments, format 2": BlockSegments,
    }
    for name, make in ways.items():
        figures[name], rates[name] = _archived(make, packages, chosen.rounds)
    steps = storing_steps(list(_batches(packages)), OUT)
    figures |= _in_postgres(documents, packages)
    # A leaf's digest, and its share of the digests above it, in tiles on disk.
    figures["log"] = 32 * 256 / 255
    kept = figures["segments, format 2"] + figures["index"] + figures["log"]
    figures["all of it: format 2, index, log"] = kept
    for name, size in figures.items():
        print(f"{name:36}{size:9.0f} bytes a record")
    for name, (write, read, one) in rates.items():
        print(f"{name:36}{write:9.0f} written/s {read:9.0f} read/s {one:9.0f} read/s in any order")
    for name, spent in steps.items():
        print(f"{name:36}{spent:9.1f} us of CPU a record")
    bare = sum(spent for name, spent in steps.items() if name.startswith("bare"))
    print(f"{'append to bare':36}{steps['append'] / bare:9.1f} times")
    last_line(
        {
            "bench": "store",
            "records": len(documents),
            "bytes_a_record": {name: round(size, 1) for name, size in figures.items()},
            "written_per_second": {name: round(rate[0]) for name, rate in rates.items()},
            "read_per_second": {name: round(rate[1]) for name, rate in rates.items()},
            "cpu_us_a_record": {name: round(spent, 1) for name, spent in steps.items()},
            "append_to_bare": round(steps["append"] / bare, 2),
            "read_in_any_order_per_second": {name: round(rate[2]) for name, rate in rates.items()},
        }
    )


def _made(records: int) -> Path:
    out = OUT / f"nation-{records}"
    told = ["--records", str(records), "--workers", "1", "--keys", "60", "--check", "0"]
    nation([*told, "--out", str(out)])
    return out


def _records(package: Path) -> tuple[bytes, ...]:
    with zipfile.ZipFile(package) as opened:
        return tuple(opened.read(n) for n in sorted(opened.namelist()) if "hoc-ba/" in n)


def _alone(documents: Sequence[bytes]) -> float:
    compressor = zstandard.ZstdCompressor(level=3)
    return sum(len(compressor.compress(document)) for document in documents) / len(documents)


Rate = tuple[float, float, float]


def _archived(
    make: Callable[[Path], Archive], packages: Sequence[Sequence[bytes]], rounds: int
) -> tuple[float, Rate]:
    """Return bytes a record, then records written, read in order and out of order, a second."""
    found = [_archived_once(make, packages) for _ in range(rounds)]
    rates = [[rate[place] for _, rate in found] for place in range(3)]
    return found[0][0], (median(rates[0]), median(rates[1]), median(rates[2]))


def _archived_once(
    make: Callable[[Path], Archive], packages: Sequence[Sequence[bytes]]
) -> tuple[float, Rate]:
    with tempfile.TemporaryDirectory(dir=OUT) as name:
        folder = Path(name)
        batches = list(_batches(packages))
        count = sum(map(len, batches))
        archive, kept = make(folder), list[tuple[Location, bytes]]()
        start = time.perf_counter()
        places = [archive.append(batch) for batch in batches]
        written = count / (time.perf_counter() - start)
        for batch, where in zip(batches, places, strict=True):
            kept += [(at, sha256(one).digest()) for at, one in zip(where, batch, strict=True)]
        size = sum(path.stat().st_size for path in folder.glob("*.seg*"))
        in_order = sorted(kept)
        # An order that nobody stored them in, and the same every time.
        mixed = sorted(kept, key=lambda one: one[1])
        return size / count, (written, _read(make(folder), in_order), _read(make(folder), mixed))


def _read(archive: Archive, kept: Sequence[tuple[Location, bytes]]) -> float:
    start = time.perf_counter()
    for location, digest in kept:
        archive.read(location, digest=digest)
    return len(kept) / (time.perf_counter() - start)


def _batches(packages: Sequence[Sequence[bytes]]) -> Iterator[Sequence[bytes]]:
    for package in packages:
        for start in range(0, len(package), _BATCH):
            yield package[start : start + _BATCH]


def _in_postgres(
    documents: Sequence[bytes], packages: Sequence[Sequence[bytes]]
) -> dict[str, float]:
    folder = (OUT / "postgres").resolve()
    shutil.rmtree(folder, ignore_errors=True)
    found: dict[str, float] = {}
    with running(folder) as server, psycopg.connect(server.owner_url, autocommit=True) as session:
        for rival in RIVALS:
            try:
                found[f"PostgreSQL text, {rival}"] = _as_text(session, documents, rival)
            except psycopg.errors.FeatureNotSupported:
                print(f"NOT MEASURED: this PostgreSQL is built without {rival}")
        _drop_rivals(session)
        with tempfile.TemporaryDirectory(dir=OUT) as name:
            archive = BlockSegments(Path(name))
            kept = [list(zip(archive.append(each), each, strict=True)) for each in packages]
        found["index"] = index_bytes(session, server.owner_url, kept)
    return found


def _as_text(session: psycopg.Connection, documents: Sequence[bytes], compression: str) -> float:
    table = f"bench_{compression}"
    session.execute(f"CREATE TABLE {table} (id bigint PRIMARY KEY, xml text)")
    session.execute(f"ALTER TABLE {table} ALTER xml SET COMPRESSION {compression}")
    with session.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        for number, document in enumerate(documents):
            copy.write_row((number, document.decode()))
    return _size(session, table) / len(documents)


def _size(session: psycopg.Connection, table: str) -> int:
    session.execute(f"VACUUM (FREEZE, ANALYZE) {table}")
    row = session.execute("SELECT pg_total_relation_size(%s)", (table,)).fetchone()
    assert row is not None
    return int(row[0])


def _drop_rivals(session: psycopg.Connection) -> None:
    for rival in RIVALS:
        session.execute(f"DROP TABLE IF EXISTS bench_{rival}")


if __name__ == "__main__":
    main()

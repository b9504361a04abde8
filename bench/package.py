"""
One large package through the whole intake: what memory it takes, and what is seen of it.

    ./dev bench package [--entries 5000]

A province's package of a tenth of the entries and one of all of them are handed in, taken from
the queue, settled and answered by one process, as `hocba worker` does it. Memory is told twice:
what the process comes to hold at most (VmHWM of proc(5), set back before each package), and in
a second province, because it slows everything down, what Python's own objects take (tracemalloc).
"""

import argparse
import gc
import importlib
import io
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Final

from ground.feed import record_reports, register_reports
from ground.installation import OUT, installation
from ground.nations import reports
from ground.rounds import last_line, machine

from hocba.adapters.uplink.zipped import ZipContainers
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.message import message_id
from hocba.core.submit.package import (
    MANIFEST_PATH,
    Manifest,
    ManifestEntry,
    manifest_of,
    written_manifest,
)
from hocba.core.terms.roles import Role
from hocba.lab.nation.folder import Nation
from hocba.lab.nation.signing import Signer, signed_statement
from hocba.lab.nation.zipping import packed_file, write_package

_SHARE: Final = 10
_MORE: Final = 1.6
"""Provinces get unequal shares, and the smaller one must have as many records as are needed."""


def main() -> None:
    """Measure, print a table, then one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--entries", type=int, default=5000)
    chosen = options.parse_args()
    sizes = (chosen.entries // _SHARE, chosen.entries)
    nation = reports(int(2 * _MORE * sum(sizes)))
    # In a process of its own: what making them took must not be there to be used again.
    with ProcessPoolExecutor(1) as maker:
        files = maker.submit(_packages, nation, sizes).result()
    print(machine())
    found = []
    with installation(OUT / "package") as settings:
        ground: Any = importlib.import_module("ground.ministry")
        flow: Any = importlib.import_module("hocba.flow.take_packages")
        door: Any = importlib.import_module("hocba.flow.hand_in_package")
        desks: Any = importlib.import_module("hocba.flow.register_desk")
        desk = desks.RegisterDesk(ground.ministry(settings, nation))
        for path in register_reports(nation):
            door.hand_in(desk, io.BytesIO(path.read_bytes()))
            flow.take_next(desk, [].append)
        for of_province, watch in zip(files, (_Resident(), _Traced()), strict=True):
            for entries, path in zip(sizes, of_province, strict=True):
                found.append(_taken(desk, door, flow, path, entries, watch))
    last_line({"bench": "package", "packages": found})


def _taken(desk: Any, door: Any, flow: Any, path: Path, entries: int, watch: Any) -> dict[str, Any]:
    """Hand one package in and take it; return what was seen, having printed it."""
    told: list[int] = []
    watch.begin()
    start = time.process_time()
    with path.open("rb") as file:
        door.hand_in(desk, file)
    after_door = watch.peak_mb()
    package = flow.take_next(desk, told.append)
    flow.publish_kept(desk.outside)
    peak = watch.peak_mb()
    kept = desk.outside.repository.package(package.message_id)
    if kept is None or kept.accepted + kept.warned != entries:
        raise SystemExit(f"not all of {entries} entries were taken: {kept and kept.accepted}")
    seen = {
        "entries": entries,
        "package_mb": round(path.stat().st_size / 1e6, 1),
        "memory": watch.name,
        "before_mb": round(watch.before, 1),
        "more_when_handed_in_mb": round(after_door - watch.before, 1),
        "more_at_most_mb": round(peak - watch.before, 1),
        "progress_told": len(told),
        "cpu_s": round(time.process_time() - start, 1),
    }
    print(" ".join(f"{name}={value}" for name, value in seen.items()), flush=True)
    return seen


class _Resident:
    """The process's resident memory."""

    name = "resident"
    before = 0.0

    def begin(self) -> None:
        gc.collect()
        # The highest mark begins anew. Source: proc(5), /proc/pid/clear_refs.
        Path("/proc/self/clear_refs").write_text("5")
        self.before = _status_mb("VmRSS")

    def peak_mb(self) -> float:
        return _status_mb("VmHWM")


class _Traced:
    """What Python allocates."""

    name = "traced"
    before = 0.0

    def begin(self) -> None:
        tracemalloc.stop()
        gc.collect()
        tracemalloc.start()
        self.before = 0.0

    def peak_mb(self) -> float:
        return tracemalloc.get_traced_memory()[1] / 1e6


def _status_mb(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def _packages(nation: Nation, sizes: tuple[int, ...]) -> list[list[Path]]:
    """Seal the entries of each province anew, in packages of these sizes."""
    made = []
    for province in sorted({path.parent.name for path in record_reports(nation)}):
        entries = _entries(nation, province)
        made.append(
            [
                _sealed(nation, province, number, list(islice(entries, size)))
                for number, size in enumerate(sizes)
            ]
        )
    return made


def _entries(nation: Nation, province: str) -> Iterator[tuple[ManifestEntry, bytes, Any]]:
    for path in record_reports(nation):
        if path.parent.name != province:
            continue
        container = ZipContainers().opened(io.BytesIO(path.read_bytes()))
        statement = XmlDocuments().statement(container.read(MANIFEST_PATH), StatementKind.PACKAGE)
        manifest = manifest_of(statement.content)
        for entry in manifest.entries:
            yield entry, container.read(entry.path), manifest.head


def _sealed(nation: Nation, province: str, number: int, found: list[Any]) -> Path:
    latest = max((head for _, _, head in found), key=lambda head: head.at)
    head = replace(
        latest,
        message_id=message_id(province, sha256(f"bench package {number}".encode()).digest()),
        count=len(found),
    )
    manifest = Manifest(head=head, entries=tuple(entry for entry, _, _ in found))
    by = Signer(holder=nation.office(province), role=Role.PROVINCE, at=head.at)
    signed = signed_statement(StatementKind.PACKAGE, *written_manifest(manifest), by=by)
    out = OUT / "package-files" / f"{province}-{number}.zip"
    files = (packed_file(entry.path, file) for entry, file, _ in found)
    write_package(out, (packed_file(MANIFEST_PATH, signed), *files))
    return out


if __name__ == "__main__":
    main()

"""An archive made of the tiny nation, in many small segments, and orders to work on it."""

import shutil
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.uplink.zipped import ZipContainers
from hocba.flow.archive_work import Job, Order
from hocba.wiring.archive_tasks import VERSION
from tests.nation_world import the_nation

AT = datetime.fromisoformat("2026-07-01T08:00:00+07:00")
_KINDS = ("phan-cong/", "khai-bao/", "hoc-ba/")


@cache
def _kept() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="hocba-archive-")


@cache
def _archive() -> Path:
    folder = Path(_kept().name)
    # Every append starts a new segment.
    archive = BlockSegments(folder, full_bytes=1)
    archive.append(list(the_nation().registers()))
    for package in the_nation().folder.packages():
        container = ZipContainers().opened(package.read_bytes())
        paths = [entry.path for entry in container.entries]
        for kind in _KINDS:
            archive.append([container.read(path) for path in paths if path.startswith(kind)])
    return folder


def an_archive(folder: Path) -> Path:
    """Copy the archive, for a test that changes it."""
    return Path(shutil.copytree(_archive(), folder / "kho"))


def the_archive() -> Path:
    """Return the archive that the tests look at and do not touch."""
    return _archive()


def the_trust() -> Path:
    return the_nation().folder.trust


def an_order(job: Job = Job.VERIFY, *, archive: Path | None = None, **changes) -> Order:
    told = {
        "job": job,
        "archive": str(archive or the_archive()),
        "software": VERSION,
        "trust": str(the_trust()),
        "at": AT,
    }
    return Order(**{**told, **changes})


class Lines:
    """A journal in memory."""

    def __init__(self, lines=()):
        self.written = list(lines)

    def lines(self):
        return iter(tuple(self.written))

    def add(self, line):
        self.written.append(line)


def damage(path: Path, offset: int) -> None:
    """Flip a bit."""
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)

"""
One segment written afresh beside others: it appears whole under its name, or not at all.

It is put together in a folder of its own: beside the others, or on this machine for a store.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Final

from obstore.store import ObjectStore

from hocba.adapters.blobs.block_segments import SUFFIX, BlockSegments
from hocba.adapters.blobs.durable import sync_folder
from hocba.adapters.blobs.object_store import TROUBLE, put_in_place, reason
from hocba.core.terms.outcomes import Fault

NewSegment = tuple[BlockSegments, Callable[[], None]]
"""An empty archive, and what puts its one segment where it belongs."""

_PART: Final = ".part-"
_NEVER_FULL: Final = 2**62


@contextmanager
def new_segment(folder: Path, name: str) -> Iterator[NewSegment]:
    """
    Give an empty archive, and what moves its one segment into the folder.

    name: of the segment that it replaces; the number is kept, the format is today's.
    Raises: Fault "archive.not_written".
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=_PART, dir=folder) as part:
            yield _empty(part), lambda: _moved(Path(part), folder / _renamed(name))
    except OSError as problem:
        raise Fault("archive.not_written", str(problem), retry=True) from problem


@contextmanager
def new_object(store: ObjectStore, name: str) -> Iterator[NewSegment]:
    """As `new_segment`, into a store. The segment is in memory once: at most some 70 MB."""
    try:
        with TemporaryDirectory(prefix="hocba-") as part:
            yield _empty(part), lambda: _sent(Path(part), store, _renamed(name))
    except TROUBLE as problem:
        raise Fault("archive.not_written", reason(problem), retry=True) from problem


def _empty(part: str) -> BlockSegments:
    return BlockSegments(Path(part), full_bytes=_NEVER_FULL)


def _renamed(name: str) -> str:
    return f"{Path(name).stem}{SUFFIX}"


def _moved(part: Path, target: Path) -> None:
    for path in part.glob(f"*{SUFFIX}"):
        # Its bytes are on the disk already. Done twice, the same bytes stand under the same name.
        path.replace(target)
        sync_folder(target.parent)


def _sent(part: Path, store: ObjectStore, name: str) -> None:
    for path in part.glob(f"*{SUFFIX}"):
        # The request is signed over these bytes' digest: what arrives otherwise is refused.
        put_in_place(store, name, path.read_bytes())


def without_parts(folder: Path) -> None:
    """Remove what killed workers left; only when nobody writes there any more."""
    for part in folder.glob(f"{_PART}*"):
        rmtree(part, ignore_errors=True)

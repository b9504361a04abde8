"""One segment written afresh beside others: it appears whole under its name, or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Final

from hocba.adapters.blobs.block_segments import SUFFIX, BlockSegments
from hocba.adapters.blobs.durable import sync_folder
from hocba.core.terms.outcomes import Fault

_PART: Final = ".part-"
_NEVER_FULL: Final = 2**62


@contextmanager
def new_segment(folder: Path, name: str) -> Iterator[tuple[BlockSegments, Callable[[], None]]]:
    """
    Give an empty archive, and what moves its one segment into the folder.

    name: of the segment that it replaces; the number is kept, the format is today's.
    Raises: Fault "archive.not_written".
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=_PART, dir=folder) as part:
            yield (
                BlockSegments(Path(part), full_bytes=_NEVER_FULL),
                lambda: _moved(Path(part), folder / f"{Path(name).stem}{SUFFIX}"),
            )
    except OSError as problem:
        raise Fault("archive.not_written", str(problem), retry=True) from problem


def _moved(part: Path, target: Path) -> None:
    for path in part.glob(f"*{SUFFIX}"):
        # Its bytes are on the disk already. Done twice, the same bytes stand under the same name.
        path.replace(target)
        sync_folder(target.parent)


def without_parts(folder: Path) -> None:
    """Remove what killed workers left; only when nobody writes there any more."""
    for part in folder.glob(f"{_PART}*"):
        rmtree(part, ignore_errors=True)

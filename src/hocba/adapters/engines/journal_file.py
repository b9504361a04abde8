"""The `Journal` port over one file that only grows."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from hocba.core.terms.outcomes import Fault, Refusal


class JournalFile:
    """
    Held by one run at a time: the lock goes with its process.

    >>> with JournalFile(Path("verify.jsonl")) as journal:  # doctest: +SKIP
    ...     journal.add("{}")
    """

    def __init__(self, path: Path) -> None:
        """Raises: Refusal "engine.journal_in_use"; Fault "engine.journal_not_written"."""
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("ab+")
        except OSError as problem:
            raise self._not_written(problem) from problem
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            self._file.close()
            raise Refusal("engine.journal_in_use", str(path), path=str(path)) from held

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def lines(self) -> Iterator[str]:
        """Return every whole line; see the port."""
        with self._path.open("rb") as file:
            for line in file:
                if line.endswith(_END):
                    yield line.removesuffix(_END).decode()

    def add(self, line: str) -> None:
        """Add a line; see the port."""
        try:
            # A torn end, if there is one, becomes a line of its own that nobody reads.
            start = b"\n" if self._is_torn() else b""
            self._file.write(start + line.encode() + _END)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as problem:
            raise self._not_written(problem) from problem

    def _is_torn(self) -> bool:
        size = self._file.seek(0, os.SEEK_END)
        if size == 0:
            return False
        self._file.seek(size - 1)
        return self._file.read(1) != b"\n"

    def _not_written(self, problem: OSError) -> Fault:
        path = str(self._path)
        return Fault("engine.journal_not_written", str(problem), retry=True, path=path)


_END = b" \n"
"""A space before the line feed: JSON does not mind, and no torn end looks so by chance."""

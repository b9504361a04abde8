"""How far a long command is: one moving line on a terminal, a plain line now and then elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from hocba.ports.progress import Progress

_MOVES_EVERY_S: Final = 0.2
_LINE_EVERY_S: Final = 10.0


@contextmanager
def progress_line(what: str) -> Iterator[Progress]:
    """
    Tell on standard error how far the block's work is; standard output is for the answer.

    what: what is counted, as people see it.
    """
    moves = sys.stderr.isatty()
    began = told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told < (_MOVES_EVERY_S if moves else _LINE_EVERY_S):
            return
        told = now
        rate = done / max(now - began, 0.001)
        line = f"{what}: {done:,}/{total:,} ({rate:,.0f}/s)"
        print(f"{line:<78}", end="\r" if moves else "\n", file=sys.stderr, flush=True)

    yield tell
    if moves and told != began:
        print(" " * 78, end="\r", file=sys.stderr, flush=True)

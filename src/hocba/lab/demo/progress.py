"""Tell how far the demo is: a line a step with its time, and a counter while it works."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Progress:
    """Steps done, with their seconds. On a terminal the line of the present step moves."""

    timings: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[str], None]]:
        """Time a step; the value given tells where inside the step one is."""
        began = time.perf_counter()
        self._say(f"… {name}", end="\r")
        yield lambda where: self._say(f"… {name}: {where}", end="\r")
        seconds = time.perf_counter() - began
        self.timings.append((name, seconds))
        self._say(f"✓ {name:<66} {seconds:6.1f} s", end="\n")

    def _say(self, line: str, *, end: str) -> None:
        if end == "\n" or sys.stdout.isatty():
            print(f"{line:<80}", end=end, flush=True)

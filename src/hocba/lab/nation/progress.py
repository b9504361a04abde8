"""Tell how far a long run is: a line that moves on a terminal, plain lines elsewhere."""

import sys
import time
from dataclasses import dataclass, field
from typing import Final

_MOVES_EVERY_S: Final = 0.2
_LINE_EVERY_S: Final = 10.0


@dataclass(slots=True, kw_only=True)
class Progress:
    """Counts units of work. what: in the plural, as people see it; total: how many are due."""

    what: str
    total: int
    done: int = 0
    _began: float = field(default_factory=time.perf_counter)
    _told: float = 0.0

    def add(self, count: int) -> None:
        """Count work that has been done, and say so now and then."""
        self.done += count
        now = time.perf_counter()
        moves = sys.stdout.isatty()
        if now - max(self._told, self._began) < (_MOVES_EVERY_S if moves else _LINE_EVERY_S):
            return
        self._told = now
        print(f"{self._line(now):<78}", end="\r" if moves else "\n", flush=True)

    def end(self) -> None:
        """Say how it ended."""
        print(f"{self._line(time.perf_counter()):<78}".rstrip(), flush=True)

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.perf_counter() - self._began

    def _line(self, now: float) -> str:
        rate = self.done / max(now - self._began, 0.001)
        left = max(self.total - self.done, 0) / rate if rate else 0.0
        ahead = f", còn khoảng {left:.0f} s" if left >= 1 else ""
        return f"{self.what}: {self.done:,}/{self.total:,} ({rate:,.0f}/s{ahead})"

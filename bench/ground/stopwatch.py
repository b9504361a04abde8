"""Share the CPU time of one process out among steps: each second belongs to the innermost."""

from collections import Counter
from collections.abc import Callable
from time import process_time
from types import ModuleType
from typing import Any


class Stopwatch:
    """Adds up CPU seconds by step. What no step claims belongs to `rest`."""

    def __init__(self, rest: str) -> None:
        self.seconds: Counter[str] = Counter()
        self._steps = [rest]
        self._since = process_time()

    def wrap(self, module: ModuleType, name: str, step: str) -> None:
        """Let a function, as this module knows it, count as a step."""
        setattr(module, name, self.timed(getattr(module, name), step))

    def timed(self, work: Callable[..., Any], step: str) -> Callable[..., Any]:
        """Return a function that does the same and counts as a step."""

        def counted(*given: Any, **named: Any) -> Any:
            self._turn()
            self._steps.append(step)
            try:
                return work(*given, **named)
            finally:
                self._turn()
                self._steps.pop()

        return counted

    def restart(self) -> None:
        """Forget what was counted."""
        self._turn()
        self.seconds.clear()

    def stop(self) -> None:
        """Count up to now."""
        self._turn()

    def _turn(self) -> None:
        now = process_time()
        self.seconds[self._steps[-1]] += now - self._since
        self._since = now


class Timed:
    """Stands in for an object: the methods named count as steps, the others are its own."""

    def __init__(self, inner: Any, watch: Stopwatch, steps: dict[str, str]) -> None:
        self._inner = inner
        self._made = {name: watch.timed(getattr(inner, name), step) for name, step in steps.items()}

    def __getattr__(self, name: str) -> Any:
        return self._made.get(name) or getattr(self._inner, name)

"""Do one thing many times over, in this process or in several, and tell as each is done."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Workers:
    """Hands work out. spread: as `map`, in any order."""

    def __init__(self, spread: Callable[..., Any]) -> None:
        self._spread = spread

    def each(self, work: Callable[[T], R], over: Iterable[T]) -> Iterator[R]:
        """Give every result as soon as it is there. work: a function that can be pickled."""
        yield from self._spread(work, over)


@contextmanager
def spread_over(workers: int) -> Iterator[Workers]:
    """
    Keep `workers` processes ready for as long as the block lasts; one works in this process.

    A process that outlives the one that started it ends by itself, for its queue has closed.
    """
    if workers == 1:
        yield Workers(map)
        return
    with get_context("spawn").Pool(workers) as pool:
        yield Workers(pool.imap_unordered)

"""The `Engine` port over processes of this machine: parsing holds the interpreter's lock."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from types import TracebackType
from typing import Any, Self, TypeVar

from hocba.core.terms.outcomes import Fault

Item = TypeVar("Item")
Result = TypeVar("Result")


class ProcessPool:
    """
    Worker processes that live as long as the pool.

    Give batches as items: an item costs a message there and one back. A pool whose worker died
    is of no more use; open another.

    >>> with ProcessPool(workers=2, begin=open_trust, given=("trust",)) as pool:  # doctest: +SKIP
    ...     verdicts = list(pool.each(verified, batches))
    """

    def __init__(
        self, *, workers: int, begin: Callable[..., None] | None = None, given: tuple[Any, ...] = ()
    ) -> None:
        """begin: called with `given` once in each worker, to load what every item needs."""
        # Spawned, not forked: a fork copies locks and database connections in mid-use.
        self._ahead = 2 * workers
        self._processes = ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=begin, initargs=given
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._processes.shutdown(cancel_futures=True)

    def each(self, work: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """Give the result of every item, in order; see the port."""
        waiting = iter(items)
        try:
            running: deque[Future[Result]] = deque(
                self._processes.submit(work, item) for item in islice(waiting, self._ahead)
            )
            while running:
                result = running.popleft().result()
                # One comes out before one goes in: never more than `_ahead` are in memory.
                running.extend(self._processes.submit(work, item) for item in islice(waiting, 1))
                yield result
        except BrokenProcessPool as lost:
            raise Fault("engine.worker_lost", str(lost), retry=True) from lost

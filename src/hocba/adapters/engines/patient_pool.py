"""The `Engine` port over processes of this machine, for runs of days: a dead worker is replaced."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from hocba.adapters.engines.pool import ProcessPool
from hocba.core.terms.outcomes import Fault

Item = TypeVar("Item")
Result = TypeVar("Result")

DEATHS: Final = 3
"""As many workers may die at one item as a Dask scheduler lets die (allowed-failures)."""
_LOST: Final = "engine.worker_lost"


class PatientPool:
    """
    Opens another pool when a worker died, and gives up at the item that kills every worker.

    Which of the items under way was to blame nobody can tell, so each of them is done alone
    once; then all cores work again.
    """

    def __init__(self, *, workers: int, deaths: int = DEATHS) -> None:
        """deaths: how many workers may die at one item before it is given up."""
        self._workers = workers
        self._deaths = deaths

    def each(self, work: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """Give the result of every item, in order; see the port."""
        under_way: deque[Item] = deque()
        waiting = iter(items)

        def taken() -> Iterator[Item]:
            for item in waiting:
                under_way.append(item)
                yield item

        while True:
            try:
                with ProcessPool(workers=self._workers) as pool:
                    for result in pool.each(work, taken()):
                        under_way.popleft()
                        yield result
                return
            except Fault as lost:
                if lost.code != _LOST:
                    raise
            # What was given back stands; only items without a result are done again.
            yield from self._one_by_one(work, under_way)

    def _one_by_one(self, work: Callable[[Item], Result], items: deque[Item]) -> Iterator[Result]:
        """Take items off the front as they are done, so that a death has one cause."""
        deaths = 0
        while items:
            try:
                with ProcessPool(workers=1) as pool:
                    while items:
                        (result,) = pool.each(work, (items[0],))
                        items.popleft()
                        deaths = 0
                        yield result
            except Fault as lost:
                deaths += 1
                if lost.code != _LOST or deaths == self._deaths:
                    raise

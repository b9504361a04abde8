"""
The `Engine` port over a Dask cluster given by its scheduler's address.

    dask scheduler                                  on one machine
    dask worker tcp://HOST:8786 --nthreads 1        once a core, where Hocba is installed

Needs `hocba[cluster]`; nothing else in the project imports it.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from itertools import islice
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from distributed import Client
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from hocba.core.terms.outcomes import Fault

Item = TypeVar("Item")
Result = TypeVar("Result")

_PATIENCE_S: Final = 30
_client: Final[Any] = Client
"""Dask annotates half of what it offers."""
_LOST: Final = (KilledWorker, CancelledError, CommClosedError)


class DaskCluster:
    """
    A connection to a cluster; the scheduler gives a lost worker's items to others by itself.

    An item that its `distributed.scheduler.allowed-failures` workers died at is given up.
    """

    def __init__(self, address: str, *, patience_s: float = _PATIENCE_S) -> None:
        """
        Connect to a scheduler, as `tcp://host:8786`, that has a worker.

        Raises: Fault "engine.not_reached".
        """
        try:
            self._client: Any = _client(address, timeout=patience_s, set_as_default=False)
        except (OSError, ValueError) as problem:
            raise _not_reached(address, problem) from problem
        try:
            self._client.wait_for_workers(1, timeout=patience_s)
        except OSError as problem:
            self._client.close()
            raise _not_reached(address, problem) from problem

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def each(self, work: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """Give the result of every item, in order; see the port."""
        waiting = iter(items)
        running: deque[Any] = deque()
        try:
            running.extend(self._submitted(work, islice(waiting, self._ahead())))
            while running:
                # `result` leaves a future that holds its value: it goes before the next comes.
                result = running.popleft().result()
                running.extend(self._submitted(work, islice(waiting, 1)))
                yield result
        except _LOST as lost:
            raise Fault("engine.worker_lost", str(lost), retry=True) from lost
        finally:
            self._client.cancel(list(running))

    def workers(self) -> dict[str, int]:
        """Return how many threads each worker has now, by its address."""
        found: dict[str, int] = self._client.nthreads()
        return found

    def _ahead(self) -> int:
        """Two for every thread: one worked at, one waiting; never more are in memory."""
        return 2 * max(1, sum(self.workers().values()))

    def _submitted(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Any]:
        # Not "pure" in Dask's sense: the same item given twice is two results, not one.
        return (self._client.submit(work, item, pure=False) for item in items)


def _not_reached(address: str, problem: Exception) -> Fault:
    return Fault("engine.not_reached", str(problem), retry=True, address=address)

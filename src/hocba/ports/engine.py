"""The port to an engine that does one thing to many items, on one machine or on several."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Engine(Protocol):
    """
    Maps a pure function over items.

    Results come in the order of the items, one each; items are taken only as results are
    fetched, so that memory stays flat however many there are.
    """

    def each(self, work: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """
        Give the result of every item, in order.

        work: importable by name, and items and results picklable. What `work` raises comes up
        at its item's place.
        Raises: Fault "engine.worker_lost" when a worker died: the results given so far stand,
        the item that was due and those after it have none and can be asked for again.
        """
        ...

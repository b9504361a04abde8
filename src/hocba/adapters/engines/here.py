"""The `Engine` port without any other process: one item after the other, in this one."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Here:
    """For a machine with one core, and for a look with a debugger."""

    def each(self, work: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """Give the result of every item, in order; see the port."""
        yield from map(work, items)

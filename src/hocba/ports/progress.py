"""How long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Called now and then, from the one thread that works."""

    def __call__(self, done: int, total: int) -> None:
        """Take note that `done` of about `total` are done, of whatever is counted."""
        ...


def unheard(done: int, total: int) -> None:
    """Tell nobody: the progress of work that nobody waits for."""

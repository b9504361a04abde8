"""Which server a read goes to: the primary, or inside a block its replica."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

PRIMARY: Final = "default"
REPLICA: Final = "replica"

_SERVER: Final[ContextVar[str]] = ContextVar("server", default=PRIMARY)


@contextmanager
def reading_from(server: str) -> Iterator[None]:
    """Send the reads of the block to one server. Writes go to the primary, whatever is said."""
    before = _SERVER.set(server)
    try:
        yield
    finally:
        _SERVER.reset(before)


def server() -> str:
    """Return the name of the server that is read from here."""
    return _SERVER.get()


def here() -> BaseDatabaseWrapper:
    """Return this thread's connection to the server that is read from here."""
    return connections[server()]


class Router:
    """Leads Django's models to the same server."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Return the server of a read."""
        del model, hints
        return server()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Return the server of a write."""
        del model, hints
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Let rows of both servers meet: they are the same rows."""
        del one, other, hints
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Keep changes of tables away from the replica, which follows by itself."""
        del app_label, hints
        return db == PRIMARY

"""
Whether a block of work belongs to a practice school: then it sees that school's rows, in tables
that are not the real ones.

Practice has a schema of its own in PostgreSQL with the same tables. Within the block every
transaction looks there and nowhere else, so no query of practice can reach a real row, and no
query of a real office finds a row of practice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

SCHEMA: Final = "tap_huan"
REAL: Final = "public"

_SCHOOL: Final[ContextVar[str]] = ContextVar("practice_school", default="")


@contextmanager
def practising(school: str) -> Iterator[None]:
    """Let the block work in one practice school; an empty name: in the real world."""
    before = _SCHOOL.set(school)
    try:
        yield
    finally:
        _SCHOOL.reset(before)


def practised() -> str:
    """Return the practice school that is worked in here, empty for the real world."""
    return _SCHOOL.get()


_SCOPE: Final = "SELECT set_config(%s, %s, true), set_config('search_path', %s, true)"


def scope(setting: str, value: str) -> tuple[str, tuple[str, ...]]:
    """
    Return the statement by which a transaction is held to a school's or an office's rows.

    In practice the school is the one that is practised in, whatever is asked: nobody sees every
    school there. The setting, and where tables are looked for, end with the transaction.
    """
    school = practised()
    return _SCOPE, (setting, school or value, SCHEMA if school else REAL)

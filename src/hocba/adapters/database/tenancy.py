"""
Whose rows a transaction may see: the school that it is told, or all of the office's.

PostgreSQL holds every statement to it by row-level security, below the checks of the acts:
a query that forgets its school finds nothing of others. The setting ends with the transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction

from hocba.adapters.database.practice_scope import scope

EVERY_SCHOOL: Final = "*"
"""For an office that holds several schools: a province, the ministry, a hosted school office."""


@contextmanager
def within(school: str) -> Iterator[None]:
    """Run the block in one transaction that sees one school's rows, or `EVERY_SCHOOL`'s."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(*scope("hocba.school", school))
        yield

"""
Whose packages a transaction may see: those of one office.

PostgreSQL holds every statement to it by row-level security, as `tenancy` does for schools.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction

from hocba.adapters.database.practice_scope import scope
from hocba.adapters.database.servers import here, server

_TURN: Final = 0x686F6362
"""The class of advisory locks that turns are: "hocb". Two offices whose names have one hash share
a turn, which costs time and nothing else."""

_OFFICE: Final = "(SELECT current_setting('hocba.office', true))"


@contextmanager
def of_office(office: str) -> Iterator[None]:
    """Run the block in one transaction that sees one office's rows."""
    with transaction.atomic(using=server()), here().cursor() as cursor:
        cursor.execute(*scope("hocba.office", office))
        yield


@contextmanager
def turn_of(office: str) -> Iterator[None]:
    """
    Run the block in one transaction that is alone among those of its office that take a turn.

    The lock belongs to the transaction: it goes with it, and with a process that is killed.
    """
    with of_office(office), connection.cursor() as cursor:
        # Every statement after this one has a snapshot of its own (READ COMMITTED), taken after
        # the turn before was committed.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (_TURN, office))
        yield


def own_office_only(table: str) -> str:
    """Return SQL that shows a table's rows to their office alone."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY own_office ON {table} USING (office = {_OFFICE})"
        f" WITH CHECK (office = {_OFFICE});\n"
    )

"""An empty database for a story that is played alone: the demo's, the pilot's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from psycopg import sql

from hocba.adapters.database.practice_scope import SCHEMA
from hocba.core.terms.outcomes import Refusal

_LOCK: Final = 0x484F434241  # "HOCBA": one story at a time


@contextmanager
def alone(owner: str) -> Iterator[int]:
    """Hold the lock; the value given is its connection's number in the server."""
    with psycopg.connect(owner, autocommit=True) as connection:
        taken = connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
        if not (taken and taken[0]):
            raise Refusal("demo.running", "another demo holds the lock")
        yield connection.info.backend_pid


def emptied(owner: str, lock: int) -> None:
    """Drop every table and function that migrations made; grants of the schema stay."""
    with psycopg.connect(owner) as connection:
        # A demo that was killed alone leaves its migration at work: it must not mix with ours.
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user"
            " AND datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)",
            [lock],
        )
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        practice = sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(SCHEMA))
        connection.execute(practice)
        for (name,) in tables:
            # A partition has gone with its table when its turn comes.
            table = sql.Identifier(name)
            connection.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(table))
        routines = connection.execute(
            "SELECT oid::regprocedure::text FROM pg_proc p WHERE pronamespace ="
            " 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_depend d"
            " WHERE d.objid = p.oid AND d.deptype = 'e')"
        ).fetchall()
        for (name,) in routines:
            connection.execute(sql.SQL("DROP ROUTINE {} CASCADE").format(sql.SQL(name)))

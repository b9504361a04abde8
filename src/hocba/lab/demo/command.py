"""`hocba demo`: empty the demo's database, then play the story; a killed run is no obstacle."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from hocba.core.terms.outcomes import Refusal
from hocba.lab.demo.clearing import cleared, require_own
from hocba.wiring.commands import migrated
from hocba.wiring.django_ready import loaded_with_django
from hocba.wiring.postgres import postgres
from hocba.wiring.settings import settings

_LOCK: Final = 0x484F434241  # "HOCBA": one demo at a time


def demo(arguments: Sequence[str]) -> int:
    """
    Play the demo.

    Raises: Refusal "demo.not_here" outside of demo mode, "demo.folder_in_use",
        "demo.home_in_use", "demo.running" when one is under way.
    """
    parser = argparse.ArgumentParser(
        prog="hocba demo",
        description="Chạy trọn một năm học giả định, từ Excel đến Kho. / Play a synthetic year.",
    )
    parser.add_argument("--out", type=Path, default=Path("out/demo"), help="nơi ghi kết quả")
    parser.add_argument(
        "--schools", type=int, choices=(1, 2, 3), default=3, help="số trường tham gia / schools"
    )
    given = parser.parse_args(arguments)
    chosen = settings()
    if not chosen.demo:
        raise Refusal("demo.not_here", "HOCBA_DEMO is 0")
    require_own(given.out, chosen)
    with postgres(chosen) as urls, _alone(urls.owner) as lock:
        _emptied_database(urls.owner, lock)
        if code := migrated(urls, ("--verbosity", "0")):
            return code
        cleared(given.out, chosen)
        story: Any = loaded_with_django("hocba.lab.demo.story")
        story.play(chosen, given.out, schools=given.schools)
        return 0


@contextmanager
def _alone(owner: str) -> Iterator[int]:
    """Hold the lock; the value given is its connection's number in the server."""
    with psycopg.connect(owner, autocommit=True) as connection:
        taken = connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
        if not (taken and taken[0]):
            raise Refusal("demo.running", "another demo holds the lock")
        yield connection.info.backend_pid


def _emptied_database(owner: str, lock: int) -> None:
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

"""`hocba demo`: empty the demo's database, then play the story; a killed run is no obstacle."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from hocba.core.terms.outcomes import Refusal
from hocba.wiring.commands import migrated
from hocba.wiring.django_ready import loaded_with_django
from hocba.wiring.postgres import postgres
from hocba.wiring.settings import Settings, settings

_LOCK: Final = 0x484F434241  # "HOCBA": one demo at a time


def demo(arguments: Sequence[str]) -> int:
    """
    Play the demo.

    Raises: Refusal "demo.not_here" outside of demo mode, "demo.running" when one is under way.
    """
    parser = argparse.ArgumentParser(
        prog="hocba demo",
        description="Chạy trọn một năm học giả định, từ Excel đến Kho. / Play a synthetic year.",
    )
    parser.add_argument("--out", type=Path, default=Path("out/demo"), help="nơi ghi kết quả")
    out: Path = parser.parse_args(arguments).out
    chosen = settings()
    if not chosen.demo:
        raise Refusal("demo.not_here", "HOCBA_DEMO is 0")
    with postgres(chosen) as urls, _alone(urls.owner):
        _emptied_database(urls.owner)
        if code := migrated(urls, ("--verbosity", "0")):
            return code
        return _played(chosen, out)


def _played(chosen: Settings, out: Path) -> int:
    story: Any = loaded_with_django("hocba.lab.demo.story")
    story.emptied(out, chosen)
    story.play(chosen, out)
    return 0


@contextmanager
def _alone(owner: str) -> Iterator[None]:
    with psycopg.connect(owner, autocommit=True) as connection:
        taken = connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
        if not (taken and taken[0]):
            raise Refusal("demo.running", "another demo holds the lock")
        yield


def _emptied_database(owner: str) -> None:
    """Drop every table and function that migrations made; grants of the schema stay."""
    with psycopg.connect(owner) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        for (name,) in tables:
            connection.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(name)))
        routines = connection.execute(
            "SELECT oid::regprocedure::text FROM pg_proc p WHERE pronamespace ="
            " 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_depend d"
            " WHERE d.objid = p.oid AND d.deptype = 'e')"
        ).fetchall()
        for (name,) in routines:
            connection.execute(sql.SQL("DROP ROUTINE {} CASCADE").format(sql.SQL(name)))

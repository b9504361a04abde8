"""Partitions of the index, one for each school year, made ahead by the tables' owner."""

from typing import Final

import psycopg

_IS_THERE: Final = "SELECT to_regprocedure('hocba_make_year(integer)') IS NOT NULL"


def years_made(owner_url: str, *, until: int) -> tuple[int, ...]:
    """
    Make what is missing of the years up to one; return which were made.

    Each in a transaction of its own, which waits for what is being kept and moves what came
    before its year was made. Tables of an older shape, which have no years, are left alone.
    """
    with psycopg.connect(owner_url, autocommit=True) as session:
        if session.execute(_IS_THERE).fetchone() != (True,):
            return ()
        query = "SELECT max(substr(relname, 12)::int) FROM pg_class WHERE relname ~ %s"
        found = session.execute(query, (r"^kept_entry_\d+$",)).fetchone()
        newest = until if found is None or found[0] is None else int(found[0])
        missing = tuple(range(newest + 1, until + 1))
        for year in missing:
            session.execute("SELECT hocba_make_year(%s)", (year,))
        return missing

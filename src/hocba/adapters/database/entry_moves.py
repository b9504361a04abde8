"""Where kept files stand, told anew after a compaction: the one thing of the index that changes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from django.db import connection

from hocba.core.terms.outcomes import Refusal
from hocba.ports.repository import Move

_COMPACTING: Final = 0x68636263
"""The class of advisory locks that compactions hold: "hcbc"."""
_COUNTED: Final = "SELECT segment, count(*) FROM kept_entry WHERE office = %s GROUP BY segment"
# One statement and one snapshot. Each digest is looked up in the index of its own.
_MOVE: Final = """
UPDATE kept_entry SET segment = move.new_segment, place = move.new_place, length = move.new_length
FROM unnest(%s::bytea[], %s::text[], %s::bigint[], %s::int[], %s::text[], %s::bigint[], %s::int[])
    AS move(digest, segment, place, length, new_segment, new_place, new_length)
WHERE kept_entry.office = %s AND kept_entry.digest = move.digest
    AND (kept_entry.segment, kept_entry.place, kept_entry.length)
        = (move.segment, move.place, move.length)
"""


def relocated(office: str, moves: Sequence[Move]) -> int:
    """Move entries inside one office's scope; returns how many stood where their move says."""
    columns = (
        [move.digest for move in moves],
        *([move.old.segment for move in moves], [move.old.offset for move in moves]),
        *([move.old.length for move in moves], [move.new.segment for move in moves]),
        *([move.new.offset for move in moves], [move.new.length for move in moves]),
    )
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, (*columns, office))
        return int(cursor.rowcount)


def counted_by_segment(office: str) -> Mapping[str, int]:
    """Count the files that stand in each segment, inside one office's scope."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, (office,))
        return dict(cursor.fetchall())


@contextmanager
def compacting(office: str) -> Iterator[None]:
    """Hold the office's lock of compactions for this session, or refuse at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", (_COMPACTING, office))
        (is_held,) = cursor.fetchone()
    if not is_held:
        raise Refusal("archive.being_compacted")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", (_COMPACTING, office))

"""Where kept files stand, told anew after a compaction: the one thing of the index that changes."""

from collections.abc import Sequence
from typing import Final

from django.db import connection

from hocba.ports.repository import Move

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

"""Which of many files and records are kept: one array out, and only what is found back."""

from collections.abc import Sequence
from typing import Final

from django.db import connection

# Most of what a package brings is new: to look for its rows as models would cost more than
# all the rest of keeping them.
_FILES: Final = """
SELECT digest FROM kept_entry WHERE office = %s AND digest = ANY(%s::bytea[])
    AND (%s::int2[] IS NULL OR school_year = ANY(%s::int2[]))
"""
_RECORDS: Final = """
SELECT DISTINCT record_code FROM kept_entry
WHERE office = %s AND record_code = ANY(%s::varchar[]) AND school_year = ANY(%s::int2[])
"""


def files_kept(
    office: str, digests: Sequence[bytes], years: Sequence[int] | None
) -> tuple[bytes, ...]:
    """Return those digests that are kept, inside the office's scope. years: all when None."""
    asked = None if years is None else [0, *years]
    with connection.cursor() as cursor:
        cursor.execute(_FILES, (office, list(digests), asked, asked))
        return tuple(bytes(digest) for (digest,) in cursor.fetchall())


def records_kept(office: str, codes: Sequence[str], years: Sequence[int]) -> tuple[str, ...]:
    """Return those record codes that are kept in any of these years, inside the office's scope."""
    with connection.cursor() as cursor:
        cursor.execute(_RECORDS, (office, list(codes), list(years)))
        return tuple(code for (code,) in cursor.fetchall())

"""
Whose packages a transaction may see: those of one office.

PostgreSQL holds every statement to it by row-level security, as `tenancy` does for schools.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction

_OFFICE: Final = "(SELECT current_setting('hocba.office', true))"


@contextmanager
def of_office(office: str) -> Iterator[None]:
    """Run the block in one transaction that sees one office's rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hocba.office', %s, true)", (office,))
        yield


def own_office_only(table: str) -> str:
    """Return SQL that shows a table's rows to their office alone."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY own_office ON {table} USING (office = {_OFFICE})"
        f" WITH CHECK (office = {_OFFICE});\n"
    )

"""
Entries into the index by COPY, straight from the keeping's values.

PostgreSQL copies into no table that row-level security guards. So the rows are copied into a
table of this transaction alone, and inserted from there under the policy, in one statement.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import connection

from hocba.adapters.database.stored_spots import Words, words_of
from hocba.core.submit.package import record_path
from hocba.ports.repository import Keeping, KeptEntry, KeptRecord

Row = tuple[Any, ...]

_COLUMNS: Final = {
    "log_index": "int8",
    "place": "int8",
    "kept_at": "timestamptz",
    "package_id": "int8",
    "length": "int4",
    "spot_id": "int4",
    "school_year": "int2",
    "version": "int2",
    "grade": "int2",
    "replaces_version": "int2",
    "office": "varchar",
    "digest": "bytea",
    "leaf": "bytea",
    "kind": "varchar",
    "event": "varchar",
    "segment": "varchar",
    "unit": "varchar",
    "path": "varchar",
    "record_code": "varchar",
    "class_name": "varchar",
    "content_digest": "bytea",
    "replaces_digest": "bytea",
}
_NAMES: Final = ", ".join(_COLUMNS)
_TYPES: Final = tuple(_COLUMNS.values())
_NO_RECORD: Final = (None,) * 4


def entries_kept(
    office: str, package: int, keeping: Keeping, *, spots: Mapping[Words, int]
) -> None:
    """
    Insert the new entries, inside the office's scope. package: its row's number.

    Raises: IntegrityError for a file, a leaf or a version that is there already.
    """
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE entry_new (LIKE kept_entry)")
        with (
            connection.wrap_database_errors,
            cursor.copy(f"COPY entry_new ({_NAMES}) FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(_TYPES)
            for row in _rows(office, package, keeping, spots):
                copy.write_row(row)
        cursor.execute(f"INSERT INTO kept_entry ({_NAMES}) SELECT {_NAMES} FROM entry_new")
        # Here, not at the commit: a transaction may keep more than one package.
        cursor.execute("DROP TABLE entry_new")


def years_of(keeping: Keeping) -> dict[bytes, int]:
    """Return the first year of each entry's school year, by digest; others belong to none."""
    years = {record.file_digest: record.key.school_year.first for record in keeping.records}
    years |= {digest: d.school_year.first for digest, d in keeping.declarations.items()}
    years |= {digest: s.head.school_year.first for digest, s in keeping.signers.items()}
    return years | {digest: w.key.school_year.first for digest, w in keeping.withdrawals.items()}


def _rows(office: str, package: int, keeping: Keeping, spots: Mapping[Words, int]) -> Iterable[Row]:
    records = {record.file_digest: record for record in keeping.records}
    years = years_of(keeping)
    for entry in keeping.entries:
        record = records.get(entry.digest)
        if record is None:
            year = years.get(entry.digest, 0)
            yield _plain_row(office, package, entry, year)
        else:
            yield _record_row(office, package, entry, record, spots[words_of(record.spot)])


def _plain_row(office: str, package: int, entry: KeptEntry, year: int) -> Row:
    at = entry.location
    event = entry.event.value if entry.event else ""
    return (
        *(entry.log_index, at.offset, entry.kept_at, package, at.length),
        *(None, year, None, None, None),
        *(office, entry.digest, entry.leaf, entry.kind.value, event, at.segment),
        *(entry.unit, entry.path, *_NO_RECORD),
    )


def _record_row(office: str, package: int, entry: KeptEntry, record: KeptRecord, spot: int) -> Row:
    at, key, where = entry.location, record.key, record.spot
    # What the key and the spot say is not said twice: it is worked out when it is read.
    return (
        entry.log_index,
        at.offset,
        entry.kept_at,
        package,
        at.length,
        spot,
        key.school_year.first,
        key.version,
        where.grade,
        record.replaces_version,
        office,
        entry.digest,
        entry.leaf,
        entry.kind.value,
        entry.event.value if entry.event else "",
        at.segment,
        "" if entry.unit == where.school else entry.unit,
        "" if entry.path == record_path(key) else entry.path,
        key.record_code,
        where.class_name,
        record.content_digest,
        record.replaces_digest or None,
    )

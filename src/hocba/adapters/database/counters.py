"""
Counters behind the figures: moved on in the transaction that keeps a package.

Only one keeping of an office runs at a time (it holds the row of the log's head), and every
counter belongs to one office: what is read here before the package is kept still holds when it is.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import connection

from hocba.adapters.database.count_sql import COUNTERS
from hocba.adapters.database.entry_copy import years_of
from hocba.adapters.database.stored_spots import Words, words_of
from hocba.core.report.tally import moved
from hocba.core.submit.declaration import Declaration
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.repository import Keeping

_Name = tuple[str, int]
"""A record's code and its school year."""
_Cell = tuple[int, int, int, str]
"""School year, spot, grade, class."""

_VERSIONS: Final = """
SELECT record_code, school_year, version, content_digest, spot_id, grade, class_name
FROM kept_entry
WHERE office = %s AND school_year = ANY(%s::int2[]) AND record_code = ANY(%s::varchar[])
"""
_WITHDRAWN: Final = """
SELECT record_code, school_year, content_digest FROM kept_withdrawal
WHERE office = %s AND record_code = ANY(%s::varchar[])
"""
_GROW_CLASSES: Final = """
INSERT INTO class_count AS c (office, school_year, spot, grade, class_name, accepted)
SELECT %s, * FROM unnest(%s::int2[], %s::int4[], %s::int2[], %s::varchar[], %s::int4[])
ON CONFLICT (office, school_year, spot, grade, class_name)
    DO UPDATE SET accepted = c.accepted + excluded.accepted
"""
_NOTHING: Final = "classes = 0, pupils = 0, records = 0, signed = 0, sealed = 0, exceptions = '{}'"
_GROW_SCHOOLS: Final = """
INSERT INTO school_count AS c (office, school_year, spot, grade, accepted,
    classes, pupils, records, signed, sealed, exceptions)
SELECT %s, *, 0, 0, 0, 0, 0, '{}' FROM unnest(%s::int2[], %s::int4[], %s::int2[], %s::int4[])
ON CONFLICT (office, school_year, spot, grade)
    DO UPDATE SET accepted = c.accepted + excluded.accepted
"""
_LATEST: Final = """
SELECT school, school_year, max(number) FROM kept_declaration
WHERE office = %s AND school = ANY(%s::varchar[]) GROUP BY school, school_year
"""
_FORGET: Final = f"""
UPDATE school_count SET {_NOTHING}
WHERE office = %s AND school_year = %s AND classes > 0
    AND spot IN (SELECT id FROM kept_spot WHERE office = %s AND school = %s)
"""
_DECLARE: Final = """
INSERT INTO school_count (office, school_year, spot, grade, accepted,
    classes, pupils, records, signed, sealed, exceptions)
VALUES (%s, %s, %s, %s, 0, %s, %s, %s, %s, %s, %s)
ON CONFLICT (office, school_year, spot, grade) DO UPDATE SET
    (classes, pupils, records, signed, sealed, exceptions) = (excluded.classes, excluded.pupils,
        excluded.records, excluded.signed, excluded.sealed, excluded.exceptions)
"""
_GROW_DAYS: Final = """
INSERT INTO day_count AS c (office, school_year, kind, day, entries)
SELECT %s, * FROM unnest(%s::int2[], %s::varchar[], %s::date[], %s::int4[])
ON CONFLICT (office, school_year, kind, day) DO UPDATE SET entries = c.entries + excluded.entries
"""


def moved_on(office: str, keeping: Keeping, *, spots: Mapping[Words, int]) -> None:
    """Move an office's counters on by a keeping whose rows are not inserted yet."""
    cells = _cells(office, keeping, spots)
    _grow(_GROW_CLASSES, office, [(*cell, count) for cell, count in cells.items()])
    schools: Counter[tuple[int, int, int]] = Counter()
    for (year, spot, grade, _), count in cells.items():
        schools[year, spot, grade] += count
    _grow(_GROW_SCHOOLS, office, [(*cell, count) for cell, count in schools.items()])
    for declaration in _new_latest(office, keeping.declarations.values()):
        _declare(office, declaration, spots[words_of(declaration)])
    _grow(_GROW_DAYS, office, [(*day, count) for day, count in _days(keeping).items()])


def recounted(office: str) -> int:
    """
    Make an office's counters anew from the index. Returns: how many of them were wrong.

    Inside the office's scope, with no keeping beside it.
    """
    wrong = 0
    with connection.cursor() as cursor:
        for table, rows in COUNTERS:
            cursor.execute(f"CREATE TEMPORARY TABLE counted (LIKE {table})")
            mine = f"INSERT INTO counted SELECT * FROM ({rows}) AS every WHERE office = %s"
            cursor.execute(mine, (office,))
            # A cell that counts nothing is as good as none.
            live = {"class_count": "accepted <> 0", "school_count": "accepted + classes <> 0"}
            counts = live.get(table, "entries <> 0")
            stand = f"SELECT * FROM {table} WHERE office = %(office)s AND {counts}"
            cursor.execute(
                f"SELECT count(*) FROM (({stand} EXCEPT SELECT * FROM counted)"
                f" UNION ALL (SELECT * FROM counted EXCEPT {stand})) AS other",
                {"office": office},
            )
            wrong += cursor.fetchone()[0]
            cursor.execute(f"DELETE FROM {table} WHERE office = %s", (office,))
            cursor.execute(f"INSERT INTO {table} SELECT * FROM counted")
            cursor.execute("DROP TABLE counted")
    return wrong


def _cells(office: str, keeping: Keeping, spots: Mapping[Words, int]) -> Mapping[_Cell, int]:
    added: list[tuple[_Name, tuple[int, bytes, _Cell]]] = []
    for record in keeping.records:
        key, where = record.key, record.spot
        year = key.school_year.first
        cell = (year, spots[words_of(where)], where.grade, where.class_name)
        name = (str(key.record_code), year)
        added.append((name, (key.version, record.content_digest, cell)))
    words = {
        ((str(word.key.record_code), word.key.school_year.first), word.content_digest)
        for word in keeping.withdrawals.values()
    }
    names = [*(name for name, _ in added), *(name for name, _ in words)]
    if not names:
        return {}
    kept = _versions(office, names)
    return moved(kept, added, withdrawn=_withdrawn(office, names), words=words)


def _versions(
    office: str, names: Sequence[_Name]
) -> Mapping[_Name, list[tuple[int, bytes, _Cell]]]:
    codes, years = [code for code, _ in names], sorted({year for _, year in names})
    found: dict[_Name, list[tuple[int, bytes, _Cell]]] = {}
    for code, year, version, content, *cell in _asked(_VERSIONS, (office, years, codes)):
        where = (year, *cell)
        found.setdefault((code, year), []).append((version, bytes(content), where))
    return found


def _withdrawn(office: str, names: Sequence[_Name]) -> frozenset[tuple[_Name, bytes]]:
    rows = _asked(_WITHDRAWN, (office, [code for code, _ in names]))
    return frozenset(((code, year), bytes(content)) for code, year, content in rows)


def _asked(query: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _grow(statement: str, office: str, rows: Sequence[Sequence[object]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(
                statement, (office, *(list(column) for column in zip(*rows, strict=True)))
            )


def _new_latest(office: str, declarations: Iterable[Declaration]) -> list[Declaration]:
    """Return those declarations that are the latest of their school and year from now on."""
    told = sorted(declarations, key=lambda each: each.number)
    latest = {(each.school, each.school_year.first): each for each in told}
    schools = sorted({str(school) for school, _ in latest})
    kept = {
        (school, year): number
        for school, year, number in (_asked(_LATEST, (office, schools)) if schools else ())
    }
    return [each for name, each in latest.items() if each.number > kept.get(name, -1)]


def _declare(office: str, declaration: Declaration, spot: int) -> None:
    year = declaration.school_year.first
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, (office, year, office, declaration.school))
        for grade in sorted({each.grade for each in declaration.classes}):
            classes = [each for each in declaration.classes if each.grade == grade]
            exceptions: Counter[str] = Counter()
            for each in classes:
                exceptions.update(each.exceptions)
            counts = (
                *(len(classes), sum(each.pupils for each in classes)),
                *(sum(each.records for each in classes), sum(each.signed for each in classes)),
                sum(each.sealed for each in classes),
            )
            told = json.dumps({reason: count for reason, count in exceptions.items() if count})
            cursor.execute(_DECLARE, (office, year, spot, grade, *counts, told))


def _days(keeping: Keeping) -> Counter[Any]:
    years = years_of(keeping)
    moments = Counter(
        (years.get(entry.digest, 0), entry.kind.value, entry.kept_at) for entry in keeping.entries
    )
    days: Counter[Any] = Counter()
    for (year, kind, at), count in moments.items():
        days[year, kind, day_in_vietnam(at)] += count
    return days

"""
By whom records can be found, in PostgreSQL.

One index serves a day of birth, whose few thousand names are then held against the typed words,
and a whole year, in which each day is asked for the one key of a whole name.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final

from django.db import connection

from hocba.adapters.database.models.look_up import KeptPupilModel
from hocba.adapters.database.office_scope import of_office
from hocba.core.compose.looking_up import (
    AskedBy,
    BirthSpan,
    Question,
    SeenPupil,
    is_part_of,
    name_key,
)
from hocba.core.terms.codes import RecordCode

_COLUMNS: Final = {
    "office": "varchar",
    "record_code": "varchar",
    "facts": "bytea",
    "full_name": "text",
    "name_key": "text",
    "born_on": "date",
    "personal_mark": "bytea",
}
_NAMES: Final = ", ".join(_COLUMNS)
_TYPES: Final = tuple(_COLUMNS.values())
_HAS_WORDS: Final = "string_to_array(name_key, ' ') @> %s::text[]"
_FACTS: Final = 8
_MARK: Final = 16

Keyed = Callable[[bytes], bytes]
"""A digest keyed by the office's secret."""


class DatabasePupilIndex:
    """Implements `PupilIndex`. office: its code."""

    def __init__(self, office: str, keyed: Keyed) -> None:
        self._office, self._keyed = office, keyed

    def add(self, seen: Sequence[SeenPupil]) -> None:
        """Add what is not there yet; see the port."""
        with of_office(self._office), connection.cursor() as cursor:
            # As in `entry_copy`: row-level security lets nobody COPY into the table itself.
            cursor.execute("CREATE TEMPORARY TABLE pupil_new (LIKE kept_pupil)")
            cursor.execute("ALTER TABLE pupil_new ALTER id DROP NOT NULL")
            with (
                connection.wrap_database_errors,
                cursor.copy(f"COPY pupil_new ({_NAMES}) FROM STDIN (FORMAT BINARY)") as copy,
            ):
                copy.set_types(_TYPES)
                for pupil in seen:
                    copy.write_row(self._row(pupil))
            cursor.execute(
                f"INSERT INTO kept_pupil ({_NAMES}) SELECT {_NAMES} FROM pupil_new"
                " ON CONFLICT DO NOTHING"
            )
            cursor.execute("DROP TABLE pupil_new")

    def find(self, question: Question, *, limit: int) -> tuple[SeenPupil, ...]:
        """Return pupils; see the port."""
        with of_office(self._office):
            return tuple(_distinct(self._rows(question), limit))

    def _rows(self, question: Question) -> Iterable[KeptPupilModel]:
        rows = KeptPupilModel.objects.filter(office=self._office).order_by("name_key", "id")
        if question.by is AskedBy.CODE:
            return rows.filter(record_code=question.code)
        if question.by is AskedBy.PERSONAL_ID:
            return rows.filter(personal_mark=self._mark(question.personal_id or ""))
        if question.born is None:
            return ()
        if question.born.is_one_day:
            born = rows.filter(born_on=question.born.first)
            # The index alone says which names those are: some thousand lines of one day, and then
            # only the few rows that fit are fetched.
            keys = born.order_by().extra(where=[_HAS_WORDS], params=[_words(question.name)])
            fit = born.filter(name_key__in=keys.values("name_key"))
            return (row for row in fit if is_part_of(question.name, row.full_name))
        return rows.filter(born_on__in=_days(question.born), name_key=name_key(question.name))

    def _row(self, pupil: SeenPupil) -> tuple[Any, ...]:
        mark = self._mark(pupil.personal_id) if pupil.personal_id else None
        told = (pupil.full_name, pupil.born_on.isoformat(), "" if mark is None else mark.hex())
        return (
            self._office,
            pupil.record_code,
            sha256("\n".join(told).encode()).digest()[:_FACTS],
            pupil.full_name,
            name_key(pupil.full_name),
            pupil.born_on,
            mark,
        )

    def _mark(self, personal_id: str) -> bytes:
        return self._keyed(personal_id.encode())[:_MARK]


def _words(name: str) -> list[str]:
    return name_key(name).split(" ")


def _days(span: BirthSpan) -> list[date]:
    length = (span.last - span.first).days
    return [span.first + timedelta(days=day) for day in range(length + 1)]


def _distinct(rows: Iterable[KeptPupilModel], limit: int) -> Iterable[SeenPupil]:
    """Return each record code once, by the name under which it was kept last."""
    last = {row.record_code: row for row in rows}
    for row in list(last.values())[:limit]:
        yield SeenPupil(
            record_code=RecordCode(row.record_code),
            full_name=row.full_name,
            born_on=row.born_on,
            personal_id="",
        )

"""Whose practice schools stand in PostgreSQL, and their removal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, transaction

from hocba.adapters.database.models.accounts import AccountModel
from hocba.adapters.database.practice_scope import SCHEMA
from hocba.adapters.database.tenancy import EVERY_SCHOOL
from hocba.core.terms.codes import SchoolCode


class DatabasePractice:
    """The rows behind `PracticeGround`."""

    def of(self, learner: str) -> SchoolCode | None:
        """Return the practice school of a log-in; see the port."""
        with _all_of_practice():
            row = AccountModel.objects.filter(username=learner).order_by("id").first()
        return None if row is None else SchoolCode(row.school)

    def learners(self) -> Mapping[str, str]:
        """Return the log-in of every practice school."""
        with _all_of_practice():
            rows = AccountModel.objects.order_by("id")
            return dict(rows.values_list("school", "username"))

    def forget(self, code: SchoolCode) -> None:
        """Remove every row of a practice school; those of real ones stand elsewhere."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {SCHEMA}.hocba_forget(%s)", (code,))


@contextmanager
def _all_of_practice() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        told = "SELECT set_config('hocba.school', %s, true), set_config('search_path', %s, true)"
        cursor.execute(told, (EVERY_SCHOOL, SCHEMA))
        yield

"""What the door for schools' software remembers, in PostgreSQL: shared by all its processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from hocba.adapters.database.models.systems import (
    ApiAnswerModel,
    ApiAssertionModel,
    ApiMinuteModel,
)
from hocba.adapters.database.tenancy import within
from hocba.core.compose.systems import ClientId
from hocba.ports.vendor_access import Answered, Vouched

_COUNT = """
INSERT INTO api_minute (who, minute, count) VALUES (%s, %s, 1)
ON CONFLICT (who, minute) DO UPDATE SET count = api_minute.count + 1 RETURNING count
"""
_COUNTS_LAST = timedelta(hours=1)


class DatabaseAccessMemory:
    """Implements `AccessMemory`."""

    def first_use(self, client: ClientId, vouched: Vouched, *, now: datetime) -> bool:
        """Note an assertion as used; see the port."""
        with transaction.atomic():
            ApiAssertionModel.objects.filter(until__lt=now).delete()
            _, is_new = ApiAssertionModel.objects.get_or_create(
                client=client, number=vouched.number, defaults={"until": vouched.until}
            )
            return is_new

    @contextmanager
    def turn(self, client: ClientId, key: str) -> Iterator[None]:
        """Hold one client's key, in one transaction; see the port."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                told = f"api/{client}/{key}"
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (told,))
            yield

    def answered(self, client: ClientId, key: str) -> Answered | None:
        """Return the answer that was given under a key; see the port."""
        with within(_school(client)):
            row = ApiAnswerModel.objects.filter(client=client, key=key).first()
        if row is None:
            return None
        return Answered(digest=bytes(row.digest), status=row.status, body=bytes(row.body))

    def remember(self, client: ClientId, key: str, answered: Answered, *, at: datetime) -> None:
        """Keep an answer under its key; see the port."""
        with within(_school(client)):
            ApiAnswerModel(
                school=_school(client),
                client=client,
                key=key,
                digest=answered.digest,
                status=answered.status,
                body=answered.body,
                at=at,
            ).save(force_insert=True)

    def asked(self, who: str, *, now: datetime) -> int:
        """Count a request of this minute; see the port."""
        minute = now.astimezone(UTC).replace(second=0, microsecond=0)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_COUNT, (who[:80], minute))
            (count,) = cursor.fetchone()
        if count == 1:
            ApiMinuteModel.objects.filter(minute__lt=minute - _COUNTS_LAST).delete()
        return int(count)


def _school(client: ClientId) -> str:
    return client.rpartition(".")[0]

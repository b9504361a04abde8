"""Rounds of signing in PostgreSQL: whose turn it is, which records are due."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, F, Q, QuerySet
from psycopg.types.json import Jsonb

from hocba.adapters.database.models.signing import (
    SigningRoundModel,
    SigningSheetModel,
    SigningStepModel,
)
from hocba.adapters.database.session_locks import SessionLocks
from hocba.adapters.database.stored_rounds import round_of, sheet_of, sheet_row, step_row
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.signing_rounds import (
    RoundSheet,
    RoundStep,
    SigningRound,
    Stage,
    stage_after,
)
from hocba.core.terms.codes import RecordCode, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal

_WORK: Final = SessionLocks(0x68636B79)
"""Hold a round: "hcky", with the round's row."""


class DatabaseSigningRounds:
    """Implements `SigningRounds` for all schools of this installation."""

    def open(self, begun: SigningRound, sheets: Sequence[RoundSheet]) -> None:
        """Keep a new round; see the port."""
        with within(begun.school):
            row = SigningRoundModel.objects.create(
                round_id=begun.round_id,
                school=begun.school,
                school_year=begun.school_year.first,
                act=begun.act.value,
                sample=list(begun.sample),
            )
            for number, step in enumerate(begun.steps, start=1):
                step_row(row, step, number=number).save(force_insert=True)
            SigningSheetModel.objects.bulk_create(sheet_row(row, sheet) for sheet in sheets)

    def get(self, school: SchoolCode, round_id: str) -> SigningRound | None:
        """Return one round; see the port."""
        with within(school):
            rows = SigningRoundModel.objects.filter(school=school, round_id=round_id)
            return next(iter(_whole(rows)), None)

    def of_year(
        self, school: SchoolCode, school_year: SchoolYear, *, limit: int = 50
    ) -> tuple[SigningRound, ...]:
        """Return a year's rounds; see the port."""
        with within(school):
            rows = SigningRoundModel.objects.filter(school=school, school_year=school_year.first)
            return _whole(rows.order_by("-id")[:limit])

    def of_record(self, school: SchoolCode, code: RecordCode) -> tuple[SigningRound, ...]:
        """Return the rounds that hold a record; see the port."""
        with within(school):
            holding = SigningSheetModel.objects.filter(school=school, record_code=code)
            rows = SigningRoundModel.objects.filter(pk__in=holding.values("round_id"))
            return _whole(rows.order_by("id"))

    def sheets(self, found: SigningRound) -> tuple[RoundSheet, ...]:
        """Return a round's records; see the port."""
        with within(found.school):
            rows = SigningSheetModel.objects.filter(round__round_id=found.round_id)
            return tuple(map(sheet_of, rows.order_by("place")))

    def add(self, found: SigningRound, step: RoundStep) -> SigningRound:
        """Add one step; see the port."""
        stage = stage_after(found.stage, step.step)
        with within(found.school):
            rows = SigningRoundModel.objects.filter(round_id=found.round_id)
            row = rows.select_for_update().get()
            try:
                with transaction.atomic():
                    step_row(row, step, number=len(found.steps) + 1).save(force_insert=True)
            except IntegrityError as quicker:
                raise Refusal("signing.moved_on") from quicker
            rows.update(is_running=stage is Stage.RUNNING, not_before=None)
            return _whole(rows)[0]

    @contextmanager
    def claimed(self, now: datetime) -> Iterator[SigningRound | None]:
        """Hold the round whose turn it is; see the port."""
        running = SigningRoundModel.objects.filter(is_running=True)
        free = Q(not_before=None) | Q(not_before__lte=now)
        with within(EVERY_SCHOOL):
            due = running.filter(free).order_by("failures", "id")
            in_turn = list(due.values_list("pk", flat=True)[:200])

        def still(pk: int) -> SigningRound | None:
            with within(EVERY_SCHOOL):
                return next(iter(_whole(running.filter(pk=pk))), None)

        with _WORK.claimed(in_turn, still) as found:
            yield found

    def noted(self, found: SigningRound, sheets: Sequence[RoundSheet], *, now: datetime) -> None:
        """Note that records are done; see the port."""
        note = "UPDATE signing_sheet SET refusal = %s, details = %s, done_at = %s WHERE id = %s"
        with within(found.school), connection.cursor() as cursor:
            rows = SigningSheetModel.objects.filter(
                round__round_id=found.round_id, place__in=[s.place for s in sheets]
            )
            ids = dict(rows.values_list("place", "pk"))
            told: list[tuple[Any, ...]] = [
                (s.refusal, Jsonb(dict(s.details)), now, ids[s.place]) for s in sheets
            ]
            # One pipeline, not a round trip a row.
            cursor.executemany(note, told)

    def put_off(self, found: SigningRound, *, until: datetime) -> None:
        """Let a round wait; see the port."""
        with within(found.school):
            rows = SigningRoundModel.objects.filter(round_id=found.round_id)
            rows.update(not_before=until, failures=F("failures") + 1)

    def running(self) -> int:
        """Count the rounds that are being signed; see the port."""
        with within(EVERY_SCHOOL):
            return SigningRoundModel.objects.filter(is_running=True).count()


def _whole(rows: QuerySet[SigningRoundModel]) -> tuple[SigningRound, ...]:
    found = list(rows)
    steps: dict[int, list[SigningStepModel]] = {row.pk: [] for row in found}
    for step in SigningStepModel.objects.filter(round_id__in=steps).order_by("number"):
        steps[step.round_id].append(step)
    counts = _counted(list(steps))
    return tuple(round_of(row, steps[row.pk], counts[row.pk]) for row in found)


def _counted(rounds: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Return of each round: its records, those that are done, those that were refused."""
    done = Q(done_at__isnull=False)
    rows = SigningSheetModel.objects.filter(round_id__in=rounds).values("round_id")
    counted = rows.annotate(
        total=Count("pk"),
        ready=Count("pk", filter=done),
        refused=Count("pk", filter=done & ~Q(refusal="")),
    ).values_list("round_id", "total", "ready", "refused")
    found = {pk: (total, ready, refused) for pk, total, ready, refused in counted}
    return {pk: found.get(pk, (0, 0, 0)) for pk in rounds}

"""Print jobs in PostgreSQL: whose turn it is, which sheets are due."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from hocba.adapters.database.models.printing import PrintJobModel, PrintSheetModel
from hocba.adapters.database.session_locks import SessionLocks
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.prints import PrintJob, PrintSheet

_WORK: Final = SessionLocks(0x68637072)
"""Hold a job: "hcpr", with the job's row."""


class DatabasePrintQueue:
    """Implements `PrintQueue` for all schools of this installation."""

    def put(self, job: PrintJob, keys: Sequence[RecordKey]) -> PrintJob:
        """Put a job into the queue; see the port."""
        with within(job.school), connection.cursor() as cursor:
            # One after the other, or two clicks would print a class twice.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"print:{job.school}",))
            same = {"school_year": job.school_year.first, "class_name": job.class_name}
            open_now = _jobs(job.school).filter(ended_at=None, by=job.by, **same).first()
            if open_now is not None:
                return _job(open_now)
            row = PrintJobModel.objects.create(
                job_id=job.job_id, school=job.school, by=job.by, at=job.at, **same
            )
            PrintSheetModel.objects.bulk_create(
                PrintSheetModel(
                    job=row,
                    school=job.school,
                    place=place,
                    record_code=key.record_code,
                    school_year=key.school_year.first,
                    version=key.version,
                )
                for place, key in enumerate(keys)
            )
            return _job(_jobs(job.school).get(pk=row.pk))

    def get(self, school: SchoolCode, job_id: str) -> PrintJob | None:
        """Return one job; see the port."""
        with within(school):
            row = _jobs(school).filter(job_id=job_id).first()
            return None if row is None else _job(row)

    def of_school(self, school: SchoolCode, *, limit: int = 50) -> tuple[PrintJob, ...]:
        """Return a school's jobs; see the port."""
        with within(school):
            return tuple(_job(row) for row in _jobs(school).order_by("-id")[:limit])

    def sheets(self, job: PrintJob) -> tuple[PrintSheet, ...]:
        """Return a job's sheets; see the port."""
        with within(job.school):
            return tuple(map(_sheet, _sheets(job).order_by("place")))

    @contextmanager
    def claimed(self, now: datetime) -> Iterator[PrintJob | None]:
        """Hold the job whose turn it is; see the port."""
        with within(EVERY_SCHOOL):
            free = Q(not_before=None) | Q(not_before__lte=now)
            due = PrintJobModel.objects.filter(free, ended_at=None)
            in_turn = list(due.order_by("failures", "id").values_list("pk", flat=True)[:200])

        def still(pk: int) -> PrintJob | None:
            with within(EVERY_SCHOOL):
                row = _counted(PrintJobModel.objects.filter(pk=pk, ended_at=None)).first()
                return None if row is None else _job(row)

        with _WORK.claimed(in_turn, still) as found:
            yield found

    def printed(self, job: PrintJob, sheet: PrintSheet, *, now: datetime) -> None:
        """Note that a sheet is done; see the port."""
        with within(job.school):
            _sheets(job).filter(place=sheet.place).update(
                name=sheet.name, refusal=sheet.refusal, done_at=now
            )

    def ended(self, job: PrintJob, *, now: datetime) -> None:
        """Note that a job is through; see the port."""
        with within(job.school):
            PrintJobModel.objects.filter(job_id=job.job_id).update(ended_at=now)

    def put_off(self, job: PrintJob, *, until: datetime) -> None:
        """Let a job wait; see the port."""
        with within(job.school):
            rows = PrintJobModel.objects.filter(job_id=job.job_id)
            rows.update(not_before=until, failures=F("failures") + 1)

    def waiting(self) -> int:
        """Count the jobs that are not ended; see the port."""
        with within(EVERY_SCHOOL):
            return PrintJobModel.objects.filter(ended_at=None).count()

    def to_clear(self, before: datetime) -> tuple[PrintJob, ...]:
        """Return old jobs whose pages lie in the tray; see the port."""
        with within(EVERY_SCHOOL):
            old = PrintJobModel.objects.filter(ended_at__lt=before, cleared_at=None)
            return tuple(_job(row) for row in _counted(old).order_by("id")[:1000])

    def cleared(self, job: PrintJob, *, now: datetime) -> None:
        """Note that a job's pages are gone; see the port."""
        with within(job.school):
            PrintJobModel.objects.filter(job_id=job.job_id).update(cleared_at=now)


def _jobs(school: SchoolCode) -> QuerySet[PrintJobModel]:
    return _counted(PrintJobModel.objects.filter(school=school))


def _counted(jobs: QuerySet[PrintJobModel]) -> QuerySet[PrintJobModel]:
    done = Q(sheets__done_at__isnull=False)
    return jobs.annotate(
        total=Count("sheets"),
        done=Count("sheets", filter=done),
        refused=Count("sheets", filter=done & ~Q(sheets__refusal="")),
    )


def _sheets(job: PrintJob) -> QuerySet[PrintSheetModel]:
    return PrintSheetModel.objects.filter(job__job_id=job.job_id, school=job.school)


def _job(row: PrintJobModel) -> PrintJob:
    counts = {name: getattr(row, name) for name in ("total", "done", "refused")}
    return PrintJob(
        job_id=row.job_id,
        school=SchoolCode(row.school),
        school_year=SchoolYear(row.school_year),
        class_name=row.class_name,
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        failures=row.failures,
        ended_at=row.ended_at.astimezone(VIETNAM) if row.ended_at else None,
        cleared_at=row.cleared_at.astimezone(VIETNAM) if row.cleared_at else None,
        **counts,
    )


def _sheet(row: PrintSheetModel) -> PrintSheet:
    return PrintSheet(
        place=row.place,
        key=RecordKey(
            record_code=RecordCode(row.record_code),
            school_year=SchoolYear(row.school_year),
            version=row.version,
        ),
        name=row.name,
        refusal=row.refusal,
        is_done=row.done_at is not None,
    )

"""Families' codes, shares and requests in PostgreSQL; numbered extracts of schools."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import F, Max

from hocba.adapters.database.models.families import (
    FamilyAccessModel,
    FamilyRequestModel,
    IssuedExtractModel,
    ShareModel,
)
from hocba.adapters.database.stored_families import (
    access_of,
    access_row,
    issued_of,
    issued_row,
    request_of,
    request_row,
    share_of,
    share_row,
)
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.families import Answer, FamilyAccess, FamilyRequest
from hocba.core.compose.issued_extracts import IssuedExtract
from hocba.core.compose.sharing import Share
from hocba.core.terms.codes import RecordCode, SchoolCode


class DatabaseFamilyAccesses:
    """Implements `FamilyAccesses`."""

    def add(self, access: FamilyAccess) -> None:
        """Keep a code in place of an open one; see the port."""
        with within(access.school):
            FamilyAccessModel.objects.filter(
                school=access.school,
                sector_code=access.sector_code,
                kin=access.kin.value,
                name=access.name,
                withdrawn_at=None,
            ).update(withdrawn_at=access.made_at)
            access_row(access).save(force_insert=True)

    def by_digest(self, digest: str) -> FamilyAccess | None:
        """Return what a code opens; see the port."""
        with within(EVERY_SCHOOL):
            row = FamilyAccessModel.objects.filter(digest=digest).first()
        return None if row is None else access_of(row)

    def get(self, access_id: str) -> FamilyAccess | None:
        """Return one access; see the port."""
        with within(EVERY_SCHOOL):
            row = FamilyAccessModel.objects.filter(access_id=access_id).first()
        return None if row is None else access_of(row)

    def of_pupil(self, school: SchoolCode, sector_code: str) -> tuple[FamilyAccess, ...]:
        """Return a pupil's; see the port."""
        with within(school):
            rows = FamilyAccessModel.objects.filter(school=school, sector_code=sector_code)
            return tuple(access_of(row) for row in rows.order_by("-id"))

    def withdraw(self, school: SchoolCode, access_id: str, at: datetime) -> bool:
        """End one of a school's; see the port."""
        with within(school):
            open_now = FamilyAccessModel.objects.filter(
                school=school, access_id=access_id, withdrawn_at=None
            )
            return open_now.update(withdrawn_at=at) == 1


class DatabaseShares:
    """Implements `Shares`. A share's code names no school, so this one looks across schools."""

    def add(self, share: Share) -> None:
        """Keep a share; see the port."""
        with within(share.school):
            share_row(share).save(force_insert=True)

    def by_digest(self, digest: str) -> Share | None:
        """Return what a code shares; see the port."""
        with within(EVERY_SCHOOL):
            row = ShareModel.objects.filter(digest=digest).first()
        return None if row is None else share_of(row)

    def of_record(self, code: RecordCode) -> tuple[Share, ...]:
        """Return the shares of a record; see the port."""
        with within(EVERY_SCHOOL):
            rows = ShareModel.objects.filter(record_code=code).order_by("-made_at", "-id")
            return tuple(share_of(row) for row in rows)

    def withdraw(self, code: RecordCode, share_id: str, at: datetime) -> bool:
        """End a share of this record; see the port."""
        with within(EVERY_SCHOOL):
            open_now = ShareModel.objects.filter(
                record_code=code, share_id=share_id, withdrawn_at=None
            )
            return open_now.update(withdrawn_at=at) == 1


class DatabaseFamilyRequests:
    """Implements `FamilyRequests`."""

    def add(self, request: FamilyRequest) -> None:
        """Keep a request; see the port."""
        with within(request.school):
            request_row(request).save(force_insert=True)

    def of_record(self, code: RecordCode) -> tuple[FamilyRequest, ...]:
        """Return the requests about a record; see the port."""
        with within(EVERY_SCHOOL):
            rows = FamilyRequestModel.objects.filter(record_code=code).order_by("-id")
            return tuple(request_of(row) for row in rows)

    def of_school(self, school: SchoolCode) -> tuple[FamilyRequest, ...]:
        """Return a school's; see the port."""
        with within(school):
            rows = FamilyRequestModel.objects.filter(school=school)
            ordered = rows.order_by(F("answered_at").desc(nulls_first=True), "due_at", "id")
            return tuple(request_of(row) for row in ordered)

    def answer(self, school: SchoolCode, request_id: str, answer: Answer) -> bool:
        """Answer a request once; see the port."""
        with within(school):
            waiting = FamilyRequestModel.objects.filter(
                school=school, request_id=request_id, answered_at=None
            )
            return (
                waiting.update(
                    outcome=answer.outcome.value,
                    answer=answer.words,
                    answered_by=answer.by,
                    answered_at=answer.at,
                )
                == 1
            )


class DatabaseIssuedExtracts:
    """Implements `IssuedExtracts`; a trigger keeps what stands."""

    def append(self, issued: IssuedExtract) -> IssuedExtract:
        """Give the next number and note it; see the port."""
        with within(issued.school), connection.cursor() as cursor:
            # One at a time within a school and year: numbers have no gaps and no doubles.
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext(%s))",
                (f"issued_extract:{issued.school}:{issued.year}",),
            )
            rows = IssuedExtractModel.objects.filter(school=issued.school, year=issued.year)
            latest = rows.aggregate(latest=Max("number"))["latest"] or 0
            row = issued_row(issued, number=latest + 1)
            row.save(force_insert=True)
            return issued_of(row)

    def of_record(self, code: RecordCode) -> Sequence[IssuedExtract]:
        """Return the extracts of a record; see the port."""
        with within(EVERY_SCHOOL):
            rows = IssuedExtractModel.objects.filter(record_code=code).order_by("-id")
            return tuple(issued_of(row) for row in rows)

    def of_school(self, school: SchoolCode, *, limit: int = 100) -> Sequence[IssuedExtract]:
        """Return a school's; see the port."""
        with within(school):
            rows = IssuedExtractModel.objects.filter(school=school).order_by("-id")
            return tuple(issued_of(row) for row in rows[:limit])

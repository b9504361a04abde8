"""Provinces' requests in PostgreSQL; a history only grows."""

from datetime import datetime

from django.db import IntegrityError
from django.db.models import QuerySet

from hocba.adapters.database.models.admissions import AdmissionLineModel, AdmissionModel
from hocba.adapters.database.office_scope import of_office
from hocba.core.submit.admission import (
    Admission,
    AdmissionAct,
    AdmissionEntry,
    AdmissionKind,
)
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import VIETNAM


class DatabaseAdmissions:
    """Implements `Admissions`. office: the ministry's code."""

    def __init__(self, office: str) -> None:
        self._office = office

    def get(self, admission_id: str) -> Admission:
        """Return one request; see the port."""
        found = self._admissions(AdmissionModel.objects.filter(admission_id=admission_id))
        if not found:
            raise Refusal("admission.unknown", "no such request", value=admission_id)
        return found[0]

    def of_province(self, province: str) -> tuple[Admission, ...]:
        """Return a province's requests; see the port."""
        return self._admissions(AdmissionModel.objects.filter(province=province))

    def all(self) -> tuple[Admission, ...]:
        """Return every request; see the port."""
        return self._admissions(AdmissionModel.objects.all())

    def open(self, admission: Admission) -> None:
        """Keep a new request; see the port."""
        with of_office(self._office):
            row = AdmissionModel.objects.create(
                office=self._office,
                admission_id=admission.admission_id,
                province=admission.province,
                province_name=admission.province_name,
                kind=admission.kind.value,
                certificate=admission.certificate,
                fingerprint=admission.fingerprint,
                holder=admission.holder,
                valid_from=admission.valid_from,
                valid_to=admission.valid_to,
                request_id=admission.request_id,
            )
            for number, entry in enumerate(admission.history):
                self._line(row, number, entry).save(force_insert=True)

    def append(self, admission_id: str, entry: AdmissionEntry, *, seen: int) -> None:
        """Add a line to a history; see the port."""
        try:
            with of_office(self._office):
                row = AdmissionModel.objects.get(office=self._office, admission_id=admission_id)
                # The number is the key: of two who decide at once, one is told to look again.
                self._line(row, seen, entry).save(force_insert=True)
        except IntegrityError as problem:
            raise Refusal("admission.moved_on", str(problem)) from problem

    def _line(self, row: AdmissionModel, number: int, entry: AdmissionEntry) -> AdmissionLineModel:
        return AdmissionLineModel(
            admission=row,
            office=self._office,
            number=number,
            act=entry.act.value,
            by=entry.by,
            at=entry.at,
            reason=entry.reason,
        )

    def _admissions(self, rows: QuerySet[AdmissionModel]) -> tuple[Admission, ...]:
        with of_office(self._office):
            own = rows.filter(office=self._office).order_by("id").prefetch_related("lines")
            return tuple(_admission(row) for row in own)


def _admission(row: AdmissionModel) -> Admission:
    lines = sorted(row.lines.all(), key=lambda line: line.number)
    return Admission(
        admission_id=row.admission_id,
        province=row.province,
        province_name=row.province_name,
        kind=AdmissionKind(row.kind),
        history=tuple(
            AdmissionEntry(
                act=AdmissionAct(line.act),
                by=line.by,
                at=line.at.astimezone(VIETNAM),
                reason=line.reason,
            )
            for line in lines
        ),
        certificate=bytes(row.certificate),
        fingerprint=row.fingerprint,
        holder=row.holder,
        valid_from=_local(row.valid_from),
        valid_to=_local(row.valid_to),
        request_id=row.request_id,
    )


def _local(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(VIETNAM)

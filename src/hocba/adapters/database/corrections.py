"""Requests to correct records, in PostgreSQL: only ever appended to."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from hocba.adapters.database.models.corrections import (
    CorrectionLetterModel,
    CorrectionModel,
    CorrectionStepModel,
)
from hocba.adapters.database.stored_corrections import correction_of, correction_row, step_row
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.corrections import Correction, Step, StepTaken
from hocba.core.terms.codes import RecordCode, SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.corrections import Letter, LetterKind

_TO_PROVINCE = (Step.FORWARD, Step.PROVINCE_APPROVE, Step.PROVINCE_REFUSE)


class DatabaseCorrections:
    """
    Implements `Corrections`.

    tenant: the one school whose requests it may see, or `EVERY_SCHOOL` of the installation.
    """

    def __init__(self, tenant: str = EVERY_SCHOOL) -> None:
        self._tenant = tenant

    def open(self, correction: Correction) -> None:
        """Write a new request; see the port."""
        with within(self._tenant):
            row = correction_row(correction)
            row.save(force_insert=True)
            step_row(row, 0, correction.asked).save(force_insert=True)

    def get(self, correction_id: str) -> Correction:
        """Return one request; see the port."""
        with within(self._tenant):
            found = _whole(CorrectionModel.objects.filter(correction_id=correction_id))
        if not found:
            raise Refusal("correction.unknown", value=correction_id[:40])
        return found[0]

    def of_school(self, school: SchoolCode, *, limit: int = 500) -> tuple[Correction, ...]:
        """Return a school's requests; see the port."""
        with within(school):
            return _whole(CorrectionModel.objects.filter(school=school), limit=limit)

    def of_record(self, code: RecordCode) -> tuple[Correction, ...]:
        """Return the requests about a record; see the port."""
        with within(self._tenant):
            return _whole(CorrectionModel.objects.filter(record_code=code))

    def of_province(self, province: str, *, limit: int = 500) -> tuple[Correction, ...]:
        """Return the requests that reached a province; see the port."""
        with within(self._tenant):
            reached = CorrectionStepModel.objects.filter(
                step__in=[step.value for step in _TO_PROVINCE]
            ).values("correction")
            rows = CorrectionModel.objects.filter(province=province, pk__in=reached)
            return _whole(rows, limit=limit)

    def append(self, correction: Correction, taken: StepTaken) -> None:
        """Add a step; see the port."""
        try:
            with within(self._tenant), transaction.atomic():
                row = CorrectionModel.objects.get(correction_id=correction.correction_id)
                # The number is the lock: whoever comes second finds it taken.
                step_row(row, len(correction.steps), taken).save(force_insert=True)
        except IntegrityError as second:
            raise Refusal("correction.moved_on") from second

    def keep_letter(self, letter: Letter) -> None:
        """Keep a letter; see the port."""
        with within(self._tenant):
            CorrectionLetterModel.objects.get_or_create(
                correction_id=letter.correction_id,
                digest=letter.digest,
                defaults={"school": letter.school, "kind": letter.kind.value, "at": letter.at},
            )

    def letters(self, correction_id: str) -> tuple[Letter, ...]:
        """Return the letters about a request; see the port."""
        with within(self._tenant):
            rows = CorrectionLetterModel.objects.filter(correction_id=correction_id)
            return tuple(map(_letter, rows.order_by("pk")))

    def letter(self, digest: bytes) -> Letter | None:
        """Return one letter; see the port."""
        with within(self._tenant):
            return next(map(_letter, CorrectionLetterModel.objects.filter(digest=digest)), None)

    def sent_up(self, *, limit: int = 500) -> tuple[Correction, ...]:
        """Return the requests about which a letter was written; see the port."""
        with within(self._tenant):
            sent = CorrectionLetterModel.objects.values("correction_id")
            rows = CorrectionModel.objects.filter(correction_id__in=sent)
            return _whole(rows, limit=limit)


def _letter(row: CorrectionLetterModel) -> Letter:
    return Letter(
        correction_id=row.correction_id,
        school=SchoolCode(row.school),
        kind=LetterKind(row.kind),
        digest=bytes(row.digest),
        at=row.at.astimezone(VIETNAM),
    )


def _whole(rows: QuerySet[CorrectionModel], *, limit: int | None = None) -> tuple[Correction, ...]:
    found = list(rows.order_by("-pk")[:limit])
    steps: dict[int, list[CorrectionStepModel]] = {row.pk: [] for row in found}
    lines = CorrectionStepModel.objects.filter(correction_id__in=steps)
    for line in lines.order_by("correction_id", "number"):
        steps[line.correction_id].append(line)
    return tuple(correction_of(row, steps[row.pk]) for row in found)

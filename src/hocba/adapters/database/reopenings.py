"""Requests to open locked records again, in PostgreSQL: only ever appended to."""

from django.db import IntegrityError, transaction

from hocba.adapters.database.models.reopenings import ReopeningAnswerModel, ReopeningModel
from hocba.adapters.database.tenancy import within
from hocba.core.compose.reopening import Reopening, ReopeningAnswer
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import VIETNAM


class DatabaseReopenings:
    """Implements `Reopenings`; every method stands within its school."""

    def ask(self, reopening: Reopening) -> None:
        """Keep a new request; see the port."""
        with within(reopening.school):
            ReopeningModel.objects.create(
                reopening_id=reopening.reopening_id,
                school=reopening.school,
                school_year=reopening.school_year.first,
                class_name=reopening.class_name,
                record="" if reopening.record is None else str(reopening.record),
                reason=reopening.reason,
                by=reopening.by,
                at=reopening.at,
            )

    def get(self, school: SchoolCode, reopening_id: str) -> Reopening:
        """Return one request; see the port."""
        with within(school):
            rows = ReopeningModel.objects.filter(school=school, reopening_id=reopening_id)
            row = rows.select_related("answer").first()
        if row is None:
            raise Refusal("reopening.unknown")
        return _reopening(row)

    def of_year(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> tuple[Reopening, ...]:
        """Return a year's requests; see the port."""
        with within(school):
            rows = ReopeningModel.objects.filter(school=school, school_year=school_year.first)
            if class_name is not None:
                rows = rows.filter(class_name=class_name)
            return tuple(_reopening(row) for row in rows.select_related("answer").order_by("-id"))

    def answer(self, reopening: Reopening, answer: ReopeningAnswer) -> None:
        """Keep the one answer; see the port."""
        with within(reopening.school):
            row = ReopeningModel.objects.get(reopening_id=reopening.reopening_id)
            try:
                with transaction.atomic():
                    ReopeningAnswerModel.objects.create(
                        reopening=row,
                        school=reopening.school,
                        approved=answer.approved,
                        words=answer.words,
                        by=answer.by,
                        at=answer.at,
                    )
            except IntegrityError as quicker:
                raise Refusal("reopening.answered_already") from quicker


def _reopening(row: ReopeningModel) -> Reopening:
    answer: ReopeningAnswerModel | None = getattr(row, "answer", None)
    return Reopening(
        reopening_id=row.reopening_id,
        school=SchoolCode(row.school),
        school_year=SchoolYear(row.school_year),
        class_name=row.class_name,
        record=_key(row.record) if row.record else None,
        reason=row.reason,
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        answer=None if answer is None else _answer(answer),
    )


def _key(written: str) -> RecordKey:
    # As RecordKey writes itself: HB...-2025-2026-v1.
    code, first, _, version = written.split("-")
    return RecordKey(
        record_code=RecordCode(code), school_year=SchoolYear(int(first)), version=int(version[1:])
    )


def _answer(row: ReopeningAnswerModel) -> ReopeningAnswer:
    return ReopeningAnswer(
        approved=row.approved, words=row.words, by=row.by, at=row.at.astimezone(VIETNAM)
    )

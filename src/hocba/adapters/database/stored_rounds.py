"""Rounds of signing, their steps and records as rows, and back."""

from collections.abc import Iterable

from hocba.adapters.database.models.signing import (
    SigningRoundModel,
    SigningSheetModel,
    SigningStepModel,
)
from hocba.core.compose.life import Act
from hocba.core.compose.signing_rounds import RoundSheet, RoundStep, SigningRound, Step
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM


def round_of(
    row: SigningRoundModel, steps: Iterable[SigningStepModel], counts: tuple[int, int, int]
) -> SigningRound:
    """Read a round. steps: in their order. counts: all records, done, refused."""
    total, done, refused = counts
    return SigningRound(
        round_id=row.round_id,
        school=SchoolCode(row.school),
        school_year=SchoolYear(row.school_year),
        act=Act(row.act),
        sample=tuple(row.sample),
        steps=tuple(map(_step, steps)),
        total=total,
        done=done,
        refused=refused,
        failures=row.failures,
    )


def step_row(row: SigningRoundModel, step: RoundStep, *, number: int) -> SigningStepModel:
    """Return a step as a row; number: from 1."""
    return SigningStepModel(
        round=row,
        school=row.school,
        number=number,
        step=step.step.value,
        by=step.by,
        role=step.role.value,
        at=step.at,
        words=step.words[:500],
        basis=step.basis[:500],
        place=step.place,
        consent_id=step.consent_id,
        count=step.count,
        details=dict(step.details),
    )


def _step(row: SigningStepModel) -> RoundStep:
    return RoundStep(
        step=Step(row.step),
        by=row.by,
        role=Role(row.role),
        at=row.at.astimezone(VIETNAM),
        words=row.words,
        basis=row.basis,
        place=row.place,
        consent_id=row.consent_id,
        count=row.count,
        details=dict(row.details),
    )


def sheet_row(row: SigningRoundModel, sheet: RoundSheet) -> SigningSheetModel:
    """Return a record of a new round as a row."""
    return SigningSheetModel(
        round=row,
        school=row.school,
        place=sheet.place,
        record_code=sheet.key.record_code,
        school_year=sheet.key.school_year.first,
        version=sheet.key.version,
        class_name=sheet.class_name,
        sector_code=sheet.sector_code,
        content_digest=sheet.content_digest,
    )


def sheet_of(row: SigningSheetModel) -> RoundSheet:
    """Read a record of a round."""
    return RoundSheet(
        place=row.place,
        key=RecordKey(
            record_code=RecordCode(row.record_code),
            school_year=SchoolYear(row.school_year),
            version=row.version,
        ),
        class_name=row.class_name,
        sector_code=row.sector_code,
        content_digest=bytes(row.content_digest),
        is_done=row.done_at is not None,
        refusal=row.refusal,
        details=dict(row.details),
    )

"""Requests to correct records as rows, and back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hocba.adapters.database.models.corrections import CorrectionModel, CorrectionStepModel
from hocba.adapters.database.stored_secondary import any_json, any_year
from hocba.core.compose.content import Change
from hocba.core.compose.corrections import Aim, Correction, Proposed, Step, StepTaken
from hocba.core.compose.evidence_file import EvidenceFile
from hocba.core.terms.codes import (
    Gender,
    PersonalId,
    RecordCode,
    RecordKey,
    SchoolCode,
    SchoolYear,
)
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Guardian, Pupil
from hocba.core.terms.vietnam import VIETNAM

_PLAIN = ("full_name", "ethnic_code", "nationality", "birth_place", "home_town", "address")


def correction_row(correction: Correction) -> CorrectionModel:
    """Return the row of a request, without its steps."""
    evidence, proposed = correction.evidence, correction.proposed
    return CorrectionModel(
        correction_id=correction.correction_id,
        record_code=correction.key.record_code,
        school_year=correction.key.school_year.first,
        version=correction.key.version,
        school=correction.school,
        school_name=correction.school_name,
        province=correction.province,
        sector_code=correction.sector_code,
        full_name=correction.full_name,
        class_name=correction.class_name,
        aim=correction.aim.value,
        reason=correction.reason,
        basis=correction.basis,
        changes=[{"field": c.field, "old": c.old, "new": c.new} for c in correction.changes],
        pupil=None if proposed.pupil is None else pupil_json(proposed.pupil),
        year=None if proposed.assessment is None else any_json(proposed.assessment),
        evidence_digest=evidence.digest,
        evidence_name=evidence.name,
        evidence_type=evidence.media_type,
        evidence_size=evidence.size,
    )


def step_row(row: CorrectionModel, number: int, taken: StepTaken) -> CorrectionStepModel:
    """Return the row of one step. number: 0 for the asking."""
    return CorrectionStepModel(
        correction=row,
        number=number,
        school=row.school,
        step=taken.step.value,
        by=taken.by,
        at=taken.at,
        reason=taken.reason,
    )


def correction_of(row: CorrectionModel, steps: Sequence[CorrectionStepModel]) -> Correction:
    """Read a request from its rows. steps: by number."""
    taken = tuple(_taken(each) for each in steps)
    return Correction(
        correction_id=row.correction_id,
        key=RecordKey(
            record_code=RecordCode(row.record_code),
            school_year=SchoolYear(row.school_year),
            version=row.version,
        ),
        school=SchoolCode(row.school),
        school_name=row.school_name,
        province=row.province,
        sector_code=row.sector_code,
        full_name=row.full_name,
        class_name=row.class_name,
        aim=Aim(row.aim),
        reason=row.reason,
        basis=row.basis,
        changes=tuple(
            Change(**each, by=taken[0].by, at=taken[0].at, reason=row.reason)
            for each in row.changes
        ),
        evidence=EvidenceFile(
            digest=bytes(row.evidence_digest),
            name=row.evidence_name,
            media_type=row.evidence_type,
            size=row.evidence_size,
        ),
        proposed=Proposed(
            pupil=None if row.pupil is None else pupil_of(row.pupil),
            assessment=None if row.year is None else any_year(row.year),
        ),
        steps=taken,
    )


def _taken(row: CorrectionStepModel) -> StepTaken:
    at = row.at.astimezone(VIETNAM)
    return StepTaken(step=Step(row.step), by=row.by, at=at, reason=row.reason)


def pupil_json(pupil: Pupil) -> dict[str, Any]:
    """Return a personal page as JSON; a missing number keeps its reason."""
    number = pupil.personal_id
    is_missing = isinstance(number, Missing)
    return {
        **{name: getattr(pupil, name) for name in ("sector_code", *_PLAIN)},
        "personal_id": "" if is_missing else str(number),
        "personal_id_missing": number.value if isinstance(number, Missing) else "",
        "born_on": pupil.born_on.isoformat(),
        "gender": pupil.gender.value,
        "guardians": [[g.relation, g.full_name, g.occupation] for g in pupil.guardians],
    }


def pupil_of(stored: Mapping[str, Any]) -> Pupil:
    """Read a personal page from JSON."""
    number, missing = stored["personal_id"], stored["personal_id_missing"]
    return Pupil(
        **{name: stored[name] for name in ("sector_code", *_PLAIN)},
        personal_id=PersonalId(number) if number else Missing(missing),
        born_on=date.fromisoformat(stored["born_on"]),
        gender=Gender(stored["gender"]),
        guardians=tuple(
            Guardian(relation=relation, full_name=name, occupation=occupation)
            for relation, name, occupation in stored["guardians"]
        ),
    )

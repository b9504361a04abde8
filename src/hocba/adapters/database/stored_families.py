"""Families' codes, shares, requests and issued extracts as rows, and back."""

from hocba.adapters.database.models.families import (
    FamilyAccessModel,
    FamilyRequestModel,
    GuardianshipModel,
    IssuedExtractModel,
    ShareModel,
)
from hocba.core.compose.families import Answer, FamilyAccess, FamilyRequest, Kin, RequestOutcome
from hocba.core.compose.guardianship import Guardianship
from hocba.core.compose.issued_extracts import IssuedExtract
from hocba.core.compose.sharing import Share, SharePurpose
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.vietnam import VIETNAM


def access_row(access: FamilyAccess) -> FamilyAccessModel:
    """Return a family's code as a row."""
    return FamilyAccessModel(
        access_id=access.access_id,
        digest=access.digest,
        school=access.school,
        sector_code=access.sector_code,
        record_code=access.record_code,
        kin=access.kin.value,
        name=access.name,
        born_on=access.born_on,
        by=access.by,
        made_at=access.made_at,
        ends_at=access.ends_at,
    )


def access_of(row: FamilyAccessModel) -> FamilyAccess:
    """Return a row's code."""
    return FamilyAccess(
        access_id=row.access_id,
        digest=row.digest,
        school=SchoolCode(row.school),
        sector_code=row.sector_code,
        record_code=RecordCode(row.record_code),
        kin=Kin(row.kin),
        name=row.name,
        born_on=row.born_on,
        by=row.by,
        made_at=row.made_at.astimezone(VIETNAM),
        ends_at=row.ends_at.astimezone(VIETNAM),
        withdrawn_at=row.withdrawn_at,
    )


def guardianship_row(one: Guardianship, mark: bytes) -> GuardianshipModel:
    """Return a guardianship as a row. mark: the keyed digest of the number."""
    return GuardianshipModel(
        guardianship_id=one.guardianship_id,
        school=one.school,
        sector_code=one.sector_code,
        kin=one.kin.value,
        name=one.name,
        number_mark=mark,
        number_end=one.number_end,
        basis=one.basis,
        from_on=one.from_on,
        until_on=one.until_on,
        by=one.by,
        at=one.at,
    )


def guardianship_of(row: GuardianshipModel) -> Guardianship:
    """Return a row's guardianship."""
    return Guardianship(
        guardianship_id=row.guardianship_id,
        school=SchoolCode(row.school),
        sector_code=row.sector_code,
        kin=Kin(row.kin),
        name=row.name,
        number_end=row.number_end,
        basis=row.basis,
        from_on=row.from_on,
        until_on=row.until_on,
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        ended_at=row.ended_at and row.ended_at.astimezone(VIETNAM),
        ended_by=row.ended_by,
    )


def share_row(share: Share) -> ShareModel:
    """Return a share as a row."""
    return ShareModel(
        share_id=share.share_id,
        digest=share.digest,
        school=share.school,
        record_code=share.record_code,
        access_id=share.access_id,
        receiver=share.receiver,
        purpose=share.purpose.value,
        years=[year.first for year in share.years],
        parts=list(share.parts),
        made_at=share.made_at,
        ends_at=share.ends_at,
    )


def share_of(row: ShareModel) -> Share:
    """Return a row's share."""
    return Share(
        share_id=row.share_id,
        digest=row.digest,
        school=SchoolCode(row.school),
        record_code=RecordCode(row.record_code),
        access_id=row.access_id,
        receiver=row.receiver,
        purpose=SharePurpose(row.purpose),
        years=tuple(SchoolYear(first) for first in row.years),
        parts=tuple(row.parts),
        made_at=row.made_at.astimezone(VIETNAM),
        ends_at=row.ends_at.astimezone(VIETNAM),
        withdrawn_at=row.withdrawn_at,
    )


def request_row(request: FamilyRequest) -> FamilyRequestModel:
    """Return a request as a row, without an answer."""
    return FamilyRequestModel(
        request_id=request.request_id,
        school=request.school,
        record_code=request.key.record_code,
        school_year=request.key.school_year.first,
        version=request.key.version,
        access_id=request.access_id,
        kin=request.kin.value,
        words=request.words,
        at=request.at,
        due_at=request.due_at,
    )


def request_of(row: FamilyRequestModel) -> FamilyRequest:
    """Return a row's request with its answer."""
    return FamilyRequest(
        request_id=row.request_id,
        school=SchoolCode(row.school),
        key=_key(row),
        access_id=row.access_id,
        kin=Kin(row.kin),
        words=row.words,
        at=row.at.astimezone(VIETNAM),
        due_at=row.due_at.astimezone(VIETNAM),
        answer=_answer(row),
    )


def _answer(row: FamilyRequestModel) -> Answer | None:
    if row.answered_at is None:
        return None
    return Answer(
        outcome=RequestOutcome(row.outcome),
        words=row.answer,
        by=row.answered_by,
        at=row.answered_at.astimezone(VIETNAM),
    )


def issued_row(issued: IssuedExtract, *, number: int) -> IssuedExtractModel:
    """Return an issued extract as a row under its number."""
    return IssuedExtractModel(
        school=issued.school,
        year=issued.year,
        number=number,
        record_code=issued.key.record_code,
        school_year=issued.key.school_year.first,
        version=issued.key.version,
        parts=list(issued.parts),
        receiver=issued.receiver,
        basis=issued.basis,
        by=issued.by,
        at=issued.at,
        digest=issued.digest,
    )


def issued_of(row: IssuedExtractModel) -> IssuedExtract:
    """Return a row's issued extract."""
    return IssuedExtract(
        school=SchoolCode(row.school),
        number=row.number,
        key=_key(row),
        parts=tuple(row.parts),
        receiver=row.receiver,
        basis=row.basis,
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        digest=bytes(row.digest),
        year=row.year,
    )


def _key(row: FamilyRequestModel | IssuedExtractModel) -> RecordKey:
    return RecordKey(
        record_code=RecordCode(row.record_code),
        school_year=SchoolYear(row.school_year),
        version=row.version,
    )

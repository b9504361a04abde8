"""Look a record code up: what stands, with as little as possible said about anybody."""

from dataclasses import dataclass
from datetime import datetime

from hocba.core.terms.codes import RecordCode, SchoolYear, parsed_record_code
from hocba.ports.outside import Outside
from hocba.ports.repository import KeptRecord, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeStatus:
    """
    One school year of a record code: the latest version kept here and how it stands.

    No pupil, no class, no marks. earlier: versions that it replaced.
    """

    record_code: RecordCode
    school_year: SchoolYear
    version: int
    standing: Standing
    school_name: str
    kept_at: datetime
    content_digest: bytes
    log_index: int
    earlier: tuple[int, ...]


def status_of_code(outside: Outside, code: str) -> tuple[CodeStatus, ...]:
    """
    Return every year that is kept under a record code, latest first; empty for an unknown one.

    code: as people type it.
    Raises: Refusal "code.not_a_record_code", "code.wrong_check_character".
    """
    years: dict[SchoolYear, list[KeptRecord]] = {}
    for record in outside.repository.versions(parsed_record_code(code)):
        years.setdefault(record.key.school_year, []).append(record)
    return tuple(_status(years[year]) for year in sorted(years, reverse=True))


def _status(versions: list[KeptRecord]) -> CodeStatus:
    *earlier, latest = sorted(versions, key=lambda record: record.key.version)
    return CodeStatus(
        record_code=latest.key.record_code,
        school_year=latest.key.school_year,
        version=latest.key.version,
        standing=latest.standing,
        school_name=latest.spot.school_name,
        kept_at=latest.kept_at,
        content_digest=latest.content_digest,
        log_index=latest.log_index,
        earlier=tuple(record.key.version for record in earlier),
    )

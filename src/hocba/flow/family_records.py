"""What a family reads: the whole record of their own child, and who else has read it."""

from collections.abc import Sequence
from typing import Final

from hocba.core.compose.families import FamilyMember, why_not_of_family
from hocba.core.compose.life import Status
from hocba.core.compose.reading import Read, Way
from hocba.core.terms.codes import RecordCode, RecordKey
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.ports.outside import Outside
from hocba.ports.records import WorkingRecord

UNISSUED: Final = frozenset({Status.DRAFT, Status.LOCKED, Status.ATTESTED, Status.APPROVED})
"""What is still being made is the school's own affair."""


def issued_years(outside: Outside, code: RecordCode) -> tuple[WorkingRecord, ...]:
    """Return the latest issued version of every year of a record, latest year first."""
    latest = {
        record.key.school_year: record
        for record in outside.records.versions(code)
        if record.status not in UNISSUED
    }
    return tuple(latest[year] for year in sorted(latest, reverse=True))


def name_of_child(outside: Outside, member: FamilyMember) -> str:
    """Return the child's name as the school last listed it; the code where it never did."""
    listed = outside.book.pupils(member.school, [member.sector_code]).get(member.sector_code)
    return listed.full_name if listed else member.record_code


def read_own(outside: Outside, access: FamilyMember, key: RecordKey, way: Way) -> WorkingRecord:
    """
    Return a record of the family's child, and note that they read it.

    Raises: Refusal "family.other_child", "family.not_issued", "records.unknown".
    """
    refusal = why_not_of_family(access, key.record_code)
    if refusal is not None:
        raise refusal
    record = outside.records.get(key)
    if record.status in UNISSUED:
        raise Refusal("family.not_issued")
    note_reading(outside, record, by=access.access_id, role=Role.PUPIL_OR_PARENT, way=way)
    return record


def readings_for_family(outside: Outside, access: FamilyMember) -> Sequence[Read]:
    """Return who has read the child's record, all years, newest first."""
    return outside.read_log.of_record(access.record_code)


def note_reading(outside: Outside, record: WorkingRecord, *, by: str, role: Role, way: Way) -> None:
    """Note that somebody who is no member of staff reads a record; before it is shown."""
    outside.read_log.append(
        [
            Read(
                key=record.key,
                school=record.school,
                by=by,
                role=role,
                way=way,
                at=outside.clock.now(),
                office=record.school,
            )
        ]
    )

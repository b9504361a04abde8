"""The trace of assignments as rows, and back."""

from hocba.adapters.database.models.staffing import StaffingEntryModel
from hocba.adapters.database.stored_people import appointment_json, appointment_of
from hocba.core.compose.staffing import StaffingEntry
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.vietnam import VIETNAM


def staffing_row(entry: StaffingEntry) -> StaffingEntryModel:
    """Return the row of one change."""
    return StaffingEntryModel(
        school=entry.school,
        staff_code=entry.staff_code,
        by=entry.by,
        at=entry.at,
        was=appointment_json(entry.was) if entry.was else None,
        now=appointment_json(entry.now) if entry.now else None,
    )


def staffing_of(row: StaffingEntryModel) -> StaffingEntry:
    """Read one change from a row."""
    return StaffingEntry(
        school=SchoolCode(row.school),
        staff_code=row.staff_code,
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        was=appointment_of(row.was) if row.was else None,
        now=appointment_of(row.now) if row.now else None,
    )

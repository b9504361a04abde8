"""The history of a pupil list as rows, and back."""

from dataclasses import asdict

from hocba.adapters.database.models.roster import RosterEntryModel
from hocba.core.compose.roster import RosterAct, RosterEntry, Standing
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.vietnam import VIETNAM


def entry_row(entry: RosterEntry) -> RosterEntryModel:
    """Return the row of one entry."""
    return RosterEntryModel(
        school=entry.school,
        school_year=entry.school_year.first,
        sector_code=entry.sector_code,
        act=entry.act.value,
        by=entry.by,
        at=entry.at,
        on_day=entry.on,
        basis=entry.basis,
        was=None if entry.was is None else asdict(entry.was),
        now=asdict(entry.now),
        changed=list(entry.changed),
    )


def entry_of(row: RosterEntryModel) -> RosterEntry:
    """Read one entry from a row."""
    return RosterEntry(
        school=SchoolCode(row.school),
        school_year=SchoolYear(row.school_year),
        sector_code=row.sector_code,
        act=RosterAct(row.act),
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        on=row.on_day,
        basis=row.basis,
        was=None if row.was is None else Standing(**row.was),
        now=Standing(**row.now),
        changed=tuple(row.changed),
    )

"""Print a class or a whole school as one job: asked for, done by workers, fetched later."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Way
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.flow.family_records import UNISSUED
from hocba.flow.print_years import print_years
from hocba.flow.read_record import note_readings
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.outside import Outside
from hocba.ports.prints import PrintJob, PrintSheet, PrintShelf
from hocba.ports.records import RecordRow

LIES_FOR: Final = timedelta(days=7)
"""How long printed pages wait to be fetched: they hold children's data, and print again alike."""

_FIRST_REST: Final = timedelta(seconds=30)
_LONGEST_REST: Final = timedelta(minutes=30)


def desk_of(outside: Outside) -> PrintShelf:
    """Return the printing desk. Raises: Refusal "print.no_desk" for an office without one."""
    if outside.prints is None:
        raise Refusal("print.no_desk")
    return outside.prints


def ask_prints(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str = "",
) -> PrintJob:
    """
    Put the issued records of a class, or of the whole school, into the queue.

    A second click while the first is being printed finds the same job.
    Raises: Refusal "permit.*", "print.nothing_issued", "print.no_desk".
    """
    refusal = why_not_now(
        Duty.PRINT_CLASS, actor=actor, school=school, school_year=school_year, class_name=class_name
    )
    if refusal is not None:
        raise refusal
    due = _issued(outside, school, school_year, class_name)
    if not due:
        raise Refusal("print.nothing_issued")
    job = PrintJob(
        job_id=outside.chance.draw(8).hex(),
        school=school,
        school_year=school_year,
        class_name=class_name,
        by=actor.person,
        at=outside.clock.now(),
        total=len(due),
    )
    return desk_of(outside).queue.put(job, [row.key for row in due])


def _issued(
    outside: Outside, school: SchoolCode, school_year: SchoolYear, class_name: str
) -> Sequence[RecordRow]:
    rows = outside.records.rows(school, school_year, class_name or None)
    issued = (row for row in rows if row.status not in UNISSUED)
    return sorted(issued, key=lambda row: (row.class_name, row.sector_code))


def print_next(desk: RegisterDesk, told: Callable[[], None]) -> PrintJob | None:
    """
    Print the sheets that are due of the job whose turn it is; None when none is free.

    told: before every sheet; what it raises stops the work, and the job waits on. A process
    killed in between has lost one sheet at most: its file is in the tray whole or not at all,
    and it is printed again under the same name.
    Raises: Fault "print.tray", "paper.not_set": the job is put off, behind others.
    """
    outside, shelf = desk.outside, desk_of(desk.outside)
    with shelf.queue.claimed(outside.clock.now()) as job:
        if job is None:
            return None
        try:
            for sheet in shelf.queue.sheets(job):
                if not sheet.is_done:
                    told()
                    done = _printed(desk, shelf, job, sheet)
                    # A crash before this line leaves a page in the tray that is printed again.
                    shelf.queue.printed(job, done, now=outside.clock.now())
        except Fault:
            rest = min(_FIRST_REST * 2 ** min(job.failures, 10), _LONGEST_REST)
            shelf.queue.put_off(job, until=outside.clock.now() + rest)
            raise
        # A crash before this line leaves a job without a due sheet: taken again, it ends at once.
        shelf.queue.ended(job, now=outside.clock.now())
        return shelf.queue.get(job.school, job.job_id)


def _printed(desk: RegisterDesk, shelf: PrintShelf, job: PrintJob, sheet: PrintSheet) -> PrintSheet:
    outside = desk.outside
    try:
        printed = print_years(outside, [outside.records.get(sheet.key)], desk=desk)
    except Refusal as refusal:
        # One record that cannot be printed holds up no class: the page of the job says which.
        return replace(sheet, refusal=refusal.code)
    shelf.tray.store(job.job_id, printed.file_name, printed.pdf)
    return replace(sheet, name=printed.file_name)


def job_asked(outside: Outside, *, actor: Actor, school: SchoolCode, job_id: str) -> PrintJob:
    """
    Return a job to somebody who might have asked for it.

    Raises: Refusal "print.unknown", "permit.*".
    """
    job = desk_of(outside).queue.get(school, job_id)
    if job is None:
        raise Refusal("print.unknown", value=job_id)
    refusal = why_not_now(
        Duty.PRINT_CLASS,
        actor=actor,
        school=job.school,
        school_year=job.school_year,
        class_name=job.class_name,
    )
    if refusal is not None:
        raise refusal
    return job


def pages_fetched(outside: Outside, *, actor: Actor, job: PrintJob) -> Sequence[PrintSheet]:
    """
    Return the sheets of a job that may be fetched now, and note a reading of each.

    job: as `job_asked` returned it. Noted before a page leaves: nothing is seen without a trace.
    Raises: Refusal "print.cleared", "print.nothing_issued".
    """
    if job.cleared_at is not None:
        raise Refusal("print.cleared")
    ready = [sheet for sheet in desk_of(outside).queue.sheets(job) if sheet.name]
    if not ready:
        raise Refusal("print.nothing_issued")
    records = outside.records.many([sheet.key for sheet in ready])
    note_readings(outside, records, actor=actor, way=Way.PRINT)
    return ready


def clear_old(outside: Outside) -> int:
    """Remove the pages of jobs that ended a week ago; return of how many jobs."""
    shelf, now = desk_of(outside), outside.clock.now()
    old = shelf.queue.to_clear(now - LIES_FOR)
    for job in old:
        shelf.tray.remove(job.job_id)
        # A crash before this line leaves a job whose pages are gone: removed again.
        shelf.queue.cleared(job, now=now)
    return len(old)

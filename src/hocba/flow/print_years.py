"""Print several years of one pupil in one binding: each examined, each year's file inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Way, why_not_read
from hocba.core.publish.binding import bound
from hocba.core.publish.filled_form import FilledForm
from hocba.core.rules.library import stage_of
from hocba.core.terms.codes import RecordCode, RecordKey
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.judge import Setting
from hocba.flow.family_records import issued_years
from hocba.flow.print_record import form_of, pdf_name
from hocba.flow.printed_codes import issuer_here
from hocba.flow.read_record import note_readings
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.verify_document import examine
from hocba.ports.outside import Outside
from hocba.ports.records import WorkingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedYears:
    """A PDF of several years, and what it may be called."""

    pdf: bytes
    file_name: str


def years_to_print(
    outside: Outside, *, actor: Actor, code: RecordCode
) -> tuple[WorkingRecord, ...]:
    """
    Return the years of a record that somebody may print, and note that they print them.

    Each year in the version in force, of the level of school that the pupil reached; a homeroom
    teacher gets the years of the own class.
    Raises: Refusal "paper.nothing_to_bind"; "permit.*" where no year is theirs to read.
    """
    years = issued_years(outside, code)
    asked = [(record, _why_not(record, actor)) for record in years]
    free = tuple(record for record, refusal in asked if refusal is None)
    if not free:
        raise next((no for _, no in asked if no), Refusal("paper.nothing_to_bind"))
    # Each level of school has a form of its own: years are bound with those of the latest.
    stage = stage_of(max(free, key=lambda one: one.key.school_year.first).grade)
    free = tuple(record for record in free if stage_of(record.grade) == stage)
    note_readings(outside, free, actor=actor, way=Way.PRINT)
    return free


def _why_not(record: WorkingRecord, actor: Actor) -> Refusal | None:
    return why_not_read(
        actor=actor,
        school=record.school,
        school_year=record.key.school_year,
        class_name=record.class_name,
    )


def print_years(
    outside: Outside,
    records: Sequence[WorkingRecord],
    *,
    copy: str = "",
    desk: RegisterDesk | None = None,
) -> PrintedYears:
    """
    Print records of one pupil, noted as read before, as one PDF.

    copy: what a numbered copy bears on every page. desk: one that has read the registers, for
    who prints many.
    Raises: Refusal "paper.*": one year that failed stops all, for a gap would not be seen.
    """
    known = desk or RegisterDesk(outside)
    forms = [_form(outside, known, record) for record in records]
    book = bound(forms, copy=copy)
    return PrintedYears(
        pdf=outside.printer.bind(book), file_name=bound_name([one.key for one in records])
    )


def _form(outside: Outside, desk: RegisterDesk, record: WorkingRecord) -> FilledForm:
    setting = Setting(
        environments=frozenset({outside.environment}),
        book=desk.of_schools(record.school),
        now=outside.clock.now(),
    )
    file = record.document
    examined = examine(file, documents=outside.documents, paths=outside.paths, setting=setting)
    return form_of(file, examined, issuer=partial(issuer_here, outside))


def bound_name(keys: Sequence[RecordKey]) -> str:
    """Return a file's name for bound years: the record's code, the first year and the last."""
    if len(keys) == 1:
        return pdf_name(keys[0])
    first = min(key.school_year.first for key in keys)
    last = max(key.school_year.first for key in keys)
    return f"{keys[0].record_code[:-1]}-{first}-{last + 1}.pdf"

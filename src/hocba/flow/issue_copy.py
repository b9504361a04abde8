"""A school issues a copy on paper: numbered, noted, marked on every page, traced by its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.issued_copies import IssuedCopy, copy_number, copy_words
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Way
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.family_records import UNISSUED
from hocba.flow.print_jobs import desk_of
from hocba.flow.print_years import PrintedYears, print_years
from hocba.flow.read_record import note_readings
from hocba.ports.outside import Outside
from hocba.ports.records import WorkingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyAsked:
    """For whom a copy is, and on what request or letter, as schools cite it."""

    receiver: str
    basis: str


def issue_copy(
    outside: Outside, *, actor: Actor, records: Sequence[WorkingRecord], asked: CopyAsked
) -> IssuedCopy:
    """
    Issue a numbered copy of years of one record, and note a reading of each.

    records: of the actor's school, of one pupil.
    Raises: Refusal "permit.*", "share.receiver_due", "records.reason_due",
    "paper.nothing_to_bind", "family.not_issued", "print.no_desk".
    """
    if not records:
        raise Refusal("paper.nothing_to_bind")
    for record in records:
        refusal = why_not_now(Duty.ISSUE_COPY, actor=actor, school=record.school)
        if refusal is not None:
            raise refusal
        if record.status in UNISSUED:
            raise Refusal("family.not_issued")
    to, ground = clean(asked.receiver), clean(asked.basis)
    if not to:
        raise Refusal("share.receiver_due")
    if not ground:
        raise Refusal("records.reason_due", "a basis is due")
    keys, now = sorted(record.key for record in records), outside.clock.now()
    note_readings(outside, records, actor=actor, way=Way.COPY)
    # Noted before it is handed out: a crash leaves a number without a paper, never a paper
    # without a number.
    return desk_of(outside).copies.append(
        IssuedCopy(
            school=records[0].school,
            number=0,
            record_code=keys[0].record_code,
            keys=tuple(keys),
            receiver=to,
            basis=ground,
            by=actor.person,
            at=now,
            year=day_in_vietnam(now).year,
        )
    )


def copy_printed(outside: Outside, *, actor: Actor, issued: IssuedCopy) -> PrintedYears:
    """
    Print an issued copy, again if need be; noted as a reading each time.

    The documents are those that were copied, in those versions, whatever came after.
    Raises: Refusal "permit.*", "paper.*".
    """
    _require_duty(actor, issued.school)
    records = outside.records.many(issued.keys)
    note_readings(outside, records, actor=actor, way=Way.COPY)
    name = outside.book.school(issued.school).name
    printed = print_years(outside, records, copy=copy_words(issued, school=name))
    number = f"{issued.number}-{issued.year}"
    return PrintedYears(pdf=printed.pdf, file_name=f"ban-sao-{number}-{printed.file_name}")


def copy_traced(outside: Outside, *, actor: Actor, school: SchoolCode, written: str) -> IssuedCopy:
    """
    Return the copy that bears a number, as somebody reads it from a paper.

    Raises: Refusal "permit.*", "copy.not_a_number", "copy.unknown".
    """
    _require_duty(actor, school)
    year, number = copy_number(written)
    found = desk_of(outside).copies.numbered(school, year, number)
    if found is None:
        raise Refusal("copy.unknown", value=f"{number}/{year}/BS")
    return found


def _require_duty(actor: Actor, school: SchoolCode) -> None:
    refusal = why_not_now(Duty.ISSUE_COPY, actor=actor, school=school)
    if refusal is not None:
        raise refusal

"""Note that no record of a pupil is due for now, with a coded reason; or that it is due again."""

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.exceptions import ExceptionReason, RecordException, why_not_expected
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.outside import Outside


def note_exception(outside: Outside, *, actor: Actor, exception: RecordException) -> None:
    """
    Note an exception; a later one of the same pupil and year replaces the earlier.

    An expected day that stood before may stay, though it has passed meanwhile.
    Raises: Refusal "permit.*", "school.note_due", "school.unknown_pupil", "exception.*".
    """
    e = exception
    _require_may(actor, e.school, e.school_year, e.class_name)
    if e.reason is ExceptionReason.OTHER and not e.note.strip():
        raise Refusal("school.note_due", "a note is due")
    roster = outside.book.enrolments(e.school, e.school_year, e.class_name)
    if e.sector_code not in {entry.pupil.sector_code for entry in roster}:
        raise Refusal("school.unknown_pupil", value=e.sector_code, class_name=e.class_name)
    known = outside.book.exceptions(e.school, e.school_year, e.class_name)
    is_new_day = all(
        (k.sector_code, k.expected_on) != (e.sector_code, e.expected_on) for k in known
    )
    refusal = why_not_expected(e.expected_on, day_in_vietnam(outside.clock.now()))
    if is_new_day and refusal is not None:
        raise refusal
    outside.book.save_exceptions([e])


def end_exception(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str,
    sector_code: str,
) -> None:
    """
    End an exception: the pupil's record is due again.

    Raises: Refusal "permit.*".
    """
    _require_may(actor, school, school_year, class_name)
    outside.book.end_exception(school, school_year, sector_code)


def _require_may(
    actor: Actor, school: SchoolCode, school_year: SchoolYear, class_name: str
) -> None:
    refusal = why_not_now(
        Duty.NOTE_EXCEPTION,
        actor=actor,
        school=school,
        school_year=school_year,
        class_name=class_name,
    )
    if refusal is not None:
        raise refusal

"""Import who stands for which pupil: first as a plan, then for good."""

from collections.abc import Iterable, Mapping

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.families import ACCESS_BYTES
from hocba.core.compose.guardianship import Guardianship, entry_name, recorded
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import PersonalId, SchoolCode, SchoolYear
from hocba.core.terms.people import Enrolment
from hocba.core.terms.roles import Role
from hocba.flow.import_plan import ImportPlan, context_of
from hocba.ports.families import FamilyDesk
from hocba.ports.outside import Outside
from hocba.ports.school_book import Saved
from hocba.ports.spreadsheets import ListedGuardian

_Named = tuple[str, PersonalId]


def guarded_pupils(
    outside: Outside, *, actor: Actor, school: SchoolCode, school_year: SchoolYear
) -> tuple[Enrolment, ...]:
    """
    Return the pupils for whom somebody may record guardians: a homeroom teacher's own class.

    Raises: Refusal "permit.*" where there are none for this actor.
    """
    refusal = why_not_now(
        Duty.GIVE_FAMILY_CODE,
        actor=actor,
        school=school,
        school_year=school_year,
        class_name=actor.class_name if actor.role is Role.HOMEROOM_TEACHER else "",
    )
    if refusal is not None:
        raise refusal
    listed = outside.book.enrolments(school, school_year)
    if actor.role is not Role.HOMEROOM_TEACHER:
        return listed
    return tuple(each for each in listed if each.class_name == actor.class_name)


def plan_guardians(
    outside: Outside,
    desk: FamilyDesk,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    file: bytes,
    name: str,
) -> ImportPlan[ListedGuardian]:
    """
    Read a list of guardians and say what it would change; nothing is written.

    Nobody is ended by being absent: a list may hold one class, or those who came this week.
    Raises: Refusal "permit.*", "school.unknown", "sheet.*" when the file cannot be opened.
    """
    roster = guarded_pupils(outside, actor=actor, school=school, school_year=school_year)
    context = context_of(outside, school, school_year)
    reading = outside.sheets.read_guardians(file, name, context, roster)
    known = _open_now(outside, desk, school, reading.good)
    there = [each for each in reading.good if _named(each) in known]
    return ImportPlan(
        reading=reading,
        added=tuple(each for each in reading.good if _named(each) not in known),
        changed=tuple(each for each in there if not _stands(each, known[_named(each)])),
        unchanged=tuple(each for each in there if _stands(each, known[_named(each)])),
        findings=reading.findings,
    )


def take_guardians(
    outside: Outside,
    desk: FamilyDesk,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    file: bytes,
    name: str,
    good_rows_only: bool = False,
) -> Saved:
    """
    Record everybody whom a list names, in one transaction; who stands already is left as it is.

    Raises: as `plan_guardians`, and Refusal "sheet.has_errors" with every finding.
    """
    plan = plan_guardians(
        outside, desk, actor=actor, school=school, school_year=school_year, file=file, name=name
    )
    plan.taken(good_rows_only=good_rows_only)
    due = (*plan.added, *plan.changed)
    # A crash before this line leaves everything as it was; the file is given again.
    desk.guardianships.add_all(
        school,
        [
            (
                recorded(
                    each.standing,
                    entry_id=entry_name(outside.chance.draw(ACCESS_BYTES)),
                    school=school,
                    sector_code=each.sector_code,
                    by=actor.person,
                    at=outside.clock.now(),
                ),
                each.standing.number,
            )
            for each in due
        ],
    )
    return Saved(added=len(plan.added), changed=len(plan.changed), unchanged=len(plan.unchanged))


def _named(one: ListedGuardian) -> _Named:
    return one.sector_code, one.standing.number


def _open_now(
    outside: Outside, desk: FamilyDesk, school: SchoolCode, listed: Iterable[ListedGuardian]
) -> Mapping[_Named, Guardianship]:
    """Return what stands of those numbers at the school and was not ended, by pupil and number."""
    numbers = sorted({each.standing.number for each in listed})
    return {
        (one.sector_code, number): one
        for number, held in desk.guardianships.of_numbers(numbers).items()
        for one in reversed(held)
        if one.school == school and one.ended_at is None
    }


def _stands(one: ListedGuardian, known: Guardianship) -> bool:
    told = one.standing
    same = (told.kin, told.name, told.basis, told.until_on) == (
        *(known.kin, known.name, known.basis),
        known.until_on,
    )
    return same and (not one.says_from or told.from_on == known.from_on)

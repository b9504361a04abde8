"""Make a class, give it another name, join it with another: before anything of it is locked."""

from dataclasses import replace
from datetime import timedelta

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.life import Status
from hocba.core.compose.permit import Actor
from hocba.core.compose.roster import Ground, entries_between
from hocba.core.compose.staffing import entries_between as staffing_between
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role
from hocba.flow.staff_roles import roles_of
from hocba.ports.outside import Outside

_LONGEST = 20
_GRADES = "12345"


def make_class(
    outside: Outside, *, actor: Actor, school: SchoolCode, school_year: SchoolYear, name: str
) -> None:
    """
    Make a class that nobody is in yet, so that it can be given a homeroom teacher.

    Raises: Refusal "permit.*", "roster.grade_unknown", "year.class_known".
    """
    _require(actor, school)
    grade = _grade_of(name)
    if any(row.name == name for row in outside.book.classes(school, school_year)):
        raise Refusal("year.class_known", class_name=name)
    outside.years.make_class(school, school_year, name, grade)


def drop_class(
    outside: Outside, *, actor: Actor, school: SchoolCode, school_year: SchoolYear, name: str
) -> None:
    """Forget a class that nobody is in. Raises: Refusal "permit.*", "year.class_not_empty"."""
    _require(actor, school)
    if outside.book.enrolments(school, school_year, name):
        raise Refusal("year.class_not_empty", class_name=name)
    outside.years.drop_class(school, school_year, name)


def rename_class(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    name: str,
    new_name: str,
    ground: Ground,
) -> int:
    """
    Give a class another name, or join it with the class that has that name; return how many moved.

    Every pupil's move stands in the list's history from the day of `ground`; results and noted
    exceptions go along. Assignments go along, too; where the other class has a homeroom teacher,
    this one's ends the day before.
    Raises: Refusal "permit.*", "roster.grade_unknown", "year.same_name", "year.unknown_class",
        "year.other_grade", "year.class_locked" when a record of either class is more than a draft.
    """
    _require(actor, school)
    if new_name == name:
        raise Refusal("year.same_name", class_name=name)
    # In the turn of locking: no record is locked between the check and the write.
    with outside.marks.turn(school, school_year):
        classes = {row.name: row for row in outside.book.classes(school, school_year)}
        if name not in classes:
            raise Refusal("year.unknown_class", class_name=name)
        grades = classes[name].grades
        if len(grades) == 1 and _grade_of(new_name) != grades[0]:
            raise Refusal("year.other_grade", class_name=new_name, grade=str(grades[0]))
        _require_unlocked(outside, school, school_year, (name, new_name))
        moving = outside.book.enrolments(school, school_year, name)
        now = outside.clock.now()
        changes = [(old, replace(old, class_name=new_name)) for old in moving]
        entries = [
            entry
            for old, new in changes
            for entry in entries_between(
                old,
                new,
                school=school,
                school_year=school_year,
                by=actor.person,
                at=now,
                ground=ground,
            )
        ]
        outside.book.save_enrolments(school, school_year, [new for _, new in changes], entries)
        outside.years.drop_class(school, school_year, name)
        if not moving and new_name not in classes:
            outside.years.make_class(school, school_year, new_name, grades[0])
        _take_staff_along(
            outside, actor, school, school_year, name, new_name, ground, joins=new_name in classes
        )
    return len(changes)


def _require(actor: Actor, school: SchoolCode) -> None:
    refusal = why_not_now(Duty.KEEP_ROSTER, actor=actor, school=school)
    if refusal is not None:
        raise refusal


def _grade_of(name: str) -> int:
    if not name or name[0] not in _GRADES or len(name) > _LONGEST:
        raise Refusal("roster.grade_unknown", value=name[:_LONGEST])
    return int(name[0])


def _require_unlocked(
    outside: Outside, school: SchoolCode, school_year: SchoolYear, names: tuple[str, ...]
) -> None:
    for row in outside.records.rows(school, school_year):
        if row.class_name in names and row.status is not Status.DRAFT:
            raise Refusal("year.class_locked", class_name=row.class_name, status=row.status.value)


def _take_staff_along(
    outside: Outside,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    name: str,
    new_name: str,
    ground: Ground,
    *,
    joins: bool,
) -> None:
    """Let the class's assignments follow its pupils, each with its trace."""
    now = outside.clock.now()
    for member in outside.book.staff(school):
        changed = replace(
            member,
            appointments=tuple(
                _followed(held, school_year, name, new_name, ground, joins=joins)
                for held in member.appointments
            ),
        )
        if changed == member:
            continue
        trace = staffing_between(member, changed, school=school, by=actor.person, at=now)
        outside.book.save_staff(school, [changed], trace)
        _change_roles(outside, member, changed, school, school_year)


def _followed(
    held: Appointment,
    school_year: SchoolYear,
    name: str,
    new_name: str,
    ground: Ground,
    *,
    joins: bool,
) -> Appointment:
    is_over = held.to_on is not None and held.to_on < ground.on
    if held.class_name != name or is_over or held.year(school_year) != school_year:
        return held
    if joins and held.role is Role.HOMEROOM_TEACHER:
        return replace(held, to_on=ground.on - timedelta(days=1))
    return replace(held, class_name=new_name)


def _change_roles(
    outside: Outside,
    was: StaffMember,
    now: StaffMember,
    school: SchoolCode,
    school_year: SchoolYear,
) -> None:
    old, new = (tuple(roles_of(each, school, school_year)) for each in (was, now))
    outside.accounts.drop([role for role in old if role not in new])
    outside.accounts.save([role for role in new if role not in old])

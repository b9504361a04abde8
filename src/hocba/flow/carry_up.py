"""Carry a school's pupils up from the year before: a plan, one act, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hocba.core.assess.any_year import what_follows
from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.next_year import (
    Destination,
    YearAct,
    YearEntry,
    choice_findings,
    destinations,
    grade_in,
    last_carried,
    seen,
)
from hocba.core.compose.permit import Actor
from hocba.core.compose.staffing import pinned_to
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.levels import Completion, Promotion
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlan:
    """Where every pupil of the year before is to stand; nothing has been done."""

    school_year: SchoolYear
    pupils: tuple[Destination, ...]

    @property
    def seen(self) -> str:
        """What tells whether the plan is still what a form showed."""
        return seen(self.pupils)


def plan_next_year(
    outside: Outside, *, actor: Actor, school: SchoolCode, school_year: SchoolYear
) -> YearPlan:
    """
    Return where the pupils of the year before `school_year` are to stand in it.

    Raises: Refusal "permit.*", "year.nobody_before".
    """
    _require(actor, school)
    before = outside.book.enrolments(school, school_year.before)
    if not before:
        raise Refusal("year.nobody_before", value=str(school_year.before))
    there = [e.pupil.sector_code for e in outside.book.enrolments(school, school_year)]
    pupils = destinations(
        before,
        _completions(outside, school, school_year.before, before),
        there,
        on=day_in_vietnam(outside.clock.now()),
    )
    return YearPlan(school_year=school_year, pupils=pupils)


def carry_up(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    chosen: Mapping[str, str],
    was_seen: str,
    basis: str = "",
) -> int:
    """
    Put pupils into the classes of a new year, and return how many; whole or not at all.

    chosen: class by sector code; who is not named or has an empty class is left out.
    was_seen: `seen` of the plan as the form showed it.
    Homeroom classes of no stated year become those of the year before, so that nobody has the
    new class only because it has the old one's name.
    Raises: Refusal "permit.*", "year.nobody_before", "year.moved_on", "year.nobody_chosen",
        "year.not_by_result" with every finding.
    """
    with outside.marks.turn(school, school_year):
        plan = plan_next_year(outside, actor=actor, school=school, school_year=school_year)
        if plan.seen != was_seen:
            raise Refusal("year.moved_on")
        if findings := choice_findings(plan.pupils, chosen):
            first = findings[0]
            raise Refusal(first.code, findings=findings, **first.details)
        going = tuple(_carried(each, chosen.get(each.code, "")) for each in plan.pupils)
        rows = tuple(each for each in going if each is not None)
        if not rows:
            raise Refusal("year.nobody_chosen")
        _pin_homerooms(outside, school, school_year.before)
        entry = YearEntry(
            school=school,
            school_year=school_year,
            act=YearAct.CARRIED,
            by=actor.person,
            at=outside.clock.now(),
            basis=basis,
            pupils=tuple((row.pupil.sector_code, row.class_name) for row in rows),
        )
        outside.years.carry(school, school_year, rows, entry)
    return len(rows)


def why_not_taken_back(
    outside: Outside, *, actor: Actor, school: SchoolCode, school_year: SchoolYear
) -> Refusal | None:
    """Return why the last carrying up cannot be taken back now, or None when it can."""
    refusal = why_not_now(Duty.KEEP_ROSTER, actor=actor, school=school)
    if refusal is not None:
        return refusal
    last = last_carried(outside.years.entries(school, school_year))
    if last is None:
        return Refusal("year.nothing_carried")
    begun = outside.years.begun(school, school_year, [code for code, _ in last.pupils])
    return Refusal("year.begun", count=str(len(begun))) if begun else None


def take_back(
    outside: Outside, *, actor: Actor, school: SchoolCode, school_year: SchoolYear
) -> int:
    """
    Take the last carrying up back, and return how many pupils; possible until anything is entered.

    Raises: Refusal "permit.*", "year.nothing_carried", "year.begun".
    """
    with outside.marks.turn(school, school_year):
        refusal = why_not_taken_back(outside, actor=actor, school=school, school_year=school_year)
        if refusal is not None:
            raise refusal
        last = last_carried(outside.years.entries(school, school_year))
        assert last is not None
        entry = replace(
            last, act=YearAct.TAKEN_BACK, by=actor.person, at=outside.clock.now(), number=0
        )
        outside.years.take_back(school, school_year, [code for code, _ in last.pupils], entry)
    return len(last.pupils)


def _require(actor: Actor, school: SchoolCode) -> None:
    refusal = why_not_now(Duty.KEEP_ROSTER, actor=actor, school=school)
    if refusal is not None:
        raise refusal


def _completions(
    outside: Outside, school: SchoolCode, year: SchoolYear, people: tuple[Enrolment, ...]
) -> Mapping[str, Completion | Promotion]:
    """Return what the rules make of each pupil whose results are complete."""
    results = outside.book.results(school, year)
    found: dict[str, Completion | Promotion] = {}
    for each in people:
        code = each.pupil.sector_code
        if code not in results:
            continue
        try:
            found[code] = what_follows(results[code], year)
        except Refusal:
            # Incomplete: the plan says so of the pupil, and the school decides.
            continue
    return found


def _carried(each: Destination, class_name: str) -> Enrolment | None:
    grade = grade_in(each, class_name) if class_name else None
    if grade is None:
        return None
    return Enrolment(
        pupil=each.enrolment.pupil,
        grade=grade,
        class_name=class_name,
        disability=each.enrolment.disability,
    )


def _pin_homerooms(outside: Outside, school: SchoolCode, year: SchoolYear) -> None:
    staff = outside.book.staff(school)
    pinned = [(each, pinned_to(each, year)) for each in staff]
    changed = [now for was, now in pinned if now != was]
    if changed:
        outside.book.save_staff(school, changed)

"""After summer: assess again what was not completed, and decide on who still has not."""

from collections.abc import Mapping
from dataclasses import dataclass

from hocba.core.assess.again import (
    may_be_decided,
    second_columns,
    second_text,
    with_decision,
    with_second,
)
from hocba.core.assess.marking import Column, Value, cell_text, read_cell
from hocba.core.assess.problems import problems_of
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.marking_rights import why_row_rests
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import why_not_read
from hocba.core.rules.library import pack_for
from hocba.core.rules.primary import PrimaryPack
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.terms.people import Enrolment
from hocba.core.terms.text import clean
from hocba.ports.marks import Change, Decided
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePupil:
    """A pupil in a school's year, by sector code."""

    school: SchoolCode
    school_year: SchoolYear
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondSheet:
    """
    One pupil's second assessment.

    columns: the rows that are assessed again, no others. why_not_typed, why_not_decided: why
    this reader may not give results, or the decision.
    """

    enrolment: Enrolment
    year: YearAssessment
    pack: PrimaryPack
    columns: tuple[Column, ...]
    why_not_typed: Refusal | None
    why_not_decided: Refusal | None


def second_sheet(outside: Outside, *, actor: Actor, pupil: OnePupil) -> SecondSheet:
    """
    Return what is to be assessed again of one pupil.

    Raises: Refusal "permit.*", "school.unknown_pupil", "exception.not_due_again".
    """
    enrolment = _line(outside, pupil)
    refusal = why_not_read(
        actor=actor,
        school=pupil.school,
        school_year=pupil.school_year,
        class_name=enrolment.class_name,
    )
    if refusal is not None:
        raise refusal
    pack = pack_for(pupil.school_year, enrolment.grade)
    year = outside.book.assessments(pupil.school, pupil.school_year).get(pupil.code)
    found = () if year is None else second_columns(year, pack)
    is_open = year is not None and may_be_decided(year, pack)
    name = enrolment.pupil.full_name
    if year is None or not (found or is_open):
        raise Refusal("exception.not_due_again", name=name)
    rests = _rests(outside, pupil, enrolment)
    not_due = None if is_open else Refusal("exception.decision_not_due", name=name)
    decides = _may(Duty.DECIDE_PROMOTION, actor, pupil, enrolment)
    return SecondSheet(
        enrolment=enrolment,
        year=year,
        pack=pack,
        columns=found,
        why_not_typed=_may(Duty.IMPORT_RESULTS, actor, pupil, enrolment) or rests,
        why_not_decided=decides or rests or not_due,
    )


def _line(outside: Outside, pupil: OnePupil) -> Enrolment:
    for each in outside.book.enrolments(pupil.school, pupil.school_year):
        if each.pupil.sector_code == pupil.code:
            return each
    raise Refusal("school.unknown_pupil", value=pupil.code[:20], class_name="")


def _may(duty: Duty, actor: Actor, pupil: OnePupil, enrolment: Enrolment) -> Refusal | None:
    return why_not_now(
        duty,
        actor=actor,
        school=pupil.school,
        school_year=pupil.school_year,
        class_name=enrolment.class_name,
    )


def _rests(outside: Outside, pupil: OnePupil, enrolment: Enrolment) -> Refusal | None:
    rows = outside.records.rows(pupil.school, pupil.school_year)
    status = next((row.status for row in rows if row.sector_code == pupil.code), None)
    return why_row_rests(status, enrolment.pupil.full_name)


def save_second(
    outside: Outside,
    *,
    actor: Actor,
    pupil: OnePupil,
    typed: Mapping[str, str],
) -> tuple[Finding, ...]:
    """
    Save a second assessment whole, or tell everything that is wrong with it and save nothing.

    typed: by column key; rows that are not assessed again are not looked at.
    Raises: as `second_sheet`, "marks.locked", "exception.second_missing".
    """
    wrong: list[Finding] = []

    def decide(current: Mapping[str, YearAssessment]) -> Decided:
        # Read within the turn, so that a record locked meanwhile is seen here.
        sheet = second_sheet(outside, actor=actor, pupil=pupil)
        if sheet.why_not_typed is not None:
            raise sheet.why_not_typed
        values = _values(sheet, typed, wrong)
        year = with_second(sheet.year, values, sheet.pack)
        if not wrong and not any(values.values()):
            raise Refusal("exception.second_missing")
        wrong.extend(f for f in problems_of(year, sheet.pack) if f.weight is Weight.FAILED)
        if wrong:
            return Decided(years={}, changes=())
        return Decided(years={pupil.code: year}, changes=_changes(outside, sheet, year, actor))

    class_name = _line(outside, pupil).class_name
    outside.marks.change(pupil.school, pupil.school_year, class_name, decide)
    return tuple(wrong)


def decide_promotion(
    outside: Outside,
    *,
    actor: Actor,
    pupil: OnePupil,
    promoted: bool,
    basis: str,
) -> None:
    """
    Write down the principal's decision on a pupil who has not completed the year.

    Raises: as `second_sheet`, "exception.decision_not_due", "exception.basis_due".
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 11, khoản 1, điểm c.
    """
    words = clean(basis)
    if not words:
        raise Refusal("exception.basis_due")

    def decide(current: Mapping[str, YearAssessment]) -> Decided:
        sheet = second_sheet(outside, actor=actor, pupil=pupil)
        if sheet.why_not_decided is not None:
            raise sheet.why_not_decided
        year = with_decision(sheet.year, promoted=promoted, basis=words)
        before = "" if sheet.year.supplement is None else sheet.year.supplement.basis
        change = _change(outside, actor, pupil.code, "supplement/promoted", before, words)
        return Decided(years={pupil.code: year}, changes=(change,))

    class_name = _line(outside, pupil).class_name
    outside.marks.change(pupil.school, pupil.school_year, class_name, decide)


def _values(sheet: SecondSheet, typed: Mapping[str, str], wrong: list[Finding]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for column in sheet.columns:
        read = read_cell(column, typed.get(column.key, ""))
        if isinstance(read, Finding):
            wrong.append(read)
        else:
            values[column.key] = read
    return values


def _changes(
    outside: Outside, sheet: SecondSheet, year: YearAssessment, actor: Actor
) -> tuple[Change, ...]:
    code = sheet.enrolment.pupil.sector_code
    texts = [(c.key, second_text(sheet.year, c), second_text(year, c)) for c in sheet.columns]
    return tuple(
        _change(outside, actor, code, f"supplement/{key}", was, now)
        for key, was, now in texts
        if was != now
    )


def _change(outside: Outside, actor: Actor, code: str, column: str, was: str, now: str) -> Change:
    at = outside.clock.now()
    return Change(sector_code=code, column=column, was=was, now=now, by=actor.person, at=at)


def first_text(sheet: SecondSheet, column: Column) -> str:
    """Return what was given at the year's end."""
    return cell_text(sheet.year, column)

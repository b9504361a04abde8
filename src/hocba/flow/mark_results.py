"""Type a class's marks: the grid as it stands, and cells saved one by one without overwriting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from hocba.core.assess.marking import (
    Column,
    Value,
    cell_text,
    in_order,
    read_cell,
    with_values,
)
from hocba.core.assess.moments import Moment, change_key, columns_at
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.life import Status
from hocba.core.compose.marking_rights import why_not_mark, why_row_rests
from hocba.core.compose.permit import Actor
from hocba.core.rules.library import pack_for
from hocba.core.rules.primary import PrimaryPack
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import here_on
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.teaching import taught_now
from hocba.ports.marks import Change, Decided
from hocba.ports.outside import Outside

_MOST_CELLS: Final = 1_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """
    One grid of a class at one moment of the year: its pupils in Vietnamese order, who have
    not left. years: what was assessed at that moment.
    """

    school: SchoolCode
    school_year: SchoolYear
    class_name: str
    section: str
    moment: Moment
    columns: tuple[Column, ...]
    pack: PrimaryPack
    grade: int
    roster: tuple[Enrolment, ...]
    years: Mapping[str, YearAssessment]
    resting: Mapping[str, Refusal]
    refusal: Refusal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A cell as somebody typed it. was: what it showed when they began."""

    sector_code: str
    column: str
    was: str
    now: str


class Fate(StrEnum):
    """What became of a typed cell."""

    SAVED = "saved"
    CLASHES = "clash"
    REFUSED = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one typed cell. value: what the cell holds now in the school's book."""

    typed: Typed
    fate: Fate
    value: str
    finding: Finding | None = None


@dataclass(slots=True)
class _Desk:
    """What gathers while cells are looked at one after another."""

    answers: list[Answer] = field(default_factory=list)
    values: dict[str, dict[str, Value]] = field(default_factory=dict)


def read_grid(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str,
    section: str,
    moment: Moment = Moment.YEAR_END,
) -> Grid:
    """
    Return a grid; `refusal` says why it can only be read.

    Raises: Refusal "school.unknown_class", "marks.no_such_section", "rules.no_pack".
    """
    book = outside.book
    today = day_in_vietnam(outside.clock.now())
    roster = tuple(e for e in book.enrolments(school, school_year, class_name) if here_on(e, today))
    if not roster:
        raise Refusal("school.unknown_class", class_name=class_name, school_year=str(school_year))
    grade = min(enrolment.grade for enrolment in roster)
    pack = pack_for(school_year, grade)
    found = columns_at(moment, pack, grade, section)
    if not found:
        raise Refusal("marks.no_such_section", class_name=class_name, section=section[:40])
    taught = taught_now(outside, school, actor.person)
    return Grid(
        school=school,
        school_year=school_year,
        class_name=class_name,
        section=section,
        moment=moment,
        columns=found,
        pack=pack,
        grade=grade,
        roster=roster,
        years=_years_at(outside, school, school_year, moment),
        resting=_resting(outside, school, school_year, roster),
        refusal=why_not_mark(
            actor=actor,
            school=school,
            school_year=school_year,
            class_name=class_name,
            section=section,
            taught=taught,
        ),
    )


def _years_at(
    outside: Outside, school: SchoolCode, school_year: SchoolYear, moment: Moment
) -> Mapping[str, YearAssessment]:
    if moment is Moment.YEAR_END:
        return outside.book.assessments(school, school_year)
    return outside.marks.within_year(school, school_year, moment)


def _resting(
    outside: Outside, school: SchoolCode, school_year: SchoolYear, roster: Sequence[Enrolment]
) -> Mapping[str, Refusal]:
    standing: Mapping[str, Status] = {
        row.sector_code: row.status for row in outside.records.rows(school, school_year)
    }
    found = {}
    for enrolment in roster:
        code, name = enrolment.pupil.sector_code, enrolment.pupil.full_name
        if (rests := why_row_rests(standing.get(code), name)) is not None:
            found[code] = rests
    return found


def save_cells(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str,
    section: str,
    cells: Sequence[Typed],
    moment: Moment = Moment.YEAR_END,
) -> tuple[Answer, ...]:
    """
    Save typed cells; each is answered: saved, refused with its reason, or changed by others.

    A cell is written only where it still holds what its typist saw: whoever comes second is
    shown both values and chooses. Cells that can be saved are, all in one transaction.
    Raises: Refusal "permit.*", "marks.not_taught_by_you", "marks.too_many", as `read_grid`.
    """
    if len(cells) > _MOST_CELLS:
        raise Refusal("marks.too_many", count=str(len(cells)), most=str(_MOST_CELLS))
    desk = _Desk()

    def decide(current: Mapping[str, YearAssessment]) -> Decided:
        # Read within the turn: a record locked or a pupil moved before it is seen here.
        grid = read_grid(
            outside,
            actor=actor,
            school=school,
            school_year=school_year,
            class_name=class_name,
            section=section,
            moment=moment,
        )
        if grid.refusal is not None:
            raise grid.refusal
        for typed in cells:
            _look_at(typed, grid, current, desk)
        changes = _changes(desk, moment, by=actor.person, at=outside.clock.now())
        return Decided(years=_years(grid, current, desk), changes=changes)

    outside.marks.change(school, school_year, class_name, decide, moment=moment)
    return tuple(desk.answers)


def _changes(desk: _Desk, moment: Moment, *, by: str, at: datetime) -> tuple[Change, ...]:
    return tuple(
        Change(
            sector_code=answer.typed.sector_code,
            column=change_key(moment, answer.typed.column),
            was=answer.typed.was,
            now=answer.value,
            by=by,
            at=at,
        )
        for answer in desk.answers
        if answer.fate is Fate.SAVED
        and answer.typed.column in desk.values.get(answer.typed.sector_code, {})
    )


def _years(
    grid: Grid, current: Mapping[str, YearAssessment], desk: _Desk
) -> Mapping[str, YearAssessment]:
    grades = {e.pupil.sector_code: e.grade for e in grid.roster}
    found = {}
    for code, values in desk.values.items():
        empty = YearAssessment(grade=grades[code], subjects=(), traits=())
        found[code] = in_order(with_values(current.get(code, empty), values), grid.pack)
    return found


def _look_at(typed: Typed, grid: Grid, current: Mapping[str, YearAssessment], desk: _Desk) -> None:
    column = next((c for c in grid.columns if c.key == typed.column), None)
    wrong = _why_not(typed, grid, column)
    if wrong is not None or column is None:
        desk.answers.append(Answer(typed=typed, fate=Fate.REFUSED, value="", finding=wrong))
        return
    held = cell_text(current.get(typed.sector_code), column)
    read = read_cell(column, typed.now)
    if isinstance(read, Finding):
        desk.answers.append(Answer(typed=typed, fate=Fate.REFUSED, value=held, finding=read))
        return
    meant = "" if read is None else str(read)
    if held not in (typed.was, meant):
        details = {"theirs": held, "yours": meant}
        clash = Finding(code="marks.changed_meanwhile", where=column.key, details=details)
        desk.answers.append(Answer(typed=typed, fate=Fate.CLASHES, value=held, finding=clash))
        return
    if held != meant:
        desk.values.setdefault(typed.sector_code, {})[column.key] = read
    desk.answers.append(Answer(typed=typed, fate=Fate.SAVED, value=meant))


def _why_not(typed: Typed, grid: Grid, column: Column | None) -> Finding | None:
    where = f"{typed.sector_code}/{typed.column}"
    if all(typed.sector_code != e.pupil.sector_code for e in grid.roster):
        details = {"class_name": grid.class_name}
        return Finding(code="marks.pupil_not_here", where=where, details=details)
    if column is None:
        details = {"column": typed.column[:40]}
        return Finding(code="marks.no_such_column", where=where, details=details)
    rests = grid.resting.get(typed.sector_code)
    if rests is not None:
        return Finding(code=rests.code, where=where, details=rests.details)
    return None

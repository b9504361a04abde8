"""Reads a class's year-end results, in the shape of TT 27/2020 Phụ lục 2 or as flat columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from hocba.adapters.spreadsheets.body import Body, body_of
from hocba.adapters.spreadsheets.classes import same_class
from hocba.adapters.spreadsheets.grid import Grid, column_letters, grids
from hocba.adapters.spreadsheets.header import Header, MeaningOf
from hocba.adapters.spreadsheets.ledger import Ledger
from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.made import reading_of
from hocba.adapters.spreadsheets.result_columns import SUBJECTS, TRAITS, result_meanings
from hocba.adapters.spreadsheets.result_row import year_of
from hocba.adapters.spreadsheets.roster_match import RosterMatch
from hocba.adapters.spreadsheets.source import demand_columns, list_of
from hocba.adapters.spreadsheets.texts import plain_text
from hocba.adapters.spreadsheets.titles import check_school, check_titles
from hocba.adapters.spreadsheets.words import word_key
from hocba.core.rules.primary import PrimaryPack, YearTest, programme, traits
from hocba.core.terms.people import Enrolment
from hocba.ports.spreadsheets import PupilYear, Reading, SheetContext

_SUMMER_WORD: Final = "bosung"
"""In the name of the sheet of the supplementary assessment; absent or empty in May."""

DUE_ALWAYS: Final = (("Họ và tên", ("full_name",)), ("Mã học sinh", ("sector_code", "born_on")))

_FACTS: Final = ("not_assessed_by_law", "recognised", "absent_excused", "absent_unexcused")


Rules = TypeVar("Rules")
"""A pack of rules for primary or for secondary school."""


class OfClass(Protocol):
    """Which class a sheet is about."""

    @property
    def class_name(self) -> str:
        """Its name."""
        ...

    @property
    def roster(self) -> Sequence[Enrolment]:
        """Its pupils."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAsked(Generic[Rules]):
    """Which class's results are due, by which rules, for whom."""

    grade: int
    class_name: str
    pack: Rules
    roster: Sequence[Enrolment]


def read_year_results(
    file: bytes, name: str, context: SheetContext, asked: ClassAsked[PrimaryPack]
) -> Reading[PupilYear]:
    """Read a result sheet; see the port."""
    ledger = Ledger()
    meaning_of = result_meanings(asked.pack)
    of_year, of_summer = _split(grids(file))
    found = list_of(of_year, meaning_of, ledger)
    if found is None:
        return reading_of(name=name, ledger=ledger)
    grid, header = found
    check_titles(grid, header, context, ledger, class_name=asked.class_name)
    if ledger.is_blocked:
        return reading_of(name=name, ledger=ledger, header=header)
    demand_columns(grid, header, _due_columns(asked), ledger)
    body = body_of(grid, header, ledger, context.today)
    if not ledger.is_blocked:
        own = frozenset(row.key for row in programme(asked.pack, asked.grade))
        tell_foreign_subjects(body, header, own, asked.pack.subject_label, asked.grade)
    later = _summer_lines(of_summer, meaning_of, context, asked, ledger)
    pairs = _read(body, later, context, asked)
    return reading_of(name=name, ledger=ledger, header=header, pairs=pairs, ignored=body.ignored)


def _split(found: Sequence[Grid]) -> tuple[tuple[Grid, ...], tuple[Grid, ...]]:
    summer = tuple(grid for grid in found if _SUMMER_WORD in word_key(grid.sheet))
    of_year = tuple(grid for grid in found if grid not in summer)
    return of_year or summer, summer if of_year else ()


def _due_columns(asked: ClassAsked[PrimaryPack]) -> list[tuple[str, Sequence[str]]]:
    due: list[tuple[str, Sequence[str]]] = list(DUE_ALWAYS)
    for row in programme(asked.pack, asked.grade):
        if row.required:
            due.append((f"{row.short} - Mức đạt được", (f"{SUBJECTS}/{row.key}/level",)))
        if row.required and row.test is YearTest.REQUIRED:
            due.append((f"{row.short} - Điểm KTĐK", (f"{SUBJECTS}/{row.key}/score",)))
    due += [
        (trait.label, (f"{TRAITS}/{trait.key}/level",))
        for trait in traits(asked.pack, asked.grade)
        if trait.required
    ]
    return due


def tell_foreign_subjects(
    body: Body, header: Header, own: frozenset[str], label: Callable[[str], str], grade: int
) -> None:
    """
    Note each filled column of a subject that the grade does not have; its rows are not good.

    own: keys of the subjects of the grade. label: how a subject is called.
    """
    for meaning, column in header.columns.items():
        parts = meaning.split("/")
        if parts[0] != SUBJECTS or parts[1] in own:
            continue
        filled = [line for line in body.lines if not line.is_blank(meaning)]
        if not filled:
            continue
        ledger = filled[0].ledger
        ledger.fault_beside_rows(
            "sheet.subject_not_in_grade",
            f"{header.sheet}!{column_letters(column)}{header.last + 1}",
            column=header.text(meaning),
            subject=label(parts[1]),
            grade=str(grade),
            count=str(len(filled)),
        )
        for line in filled:
            ledger.spoil(line.grid.sheet, line.row)


def _summer_lines(
    found: Sequence[Grid],
    meaning_of: MeaningOf,
    context: SheetContext,
    asked: ClassAsked[PrimaryPack],
    ledger: Ledger,
) -> Mapping[str, Line]:
    if not found:
        return {}
    sheet = list_of(found, meaning_of, ledger)
    if sheet is None:
        return {}
    grid, header = sheet
    check_titles(grid, header, context, ledger, class_name=asked.class_name)
    body = body_of(grid, header, ledger, context.today)
    filled = [line for line in body.lines if _is_filled(line)]
    match = RosterMatch(asked.roster)
    return {code: line for line in filled if (code := match.pupil_of(line))}


def _is_filled(line: Line) -> bool:
    given = (m for m in line.header.columns if "/" in m or m in {"promoted", "basis"})
    return any(not line.is_blank(meaning) for meaning in given)


def _has_results(line: Line) -> bool:
    """Return whether the teacher put anything into the row, beside who it is about."""
    given = (m for m in line.header.columns if "/" in m or m in _FACTS)
    return any(not line.is_blank(meaning) for meaning in given)


def _read(
    body: Body, later: Mapping[str, Line], context: SheetContext, asked: ClassAsked[PrimaryPack]
) -> list[tuple[Line, PupilYear | None]]:
    match = RosterMatch(asked.roster)
    pairs: list[tuple[Line, PupilYear | None]] = []
    unused = dict(later)
    for line in body.lines:
        check_row(line, context, asked)
        code = match.pupil_of(line)
        if code and not _has_results(line):
            if match.is_due(code) and not line.ledger.is_blocked:
                line.warn("sheet.row_not_filled", "full_name")
            continue
        summer = unused.pop(code, None)
        year = year_of(line, summer, grade=asked.grade, pack=asked.pack)
        if summer is not None and summer.ledger.is_bad(summer.grid.sheet, summer.row):
            line.ledger.spoil(line.grid.sheet, line.row)
        pairs.append((line, PupilYear(sector_code=code, assessment=year) if code else None))
    for line in unused.values():
        line.fault("sheet.supplement_without_year", "full_name")
    tell_class(body, match, asked)
    return pairs


def check_row(line: Line, context: SheetContext, asked: OfClass) -> None:
    """Tell of a row of another school or class."""
    if not line.is_blank("school_code"):
        cell = line.cell("school_code")
        check_school(cell, plain_text(cell.value), context, line.ledger)
    if not line.is_blank("class_name"):
        text = plain_text(line.cell("class_name").value)
        if not same_class(text, asked.class_name):
            line.fault("sheet.row_of_other_class", "class_name", class_name=asked.class_name)


def tell_class(body: Body, match: RosterMatch, asked: OfClass) -> None:
    """Tell of a sheet of another class, and of pupils who are not in it."""
    if not body.lines or body.lines[0].ledger.is_blocked:
        return
    line = body.lines[0]
    if match.is_of_another_class:
        line.ledger.fault_of_file(
            "sheet.no_pupil_of_class", line.grid.sheet, class_name=asked.class_name
        )
    else:
        match.tell_missing(line.ledger, line.grid.sheet)

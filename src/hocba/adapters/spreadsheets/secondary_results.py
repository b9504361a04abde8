"""Reads a secondary class's results: a row a pupil, two terms, the summer and comments."""

from collections.abc import Sequence
from typing import TypeAlias

from hocba.adapters.spreadsheets.body import Body, body_of
from hocba.adapters.spreadsheets.grid import grids
from hocba.adapters.spreadsheets.ledger import Ledger
from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.made import reading_of
from hocba.adapters.spreadsheets.result_columns import SUBJECTS
from hocba.adapters.spreadsheets.results import (
    DUE_ALWAYS,
    ClassAsked,
    check_row,
    tell_class,
    tell_foreign_subjects,
)
from hocba.adapters.spreadsheets.roster_match import RosterMatch
from hocba.adapters.spreadsheets.secondary_columns import secondary_meanings
from hocba.adapters.spreadsheets.secondary_row import secondary_year_of
from hocba.adapters.spreadsheets.source import demand_columns, list_of
from hocba.adapters.spreadsheets.titles import check_titles
from hocba.core.rules.secondary import SecondaryPack
from hocba.ports.spreadsheets import PupilYear, Reading, SheetContext

SecondaryAsked: TypeAlias = ClassAsked[SecondaryPack]
"""A secondary class."""


def read_secondary_results(
    file: bytes, name: str, context: SheetContext, asked: SecondaryAsked
) -> Reading[PupilYear]:
    """Read a result sheet; see the port."""
    ledger = Ledger()
    found = list_of(grids(file), secondary_meanings(asked.pack), ledger)
    if found is None:
        return reading_of(name=name, ledger=ledger)
    grid, header = found
    check_titles(grid, header, context, ledger, class_name=asked.class_name)
    if ledger.is_blocked:
        return reading_of(name=name, ledger=ledger, header=header)
    demand_columns(grid, header, _due_columns(asked), ledger)
    body = body_of(grid, header, ledger, context.today)
    if not ledger.is_blocked:
        own = frozenset(one.key for one in asked.pack.programme(asked.grade))
        tell_foreign_subjects(body, header, own, asked.pack.subject_label, asked.grade)
    pairs = _read(body, context, asked)
    return reading_of(name=name, ledger=ledger, header=header, pairs=pairs, ignored=body.ignored)


def _due_columns(asked: SecondaryAsked) -> list[tuple[str, Sequence[str]]]:
    due: list[tuple[str, Sequence[str]]] = list(DUE_ALWAYS)
    for one in asked.pack.programme(asked.grade):
        if one.required_in(asked.grade):
            due.append((f"{one.label} - Học kì I", (f"{SUBJECTS}/{one.key}/first",)))
            due.append((f"{one.label} - Học kì II", (f"{SUBJECTS}/{one.key}/second",)))
    due.append(("Rèn luyện - Học kì I", ("conduct_first",)))
    due.append(("Rèn luyện - Học kì II", ("conduct_second",)))
    due.append(("Số buổi nghỉ", ("absences",)))
    return due


def _read(
    body: Body, context: SheetContext, asked: SecondaryAsked
) -> list[tuple[Line, PupilYear | None]]:
    match = RosterMatch(asked.roster)
    pairs: list[tuple[Line, PupilYear | None]] = []
    for line in body.lines:
        check_row(line, context, asked)
        code = match.pupil_of(line)
        if code and not _has_results(line):
            if match.is_due(code) and not line.ledger.is_blocked:
                line.warn("sheet.row_not_filled", "full_name")
            continue
        year = secondary_year_of(
            line, grade=asked.grade, pack=asked.pack, school_year=context.school_year
        )
        pairs.append((line, PupilYear(sector_code=code, assessment=year) if code else None))
    tell_class(body, match, asked)
    return pairs


def _has_results(line: Line) -> bool:
    """Return whether anybody put anything into the row, beside who it is about."""
    given = (m for m in line.header.columns if "/" in m or m.startswith(("conduct_", "not_ass")))
    return any(not line.is_blank(meaning) for meaning in given)

"""Reads a staff list with assignments."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hocba.adapters.spreadsheets.body import body_of
from hocba.adapters.spreadsheets.classes import class_name_in
from hocba.adapters.spreadsheets.days import birth_day_of, day_of
from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.made import reading_of
from hocba.adapters.spreadsheets.opened import OpenedList, opened_list
from hocba.adapters.spreadsheets.persons import (
    doubt_personal_id,
    full_name_of,
    gender_of,
    personal_id_of,
)
from hocba.adapters.spreadsheets.source import demand_columns
from hocba.adapters.spreadsheets.staff_subjects import taught_in
from hocba.adapters.spreadsheets.texts import code_of, plain_text, text_of
from hocba.adapters.spreadsheets.titles import check_school
from hocba.adapters.spreadsheets.words import codes_by_word, word_key
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean, match_key
from hocba.ports.spreadsheets import Reading, SheetContext

_DUE: Final = (("Mã cán bộ", ("staff_code",)), ("Họ và tên", ("full_name",)))
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
_NO_CLASS: Final = frozenset({"", "khong", "x", "0"})
_SEVERAL: Final = re.compile(r"[;,+\n]| và ")

Pair = tuple[Line, StaffMember | None]


def read_staff(file: bytes, name: str, context: SheetContext) -> Reading[StaffMember]:
    """Read a staff list; see the port."""
    opened: OpenedList | Reading[StaffMember] = opened_list(file, name, "staff", context)
    if isinstance(opened, Reading):
        return opened
    grid, header, ledger = opened
    demand_columns(grid, header, _DUE, ledger)
    body = body_of(grid, header, ledger, context.today)
    pairs = [(line, _member(line, context)) for line in body.lines]
    _tell_one_number(pairs)
    merged = _merged(pairs)
    return reading_of(name=name, ledger=ledger, header=header, pairs=merged, ignored=body.ignored)


def _member(line: Line, context: SheetContext) -> StaffMember | None:
    if not line.is_blank("school_code"):
        code = code_of(line, "school_code")
        check_school(line.cell("school_code"), code, context, line.ledger)
    full_name = full_name_of(line)
    born_on = birth_day_of(line, "born_on")
    gender = gender_of(line)
    number = personal_id_of(line)
    email = _email(line)
    appointments = _appointments(line, context.school_year)
    if line.is_blank("staff_code"):
        line.fault("sheet.value_missing", "staff_code")
        return None
    if born_on is not None:
        doubt_personal_id(line, number, born_on, gender)
    return StaffMember(
        staff_code=code_of(line, "staff_code"),
        full_name=full_name,
        born_on=born_on,
        gender=gender,
        email=email,
        personal_id=number,
        appointments=appointments,
    )


def _email(line: Line) -> str:
    email = text_of(line, "email").casefold()
    if email and not _EMAIL.fullmatch(email):
        line.fault("sheet.not_an_email", "email")
        return ""
    return email


def _appointments(line: Line, school_year: SchoolYear) -> tuple[Appointment, ...]:
    roles, taught = _roles(line), taught_in(line, school_year)
    if taught:
        # What is taught says more than the word for the role alone.
        roles = tuple(role for role in roles if role is not Role.SUBJECT_TEACHER)
    class_name = _homeroom_class(line)
    if class_name and Role.HOMEROOM_TEACHER not in roles:
        roles = (*(r for r in roles if r is not Role.SUBJECT_TEACHER), Role.HOMEROOM_TEACHER)
    if Role.HOMEROOM_TEACHER in roles and not class_name:
        line.fault("sheet.homeroom_without_class", "class_name")
    from_on, to_on = day_of(line, "from_on"), day_of(line, "to_on")
    if from_on is not None and to_on is not None and to_on < from_on:
        line.fault("sheet.days_reversed", "to_on")
    basis = text_of(line, "basis")
    teaching = tuple(
        Appointment(
            role=Role.SUBJECT_TEACHER,
            class_name=name,
            subject=key,
            from_on=from_on,
            to_on=to_on,
            basis=basis,
        )
        for name, key in taught
    )
    return teaching + tuple(
        Appointment(
            role=role,
            class_name=class_name if role is Role.HOMEROOM_TEACHER else "",
            from_on=from_on,
            to_on=to_on,
            basis=basis,
        )
        for role in roles
    )


def _roles(line: Line) -> tuple[Role, ...]:
    """Return the roles named in `Chức vụ`; a position that signs nothing gives none."""
    if line.is_blank("position"):
        return ()
    known = codes_by_word("position")
    roles = []
    for part in _SEVERAL.split(clean(plain_text(line.cell("position").value))):
        code = known.get(word_key(part))
        if code is None and part.strip():
            line.warn("sheet.position_gives_no_role", "position", part=part.strip())
        elif code is not None:
            roles.append(Role(code))
    return tuple(dict.fromkeys(roles))


def _homeroom_class(line: Line) -> str:
    text = text_of(line, "class_name", limit=20)
    return "" if word_key(text) in _NO_CLASS else class_name_in(text)


def _tell_one_number(pairs: Sequence[Pair]) -> None:
    first: dict[str, tuple[Line, StaffMember]] = {}
    for line, member in pairs:
        if member is None or isinstance(member.personal_id, Missing):
            continue
        before = first.setdefault(member.personal_id, (line, member))
        if before[1].staff_code != member.staff_code:
            line.fault(
                "sheet.personal_id_twice",
                "personal_id",
                name=member.full_name,
                first=before[0].place("personal_id").where,
                first_name=before[1].full_name,
            )
            line.ledger.spoil(before[0].grid.sheet, before[0].row)


def _merged(pairs: Sequence[Pair]) -> list[Pair]:
    """Join the rows of one person: a role a row is how schools list two tasks."""
    kept: dict[str, tuple[Line, StaffMember]] = {}
    for line, member in pairs:
        if member is None:
            continue
        key = member.staff_code.casefold()
        before = kept.get(key)
        if before is None:
            kept[key] = (line, member)
        elif match_key(before[1].full_name) != match_key(member.full_name):
            line.fault(
                "sheet.staff_code_twice",
                "staff_code",
                name=member.full_name,
                first=before[0].place("staff_code").where,
                first_name=before[1].full_name,
            )
            line.ledger.spoil(before[0].grid.sheet, before[0].row)
        elif line.ledger.is_bad(line.grid.sheet, line.row):
            line.ledger.spoil(before[0].grid.sheet, before[0].row)
        else:
            appointments = dict.fromkeys((*before[1].appointments, *member.appointments))
            kept[key] = (before[0], replace(before[1], appointments=tuple(appointments)))
    return list(kept.values())

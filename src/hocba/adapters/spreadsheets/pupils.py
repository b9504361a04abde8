"""Reads a pupil list: of the sector database, of a school, or of new pupils of grade 1."""

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from hocba.adapters.spreadsheets.body import body_of
from hocba.adapters.spreadsheets.classes import class_name_in
from hocba.adapters.spreadsheets.coded import listed_code_of
from hocba.adapters.spreadsheets.days import birth_day_of, day_of
from hocba.adapters.spreadsheets.doubles import tell_doubles
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
from hocba.adapters.spreadsheets.texts import NAME_CHARS, code_of, plain_text, text_of
from hocba.adapters.spreadsheets.titles import check_school
from hocba.adapters.spreadsheets.words import word_key
from hocba.core.terms.codes import PersonalId
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Enrolment, Guardian, Pupil
from hocba.core.terms.text import clean, match_key
from hocba.ports.spreadsheets import Reading, SheetContext

_DUE: Final = (
    ("Họ và tên", ("full_name", "last_name")),
    ("Ngày sinh", ("born_on",)),
)
_GRADE: Final = re.compile(r"(?:khoi|lop)?\s*(\d{1,2})")
_BIRTH_PARTS: Final = ("birth_ward", "birth_district", "birth_province")
_HOME_PARTS: Final = ("home_hamlet", "home_ward", "home_district", "home_province")
_RESIDENCE_PARTS: Final = (
    "residence_hamlet",
    "residence_ward",
    "residence_district",
    "residence_province",
)
_GUARDIANS: Final = (("CHA", "father"), ("ME", "mother"), ("GIAM_HO", "guardian"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListKind:
    """has_codes: False for a list of new pupils, whom the sector database does not know yet."""

    has_codes: bool
    context: SheetContext


def read_pupils(file: bytes, name: str, context: SheetContext) -> Reading[Enrolment]:
    """Read a pupil list; see the port."""
    opened: OpenedList | Reading[Enrolment] = opened_list(file, name, "pupils", context)
    if isinstance(opened, Reading):
        return opened
    grid, header, ledger = opened
    body = body_of(grid, header, ledger, context.today)
    has_class = any(body.classes.values())
    due = _DUE if has_class else (*_DUE, ("Lớp", ("class_name",)))
    demand_columns(grid, header, due, ledger)
    kind = _ListKind(has_codes="sector_code" in header.columns, context=context)
    pairs = [(line, _enrolment(line, body.classes[line.row], kind)) for line in body.lines]
    tell_doubles(pairs)
    return reading_of(name=name, ledger=ledger, header=header, pairs=pairs, ignored=body.ignored)


def _enrolment(line: Line, class_above: str, kind: _ListKind) -> Enrolment | None:
    if not line.is_blank("school_code"):
        _check_school_of_row(line, kind.context)
    pupil = _pupil(line, kind)
    class_name = _class_name(line, class_above)
    grade = _grade(line, class_name, kind.context)
    status = listed_code_of(line, "status", "pupil_status") or "01"
    status_on = day_of(line, "status_on")
    disability = _disability(line)
    if pupil is None or grade is None or not class_name:
        return None
    return Enrolment(
        pupil=pupil,
        grade=grade,
        class_name=class_name,
        status=status,
        status_on=status_on,
        disability=disability,
    )


def _check_school_of_row(line: Line, context: SheetContext) -> None:
    check_school(line.cell("school_code"), code_of(line, "school_code"), context, line.ledger)


def _pupil(line: Line, kind: _ListKind) -> Pupil | None:
    full_name = full_name_of(line)
    if line.has("born_on") and line.is_blank("born_on"):
        line.fault("sheet.value_missing", "born_on")
    born_on = birth_day_of(line, "born_on")
    gender = gender_of(line)
    nationality = _nationality(line)
    number = personal_id_of(line, nationality)
    ethnic_code = listed_code_of(line, "ethnic_code", "ethnic_groups")
    birth_place = _place(line, "birth_place", _BIRTH_PARTS)
    home_town = _place(line, "home_town", _HOME_PARTS)
    address = _place(line, "address", _RESIDENCE_PARTS)
    guardians = _guardians(line)
    sector_code = _sector_code(line, kind, full_name, born_on, number)
    if born_on is None:
        return None
    doubt_personal_id(line, number, born_on, gender)
    return Pupil(
        sector_code=sector_code,
        personal_id=number,
        full_name=full_name,
        born_on=born_on,
        gender=gender,
        ethnic_code=ethnic_code,
        nationality=nationality,
        birth_place=birth_place,
        home_town=home_town,
        address=address,
        guardians=guardians,
    )


def _sector_code(
    line: Line,
    kind: _ListKind,
    full_name: str,
    born_on: date | None,
    number: PersonalId | Missing,
) -> str:
    if not line.is_blank("sector_code"):
        return code_of(line, "sector_code")
    if kind.has_codes:
        line.fault("sheet.value_missing", "sector_code")
        return ""
    # The sector database gives codes only after the upload; until then the same child must
    # have the same code each time the list is read.
    words = f"{match_key(full_name)}|{born_on}|{number}|{kind.context.school_code}"
    code = f"TAM-{sha256(words.encode()).hexdigest()[:12].upper()}"
    line.warn("sheet.temporary_code", "full_name", temporary=code)
    return code


def _class_name(line: Line, class_above: str) -> str:
    if line.is_blank("class_name"):
        if not class_above and line.has("class_name"):
            line.fault("sheet.value_missing", "class_name")
        return class_above
    return class_name_in(text_of(line, "class_name", limit=20))


def _grade(line: Line, class_name: str, context: SheetContext) -> int | None:
    of_class = re.match(r"\d{1,2}", class_name)
    stated = _stated_grade(line)
    grade = stated if of_class is None else int(of_class[0])
    if stated is not None and grade != stated:
        line.fault("sheet.grade_differs", "grade", class_name=class_name)
        return None
    if grade is None:
        if class_name:
            line.fault("sheet.grade_unknown", "class_name")
        return None
    if grade not in context.grades:
        line.fault("sheet.grade_not_here", "class_name", grade=str(grade))
        return None
    return grade


def _stated_grade(line: Line) -> int | None:
    if line.is_blank("grade"):
        return None
    found = _GRADE.fullmatch(match_key(plain_text(line.cell("grade").value)))
    if found is None:
        line.fault("sheet.not_in_list", "grade")
        return None
    return int(found[1])


def _disability(line: Line) -> str | None:
    key = word_key(plain_text(line.cell("disability").value))
    if line.is_blank("disability") or key in {"khong", "0", "00", "khongkhuettat"}:
        return None
    if key in {"x", "co"}:
        line.warn("sheet.disability_kind_unknown", "disability")
        return "06"
    return listed_code_of(line, "disability", "disability")


def _nationality(line: Line) -> str:
    text = clean(plain_text(line.cell("nationality").value))
    if not line.is_blank("nationality") and re.fullmatch(r"[A-Z]{2}", text):
        return text
    return listed_code_of(line, "nationality", "nationality") or "VN"


def _place(line: Line, whole: str, parts: tuple[str, ...]) -> str:
    texts = [text_of(line, meaning) for meaning in (whole, *parts)]
    kept: list[str] = []
    for text in texts:
        if text and not any(match_key(text) in match_key(before) for before in kept):
            kept.append(text)
    return ", ".join(kept)


def _guardians(line: Line) -> tuple[Guardian, ...]:
    found = []
    for relation, meaning in _GUARDIANS:
        name = text_of(line, meaning, limit=NAME_CHARS)
        if name:
            occupation = text_of(line, f"{meaning}_job")
            found.append(Guardian(relation=relation, full_name=name, occupation=occupation))
    return tuple(found)

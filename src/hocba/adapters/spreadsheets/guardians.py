"""Reads a list of those who stand for pupils: parents and guardians with their personal numbers."""

from collections.abc import Sequence
from typing import Final

from hocba.adapters.spreadsheets.body import body_of
from hocba.adapters.spreadsheets.coded import listed_code_of
from hocba.adapters.spreadsheets.days import day_of
from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.made import reading_of
from hocba.adapters.spreadsheets.opened import OpenedList, opened_list
from hocba.adapters.spreadsheets.persons import full_name_of, personal_id_of
from hocba.adapters.spreadsheets.roster_match import RosterMatch
from hocba.adapters.spreadsheets.source import demand_columns
from hocba.adapters.spreadsheets.texts import text_of
from hocba.adapters.spreadsheets.titles import check_school
from hocba.core.compose.families import Kin
from hocba.core.compose.guardianship import full_age_on, required_standing
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.ports.spreadsheets import ListedGuardian, Reading, SheetContext

_DUE: Final = (
    ("Mã học sinh", ("sector_code", "pupil_name")),
    ("Họ và tên người giám hộ", ("full_name",)),
    ("Quan hệ", ("kin",)),
    ("Số định danh cá nhân", ("personal_id",)),
    ("Giấy tờ trường đã thấy", ("basis",)),
)
_STATED: Final = ("kin", "full_name", "personal_id", "basis")
"""Where all of these are blank, a row of the template was not used."""
_COLUMNS: Final = {"name": "full_name", "number": "personal_id", "until": "until_on"}
"""Fields of a standing whose columns have another name."""

Pair = tuple[Line, ListedGuardian | None]


def read_guardians(
    file: bytes, name: str, context: SheetContext, roster: Sequence[Enrolment]
) -> Reading[ListedGuardian]:
    """Read a list of guardians; see the port."""
    opened: OpenedList | Reading[ListedGuardian] = opened_list(file, name, "guardians", context)
    if isinstance(opened, Reading):
        return opened
    grid, header, ledger = opened
    demand_columns(grid, header, _DUE, ledger)
    body = body_of(grid, header, ledger, context.today)
    match = RosterMatch(roster, name="pupil_name", born_on="pupil_born_on", once=False)
    known = {entry.pupil.sector_code: entry for entry in roster}
    lines = [line for line in body.lines if any(not line.is_blank(each) for each in _STATED)]
    pairs = [(line, _guardian(line, known.get(match.pupil_of(line)), context)) for line in lines]
    _tell_twice(pairs)
    ignored = body.ignored + len(body.lines) - len(lines)
    return reading_of(name=name, ledger=ledger, header=header, pairs=pairs, ignored=ignored)


def _guardian(line: Line, entry: Enrolment | None, context: SheetContext) -> ListedGuardian | None:
    """Read one row; whatever is wrong with it is noted, whether its pupil is known or not."""
    if not line.is_blank("school_code"):
        code = text_of(line, "school_code")
        check_school(line.cell("school_code"), code, context, line.ledger)
    full_name, kin, number = full_name_of(line), _kin(line), personal_id_of(line)
    if line.is_blank("personal_id") or (isinstance(number, Missing) and _says_none(line)):
        line.fault("sheet.value_missing", "personal_id")
    from_on, until_on = day_of(line, "from_on"), day_of(line, "until_on")
    basis = text_of(line, "basis")
    if entry is None or kin is None or not full_name or isinstance(number, Missing):
        if not basis:
            line.fault("family.basis_due", "basis")
        return None
    pupil = entry.pupil
    try:
        standing = required_standing(
            kin=kin,
            name=full_name,
            number=number,
            basis=basis,
            from_on=from_on or context.today,
            until_on=until_on if line.has("until_on") and until_on else full_age_on(pupil.born_on),
            pupil_number=None if isinstance(pupil.personal_id, Missing) else pupil.personal_id,
        )
    except Refusal as refusal:
        for each in refusal.findings:
            line.fault(each.code, _COLUMNS.get(each.where, each.where), **each.details)
        return None
    return ListedGuardian(
        sector_code=pupil.sector_code,
        pupil_name=pupil.full_name,
        class_name=entry.class_name,
        standing=standing,
        says_from=from_on is not None,
    )


def _says_none(line: Line) -> bool:
    """Return whether the cell says in words that there is no number."""
    return not any(letter.isdigit() for letter in text_of(line, "personal_id"))


def _kin(line: Line) -> Kin | None:
    if line.has("kin") and line.is_blank("kin"):
        line.fault("sheet.value_missing", "kin")
    code = listed_code_of(line, "kin", "kin")
    return None if code is None else Kin(code)


def _tell_twice(pairs: Sequence[Pair]) -> None:
    """Note rows that state one person twice for one pupil; none of them is a good row."""
    first: dict[tuple[str, str], Line] = {}
    for line, found in pairs:
        if found is None:
            continue
        before = first.setdefault((found.sector_code, found.standing.number), line)
        if before is not line:
            line.fault(
                "sheet.guardian_twice",
                "personal_id",
                name=found.standing.name,
                pupil=found.pupil_name,
                first=before.place("personal_id").where,
            )
            line.ledger.spoil(before.grid.sheet, before.row)

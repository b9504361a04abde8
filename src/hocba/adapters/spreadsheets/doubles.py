"""One child twice in a list: under one number, or in two classes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from hocba.adapters.spreadsheets.classes import same_class
from hocba.adapters.spreadsheets.line import Line
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Enrolment
from hocba.core.terms.text import match_key

Pair = tuple[Line, Enrolment | None]
_Read = tuple[Line, Enrolment]


def tell_doubles(pairs: Iterable[Pair]) -> None:
    """Note rows that share a pupil code or a personal number; none of them is a good row."""
    read = [(line, found) for line, found in pairs if found is not None]
    by_code: dict[str, list[_Read]] = defaultdict(list)
    by_number: dict[str, list[_Read]] = defaultdict(list)
    by_birth: dict[tuple[str, str, str], list[_Read]] = defaultdict(list)
    for line, found in read:
        if found.pupil.sector_code:
            by_code[found.pupil.sector_code.casefold()].append((line, found))
        if not isinstance(found.pupil.personal_id, Missing):
            by_number[found.pupil.personal_id].append((line, found))
        by_birth[_birth_key(found)].append((line, found))
    for group in by_code.values():
        _tell_one_code(group)
    for group in by_number.values():
        if len({found.pupil.sector_code for _, found in group}) > 1:
            _tell(group, "sheet.personal_id_twice", "personal_id")
    for group in by_birth.values():
        _doubt_namesakes(group)


def _birth_key(found: Enrolment) -> tuple[str, str, str]:
    pupil = found.pupil
    return match_key(pupil.full_name), pupil.born_on.isoformat(), match_key(found.class_name)


def _tell_one_code(group: Sequence[_Read]) -> None:
    first = group[0][1]
    if all(same_class(found.class_name, first.class_name) for _, found in group):
        _tell(group, "sheet.pupil_twice", "sector_code")
    else:
        _tell(group, "sheet.pupil_in_two_classes", "class_name")


def _tell(group: Sequence[_Read], code: str, meaning: str) -> None:
    first_line, first = group[0]
    for line, found in group[1:]:
        line.fault(
            code,
            meaning,
            name=found.pupil.full_name,
            first=first_line.place(meaning).where,
            first_name=first.pupil.full_name,
            first_class=first.class_name,
            class_name=found.class_name,
        )
        first_line.ledger.spoil(first_line.grid.sheet, first_line.row)


def _doubt_namesakes(group: Sequence[_Read]) -> None:
    first_line, first = group[0]
    for line, found in group[1:]:
        if found.pupil.sector_code != first.pupil.sector_code:
            name = found.pupil.full_name
            where = first_line.place("full_name").where
            line.warn("sheet.same_name_and_birth", "full_name", name=name, first=where)

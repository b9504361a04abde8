"""What a row of a staff list says that a person teaches: subjects, in classes."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from hocba.adapters.spreadsheets.classes import class_name_in
from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.result_columns import with_synonyms
from hocba.adapters.spreadsheets.texts import plain_text
from hocba.adapters.spreadsheets.words import header_key
from hocba.core.rules.library import any_pack_for
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean

_SEVERAL: Final = re.compile(r"[;,+\n]")
_GRADE: Final = re.compile(r"\d{1,2}")


def taught_in(line: Line, school_year: SchoolYear) -> tuple[tuple[str, str], ...]:
    """
    Return (class, key of the subject) of all that a row names: each subject in each class.

    A subject is known by the names that the rules of the class's grade give it. Notes
    "sheet.subject_unknown", and "staff.subject_due" where only one of the two is filled.
    """
    subjects, classes = _parts(line, "subject"), _parts(line, "taught_classes")
    if bool(subjects) != bool(classes):
        line.fault("staff.subject_due", "taught_classes" if subjects else "subject")
        return ()
    found = []
    for name in map(class_name_in, classes):
        words = _words(school_year, name)
        for subject in subjects:
            key = words.get(header_key(subject))
            if key is None:
                line.fault("sheet.subject_unknown", "subject", subject=subject, class_name=name)
            else:
                found.append((name, key))
    return tuple(found)


def _parts(line: Line, meaning: str) -> tuple[str, ...]:
    if line.is_blank(meaning):
        return ()
    text = clean(plain_text(line.cell(meaning).value))
    # The name of a subject may hold a comma itself; a list of subjects is parted by semicolons.
    mark = re.compile(r"[;\n]") if meaning == "subject" else _SEVERAL
    return tuple(part for raw in mark.split(text) if (part := raw.strip()))


@lru_cache(maxsize=256)
def _words(school_year: SchoolYear, class_name: str) -> Mapping[str, str]:
    grade = _GRADE.match(class_name)
    try:
        rules = any_pack_for(school_year, int(grade[0]) if grade else 0)
    except Refusal:
        return {}
    if isinstance(rules, SecondaryPack):
        own = ((one.key, (one.key, one.label)) for one in rules.subjects)
        return with_synonyms("results_subjects", own)
    short = ((one.key, (one.key, one.label, one.short)) for one in rules.subjects)
    return with_synonyms("results_subjects", short)

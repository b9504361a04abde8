"""One row of a result sheet: what the teacher gives for one pupil."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hocba.adapters.spreadsheets.coded import (
    is_marked,
    listed_code_of,
    subject_level_of,
    trait_level_of,
)
from hocba.adapters.spreadsheets.line import Line
from hocba.adapters.spreadsheets.numbers import count_of, measure_of, score_of
from hocba.adapters.spreadsheets.result_columns import COMMENTS, SUBJECTS, TRAITS
from hocba.adapters.spreadsheets.texts import comment_of, text_of
from hocba.core.assess.problems import problems_of
from hocba.core.assess.year import SubjectOutcome, Supplement, TraitOutcome, YearAssessment
from hocba.core.rules.primary import PrimaryPack, SubjectRow, YearTest, programme, traits
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Weight
from hocba.core.terms.text import clean

_MOST_DAYS: Final = 366
_HEIGHT_CM: Final = (50, 220)
_WEIGHT_KG: Final = (5, 200)
_AWARDS_CHARS: Final = 1_000
_SIDES: Final = ("level", "score", "comment")


def year_of(line: Line, later: Line | None, *, grade: int, pack: PrimaryPack) -> YearAssessment:
    """
    Return what a row gives; notes everything wrong with it.

    later: the pupil's row on the sheet of the supplementary assessment, where there is one.
    """
    by_plan = is_marked(line, "not_assessed_by_law")
    blank = Missing.NOT_ASSESSED if by_plan else Missing.UNKNOWN
    assessment = YearAssessment(
        grade=grade,
        subjects=_subjects(line, programme(pack, grade), pack, blank),
        traits=_traits(line, grade, pack, blank),
        comments=_comments(line, pack),
        height_cm=measure_of(line, "height_cm", least=_HEIGHT_CM[0], most=_HEIGHT_CM[1]),
        weight_kg=measure_of(line, "weight_kg", least=_WEIGHT_KG[0], most=_WEIGHT_KG[1]),
        absent_excused=count_of(line, "absent_excused", most=_MOST_DAYS),
        absent_unexcused=count_of(line, "absent_unexcused", most=_MOST_DAYS),
        not_assessed_by_law=by_plan,
        recognised=is_marked(line, "recognised"),
        other_awards=_awards(line),
        supplement=None if later is None else _supplement(later, grade, pack),
    )
    if not line.ledger.is_blocked:
        _tell_problems(line, later, assessment, pack)
    return assessment


def _subjects(
    line: Line, rows: tuple[SubjectRow, ...], pack: PrimaryPack, blank: Missing
) -> tuple[SubjectOutcome, ...]:
    found = []
    for row in rows:
        places = {side: f"{SUBJECTS}/{row.key}/{side}" for side in _SIDES}
        if not row.required and all(line.is_blank(place) for place in places.values()):
            continue
        score = score_of(line, places["score"])
        # A blank score is missing where a test is due and means nothing elsewhere.
        no_score = Missing.NOT_APPLICABLE if row.test is not YearTest.REQUIRED else blank
        found.append(
            SubjectOutcome(
                subject=row.key,
                level=subject_level_of(line, places["level"]) or blank,
                score=no_score if score is None else score,
                comment=comment_of(line, places["comment"], limit=pack.comment_subject_chars),
            )
        )
    return tuple(found)


def _traits(line: Line, grade: int, pack: PrimaryPack, blank: Missing) -> tuple[TraitOutcome, ...]:
    found = []
    for row in traits(pack, grade):
        place = f"{TRAITS}/{row.key}/level"
        if row.required or not line.is_blank(place):
            level = trait_level_of(line, place)
            found.append(TraitOutcome(trait=row.key, level=level or blank))
    return tuple(found)


def _comments(line: Line, pack: PrimaryPack) -> Mapping[str, str]:
    given = {
        group.key: comment_of(line, f"{COMMENTS}/{group.key}", limit=group.limit_chars)
        for group in pack.groups
    }
    return MappingProxyType({key: comment for key, comment in given.items() if comment})


def _awards(line: Line) -> tuple[str, ...]:
    text = text_of(line, "other_awards", limit=_AWARDS_CHARS)
    return tuple(award for part in text.split(";") if (award := clean(part)))


def _supplement(line: Line, grade: int, pack: PrimaryPack) -> Supplement:
    """Read the August sheet's row: only what was assessed again is filled in there."""
    subjects = []
    for row in programme(pack, grade):
        places = {side: f"{SUBJECTS}/{row.key}/{side}" for side in _SIDES}
        if all(line.is_blank(place) for place in places.values()):
            continue
        score = score_of(line, places["score"])
        subjects.append(
            SubjectOutcome(
                subject=row.key,
                level=subject_level_of(line, places["level"]) or Missing.UNKNOWN,
                score=Missing.NOT_APPLICABLE if score is None else score,
                comment=comment_of(line, places["comment"], limit=pack.comment_subject_chars),
            )
        )
    later = (
        TraitOutcome(trait=row.key, level=level)
        for row in traits(pack, grade)
        if (level := trait_level_of(line, f"{TRAITS}/{row.key}/level")) is not None
    )
    return Supplement(
        subjects=tuple(subjects),
        traits=tuple(later),
        promoted=_promoted(line),
        basis=text_of(line, "basis"),
    )


def _promoted(line: Line) -> bool | None:
    code = listed_code_of(line, "promoted", "promotion")
    return None if code is None else code == "len_lop"


def _tell_problems(
    line: Line, later: Line | None, assessment: YearAssessment, pack: PrimaryPack
) -> None:
    """Ask the rules about the whole year, and put what they say into the cells."""
    for found in problems_of(assessment, pack):
        of_later = found.where.startswith("supplement") and later is not None
        asked = later if of_later and later is not None else line
        place = _column(asked, found.where.removeprefix("supplement/"))
        if asked.ledger.has_fault_at(asked.place(place).where):
            continue
        tell = asked.warn if found.weight is Weight.WARNING else asked.fault
        tell(found.code, place, **dict(found.details))
        if of_later and found.weight is not Weight.WARNING:
            line.ledger.spoil(line.grid.sheet, line.row)


def _column(line: Line, where: str) -> str:
    """Return the meaning whose column a place of the rules points to."""
    for place in (where, f"{where}/level", where.split("/")[0]):
        if line.has(place):
            return place
    return "full_name"

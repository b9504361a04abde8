"""
The second calculation: the same results, worked out another way, from the text of the law.

It shares no table, no bit set and no rule pack with the first. What it knows of the law is
written out here once more, by hand, so that a slip in a pack shows as a disagreement too.
It climbs: everybody begins at Chưa hoàn thành and takes a step for each clause that is met.
"""

from collections import Counter
from typing import Final

from hocba.core.assess.year import YearAssessment, YearOutcome
from hocba.core.terms.levels import Completion, YearResult
from hocba.core.terms.missing import Missing

_EVERY_GRADE: Final = "tieng_viet toan dao_duc gdtc am_nhac mi_thuat hdtn"
_TAUGHT: Final = {
    1: f"{_EVERY_GRADE} tnxh",
    2: f"{_EVERY_GRADE} tnxh",
    3: f"{_EVERY_GRADE} tnxh ngoai_ngu_1 tin_hoc cong_nghe",
    4: f"{_EVERY_GRADE} ngoai_ngu_1 tin_hoc cong_nghe khoa_hoc ls_dl",
    5: f"{_EVERY_GRADE} ngoai_ngu_1 tin_hoc cong_nghe khoa_hoc ls_dl",
}
_BY_CHOICE: Final = {1: "ngoai_ngu_1 tieng_dan_toc", 2: "ngoai_ngu_1 tieng_dan_toc"}
_BY_CHOICE_LATER: Final = "tieng_dan_toc"
# Điều 7, khoản 1: these have a test at the end of the year, where they are obligatory.
_TESTED: Final = "tieng_viet toan ngoai_ngu_1 ls_dl khoa_hoc tin_hoc cong_nghe"
_QUALITIES: Final = "yeu_nuoc nhan_ai cham_chi trung_thuc trach_nhiem"
_GENERAL: Final = "tu_chu_tu_hoc giao_tiep_hop_tac gqvd_sang_tao"
_SPECIFIC: Final = "ngon_ngu tinh_toan khoa_hoc tham_mi the_chat"
_SPECIFIC_WITH_SUBJECT: Final = "cong_nghe tin_hoc"
_FIRST_GRADE_WITH_IT: Final = 3
_LAST_GRADE: Final = 5


class _NotByTheLaw(Exception):  # noqa: N818 - an answer, not an error
    """The law gives no result for this."""


def _demand(condition: bool) -> None:
    if not condition:
        raise _NotByTheLaw


class _Sheet:
    """The pupil's page as a teacher reads it: levels by name, tests by name."""

    def __init__(self) -> None:
        self.subjects: dict[str, str] = {}
        self.traits: dict[str, str] = {}
        self.tests: dict[str, int] = {}


def _written_once(names: list[str]) -> None:
    _demand(all(count == 1 for count in Counter(names).values()))


def _year_sheet(assessment: YearAssessment) -> _Sheet:
    sheet = _Sheet()
    _written_once([row.subject for row in assessment.subjects])
    _written_once([row.trait for row in assessment.traits])
    for row in assessment.subjects:
        if isinstance(row.level, Missing):
            _demand(isinstance(row.score, Missing) and row.comment == "")
        else:
            sheet.subjects[row.subject] = row.level.value
        if not isinstance(row.score, Missing):
            sheet.tests[row.subject] = row.score
    for trait in assessment.traits:
        if not isinstance(trait.level, Missing):
            sheet.traits[trait.trait] = trait.level.value
    named = {row.subject for row in assessment.subjects}
    _demand(named <= _may_study(assessment.grade))
    _demand({row.trait for row in assessment.traits} <= _all_traits())
    return sheet


def _must_study(grade: int) -> set[str]:
    return set(_TAUGHT[grade].split())


def _may_study(grade: int) -> set[str]:
    return _must_study(grade) | set(_BY_CHOICE.get(grade, _BY_CHOICE_LATER).split())


def _all_traits() -> set[str]:
    return set(f"{_QUALITIES} {_GENERAL} {_SPECIFIC} {_SPECIFIC_WITH_SUBJECT}".split())


def _must_show(grade: int) -> set[str]:
    with_subject = grade >= _FIRST_GRADE_WITH_IT
    return _all_traits() - (set() if with_subject else set(_SPECIFIC_WITH_SUBJECT.split()))


def _check_whole(sheet: _Sheet, grade: int) -> None:
    must_test = _must_study(grade) & set(_TESTED.split())
    _demand(_must_study(grade) <= sheet.subjects.keys())
    _demand(_must_show(grade) <= sheet.traits.keys())
    _demand(must_test <= sheet.tests.keys())
    _demand(sheet.tests.keys() <= must_test | {"tieng_dan_toc"})
    _demand(all(0 <= test <= 10 for test in sheet.tests.values()))


def _climb(sheet: _Sheet) -> YearResult:
    """Điều 9, khoản 2, điểm a, read from the bottom up."""
    levels = "".join(sheet.subjects.values())
    shown = "".join(sheet.traits.values())
    tests = sheet.tests.values()
    if "C" in levels + shown or any(test < 5 for test in tests):
        return YearResult.NOT_DONE
    all_well = levels.strip("T") == "" and shown.strip("T") == ""
    if not all_well or any(test < 7 for test in tests):
        return YearResult.DONE
    if any(test < 9 for test in tests):
        return YearResult.WELL_DONE
    return YearResult.EXCELLENT


def _assess_again(sheet: _Sheet, assessment: YearAssessment) -> bool:
    """Điều 11, khoản 1, điểm b: write the new results over the old. Return whether any came."""
    later = assessment.supplement
    if later is None:
        return False
    _written_once([row.subject for row in later.subjects])
    _written_once([row.trait for row in later.traits])
    for row in later.subjects:
        _demand(row.subject in sheet.subjects)
        if not isinstance(row.level, Missing):
            sheet.subjects[row.subject] = row.level.value
        if not isinstance(row.score, Missing):
            sheet.tests[row.subject] = row.score
    for trait in later.traits:
        _demand(trait.trait in sheet.traits)
        if not isinstance(trait.level, Missing):
            sheet.traits[trait.trait] = trait.level.value
    return bool(later.subjects or later.traits)


def _decision(assessment: YearAssessment) -> Completion:
    """Điều 11, khoản 1, điểm c."""
    later = assessment.supplement
    if later is None or later.promoted is None:
        return Completion.PENDING
    return {True: Completion.PROMOTED_BY_DECISION, False: Completion.NOT_PROMOTED}[later.promoted]


def _not_assessed(assessment: YearAssessment) -> YearOutcome:
    """Điều 8: no level stands anywhere; the principal decides."""
    later = assessment.supplement
    rows = [*assessment.subjects, *(later.subjects if later else ())]
    shown = [*assessment.traits, *(later.traits if later else ())]
    levels = [row.level for row in rows] + [row.level for row in shown]
    values = [*levels, *(row.score for row in rows)]
    _demand(all(isinstance(value, Missing) for value in values))
    return YearOutcome(result=Missing.NOT_ASSESSED, completion=_decision(assessment))


def _title(result: YearResult, recognised: bool) -> tuple[str, ...]:
    """Điều 13, khoản 1, điểm a."""
    if result is YearResult.EXCELLENT:
        return ("hs_xuat_sac",)
    return ("hs_tieu_bieu",) if result is YearResult.WELL_DONE and recognised else ()


def _outcome(assessment: YearAssessment) -> YearOutcome:
    _demand(assessment.grade in _TAUGHT)
    if assessment.not_assessed_by_law:
        return _not_assessed(assessment)
    sheet = _year_sheet(assessment)
    _check_whole(sheet, assessment.grade)
    result = _climb(sheet)
    titles = _title(result, assessment.recognised)
    if _assess_again(sheet, assessment):
        _demand(result is YearResult.NOT_DONE)
        _check_whole(sheet, assessment.grade)
        result, titles = _climb(sheet), ()
    if result is YearResult.NOT_DONE:
        return YearOutcome(result=result, completion=_decision(assessment), awards=titles)
    _demand(_decision(assessment) is Completion.PENDING)
    last = assessment.grade == _LAST_GRADE
    completion = Completion.PRIMARY if last else Completion.CLASS
    return YearOutcome(result=result, completion=completion, awards=titles)


def second_outcome(assessment: YearAssessment) -> YearOutcome | None:
    """
    Return the outcome by the second calculation, or None where the law gives none.

    Only for cross-checks, and never in place of the first. Knows Thông tư 27/2020/TT-BGDĐT.
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 7, 8, 9, 11, 13.
    """
    try:
        return _outcome(assessment)
    except _NotByTheLaw:
        return None

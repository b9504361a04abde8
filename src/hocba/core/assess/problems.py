"""Everything wrong or missing in one pupil's year, at once."""

from hocba.core.assess.marks import mark_problems, ordinary_result
from hocba.core.assess.table import grade_table
from hocba.core.assess.words import word_problems
from hocba.core.assess.year import YearAssessment, YearOutcome
from hocba.core.rules.primary import PrimaryPack
from hocba.core.terms.outcomes import Finding


def problems_of(assessment: YearAssessment, pack: PrimaryPack) -> tuple[Finding, ...]:
    """
    Return every finding, FAILED and WARNING, each with a place such as `subjects/toan/score`.

    Empty means that a record can be composed and that `outcome_of` will answer.
    """
    return (*mark_problems(assessment, pack), *word_problems(assessment, pack))


def flawless_outcome(assessment: YearAssessment, pack: PrimaryPack) -> YearOutcome | None:
    """
    Return what `outcome_of` makes of a year in which `problems_of` finds nothing.

    Both in one go, for the ordinary pupil: every verification asks for both. None says nothing
    but that they have to be asked: anything found, a supplement, a pupil not assessed by law.
    """
    result = ordinary_result(assessment, pack)
    if result is None or word_problems(assessment, pack):
        return None
    outcome = grade_table(pack, assessment.grade).outcomes[result, assessment.recognised]
    # Recognition that leads to no title is worth a warning.
    return None if assessment.recognised and not outcome.awards else outcome

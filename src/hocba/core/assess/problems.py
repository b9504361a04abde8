"""Everything wrong or missing in one pupil's year, at once."""

from hocba.core.assess.marks import mark_problems
from hocba.core.assess.words import word_problems
from hocba.core.assess.year import YearAssessment
from hocba.core.rules.primary import PrimaryPack
from hocba.core.terms.outcomes import Finding


def problems_of(assessment: YearAssessment, pack: PrimaryPack) -> tuple[Finding, ...]:
    """
    Return every finding, FAILED and WARNING, each with a place such as `subjects/toan/score`.

    Empty means that a record can be composed and that `outcome_of` will answer.
    """
    return (*mark_problems(assessment, pack), *word_problems(assessment, pack))

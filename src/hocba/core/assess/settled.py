"""The rows of a year after the supplementary assessment: what the học bạ shows."""

from hocba.core.assess.year import SubjectOutcome, TraitOutcome, YearAssessment
from hocba.core.terms.missing import Missing


def _settled_subject(year: SubjectOutcome, later: SubjectOutcome | None) -> SubjectOutcome:
    if later is None:
        return year
    return SubjectOutcome(
        subject=year.subject,
        level=year.level if isinstance(later.level, Missing) else later.level,
        score=year.score if isinstance(later.score, Missing) else later.score,
        comment=later.comment or year.comment,
    )


def settled_subjects(assessment: YearAssessment) -> tuple[SubjectOutcome, ...]:
    """
    Return the subject rows with the supplementary results put in their places.

    What a supplementary row leaves out (level, score or comment) stays as it was in the year:
    a pupil may be assessed again without a new test. The last retest score is the one shown.
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 11; hướng dẫn ghi học bạ.
    """
    if assessment.supplement is None:
        return assessment.subjects
    later = {row.subject: row for row in assessment.supplement.subjects}
    return tuple(_settled_subject(row, later.get(row.subject)) for row in assessment.subjects)


def settled_traits(assessment: YearAssessment) -> tuple[TraitOutcome, ...]:
    """Return the qualities and competences with the supplementary results in their places."""
    if assessment.supplement is None:
        return assessment.traits
    later = {
        row.trait: row for row in assessment.supplement.traits if not isinstance(row.level, Missing)
    }
    return tuple(later.get(row.trait, row) for row in assessment.traits)

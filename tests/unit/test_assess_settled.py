"""The rows that the học bạ shows after a supplementary assessment."""

from dataclasses import replace

from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.settled import settled_subjects, settled_traits
from hocba.core.assess.year import SubjectOutcome, Supplement, TraitOutcome
from hocba.core.rules.primary import PrimaryPack, SupplementRule
from hocba.core.terms.levels import Completion, SubjectLevel, TraitLevel, YearResult
from hocba.core.terms.missing import Missing
from tests.builders import TT27, an_assessment


def _with_cap(pack: PrimaryPack, highest: YearResult) -> PrimaryPack:
    rule = SupplementRule(
        due_for=pack.supplement.due_for, highest_result=highest, basis=pack.supplement.basis
    )
    return replace(pack, supplement=rule)


def test_without_a_supplement_the_rows_are_the_years_own() -> None:
    year = an_assessment(4)

    assert settled_subjects(year) is year.subjects
    assert settled_traits(year) is year.traits


def test_a_new_level_and_score_stand_where_the_old_ones_stood() -> None:
    later = Supplement(
        subjects=(SubjectOutcome(subject="toan", level=SubjectLevel.DONE, score=6),),
        traits=(TraitOutcome(trait="cham_chi", level=TraitLevel.REACHED),),
    )
    year = an_assessment(
        4, levels={"toan": "C"}, scores={"toan": 3}, shown={"cham_chi": "C"}, supplement=later
    )

    subjects = {row.subject: row for row in settled_subjects(year)}
    shown = {row.trait: row.level for row in settled_traits(year)}

    assert [row.subject for row in settled_subjects(year)] == [s.subject for s in year.subjects]
    assert (subjects["toan"].level, subjects["toan"].score) == (SubjectLevel.DONE, 6)
    assert shown["cham_chi"] is TraitLevel.REACHED


def test_what_the_supplement_leaves_out_stays() -> None:
    later = Supplement(
        subjects=(
            SubjectOutcome(subject="toan", level=Missing.UNKNOWN, score=7),
            SubjectOutcome(subject="dao_duc", level=SubjectLevel.DONE),
        ),
        traits=(TraitOutcome(trait="cham_chi", level=Missing.NOT_ASSESSED),),
    )
    year = an_assessment(4, levels={"dao_duc": "C"}, scores={"toan": 3}, supplement=later)

    subjects = {row.subject: row for row in settled_subjects(year)}

    assert (subjects["toan"].level, subjects["toan"].score) == (SubjectLevel.WELL_DONE, 7)
    assert subjects["dao_duc"].score is Missing.NOT_APPLICABLE
    assert settled_traits(year) == year.traits


def test_a_pack_may_cap_what_a_supplement_can_reach() -> None:
    later = Supplement(subjects=(SubjectOutcome(subject="toan", level=Missing.UNKNOWN, score=10),))
    year = an_assessment(4, scores={"toan": 4}, supplement=later)

    assert outcome_of(year, TT27).result is YearResult.EXCELLENT
    assert outcome_of(year, _with_cap(TT27, YearResult.DONE)).result is YearResult.DONE


def test_an_empty_supplement_changes_nothing() -> None:
    year = an_assessment(4)

    assert outcome_of(replace(year, supplement=Supplement()), TT27) == outcome_of(year, TT27)


def test_a_decision_alone_settles_a_pupil_who_has_not_completed() -> None:
    year = an_assessment(4, levels={"toan": "C"}, supplement=Supplement(promoted=False))

    assert outcome_of(year, TT27).completion is Completion.NOT_PROMOTED

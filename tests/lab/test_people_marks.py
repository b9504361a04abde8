"""Marks of the synthetic world promise the result that the law then gives."""

from collections import Counter
from random import Random

import pytest

from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.year import YearAssessment
from hocba.core.rules.library import pack_for
from hocba.core.terms.levels import SubjectLevel, YearResult
from hocba.lab.people.assessments import completed_year, failed_year
from hocba.lab.people.marks import timetable, year_marks
from hocba.lab.people.world import DEMO_YEAR

PACK = pack_for(DEMO_YEAR, 1)


@pytest.mark.parametrize("grade", [1, 3, 5])
class TestMarks:
    def test_promise_the_result_that_the_law_gives(self, grade):
        # The same stream draws the same marks first, then words and measures.
        taught = timetable(PACK, grade, frozenset())
        wrong = Counter(
            (promised, found)
            for seed in range(2500)
            if (promised := year_marks(Random(seed), taught).result)
            is not (found := outcome_of(_completed(seed, grade), PACK).result)
        )
        assert wrong == {}

    def test_of_summer_training_fail_in_vietnamese_or_mathematics(self, grade):
        taught = timetable(PACK, grade, frozenset())
        for seed in range(100):
            year = failed_year(Random(seed), grade=grade, taught=taught)
            failed = {r.subject for r in year.subjects if r.level is SubjectLevel.NOT_DONE}
            assert failed
            assert failed <= {"toan", "tieng_viet"}
            assert outcome_of(year, PACK).result is YearResult.NOT_DONE


def _completed(seed: int, grade: int) -> YearAssessment:
    taught = timetable(PACK, grade, frozenset())
    return completed_year(Random(seed), grade=grade, taught=taught)

"""The answer on a print of several years: the worst year speaks for the whole."""

from types import SimpleNamespace

import pytest

from hocba.core.terms.codes import SchoolYear
from hocba.core.verify.verdict import Outcome
from hocba.faces.public.years import outcome_of_years
from hocba.faces.web.in_force import InForce


def answer(outcome, standing=InForce.CURRENT, *, year=2025, code="HB1"):
    general = SimpleNamespace(record_code=code, school_year=SchoolYear(year))
    record = SimpleNamespace(content=SimpleNamespace(general=general))
    examined = SimpleNamespace(verdict=SimpleNamespace(outcome=outcome), record=record)
    return SimpleNamespace(examined=examined, standing=standing)


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        (answer(Outcome.PASSED, year=2024), Outcome.PASSED),
        (answer(Outcome.PASSED, InForce.UNKNOWN, year=2024), Outcome.INDETERMINATE),
        (answer(Outcome.INDETERMINATE, year=2024), Outcome.INDETERMINATE),
        (answer(Outcome.PASSED, InForce.WITHDRAWN, year=2024), Outcome.FAILED),
        (answer(Outcome.FAILED, year=2024), Outcome.FAILED),
        (answer(Outcome.PASSED, year=2024, code="HB2"), Outcome.FAILED),
        (answer(Outcome.PASSED, year=2025), Outcome.FAILED),
    ],
)
def test_the_worst_year_speaks_for_all(second, outcome):
    assert outcome_of_years([answer(Outcome.PASSED), second]) is outcome

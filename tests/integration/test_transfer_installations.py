"""A pupil goes from one province to another: two databases, and a file that somebody carries."""

import pytest

from hocba.adapters.database.embedded import running
from hocba.core.verify.verdict import Outcome
from hocba.wiring.settings import Settings
from tests.installations import Installation
from tests.school_world import SCHOOL
from tests.transfer_courier import LEAVER, PUPIL, set_up


@pytest.fixture(scope="module")
def story(tmp_path_factory, worlds):
    """Play it once; nothing passes between the two but what `act` hands out."""
    folder = tmp_path_factory.mktemp("chuyen")
    here, there = (Installation(home=worlds.migrated(folder / n)) for n in ("day", "kia"))
    far = set_up(Settings(home=here.home), Settings(home=there.home), folder)
    with running(here.home / "postgres"), running(there.home / "postgres"):
        left = here.act("leaving", far=far)
        came = there.act("arriving", ministry=left["ministry"], files=left["files"])
        heard = here.act("hearing", answers=[came["answer"], came["part"]["answer"]])
    return {"came": came, "heard": heard}


def test_every_record_that_came_is_verified_with_the_registers_that_came_with_it(story):
    assert story["came"]["verdicts"] == [Outcome.PASSED.value]
    assert story["came"]["findings"] == []


def test_the_pupil_stands_in_the_other_list_and_no_longer_in_the_first(story):
    assert story["came"]["pupil"] == [PUPIL.pupil.full_name, "5B"]
    assert story["heard"]["statuses"] == ["11", "11"]


def test_both_sides_see_how_it_ended_once_the_answer_is_home(story):
    assert story["heard"]["before"] == ["CHO_TIEP_NHAN"]
    assert story["came"]["stage"] == story["came"]["part"]["stage"] == "DA_TIEP_NHAN"
    assert story["heard"]["stages"] == ["DA_TIEP_NHAN"]


def test_a_leaver_s_partial_record_is_verified_there_and_the_year_goes_on_from_it(story):
    part = story["came"]["part"]
    assert (part["verdicts"], part["findings"]) == ([Outcome.PASSED.value], [])
    assert story["came"]["came"] == [SCHOOL, "2025-09-05", "2026-05-29"]
    assert story["came"]["goes_on"] == [LEAVER.pupil.sector_code]
    # The leaving school owes no record of the year for who has gone.
    assert story["heard"]["records"] == 1

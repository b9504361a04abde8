"""A pupil goes from one province to another: two databases, and a file that somebody carries."""

import pytest

from hocba.adapters.database.embedded import running
from hocba.core.verify.verdict import Outcome
from hocba.wiring.settings import Settings
from tests.installations import Installation
from tests.transfer_courier import PUPIL, set_up


@pytest.fixture(scope="module")
def story(tmp_path_factory, worlds):
    """Play it once; nothing passes between the two but what `act` hands out."""
    folder = tmp_path_factory.mktemp("chuyen")
    here, there = (Installation(home=worlds.migrated(folder / n)) for n in ("day", "kia"))
    far = set_up(Settings(home=here.home), Settings(home=there.home), folder)
    with running(here.home / "postgres"), running(there.home / "postgres"):
        left = here.act("leaving", far=far)
        came = there.act("arriving", ministry=left["ministry"], file=left["file"])
        heard = here.act("hearing", answer=came["answer"])
    return {"came": came, "heard": heard}


def test_every_record_that_came_is_verified_with_the_registers_that_came_with_it(story):
    assert story["came"]["verdicts"] == [Outcome.PASSED.value]
    assert story["came"]["findings"] == []


def test_the_pupil_stands_in_the_other_list_and_no_longer_in_the_first(story):
    assert story["came"]["pupil"] == [PUPIL.pupil.full_name, "5B"]
    assert story["heard"]["status"] == "11"


def test_both_sides_see_how_it_ended_once_the_answer_is_home(story):
    assert story["heard"]["before"] == "CHO_TIEP_NHAN"
    assert story["came"]["stage"] == story["heard"]["stage"] == "DA_TIEP_NHAN"

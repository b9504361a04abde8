"""Where a class stands, in one sentence and one strip."""

from dataclasses import replace

import pytest
from django.utils import translation

from hocba.faces.school.progress import Progress, added, class_headline, class_state, stages
from hocba.faces.web.presenters import Tone

BEGUN = Progress(
    roster=35,
    assessed=35,
    complete=33,
    locked=0,
    attested=0,
    approved=0,
    sealed=0,
    kept=0,
    excepted=0,
)


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def test_says_how_many_pupils_keep_a_class_from_signing():
    assert class_headline("3A", BEGUN) == "Lớp 3A còn 2 học sinh trước khi ký"


def test_does_not_wait_for_pupils_with_a_reason():
    assert "33 học bạ chờ chủ nhiệm ký" in class_headline("3A", replace(BEGUN, excepted=2))


def test_says_that_a_class_is_done_when_the_repository_has_all_that_is_due():
    done = replace(BEGUN, excepted=2, locked=33, attested=33, approved=33, sealed=33, kept=33)

    assert class_headline("3A", done) == "Lớp 3A đã xong: Kho đã nhận đủ"
    assert class_state(done).tone is Tone.DONE
    assert not any(stage.now for stage in stages(done))


def test_marks_one_stage_as_that_of_now():
    assert [stage.now for stage in stages(BEGUN)] == [False, True, False, False, False, False]


def test_counts_every_stage_out_of_all_pupils_of_the_roster():
    assert {stage.total for stage in stages(replace(BEGUN, excepted=2))} == {35}


def test_adds_classes_up():
    assert added((BEGUN, BEGUN)).complete == 66

"""A crash while a correction is carried out, or a pupil received, leaves all or nothing."""

from dataclasses import replace

import pytest

from hocba.adapters.blobs.papers import PaperFolder
from hocba.core.compose.corrections import Stage
from hocba.core.compose.transfers import TransferStage
from tests.correction_world import approved, asked
from tests.fault.test_school_commit_points import Crashed, CrashingAt
from tests.integration.test_school_thread import issued
from tests.school_world import (
    OTHER_SCHOOL,
    SCHOOL,
    YEAR,
    a_running_school,
    an_outside,
)
from tests.transfer_world import accepted, released, two_schools

pytestmark = pytest.mark.usefixtures("as_app")


def crashing(outside, port, method, *, after):
    return replace(outside, **{port: CrashingAt(getattr(outside, port), method, after=after)})


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("port", "method"),
    [
        ("corrections", "append"),
        ("records", "append_many"),
        ("book", "change_roster"),
    ],
)
def test_a_correction_is_never_carried_out_without_its_version(tmp_path, port, method, after):
    school = a_running_school(an_outside(papers=PaperFolder(tmp_path)), pupils=2)
    key = next(k for k in issued(school) if school.records.get(k).sector_code == "MAU0000000001")
    correction = asked(school, key)
    roster = school.book.enrolments(SCHOOL, YEAR)

    with pytest.raises(Crashed):
        approved(crashing(school, port, method, after=after), correction)

    assert school.corrections.get(correction.correction_id).stage is Stage.ASKED
    assert len(school.records.versions(key.record_code)) == 1
    assert school.book.enrolments(SCHOOL, YEAR) == roster
    assert approved(school, correction).stage is Stage.DONE
    assert len(school.records.versions(key.record_code)) == 2


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("port", "method"),
    [
        ("transfers", "append"),
        ("transfers", "keep_records"),
        ("partials", "keep_received"),
        ("book", "change_roster"),
        ("book", "save_record_codes"),
        ("read_log", "append"),
    ],
)
def test_a_pupil_is_never_in_both_lists_or_in_none(tmp_path, port, method, after):
    outside = two_schools(tmp_path)
    issued(outside)
    transfer = released(outside)
    here = outside.book.enrolments(SCHOOL, YEAR)
    following = replace(YEAR, first=YEAR.first + 1)

    with pytest.raises(Crashed):
        accepted(crashing(outside, port, method, after=after), transfer)

    assert outside.transfers.get(transfer.transfer_id).stage is TransferStage.RELEASED
    assert outside.book.enrolments(SCHOOL, YEAR) == here
    assert outside.book.enrolments(OTHER_SCHOOL, following) == ()
    assert outside.transfers.received(OTHER_SCHOOL, transfer.sector_code) == ()
    assert outside.book.record_codes(OTHER_SCHOOL, [transfer.sector_code]) == {}
    assert accepted(outside, transfer).stage is TransferStage.ACCEPTED

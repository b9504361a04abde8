"""A synthetic nation goes the real way: every package taken in whole, figures as foretold."""

from collections import Counter
from dataclasses import replace

import pytest

from hocba.adapters.uplink.local import LocalUplink
from hocba.core.report.figures import Choice, Cut
from hocba.core.sign.register import Level
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.submit.receipt import Answer
from hocba.flow.count_figures import as_json, figures_of
from hocba.flow.receive_package import receive
from hocba.flow.send_package import pack_province, send
from hocba.lab.nation.calendar import RECEIVED_AT, YEAR
from tests.nation_offices import ministry_of, office
from tests.nation_world import PROVINCES, the_nation
from tests.repository_world import PROVINCE_OFFICER, read_receipt
from tests.school_world import a_consent

pytestmark = pytest.mark.django_db

HERE = Choice(school_year=YEAR)


@pytest.fixture
def ministry(as_app, tmp_path):
    return ministry_of(the_nation(), tmp_path)


def test_is_taken_in_whole_and_counted_as_foretold(ministry, tmp_path):
    nation, answers = the_nation(), Counter()

    for code in PROVINCES:
        province = replace(
            office(ministry, Level.PROVINCE, code, tmp_path),
            uplink=LocalUplink(lambda package: receive(ministry, package)),
        )
        for package in nation.folder.packages(code):
            receipt = read_receipt(province, receive(province, package.read_bytes()))
            answers.update(each.answer for each in receipt.answers)
        report = pack_province(
            province, actor=PROVINCE_OFFICER, consent=a_consent(PROVINCE_OFFICER)
        )
        answers.update(each.answer for each in send(province, report.message_id).answers)

    # A personal ID that disagrees with its pupil's gender is a warning; nothing is refused.
    assert set(answers) <= {Answer.ACCEPTED, Answer.ACCEPTED_WITH_WARNINGS}
    # Twice: at the province and at the ministry; each school adds a register and a declaration,
    # each province its own register.
    told = nation.told
    assert answers.total() == 2 * (told["records"] + 2 * told["schools"]) + len(PROVINCES)
    for cut in (Cut.PROVINCE, Cut.GRADE):
        counted = figures_of(ministry, cut=cut, choice=HERE)
        assert as_json(counted, office=MINISTRY_CODE, at=RECEIVED_AT) == told["figures"][cut.value]

"""A synthetic nation goes the real way: every package taken in whole, figures as foretold."""

from collections import Counter
from dataclasses import replace

import pytest

from hocba.adapters.blobs.segments import Segments
from hocba.adapters.database.admissions import DatabaseAdmissions
from hocba.adapters.database.outbox import DatabaseOutbox
from hocba.adapters.database.repository import DatabaseRepository
from hocba.adapters.keys.soft import SoftKeys
from hocba.adapters.memory.clock import StoryClock
from hocba.adapters.uplink.local import LocalUplink
from hocba.adapters.uplink.zipped import ZipContainers
from hocba.core.report.figures import Choice, Cut
from hocba.core.sign.register import Level
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.submit.receipt import Answer
from hocba.flow.admit_province import approve, request_account, request_certificate
from hocba.flow.count_figures import as_json, figures_of
from hocba.flow.keep_register import read_register
from hocba.flow.receive_package import receive
from hocba.flow.send_package import pack_province, send
from hocba.lab.nation.calendar import RECEIVED_AT, YEAR
from hocba.ports.keys import KeyRef
from hocba.ports.outside import Office
from tests.nation_world import PROVINCES, the_nation
from tests.repository_world import (
    MINISTRY_ASKS,
    MINISTRY_DECIDES,
    PROVINCE_OFFICER,
    read_receipt,
)
from tests.school_world import a_consent, an_outside

pytestmark = pytest.mark.django_db

HERE = Choice(school_year=YEAR)


@pytest.fixture
def ministry(as_app, tmp_path):
    """A ministry of this nation that has admitted both provinces."""
    nation = the_nation()
    codes = (MINISTRY_CODE, *PROVINCES)
    holders = {KeyRef(code): nation.office(code) for code in codes}
    plain = an_outside(
        clock=StoryClock(RECEIVED_AT),
        paths=nation.paths,
        keys=SoftKeys(holders, nation.paths),
        ministry=nation.ministry,
        containers=ZipContainers(),
    )
    plain.accounts.save_keys({code: KeyRef(code) for code in codes})
    for file in nation.registers():
        plain.registers.save(file, read_register(plain, file).register)
    found = office(plain, Level.MINISTRY, MINISTRY_CODE, tmp_path)
    for code in PROVINCES:
        admit(found, code, holders[KeyRef(code)].certificate)
    return found


def office(plain, level, code, folder):
    return replace(
        plain,
        office=Office(level=level, code=code, name=code),
        repository=DatabaseRepository(code),
        archive=Segments(folder / code),
        outbox=DatabaseOutbox(code),
        admissions=DatabaseAdmissions(code),
    )


def admit(ministry, code, certificate):
    named = {"province": code, "province_name": code}
    for asked in (
        request_account(ministry, actor=MINISTRY_ASKS, **named),
        request_certificate(ministry, actor=MINISTRY_ASKS, certificate=certificate, **named),
    ):
        approve(ministry, actor=MINISTRY_DECIDES, admission_id=asked.admission_id)


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

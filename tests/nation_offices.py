"""Offices for a synthetic nation: a ministry that has admitted its provinces."""

from dataclasses import replace

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.database.admissions import DatabaseAdmissions
from hocba.adapters.database.outbox import DatabaseOutbox
from hocba.adapters.database.pupil_index import DatabasePupilIndex
from hocba.adapters.database.repository import DatabaseRepository
from hocba.adapters.keys.keyed_digest import KeyedDigest
from hocba.adapters.keys.soft import SoftKeys
from hocba.adapters.memory.clock import StoryClock
from hocba.adapters.uplink.zipped import ZipContainers
from hocba.core.sign.register import Level
from hocba.core.submit.message import MINISTRY_CODE
from hocba.flow.admit_province import approve, request_account, request_certificate
from hocba.flow.keep_register import read_register
from hocba.lab.nation.calendar import RECEIVED_AT
from hocba.ports.keys import KeyRef
from hocba.ports.outside import Office
from tests.nation_world import PROVINCES
from tests.repository_world import MINISTRY_ASKS, MINISTRY_DECIDES, a_desk
from tests.school_world import an_outside


def ministry_of(nation, folder):
    """A ministry of this nation that has admitted both provinces."""
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
    found = office(plain, Level.MINISTRY, MINISTRY_CODE, folder)
    for code in PROVINCES:
        admit(found, code, holders[KeyRef(code)].certificate)
    return found


def office(plain, level, code, folder):
    """Another office of the same nation, with an archive of its own below the folder."""
    return replace(
        plain,
        office=Office(level=level, code=code, name=code),
        repository=DatabaseRepository(code),
        pupils=DatabasePupilIndex(code, KeyedDigest(folder / code, "tra-cuu.key")),
        archive=BlockSegments(folder / code),
        outbox=DatabaseOutbox(code),
        admissions=DatabaseAdmissions(code),
        desk=a_desk(code),
    )


def admit(ministry, code, certificate):
    named = {"province": code, "province_name": code}
    for asked in (
        request_account(ministry, actor=MINISTRY_ASKS, **named),
        request_certificate(ministry, actor=MINISTRY_ASKS, certificate=certificate, **named),
    ):
        approve(ministry, actor=MINISTRY_DECIDES, admission_id=asked.admission_id)

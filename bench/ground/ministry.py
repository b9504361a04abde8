"""A ministry's office that is ready to take a synthetic nation in: trust, keys, admissions."""

import shutil

from hocba.adapters.keys.folder import keep
from hocba.core.sign.register import Level
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.environment import Environment
from hocba.flow.admit_province import approve, request_account, request_certificate
from hocba.flow.keep_register import read_register
from hocba.lab.demo.cast import officer
from hocba.lab.nation.calendar import RECEIVED_AT
from hocba.lab.nation.cast import MINISTRY_NAME
from hocba.lab.nation.folder import Nation
from hocba.ports.keys import KeyRef
from hocba.ports.outside import Office, Outside
from hocba.wiring.offices import Hosted, clock_of, offices_of, write_hosted
from hocba.wiring.settings import Settings


def ministry(chosen: Settings, nation: Nation) -> Outside:
    """
    Set the office up, with every province of the nation admitted; nothing is kept there yet.

    Its clock stands at the day on which all packages have been sealed, and goes on from there.
    """
    shutil.copytree(nation.folder.trust, chosen.trust, dirs_exist_ok=True)
    keep(chosen.keys, KeyRef(MINISTRY_CODE), nation.office())
    told = Hosted(
        environment=Environment.TEST,
        school=None,
        province=None,
        ministry=Office(level=Level.MINISTRY, code=MINISTRY_CODE, name=MINISTRY_NAME),
        story_at=RECEIVED_AT,
    )
    write_hosted(chosen, told)
    outside = offices_of(chosen, told, clock=clock_of(chosen, told)).at(Level.MINISTRY)
    outside.accounts.save_keys({MINISTRY_CODE: KeyRef(MINISTRY_CODE)})
    register, *_ = nation.registers("-")
    outside.registers.save(register, read_register(outside, register).register)
    for province in sorted({file.parent.name for file in nation.folder.reports()}):
        _admit(outside, province, nation.office(province).certificate)
    return outside


def _admit(outside: Outside, province: str, certificate: bytes) -> None:
    # What an officer of the ministry enters has been reviewed by that; another one decides.
    asking, deciding = officer("can-bo-bo-2"), officer("can-bo-bo-1")
    named = {"province": province, "province_name": province, "reason": "Đo tốc độ"}
    for asked in (
        request_account(outside, actor=asking, **named),
        request_certificate(outside, actor=asking, **named, certificate=certificate),
    ):
        approve(outside, actor=deciding, admission_id=asked.admission_id, reason="Đo tốc độ")

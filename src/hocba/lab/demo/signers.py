"""What the demo's schools write down of their signers: two of them do, one has not yet."""

from datetime import date
from typing import Final

from hocba.core.sign.means import Means, Payer
from hocba.core.terms.roles import Role
from hocba.flow.state_signers import note_means, signer_lines
from hocba.lab.demo.calendar import YEAR
from hocba.lab.demo.school_steps import SchoolOnStage
from hocba.lab.people.plans import SchoolKind

_ASKED_ON: Final = date(2025, 8, 25)
_STATE_CAME_ON: Final = date(2025, 9, 22)
_BOUGHT_ON: Final = date(2025, 8, 27)
SILENT: Final = 1
"""The school, by its index, that has written nothing down."""


def write_down(stage: SchoolOnStage) -> None:
    """Write down with what a school's people sign and who pays; all of it is synthetic."""
    if stage.index == SILENT:
        return
    lines = signer_lines(stage.outside, school=stage.code, school_year=YEAR)
    is_public = stage.school.kind is SchoolKind.PUBLIC
    for is_seal in (False, True):
        bought_by = Payer.SCHOOL if is_seal else Payer.HOLDER
        note_means(
            stage.outside,
            actor=stage.actor(Role.CLERK),
            school=stage.code,
            school_year=YEAR,
            holders=[line.due.holder for line in lines if (line.due.role is Role.SEAL) is is_seal],
            means=Means.TOKEN if is_public else Means.REMOTE,
            provider="USB Token công vụ (mẫu)" if is_public else "Ký từ xa Trúc (mẫu)",
            payer=Payer.STATE if is_public else bought_by,
            asked_on=_ASKED_ON,
            got_on=_STATE_CAME_ON if is_public else _BOUGHT_ON,
        )

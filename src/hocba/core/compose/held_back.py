"""Records that somebody does not sign for now, why, and until when: nothing is left in silence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from hocba.core.compose.life import NEXT, Act, Status
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear

PROPOSED_AFTER: Final = timedelta(days=7)
"""The day that a form proposes: a tired teacher accepts it with one key."""


class HeldReason(StrEnum):
    """Why a record that could be signed is not. The list is ours and may grow."""

    LOOK_AGAIN = "XEM_LAI"
    """Somebody wants to look at its content once more; what the form proposes."""
    MISTAKE = "CO_CHO_SAI"
    """Something in it is wrong: it will go back to be mended."""
    WAITS_FOR_FAMILY = "CHO_GIA_DINH"
    """A paper of the family is awaited."""
    WAITS_FOR_ID = "CHO_DINH_DANH"
    """The personal number is awaited or being mended."""
    LEAVES = "CHUYEN_TRUONG"
    """The pupil is about to change school."""
    OTHER = "KHAC"
    """Anything else; a note says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """
    One record left out of one person's signing; never changed, never removed.

    act: what was not done to it. note: one sentence; required with OTHER. by: who left it out.
    """

    school: SchoolCode
    school_year: SchoolYear
    class_name: str
    key: RecordKey
    sector_code: str
    act: Act
    reason: HeldReason
    by: str
    at: datetime
    note: str = ""
    expected_on: date | None = None


def still_held(held: Iterable[HeldBack], statuses: dict[RecordKey, Status]) -> tuple[HeldBack, ...]:
    """
    Return what holds: of each record the latest, while the record still awaits that act.

    held: in the order of writing. statuses: of the latest versions.
    """
    latest = {each.key: each for each in held}
    return tuple(
        each
        for each in latest.values()
        if each.key in statuses and (statuses[each.key], each.act) in NEXT
    )

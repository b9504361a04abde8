"""What happens to accounts, as a log that is never edited tells it; who may see to accounts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from hocba.core.terms.roles import Role

SECRETIVE: Final = frozenset(
    {
        *(Role.HOMEROOM_TEACHER, Role.PRINCIPAL, Role.DEPUTY, Role.CLERK, Role.SCHOOL_ADMIN),
        *(Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER),
    }
)
"""Roles that sign, seal or administer. Source: Hocba's policy."""


class AccountAct(StrEnum):
    """What was done; values are published."""

    INVITE = "MOI"
    WITHDRAW = "HUY_LOI_MOI"
    ACCEPT = "NHAN_LOI_MOI"
    RESET = "DAT_LAI"
    SIGN_IN = "DANG_NHAP"
    ADD_FACTOR = "THEM_BUOC_HAI"
    END_SITTING = "KET_THUC_PHIEN"
    ADD_PASSKEY = "THEM_KHOA_TRUY_CAP"
    DROP_PASSKEY = "BO_KHOA_TRUY_CAP"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntry:
    """
    One line of the log.

    username: whose account. by: the log-in that did it, `may-chu` for the operator's command.
    school: empty above the schools. detail: a word of how, never a secret.
    """

    act: AccountAct
    username: str
    by: str
    at: datetime
    school: str = ""
    detail: str = ""

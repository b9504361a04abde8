"""What staff are told of without asking: which act tells whom, in words without any pupil."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.roles import Role

REMINDED_EVERY: Final = timedelta(days=7)
"""Whoever was reminded of what is overdue is left alone for so long."""
MAIL_TRIES: Final = 8
MAIL_LIFE: Final = timedelta(days=3)
"""A mail about what waits is of no use later; the notice itself stays on the page."""


class NoticeKind(StrEnum):
    """What happened to records of a class, or to a pupil of it."""

    ATTESTED = "CHO_HIEU_TRUONG"
    APPROVED = "CHO_DONG_DAU"
    SEALED = "DA_DONG_DAU"
    RETURNED = "TRA_LAI"
    REOPENING_ASKED = "XIN_MO_LAI"
    REOPENING_REFUSED = "KHONG_MO_LAI"
    RECORD_OVERDUE = "QUA_NGAY_DU_KIEN"
    CORRECTION_ASKED = "XIN_DINH_CHINH"
    CORRECTION_ENDED = "TRA_LOI_DINH_CHINH"
    PUPIL_COMES = "CHO_TIEP_NHAN"
    PUPIL_ANSWERED = "TRA_LOI_CHUYEN_TRUONG"
    PROVINCE_REMINDS = "SO_NHAC"
    SCHOOL_APPROVED = "CA_TRUONG_CHO_DONG_DAU"
    SEAL_ASKED = "XIN_DONG_DAU"
    SEAL_DECLINED = "KHONG_DUYET_DONG_DAU"
    PARTIAL_ATTESTED = "MOT_PHAN_CHO_HIEU_TRUONG"
    PARTIAL_APPROVED = "MOT_PHAN_CHO_DONG_DAU"
    PARTIAL_SEALED = "MOT_PHAN_DA_DONG_DAU"
    PARTIAL_RETURNED = "MOT_PHAN_TRA_LAI"


_HEADS: Final = frozenset({Role.PRINCIPAL, Role.DEPUTY})
_TEACHER: Final = frozenset({Role.HOMEROOM_TEACHER})

TOLD_TO: Final[Mapping[NoticeKind, frozenset[Role]]] = MappingProxyType(
    {
        NoticeKind.ATTESTED: _HEADS,
        NoticeKind.APPROVED: frozenset({Role.CLERK}),
        NoticeKind.SEALED: _TEACHER,
        NoticeKind.RETURNED: _TEACHER,
        NoticeKind.REOPENING_ASKED: _HEADS,
        NoticeKind.REOPENING_REFUSED: _TEACHER,
        NoticeKind.RECORD_OVERDUE: _TEACHER,
        NoticeKind.CORRECTION_ASKED: frozenset({Role.PRINCIPAL}),
        NoticeKind.CORRECTION_ENDED: _TEACHER | {Role.PRINCIPAL},
        NoticeKind.PUPIL_COMES: frozenset({Role.PRINCIPAL, Role.CLERK}),
        NoticeKind.PUPIL_ANSWERED: _TEACHER | {Role.PRINCIPAL},
        NoticeKind.PROVINCE_REMINDS: frozenset({Role.PRINCIPAL, Role.CLERK}),
        NoticeKind.SCHOOL_APPROVED: frozenset({Role.CLERK}),
        NoticeKind.SEAL_ASKED: _HEADS,
        NoticeKind.SEAL_DECLINED: frozenset({Role.CLERK}),
        NoticeKind.PARTIAL_ATTESTED: _HEADS,
        NoticeKind.PARTIAL_APPROVED: frozenset({Role.CLERK}),
        NoticeKind.PARTIAL_SEALED: _TEACHER | {Role.PRINCIPAL},
        NoticeKind.PARTIAL_RETURNED: _TEACHER,
    }
)
"""Whose turn it is then. Hocba's policy."""

_CODES: Final[Mapping[NoticeKind, str]] = MappingProxyType(
    {
        NoticeKind.ATTESTED: "notice.attested",
        NoticeKind.APPROVED: "notice.approved",
        NoticeKind.SEALED: "notice.sealed",
        NoticeKind.RETURNED: "notice.returned",
        NoticeKind.REOPENING_ASKED: "notice.reopening_asked",
        NoticeKind.REOPENING_REFUSED: "notice.reopening_refused",
        NoticeKind.RECORD_OVERDUE: "notice.record_overdue",
        NoticeKind.CORRECTION_ASKED: "notice.correction_asked",
        NoticeKind.CORRECTION_ENDED: "notice.correction_ended",
        NoticeKind.PUPIL_COMES: "notice.pupil_comes",
        NoticeKind.PUPIL_ANSWERED: "notice.pupil_answered",
        NoticeKind.PROVINCE_REMINDS: "notice.province_reminds",
        NoticeKind.SCHOOL_APPROVED: "notice.school_approved",
        NoticeKind.SEAL_ASKED: "notice.seal_asked",
        NoticeKind.SEAL_DECLINED: "notice.seal_declined",
        NoticeKind.PARTIAL_ATTESTED: "notice.partial_attested",
        NoticeKind.PARTIAL_APPROVED: "notice.partial_approved",
        NoticeKind.PARTIAL_SEALED: "notice.partial_sealed",
        NoticeKind.PARTIAL_RETURNED: "notice.partial_returned",
    }
)


def message_code(kind: NoticeKind) -> str:
    """Return the catalogue's code of a notice; its texts name `class_name` and `count`."""
    return _CODES[kind]


def is_told(kind: NoticeKind, actor: Actor, *, school_year: SchoolYear, class_name: str) -> bool:
    """Tell whether somebody in this role is told: a homeroom teacher of the own class only."""
    if actor.role not in TOLD_TO[kind]:
        return False
    if actor.role is not Role.HOMEROOM_TEACHER:
        return True
    return (actor.school_year, actor.class_name) == (school_year, class_name)


def next_try_after(tries: int) -> timedelta:
    """Return how long a mail rests that could not be sent: 1, 2, 4 minutes and so on."""
    return timedelta(minutes=2 ** min(tries, 9))

"""A person's notices: what each says, and where it leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from hocba.core.compose.notices import NoticeKind, message_code
from hocba.core.terms.messages import told
from hocba.faces.school.where import class_url, sign_url
from hocba.faces.web.words import language
from hocba.ports.notices import Notice

_TO_SIGN = frozenset({NoticeKind.ATTESTED, NoticeKind.APPROVED})
_ELSEWHERE = {
    NoticeKind.REOPENING_ASKED: "/truong/mo-lai",
    NoticeKind.REOPENING_REFUSED: "/truong/mo-lai",
    NoticeKind.RECORD_OVERDUE: "/truong/chua-ky",
    NoticeKind.CORRECTION_ASKED: "/truong/dinh-chinh",
    NoticeKind.CORRECTION_ENDED: "/truong/dinh-chinh",
    NoticeKind.PUPIL_COMES: "/truong/chuyen-truong",
    NoticeKind.PROVINCE_REMINDS: "/truong/goi-nop",
    NoticeKind.PUPIL_ANSWERED: "/truong/chuyen-truong",
    NoticeKind.SCHOOL_APPROVED: "/truong/ky",
    NoticeKind.SEAL_ASKED: "/truong/ky",
    NoticeKind.SEAL_DECLINED: "/truong/ky",
    NoticeKind.PARTIAL_ATTESTED: "/truong/chuyen-truong",
    NoticeKind.PARTIAL_APPROVED: "/truong/chuyen-truong",
    NoticeKind.PARTIAL_SEALED: "/truong/chuyen-truong",
    NoticeKind.PARTIAL_RETURNED: "/truong/chuyen-truong",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """One notice. url: marks it as read and leads on."""

    words: str
    url: str
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesPage:
    """All notices of a person. gets_mail: they come by mail too; address: where to."""

    headline: str
    lead: str
    rows: tuple[NoticeRow, ...]
    unread: int
    gets_mail: bool
    address: str


def notices_page(
    notices: Sequence[Notice], *, unread: int, gets_mail: bool, address: str
) -> NoticesPage:
    """Show a person's notices, newest first."""
    said = ngettext("%(n)s thông báo chưa đọc", "%(n)s thông báo chưa đọc", unread)
    return NoticesPage(
        headline=said % {"n": unread} if unread else gettext("Không có thông báo mới"),
        lead=gettext("Thông báo chỉ nêu lớp và việc, không nêu học sinh hay điểm."),
        rows=tuple(_row(notice) for notice in notices),
        unread=unread,
        gets_mail=gets_mail,
        address=address,
    )


def _row(notice: Notice) -> NoticeRow:
    details = {"class_name": notice.class_name, "count": str(notice.count)}
    return NoticeRow(
        words=told(message_code(notice.kind), details, language()),
        url=f"/truong/thong-bao/{notice.number}",
        at=notice.at,
        is_new=notice.read_at is None,
    )


def leads_to(notice: Notice) -> str:
    """Return the page on which a notice is dealt with."""
    if notice.kind in _ELSEWHERE:
        return _ELSEWHERE[notice.kind]
    return (sign_url if notice.kind in _TO_SIGN else class_url)(notice.class_name)

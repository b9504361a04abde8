"""Readings of records in words: how, and for what."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from hocba.core.compose.looking_up import Purpose
from hocba.core.compose.reading import Read, Way
from hocba.faces.web.presenters import HistoryRow
from hocba.faces.web.words import role_words


def reading_rows(reads: Sequence[Read], people: Mapping[str, str]) -> tuple[HistoryRow, ...]:
    """Return readings as rows, in their order. people: names by staff code, of who is known."""
    return tuple(
        HistoryRow(
            at=read.at,
            words=_way(read),
            by=f"{people.get(read.by, read.by)}, {role_words(read.role).lower()}",
            basis=_record(read),
        )
        for read in reads
    )


def way_words(way: Way) -> str:
    """Return in words how a record was read."""
    return {
        Way.VIEW: gettext("Xem trên màn hình"),
        Way.DOWNLOAD: gettext("Tải tệp học bạ"),
        Way.PRINT: gettext("Tải bản in"),
        Way.PACKAGE: gettext("Tải trong gói nộp"),
        Way.LOOK_UP: gettext("Tra cứu trong kho"),
        Way.EXTRACT: gettext("Cấp trích lục"),
        Way.COPY: gettext("Cấp bản sao trên giấy"),
        Way.CORRECTION: gettext("Xem đề nghị đính chính, thu hồi"),
        Way.EVIDENCE: gettext("Tải minh chứng của đề nghị"),
        Way.TRANSFER: gettext("Đọc khi chuyển trường"),
        Way.PARTIAL: gettext("Đọc học bạ một phần"),
    }[way]


def purpose_words(purpose: Purpose) -> str:
    """Return in words what a pupil is looked up for."""
    return {
        Purpose.CONFIRM: gettext("Xác minh học bạ, văn bằng"),
        Purpose.TRANSFER: gettext("Chuyển trường, tiếp nhận học sinh"),
        Purpose.AMENDMENT: gettext("Đính chính, thu hồi"),
        Purpose.COMPLAINT: gettext("Giải quyết đơn, khiếu nại"),
        Purpose.COURT: gettext("Yêu cầu của cơ quan tố tụng"),
        Purpose.INSPECTION: gettext("Thanh tra, kiểm tra"),
    }[purpose]


def _way(read: Read) -> str:
    said = way_words(read.way)
    return f"{said}: {purpose_words(read.purpose).lower()}" if read.purpose else said


def _record(read: Read) -> str:
    version = gettext("phiên bản %(n)s") % {"n": read.key.version}
    return f"{read.key.school_year}, {version}"

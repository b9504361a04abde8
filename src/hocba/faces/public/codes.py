"""What a record code tells: whether a repository keeps it and what is in force; no pupil."""

from datetime import datetime

from django.utils.translation import gettext

from hocba.core.terms.codes import shown_record_code
from hocba.faces.public.presenters import CodePage, YearRow
from hocba.faces.web.presenters import Tone
from hocba.faces.web.words import standing_state
from hocba.flow.look_up import CodeStatus
from hocba.ports.repository import Standing


def code_page(found: tuple[CodeStatus, ...], *, typed: str, at: datetime) -> CodePage:
    """Tell what is known of a code."""
    if not found:
        return CodePage(
            headline=gettext("Kho không có học bạ nào mang mã này"),
            about=typed,
            tone=Tone.TO_DO,
            what_to_do=gettext("So lại mã với trang giấy; nếu đúng, hãy hỏi trường đã cấp."),
            rows=(),
            checked_at=at,
        )
    latest = found[0]
    return CodePage(
        headline=_headline(latest.standing),
        about=shown_record_code(latest.record_code),
        tone=Tone.WAITS if latest.standing is Standing.CURRENT else Tone.WRONG,
        what_to_do=gettext("Mã chưa nói tờ giấy có bị sửa hay không; muốn biết, hãy đưa tệp vào."),
        rows=tuple(_row(status) for status in found),
        checked_at=at,
    )


def _headline(standing: Standing) -> str:
    return {
        Standing.CURRENT: gettext("Kho có học bạ mang mã này, đang có hiệu lực"),
        Standing.SUPERSEDED: gettext("Học bạ mang mã này đã có bản thay thế"),
        Standing.WITHDRAWN: gettext("Học bạ mang mã này đã bị thu hồi"),
    }[standing]


def _row(status: CodeStatus) -> YearRow:
    return YearRow(
        school_year=str(status.school_year),
        school=status.school_name,
        version=status.version,
        kept_at=status.kept_at,
        state=standing_state(status.standing),
    )

"""Figures as pages show them: the strip, the rows, the reasons, the definitions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext

from hocba.core.compose.exceptions import ExceptionReason
from hocba.core.report.figures import Cut, Figure
from hocba.core.terms.codes import SchoolYear
from hocba.faces.web.figures_presenters import (
    Definition,
    DefinitionsPage,
    FigureRow,
)
from hocba.faces.web.numbers import VIETNAM, number, share
from hocba.faces.web.presenters import FigureNote, Link, Stage
from hocba.faces.web.words import language

_YEAR_STARTS_IN: Final = 9
"""Ours, for the choice of a page only: the new year opens in September."""


def school_year_at(at: datetime) -> SchoolYear:
    """Return the school year of an instant; what is assessed in summer belongs to the old one."""
    local = at.astimezone(VIETNAM)
    return SchoolYear(local.year if local.month >= _YEAR_STARTS_IN else local.year - 1)


def reason_words(reason: str) -> str:
    """Return a coded reason in words; a code that is new here as itself."""
    words: Mapping[str, str] = {
        ExceptionReason.SUMMER_TRAINING: gettext("Rèn luyện trong hè"),
        ExceptionReason.NO_PERSONAL_ID: gettext("Chưa có số định danh"),
        ExceptionReason.INTERNATIONAL_SCHOOL: gettext("Học chương trình nước ngoài"),
        ExceptionReason.OTHER: gettext("Lý do khác"),
    }
    return words.get(reason, reason)


def cut_words(cut: Cut) -> str:
    """Return along what figures are cut, as a column's head."""
    return {
        Cut.PROVINCE: gettext("Tỉnh, thành phố"),
        Cut.COMMUNE: gettext("Xã, phường"),
        Cut.SCHOOL: gettext("Trường"),
        Cut.GRADE: gettext("Khối"),
        Cut.CLASS: gettext("Lớp"),
    }[cut]


def upper_stages(total: Figure) -> tuple[Stage, ...]:
    """Return the pipeline strip of an office above the school, from declarations and records."""
    named = (
        (gettext("Lập học bạ"), total.records),
        (gettext("Đã ký"), total.signed),
        (gettext("Đóng dấu"), total.sealed),
        (gettext("Tiếp nhận ở đây"), total.accepted),
    )
    due = total.pupils - total.excepted
    now = next((at for at, (_, done) in enumerate(named) if done < due), -1)
    return tuple(
        Stage(words=words, done=done, total=total.pupils, now=at == now)
        for at, (words, done) in enumerate(named)
    )


def figure_row(figure: Figure, name: str = "", url: str = "") -> FigureRow:
    """Return one line. url: where its name leads."""
    return FigureRow(
        name=name or figure.name,
        pupils=figure.pupils,
        records=figure.records,
        signed=figure.signed,
        sealed=figure.sealed,
        accepted=figure.accepted,
        exceptions=figure.excepted,
        undeclared=figure.undeclared,
        url=url,
    )


def figure_note(at: datetime, *, base: str, query: str) -> FigureNote:
    """
    Say of what the figures are.

    base: the address of the office's figures page. query: what was asked there.
    """
    return FigureNote(
        as_of=at,
        denominator=gettext("học sinh theo khai báo sĩ số do trường đóng dấu"),
        definition_url=f"{base}/cach-tinh",
        excel_url=f"{base}.xlsx?{query}",
        json_url=f"{base}.json?{query}",
        pdf_url=f"{base}.pdf?{query}",
    )


def accepted_headline(total: Figure) -> str:
    """Say how many records are here, of how many pupils."""
    if not total.pupils:
        return gettext("Chưa có trường nào khai báo sĩ số")
    return gettext("%(accepted)s học bạ đã tiếp nhận, %(share)s học sinh thuộc phạm vi") % {
        "accepted": number(total.accepted, language()),
        "share": share(total.accepted, total.pupils, language(), places=2),
    }


def definitions_page(base: str) -> DefinitionsPage:
    """Say how every figure is counted."""
    told = (
        (
            gettext("Học sinh"),
            gettext("Học sinh trong khai báo sĩ số mới nhất do trường đóng dấu."),
        ),
        (gettext("Học bạ"), gettext("Học sinh đã có học bạ được lập, theo khai báo của trường.")),
        (gettext("Đã ký"), gettext("Học bạ có đủ chữ ký của mọi người phải ký.")),
        (gettext("Đã đóng dấu"), gettext("Học bạ có chữ ký của con dấu nhà trường.")),
        (
            gettext("Tiếp nhận"),
            gettext("Học bạ có phiên bản mới nhất được lưu ở đây và không bị thu hồi."),
        ),
        (
            gettext("Chưa ký, có lý do"),
            gettext("Học sinh chưa có học bạ vì một lý do có mã trong khai báo của trường."),
        ),
        (
            gettext("Chưa khai lý do"),
            gettext("Học sinh không có học bạ và cũng không có lý do trong khai báo."),
        ),
        (gettext("Tỷ lệ"), gettext("Tiếp nhận chia cho học sinh.")),
        (
            gettext("Trường tham gia"),
            gettext(
                "Trường đã khai báo sĩ số; trong đó có trường đã có học bạ được nhận, và trường đã "
                "đủ: mỗi học sinh có học bạ được nhận hoặc có lý do."
            ),
        ),
        (
            gettext("Người và con dấu phải ký, có chữ ký số"),
            gettext(
                "Hiệu trưởng, phó hiệu trưởng được ủy quyền, giáo viên chủ nhiệm, từ lớp 6 thêm "
                "giáo viên bộ môn, mỗi người đếm một lần, và con dấu của trường; có chữ ký số là "
                "có chứng thư còn hạn. Theo kê khai có đóng dấu mới nhất của từng trường; trường "
                "chưa kê khai không nằm trong cả tử số lẫn mẫu số."
            ),
        ),
        (
            gettext("Ô bị ẩn"),
            gettext(
                "Số học sinh của một lý do mà dưới 5 thì không ghi, cùng với ô bên cạnh mà nhờ nó "
                "có thể suy ra: để không ai đoán được đó là em nào."
            ),
        ),
        (
            gettext("Nhịp theo ngày"),
            gettext("Tệp học bạ nhận đến hết mỗi ngày, giờ Việt Nam, kể cả bản thay thế."),
        ),
    )
    return DefinitionsPage(
        headline=gettext("Các con số được tính thế nào"),
        lead=gettext("Mỗi con số đều tính lại được từ khai báo và học bạ đã nhận."),
        definitions=tuple(Definition(words=words, told=text) for words, text in told),
        back=Link(words=gettext("Về trang số liệu"), url=base),
    )

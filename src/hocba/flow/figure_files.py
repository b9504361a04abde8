"""Figures as files to be taken away: JSON and Excel, small cells hidden in both."""

from typing import Final

from hocba.core.compose.exceptions import ExceptionReason
from hocba.core.report.figures import Figure
from hocba.core.report.timeliness import Timeliness
from hocba.flow.count_figures import Json, as_json, line_json
from hocba.flow.figure_report import FigureReport
from hocba.ports.outside import Outside
from hocba.ports.spreadsheets import TableCell

HIDDEN: Final = "ẩn"

_COLUMNS: Final = (
    *("Mã", "Tên", "Học sinh", "Đã lập học bạ", "Đã ký đủ", "Đã đóng dấu"),
    *("Kho đã nhận", "Tỷ lệ (%)", "Chưa ký, có lý do", "Chưa khai lý do"),
)
_NOTE: Final = (
    "Học sinh: theo khai báo sĩ số đã đóng dấu của trường. Kho đã nhận: học bạ có phiên bản mới "
    "nhất đang được lưu giữ và không bị thu hồi. Tỷ lệ = Kho đã nhận / Học sinh. "
    "“ẩn”: lý do có dưới 5 học sinh, hoặc ô mà nhờ nó có thể suy ra."
)
_REASONS: Final = {
    ExceptionReason.SUMMER_TRAINING.value: "rèn luyện trong hè",
    ExceptionReason.NO_PERSONAL_ID.value: "chưa có số định danh",
    ExceptionReason.INTERNATIONAL_SCHOOL.value: "trường quốc tế",
    ExceptionReason.OTHER.value: "khác",
}


def report_json(found: FigureReport) -> Json:
    """Return figures in their published shape (spec/format.md §13), what is hidden left out."""
    told = as_json(found.figures, office=found.office.code, at=found.at)
    figures, schools = found.figures, found.schools
    return {
        **told,
        "dong": [_line(found, line) for line in figures.lines],
        "tong": _line(found, figures.total),
        "truong": {
            "khai_bao": schools.declared,
            "da_gui": schools.sending,
            "du": schools.complete,
        },
        "chu_nhiem": _homerooms(found),
        "nguoi_ky": _signers(found),
        "ban_do": found.atlas.value if found.atlas else None,
        "nhip": _days(found.timeliness) if found.timeliness else None,
    }


def report_xlsx(outside: Outside, found: FigureReport) -> bytes:
    """Return figures as an Excel file, with the definition of every column below the table."""
    figures = found.figures
    used = {reason for _, reason in found.guarded.hidden} | set(figures.total.exceptions)
    reasons = [reason for reason in found.guarded.reasons if reason in used]
    columns = (*_COLUMNS, *(f"Ngoại lệ: {_REASONS.get(reason, reason)}" for reason in reasons))
    rows = [_cells(found, line, reasons) for line in (*figures.lines, figures.total)]
    title = f"Số liệu học bạ số năm học {figures.choice.school_year}"
    return outside.sheets.table_to_xlsx(title, columns, rows, _NOTE)


def reason_words(reason: str) -> str:
    """Return a coded reason in Vietnamese; a code that is new here as itself."""
    return _REASONS.get(reason, reason)


def _line(found: FigureReport, line: Figure) -> Json:
    """Write a line without what is hidden; `an` names the reasons that are."""
    told = line_json(line) | {"ngoai_le": dict(found.guarded.shown(line))}
    hidden = found.guarded.hidden_of(line)
    return {**told, "an": list(hidden)} if hidden else told


def _homerooms(found: FigureReport) -> Json | None:
    if found.homerooms is None:
        return None
    return {"co_chung_thu": found.homerooms.numerator, "lop": found.homerooms.denominator}


def _signers(found: FigureReport) -> Json | None:
    if found.signers is None:
        return None
    rate = found.signers.rate
    counts: Json = {"co_chung_thu": rate.numerator, "phai_ky": rate.denominator}
    return {**counts, "truong_ke_khai": found.signers.schools}


def _days(found: Timeliness) -> Json:
    return {
        "han": found.closes_on.isoformat() if found.closes_on else None,
        "dung_han": found.in_time,
        "sau_han": found.late,
        "ngay": [
            {"ngay": day.on.isoformat(), "nhan": day.came, "den_het": day.by_then}
            for day in found.days
        ],
    }


def _cells(found: FigureReport, line: Figure, reasons: list[str]) -> tuple[TableCell, ...]:
    hidden = found.guarded.hidden_of(line)
    return (
        line.code,
        line.name or "Tổng",
        line.pupils,
        line.records,
        line.signed,
        line.sealed,
        line.accepted,
        line.rate.percent,
        line.excepted,
        line.undeclared,
        *(HIDDEN if reason in hidden else line.exceptions.get(reason, 0) for reason in reasons),
    )

"""The result sheet of a class: pupils filled in, inputs open, everything else locked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final

from hocba.adapters.spreadsheets.book import Area, Book, Worksheet, day_to_write
from hocba.adapters.spreadsheets.result_form import (
    FormColumn,
    InputKind,
    summer_columns,
    year_columns,
)
from hocba.adapters.spreadsheets.result_values import (
    WrittenValue,
    summer_values,
    year_values,
)
from hocba.adapters.spreadsheets.results import ClassAsked
from hocba.adapters.spreadsheets.roster_match import is_here
from hocba.adapters.spreadsheets.words import coded_words
from hocba.core.assess.year import YearAssessment
from hocba.core.rules.primary import PrimaryPack
from hocba.core.terms.people import Enrolment
from hocba.ports.spreadsheets import SheetContext

YEAR_SHEET: Final = "KetQua"
SUMMER_SHEET: Final = "DanhGiaBoSung"
_TITLE: Final = "BẢNG TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ GIÁO DỤC CỦA LỚP"
_SUMMER_TITLE: Final = "ĐÁNH GIÁ BỔ SUNG TRONG HÈ"
_HEAD_ROW: Final = 4
_FIRST_ROW: Final = _HEAD_ROW + 2
_PERSON: Final = (("STT", 5), ("Mã học sinh", 15), ("Họ và tên", 26), ("Ngày sinh", 12))
_WIDTHS: Final[Mapping[InputKind, int]] = {
    InputKind.COMMENT: 34,
    InputKind.TEXT: 26,
    InputKind.DECISION: 18,
    InputKind.TRAIT_LEVEL: 9,
}
_WRAPPED: Final = frozenset({InputKind.COMMENT, InputKind.TEXT})
_HEIGHT_CM: Final = (50, 220)
_WEIGHT_KG: Final = (5, 200)
_MOST_DAYS: Final = 366
_GUIDE: Final = (
    "Cách điền bảng kết quả cuối năm:",
    "Mỗi học sinh một dòng, tên học sinh đã có sẵn và được khóa. Chỉ các ô trắng được điền.",
    "Cột có chữ đỏ bắt buộc phải điền, trừ học sinh được đánh dấu x ở cột Không đánh giá.",
    "Môn học và hoạt động giáo dục: T là Hoàn thành tốt, H là Hoàn thành, C là Chưa hoàn thành.",
    "Phẩm chất và năng lực: T là Tốt, Đ là Đạt, C là Cần cố gắng.",
    "Điểm KTĐK là số nguyên từ 0 đến 10; kiểm tra lại thì ghi điểm lần cuối.",
    "Môn tự chọn mà học sinh không học thì để trống cả các ô của môn đó.",
    "Nhận xét: không dùng biểu tượng cảm xúc; phần mềm báo nếu dài quá giới hạn.",
    "Khen thưởng khác: nhiều khen thưởng thì cách nhau bằng dấu chấm phẩy.",
    "Không đánh giá: đánh dấu x cho học sinh học theo kế hoạch giáo dục cá nhân, "
    "không điền mức và điểm.",
    "Đánh giá bổ sung trong hè:",
    f"Trang {SUMMER_SHEET} để trống vào tháng 5. Sau hè, với học sinh Chưa hoàn thành, "
    "điền ở đó những môn, phẩm chất, năng lực được đánh giá lại, rồi nộp lại cả tệp này.",
    "Học sinh vẫn chưa hoàn thành thì ghi quyết định của hiệu trưởng và số, ngày quyết định.",
    "Kết quả cả năm, khen thưởng và hoàn thành chương trình do phần mềm tính theo Thông tư "
    "27/2020/TT-BGDĐT, không điền ở đây.",
)


def template_year_results(
    context: SheetContext, asked: ClassAsked[PrimaryPack], known: Mapping[str, YearAssessment]
) -> bytes:
    """Write the result sheet of a class; see the port."""
    here = tuple(entry for entry in asked.roster if is_here(entry))
    book = Book(f"{_TITLE} {asked.class_name}")
    years = {code: year_values(year) for code, year in known.items()}
    summers = {code: summer_values(year) for code, year in known.items()}
    columns = year_columns(asked.pack, asked.grade)
    later = summer_columns(asked.pack, asked.grade)
    bounded = partial(_validate, book, asked.pack)
    for sheet, title, shown, values in (
        (YEAR_SHEET, _TITLE, columns, years),
        (SUMMER_SHEET, _SUMMER_TITLE, later, summers),
    ):
        head = title_lines(title, context, asked.class_name, asked.pack.title)
        form = SheetForm(name=sheet, lines=head, columns=shown, values=values)
        write_sheet(book, form, here, bounded)
    book.guide(_GUIDE)
    return book.finished()


def title_lines(
    title: str, context: SheetContext, class_name: str, pack_title: str
) -> tuple[str, ...]:
    """Return what stands above the table: which sheet, of which school and class."""
    return (
        title,
        f"Trường: {context.school_name}    Mã trường: {context.school_code}",
        f"Lớp: {class_name}    Năm học: {context.school_year}    {pack_title}",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetForm:
    """One sheet of a class. lines: above the table. values: by pupil, then by meaning."""

    name: str
    lines: Sequence[str]
    columns: Sequence[FormColumn]
    values: Mapping[str, Mapping[str, WrittenValue]]


Validate = Callable[[Worksheet, FormColumn, Area], None]
"""Says what may be put into a column of a sheet."""


def write_sheet(
    book: Book, form: SheetForm, roster: Sequence[Enrolment], validate: Validate
) -> None:
    """Write one sheet of a class: pupils filled in, inputs open, everything else locked."""
    sheet, columns = book.sheet(form.name), form.columns
    for row, line in enumerate(form.lines):
        sheet.write_string(row, 0, line, book.look("line" if row else "title"))
    _write_person_heads(book, sheet)
    _write_heads(book, sheet, columns)
    _write_rows(book, sheet, roster, columns, form.values)
    last = _FIRST_ROW + max(len(roster), 1) - 1
    for at, column in enumerate(columns, len(_PERSON)):
        validate(sheet, column, Area(first_row=_FIRST_ROW, last_row=last, column=at))
    _set_page(sheet)


def _write_person_heads(book: Book, sheet: Worksheet) -> None:
    for column, (header, width) in enumerate(_PERSON):
        sheet.set_column(column, column, width)
        sheet.merge_range(_HEAD_ROW, column, _HEAD_ROW + 1, column, header, book.look("head"))


def _write_heads(book: Book, sheet: Worksheet, columns: Sequence[FormColumn]) -> None:
    at = len(_PERSON)
    for group, members in groupby(columns, key=lambda column: column.group):
        shared = list(members)
        if group:
            sheet.merge_range(
                _HEAD_ROW, at, _HEAD_ROW, at + len(shared) - 1, group, book.look("head")
            )
        for column in shared:
            _write_head(book, sheet, at, column)
            at += 1
    sheet.set_row(_HEAD_ROW, 32)
    sheet.set_row(_HEAD_ROW + 1, 48)


def _write_head(book: Book, sheet: Worksheet, at: int, column: FormColumn) -> None:
    look = book.look("due" if column.due else "head")
    sheet.set_column(at, at, _WIDTHS.get(column.kind, 10))
    if column.group:
        sheet.write_string(_HEAD_ROW + 1, at, column.header, look)
    else:
        sheet.merge_range(_HEAD_ROW, at, _HEAD_ROW + 1, at, column.header, look)


def _write_rows(
    book: Book,
    sheet: Worksheet,
    roster: Sequence[Enrolment],
    columns: Sequence[FormColumn],
    values: Mapping[str, Mapping[str, WrittenValue]],
) -> None:
    locked = book.look("locked")
    for number, entry in enumerate(roster, 1):
        row, pupil = _FIRST_ROW + number - 1, entry.pupil
        sheet.write_number(row, 0, number, locked)
        sheet.write_string(row, 1, pupil.sector_code, locked)
        sheet.write_string(row, 2, pupil.full_name, locked)
        sheet.write_datetime(row, 3, day_to_write(pupil.born_on), book.look("locked_date"))
        given = values.get(pupil.sector_code, {})
        for at, column in enumerate(columns, len(_PERSON)):
            look = book.look("input_text" if column.kind in _WRAPPED else "input")
            _write_value(sheet, row, at, given.get(column.meaning), look)


def _write_value(
    sheet: Worksheet, row: int, column: int, value: WrittenValue, look: object
) -> None:
    if value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def _validate(
    book: Book, pack: PrimaryPack, sheet: Worksheet, column: FormColumn, area: Area
) -> None:
    words = _offered(column.kind, pack)
    if words:
        book.offer(sheet, area, column.kind.value, words)
        return
    kind, least, most, message = _bounds(column, pack)
    book.bound(sheet, area, kind, least, most, message)


def _offered(kind: InputKind, pack: PrimaryPack) -> tuple[str, ...]:
    return {
        InputKind.SUBJECT_LEVEL: tuple(level.value for level in pack.subject_level_labels),
        InputKind.TRAIT_LEVEL: tuple(level.value for level in pack.trait_level_labels),
        InputKind.MARK: ("x",),
        InputKind.DECISION: tuple(words[0] for words in coded_words("promotion").values()),
    }.get(kind, ())


def _bounds(column: FormColumn, pack: PrimaryPack) -> tuple[str, int, int, str]:
    least, most = pack.score_least, pack.score_most
    numbers = {
        InputKind.SCORE: ("integer", least, most, f"Điểm là số nguyên từ {least} đến {most}."),
        InputKind.HEIGHT: ("decimal", *_HEIGHT_CM, "Chiều cao tính bằng cm."),
        InputKind.WEIGHT: ("decimal", *_WEIGHT_KG, "Cân nặng tính bằng kg."),
        InputKind.DAYS: ("integer", 0, _MOST_DAYS, "Số ngày là số nguyên."),
    }
    limit = column.limit_chars
    return numbers.get(column.kind) or ("length", 0, limit, f"Không quá {limit} ký tự.")


def _set_page(sheet: Worksheet) -> None:
    sheet.freeze_panes(_FIRST_ROW, 3)
    sheet.protect(
        "",
        {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True},
    )
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(_HEAD_ROW, _HEAD_ROW + 1)
    sheet.repeat_columns(0, 3)
    sheet.fit_to_pages(2, 0)
    sheet.set_footer("&CTrang &P / &N")

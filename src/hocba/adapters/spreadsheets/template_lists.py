"""Empty lists for schools that have none to upload: pupils, staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hocba.adapters.spreadsheets.book import Area, Book, Worksheet
from hocba.adapters.spreadsheets.words import coded_words, header_text
from hocba.core.terms.people import Enrolment
from hocba.ports.spreadsheets import SheetContext

_ROWS: Final = 2_000
_HEAD_ROW: Final = 4
_WIDE: Final = frozenset(
    {"full_name", "pupil_name", "birth_place", "home_town", "address", "email", "basis"}
)
_DUE: Final = frozenset({"class_name", "sector_code", "full_name", "born_on", "staff_code"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListForm:
    """table: of `headers.toml`. lists: meaning -> list of words that the column offers."""

    table: str
    sheet: str
    title: str
    columns: tuple[str, ...]
    lists: Mapping[str, str]
    guide: tuple[str, ...]
    due: frozenset[str]


_PUPILS: Final = _ListForm(
    table="pupils",
    sheet="HocSinh",
    title="DANH SÁCH HỌC SINH",
    columns=(
        "number",
        "class_name",
        "sector_code",
        "full_name",
        "born_on",
        "gender",
        "personal_id",
        "ethnic_code",
        "nationality",
        "status",
        "status_on",
        "disability",
        "birth_place",
        "home_town",
        "address",
        "father",
        "father_job",
        "mother",
        "mother_job",
        "guardian",
        "guardian_job",
    ),
    lists=MappingProxyType(
        {
            "gender": "gender",
            "ethnic_code": "ethnic_groups",
            "nationality": "nationality",
            "status": "pupil_status",
            "disability": "disability",
        }
    ),
    guide=(
        "Cách điền danh sách học sinh:",
        "Mỗi học sinh một dòng, bắt đầu ngay dưới dòng tiêu đề. Cột có chữ đỏ bắt buộc phải điền.",
        "Ngày sinh ghi theo dạng ngày/tháng/năm đủ bốn chữ số năm, ví dụ 05/09/2018.",
        "Số định danh cá nhân gồm đúng 12 chữ số, kể cả số 0 ở đầu. Chưa có thì để trống.",
        "Giới tính, dân tộc, trạng thái, loại khuyết tật: chọn trong danh sách của ô.",
        "Có thể dán từ tệp xuất của cơ sở dữ liệu ngành; thứ tự cột không quan trọng.",
        "Không đổi chữ ở dòng tiêu đề. Có thể thêm cột riêng; phần mềm sẽ bỏ qua và báo lại.",
    ),
    due=_DUE,
)
_STAFF: Final = _ListForm(
    table="staff",
    sheet="CanBo",
    title="DANH SÁCH CÁN BỘ, GIÁO VIÊN VÀ PHÂN CÔNG",
    columns=(
        "number",
        "staff_code",
        "full_name",
        "born_on",
        "gender",
        "email",
        "personal_id",
        "position",
        "class_name",
        "from_on",
        "to_on",
        "basis",
        "subject",
        "taught_classes",
    ),
    lists=MappingProxyType({"gender": "gender", "position": "position"}),
    guide=(
        "Cách điền danh sách cán bộ, giáo viên:",
        "Mỗi nhiệm vụ một dòng. Người có hai nhiệm vụ thì ghi hai dòng cùng mã cán bộ.",
        "Giáo viên chủ nhiệm phải ghi lớp ở cột Chủ nhiệm lớp, ví dụ 3A.",
        "Giáo viên bộ môn ghi môn và lớp dạy, ví dụ Toán; Tin học và 7A, 7B. "
        "Ở lớp 6 đến 12, ai được ghi ở đây mới ký được dòng môn học của lớp.",
        "Đổi người giữa năm: dòng cũ ghi Đến ngày, dòng mới ghi Từ ngày, mỗi dòng một quyết định.",
        "Chữ ký chỉ có giá trị khi người ký giữ nhiệm vụ vào ngày ký, nên hãy ghi đúng ngày.",
        "Ngày ghi theo dạng ngày/tháng/năm đủ bốn chữ số năm.",
    ),
    due=_DUE - {"class_name", "born_on"},
)
_GUARDIANS: Final = _ListForm(
    table="guardians",
    sheet="GiamHo",
    title="DANH SÁCH CHA, MẸ, NGƯỜI GIÁM HỘ",
    columns=(
        "number",
        "class_name",
        "sector_code",
        "pupil_name",
        "kin",
        "full_name",
        "personal_id",
        "basis",
        "from_on",
        "until_on",
    ),
    lists=MappingProxyType({"kin": "kin"}),
    guide=(
        "Cách điền danh sách cha, mẹ, người giám hộ:",
        "Mỗi người một dòng; một học sinh có thể có nhiều dòng. "
        "Dòng không dùng thì để trống các ô từ Quan hệ trở đi.",
        "Chỉ ghi người mà trường đã thấy giấy tờ; ghi tên và số giấy tờ, "
        "ví dụ giấy khai sinh số 12/2016.",
        "Số định danh cá nhân gồm đúng 12 chữ số, kể cả số 0 ở đầu. Hệ thống chỉ giữ ba số cuối.",
        "Từ ngày: bỏ trống là ngày nhập. "
        "Đến hết ngày: bỏ trống là ngày trước khi học sinh đủ 18 tuổi.",
        "Ngày ghi theo dạng ngày/tháng/năm đủ bốn chữ số năm.",
    ),
    due=frozenset({"sector_code", "kin", "full_name", "personal_id", "basis"}),
)
_EACH_HAS: Final = 2
"""Rows that the template gives a pupil: most have two parents."""


def template_pupils(context: SheetContext) -> bytes:
    """Write an empty pupil list; see the port."""
    return _written(_PUPILS, context)


def template_staff(context: SheetContext) -> bytes:
    """Write an empty staff list; see the port."""
    return _written(_STAFF, context)


def template_guardians(context: SheetContext, roster: Sequence[Enrolment]) -> bytes:
    """Write a list of guardians with the pupils filled in; see the port."""
    rows = [
        {
            "class_name": entry.class_name,
            "sector_code": entry.pupil.sector_code,
            "pupil_name": entry.pupil.full_name,
        }
        for entry in roster
        for _ in range(_EACH_HAS)
    ]
    return _written(_GUARDIANS, context, rows)


def _written(
    form: _ListForm, context: SheetContext, rows: Sequence[Mapping[str, str]] = ()
) -> bytes:
    book = Book(form.title)
    sheet = book.sheet(form.sheet)
    head_lines = (
        form.title,
        f"Trường: {context.school_name}    Mã trường: {context.school_code}",
        f"Năm học: {context.school_year}",
    )
    _write_head(book, sheet, head_lines)
    for column, meaning in enumerate(form.columns):
        _write_column(book, sheet, form, column, meaning)
        for row, filled in enumerate(rows, _HEAD_ROW + 1):
            if meaning in filled:
                sheet.write_string(row, column, filled[meaning], book.look("input_text"))
    sheet.freeze_panes(_HEAD_ROW + 1, form.columns.index("full_name") + 1)
    sheet.set_row(_HEAD_ROW, 32)
    _set_print(sheet, len(form.columns))
    book.guide(form.guide)
    return book.finished()


def _write_head(book: Book, sheet: Worksheet, lines: Sequence[str]) -> None:
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, book.look("line" if row else "title"))


def _write_column(book: Book, sheet: Worksheet, form: _ListForm, column: int, meaning: str) -> None:
    header = header_text(form.table, meaning)
    sheet.set_column(column, column, _width(meaning, header), book.look("input_text"))
    look = "due" if meaning in form.due else "head"
    sheet.write_string(_HEAD_ROW, column, header, book.look(look))
    if name := form.lists.get(meaning):
        words = [texts[0] for texts in coded_words(name).values()]
        area = Area(first_row=_HEAD_ROW + 1, last_row=_HEAD_ROW + _ROWS, column=column)
        book.offer(sheet, area, header, words)


def _width(meaning: str, header: str) -> int:
    if meaning == "number":
        return 6
    return 28 if meaning in _WIDE else max(13, min(len(header) + 2, 22))


def _set_print(sheet: Worksheet, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9 if columns <= 12 else 8)  # A4, A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_footer("&CTrang &P / &N")

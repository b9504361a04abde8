"""The result sheet of a secondary class: pupils filled in, inputs open, everything else locked."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Final

from hocba.adapters.spreadsheets.book import Area, Book, Worksheet
from hocba.adapters.spreadsheets.result_columns import SUBJECTS
from hocba.adapters.spreadsheets.result_form import FormColumn, InputKind
from hocba.adapters.spreadsheets.result_values import WrittenValue
from hocba.adapters.spreadsheets.roster_match import is_here
from hocba.adapters.spreadsheets.secondary_columns import CONDUCT_LABEL
from hocba.adapters.spreadsheets.secondary_results import SecondaryAsked
from hocba.adapters.spreadsheets.template_results import (
    YEAR_SHEET,
    SheetForm,
    title_lines,
    write_sheet,
)
from hocba.adapters.spreadsheets.words import coded_words, header_text
from hocba.core.assess.secondary_year import SecondaryYear, Value
from hocba.core.rules.secondary import SecondaryPack, SecondarySubject
from hocba.core.terms.levels import Standing
from hocba.core.terms.missing import Missing
from hocba.ports.spreadsheets import SheetContext

_TITLE: Final = "BẢNG TỔNG HỢP KẾT QUẢ HỌC TẬP, RÈN LUYỆN CỦA LỚP"
_EXEMPT: Final = "M"
_MOST_HALF_DAYS: Final = 400
_TERMS: Final = (("first", "Học kì I"), ("second", "Học kì II"))
_FACTS: Final = (
    ("absences", InputKind.HALF_DAYS),
    ("comment", InputKind.COMMENT),
    ("other_awards", InputKind.TEXT),
    ("not_assessed_by_law", InputKind.MARK),
    ("summer_over", InputKind.MARK),
    ("promoted", InputKind.DECISION),
    ("basis", InputKind.TEXT),
)
_GUIDE: Final = (
    "Cách điền bảng kết quả cuối năm lớp 6 đến 12:",
    "Mỗi học sinh một dòng, tên học sinh đã có sẵn và được khóa. Chỉ các ô trắng được điền.",
    "Cột có chữ đỏ bắt buộc phải điền, trừ học sinh được đánh dấu x ở cột Không đánh giá.",
    "Môn có điểm: điểm trung bình môn học kì I và học kì II, một chữ số thập phân. Phần mềm tính "
    "cả năm.",
    "Môn đánh giá bằng nhận xét: Đ là Đạt, CĐ là Chưa đạt. Miễn học cả năm thì ghi M ở cả hai kì.",
    "Môn lựa chọn, môn tự chọn mà học sinh không học thì để trống cả các ô của môn đó.",
    "Rèn luyện: T là Tốt, K là Khá, Đ là Đạt, CĐ là Chưa đạt.",
    "Cột Đánh giá lại và Đã qua hè để trống vào tháng 5. Sau hè, điền kết quả đánh giá lại; học "
    "sinh phải đánh giá lại mà không dự thì đánh dấu x ở cột Đã qua hè, rồi nộp lại cả tệp này.",
    "Không đánh giá: đánh dấu x cho học sinh học theo kế hoạch giáo dục cá nhân, ghi quyết định "
    "của hiệu trưởng và số, ngày quyết định.",
    "Kết quả học tập, rèn luyện cả năm, danh hiệu và lên lớp do phần mềm tính theo Thông tư "
    "22/2021/TT-BGDĐT, không điền ở đây.",
)


def template_secondary_results(
    context: SheetContext, asked: SecondaryAsked, known: Mapping[str, SecondaryYear]
) -> bytes:
    """Write the result sheet of a class; see the port."""
    book = Book(f"{_TITLE} {asked.class_name}")
    form = SheetForm(
        name=YEAR_SHEET,
        lines=title_lines(_TITLE, context, asked.class_name, asked.pack.title),
        columns=tuple(secondary_columns(asked.pack, asked.grade)),
        values={code: secondary_values(year) for code, year in known.items()},
    )
    here = tuple(entry for entry in asked.roster if is_here(entry))
    write_sheet(book, form, here, partial(_validate, book))
    book.guide(_GUIDE)
    return book.finished()


def secondary_columns(pack: SecondaryPack, grade: int) -> Iterator[FormColumn]:
    """Return the input columns, in the order of the printed form."""
    for one in pack.programme(grade):
        yield from _of_subject(one, pack, is_due=one.required_in(grade))
    for key, header in _TERMS:
        yield _conduct(f"conduct_{key}", header, is_due=True)
    yield _conduct("conduct_again", "Đánh giá lại", is_due=False)
    for meaning, kind in _FACTS:
        yield FormColumn(
            meaning=meaning,
            group="",
            header=header_text("results_secondary", meaning),
            kind=kind,
            due=meaning == "absences",
            limit_chars=pack.comment_homeroom_chars if meaning == "comment" else 1_000,
        )


def _of_subject(
    one: SecondarySubject, pack: SecondaryPack, *, is_due: bool
) -> Iterator[FormColumn]:
    kind = InputKind.PASS_LEVEL if one.by_comment else InputKind.AVERAGE
    place = f"{SUBJECTS}/{one.key}"
    for key, header in _TERMS:
        # A pupil may be let off: the cell then holds a letter.
        input_kind = InputKind.TEXT if one.may_be_exempt else kind
        yield FormColumn(
            meaning=f"{place}/{key}", group=one.label, header=header, kind=input_kind, due=is_due
        )
    yield FormColumn(meaning=f"{place}/again", group=one.label, header="Đánh giá lại", kind=kind)
    yield FormColumn(
        meaning=f"{place}/comment",
        group=one.label,
        header="Nhận xét",
        kind=InputKind.COMMENT,
        limit_chars=pack.comment_subject_chars,
    )


def _conduct(meaning: str, header: str, *, is_due: bool) -> FormColumn:
    return FormColumn(
        meaning=meaning,
        group=CONDUCT_LABEL,
        header=header,
        kind=InputKind.STANDING,
        due=is_due,
    )


def secondary_values(year: SecondaryYear) -> Mapping[str, WrittenValue]:
    """Return cell values of a year by the meaning of their column."""
    words = coded_words("promotion")
    decision = {True: words["len_lop"][0], False: words["o_lai"][0], None: None}
    values: dict[str, WrittenValue] = {
        "conduct_first": _level(year.conduct_first),
        "conduct_second": _level(year.conduct_second),
        "absences": year.absences,
        "comment": year.comment or None,
        "other_awards": "; ".join(year.other_awards) or None,
        "not_assessed_by_law": "x" if year.not_assessed_by_law else None,
        "promoted": decision[year.promoted],
        "basis": year.basis or None,
    }
    for row in year.subjects:
        place, is_exempt = f"{SUBJECTS}/{row.subject}", not year.not_assessed_by_law
        values[f"{place}/first"] = _cell(row.first, is_exempt=is_exempt)
        values[f"{place}/second"] = _cell(row.second, is_exempt=is_exempt)
        values[f"{place}/comment"] = row.comment or None
    if year.summer is not None:
        values["summer_over"] = "x"
        values["conduct_again"] = None if year.summer.conduct is None else year.summer.conduct.value
        for again in year.summer.subjects:
            values[f"{SUBJECTS}/{again.subject}/again"] = _cell(again.value, is_exempt=False)
    return values


def _cell(value: Value, *, is_exempt: bool) -> WrittenValue:
    if isinstance(value, Missing):
        return _EXEMPT if is_exempt and value is Missing.NOT_ASSESSED else None
    return value if isinstance(value, Decimal) else value.value


def _level(level: Standing | Missing) -> str | None:
    return None if isinstance(level, Missing) else level.value


def _validate(book: Book, sheet: Worksheet, column: FormColumn, area: Area) -> None:
    offered = {
        InputKind.PASS_LEVEL: ("Đ", "CĐ"),
        InputKind.STANDING: tuple(level.value for level in Standing),
        InputKind.MARK: ("x",),
        InputKind.DECISION: tuple(words[0] for words in coded_words("promotion").values()),
    }
    if words := offered.get(column.kind):
        book.offer(sheet, area, column.kind.value, words)
        return
    numbers = {
        InputKind.AVERAGE: ("decimal", 0, 10, "Điểm từ 0 đến 10, một chữ số thập phân."),
        InputKind.HALF_DAYS: ("integer", 0, _MOST_HALF_DAYS, "Số buổi là số nguyên."),
    }
    limit = column.limit_chars
    usual = ("length", 0, limit, f"Không quá {limit} ký tự.")
    book.bound(sheet, area, *numbers.get(column.kind, usual))

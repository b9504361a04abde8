"""Every bad sheet that schools send: a clear message in its cell, and nothing half imported."""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random

import pytest

from hocba.adapters.spreadsheets.workbooks import Workbooks
from hocba.core.rules.library import pack_for
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal, Weight
from hocba.flow.compose_records import compose_class
from hocba.flow.import_pupils import plan_pupils, take_pupils
from hocba.flow.import_results import plan_results, take_results
from hocba.ports.school_book import Saved
from hocba.ports.spreadsheets import SheetContext
from tests.builders import an_assessment
from tests.school_world import (
    CLASS,
    HERE,
    OTHER_SCHOOL,
    SCHOOL,
    YEAR,
    a_pupil,
    a_running_school,
    a_school,
    an_enrolment,
    clerk,
    teacher,
)
from tests.sheet_files import PUPIL_HEADERS, a_pupil_list, a_pupil_row, a_workbook, edited, rezipped
from tests.whole_database import content, unsaid

pytestmark = pytest.mark.usefixtures("as_app")

LIST = {"school": SCHOOL, "school_year": YEAR, "name": "danh-sach.xlsx"}
GRADE_TWO = "2A"
BAD = "\u0007"
CONTEXT = SheetContext(
    school_code=SCHOOL,
    school_name=a_school().name,
    school_year=YEAR,
    today=date(2026, 5, 29),
)


@pytest.fixture
def outside():
    outside = a_running_school(pupils=3)
    book = outside.book
    second = [an_enrolment(n, class_name=GRADE_TWO, grade=2) for n in (11, 12)]
    book.save_enrolments(SCHOOL, YEAR, second)
    return outside


# --- sheets ---------------------------------------------------------------------------------


def pupils(*rows):
    """Make a pupil list of rows given as changes by header."""
    return a_pupil_list(*(a_pupil_row(n, **changes) for n, changes in enumerate(rows, 1)))


def results(cells, *, context=CONTEXT, grade=4, class_name=CLASS, numbers=(1, 2, 3)):
    """Make a class's sheet in which everybody got 7 in mathematics, then change cells."""
    roster = tuple(an_enrolment(n, class_name=class_name, grade=grade) for n in numbers)
    file = Workbooks().template_year_results(
        context,
        grade=grade,
        class_name=class_name,
        pack=pack_for(YEAR, grade),
        roster=roster,
        known={e.pupil.sector_code: an_assessment(grade, scores={"toan": 7}) for e in roster},
    )
    return edited(file, cells)


# In the template E, F, G are Tiếng Việt's; then come mathematics' level, score and comment.
LEVEL, SCORE, COMMENT = "H7", "I7", "J7"


@cache
def a_big_sheet():
    """A sound workbook whose sheet is 100 MB of numbers; a few MB as sent."""
    chance = Random(1)
    rows = bytearray()
    while len(rows) < 1_000_000:
        numbers = b"".join(b"<c><v>%d</v></c>" % chance.randrange(100) for _ in range(50))
        rows += b"<row>" + numbers + b"</row>"
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    sheet = start + b"<sheetData>" + bytes(rows) * 100 + b"</sheetData></worksheet>"
    return rezipped(a_workbook([["x"]]), {"xl/worksheets/sheet1.xml": sheet})


@cache
def a_bomb():
    """A small workbook of which one part unpacks to 100 MB of nothing."""
    return rezipped(a_workbook([["x"]]), {"xl/worksheets/sheet1.xml": b" " * 100_000_000})


# --- the table --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    One bad input. found: (cell, code) of every finding; cell "" where the file cannot be
    opened. good: sector codes that the user may take from it all the same.
    """

    kind: str
    file: Callable[[], bytes]
    found: set[tuple[str, str]]
    good: tuple[str, ...] = ()
    class_name: str = CLASS


def a_list(file, found, *, good=()):
    return Case(kind="pupils", file=file, found=found, good=good)


def a_result(file, found, *, good=(), class_name=CLASS):
    return Case(kind="results", file=file, found=found, good=good, class_name=class_name)


ONE_BAD = tuple(a_pupil(n).sector_code for n in (2, 3))
LONG = "Em đọc tốt. " * 417
TWICE = {"Số định danh": "011317000777"}

CASES = {
    "an empty file": a_list(bytes, {("", "sheet.file_empty")}),
    "an empty file of results": a_result(bytes, {("", "sheet.file_empty")}),
    "a pdf named xlsx": a_list(lambda: b"%PDF-1.7\n1 0 obj", {("", "sheet.not_excel")}),
    "a file of 100 MB": a_list(lambda: bytes(100_000_000), {("", "sheet.file_too_large")}),
    "a sheet of 100 MB": a_list(a_big_sheet, {("", "sheet.too_many_cells")}),
    "a sheet that unpacks to 100 MB": a_result(a_bomb, {("", "sheet.unpacks_too_large")}),
    "a list of another school": a_list(
        lambda: a_workbook([[f"Mã trường: {OTHER_SCHOOL}"], PUPIL_HEADERS, a_pupil_row()]),
        {("Sheet1!A1", "sheet.other_school")},
    ),
    "results of another school": a_result(
        lambda: results({}, context=replace(CONTEXT, school_code=OTHER_SCHOOL)),
        {("KetQua!A2", "sheet.other_school")},
    ),
    "results of another year": a_result(
        lambda: results({}, context=replace(CONTEXT, school_year=SchoolYear(2024))),
        {("KetQua!A3", "sheet.other_year")},
    ),
    "results of another class": a_result(
        lambda: results({}, class_name="4B"), {("KetQua!A3", "sheet.other_class")}
    ),
    "two pupils with one ID": a_list(
        lambda: pupils({}, TWICE, TWICE),
        # The message of the second names the cell of the first.
        {("Sheet1!G4", "sheet.personal_id_twice")},
        good=("HS0001",),
    ),
    "a pupil with the ID of another": a_list(
        lambda: pupils({"Số định danh": str(a_pupil(1).personal_id)}, {}),
        {("Sheet1!A2", "school.personal_id_taken")},
        good=("HS0002",),
    ),
    "a pupil in two classes": a_list(
        lambda: pupils({}, {"Mã học sinh": "HS0001", "Lớp": "3B"}, {}),
        {("Sheet1!B3", "sheet.pupil_in_two_classes")},
        good=("HS0003",),
    ),
    "a birth on 31/02": a_list(
        lambda: pupils({"Ngày sinh": "31/02/2017"}, {}),
        {("Sheet1!E2", "sheet.date_not_real")},
        good=("HS0002",),
    ),
    "an emoji in a name": a_list(
        lambda: pupils({"Họ và tên": "Trần 😀 Mẫu"}, {}),
        {("Sheet1!D2", "sheet.character_not_allowed")},
        good=("HS0002",),
    ),
    "a control character in a name": a_list(
        lambda: pupils({"Họ và tên": f"Trần {BAD} Mẫu"}, {}),
        {("Sheet1!D2", "sheet.character_not_allowed")},
        good=("HS0002",),
    ),
    "a mark of 11": a_result(
        lambda: results({SCORE: 11}),
        {(f"KetQua!{SCORE}", "assess.score_out_of_range")},
        good=ONE_BAD,
    ),
    "a mark of 7.5": a_result(
        lambda: results({SCORE: 7.5}), {(f"KetQua!{SCORE}", "sheet.score_not_whole")}, good=ONE_BAD
    ),
    "a level Đ where T, H, C is due": a_result(
        lambda: results({LEVEL: "Đ"}),
        {(f"KetQua!{LEVEL}", "sheet.trait_level_in_subject")},
        good=ONE_BAD,
    ),
    "a comment of 5,000 characters": a_result(
        lambda: results({COMMENT: LONG}),
        {(f"KetQua!{COMMENT}", "sheet.text_too_long")},
        good=ONE_BAD,
    ),
    "an emoji in a comment": a_result(
        lambda: results({COMMENT: "Giỏi lắm 👍🏽"}),
        {(f"KetQua!{COMMENT}", "sheet.character_not_allowed")},
        good=ONE_BAD,
    ),
    "khoa hoc in grade 2": a_result(
        lambda: results(
            {"CA5": "Khoa học", "CA6": "Mức đạt được", "CA7": "T"},
            grade=2,
            class_name=GRADE_TWO,
            numbers=(11, 12),
        ),
        {("KetQua!CA6", "sheet.subject_not_in_grade")},
        good=(a_pupil(12).sector_code,),
        class_name=GRADE_TWO,
    ),
    "everything at once": a_result(
        lambda: results({SCORE: 11, LEVEL: "Đ", "I8": 7.5}),
        {
            (f"KetQua!{SCORE}", "assess.score_out_of_range"),
            (f"KetQua!{LEVEL}", "sheet.trait_level_in_subject"),
            ("KetQua!I8", "sheet.score_not_whole"),
        },
        good=(a_pupil(3).sector_code,),
    ),
}


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def case(request):
    return request.param


def words_for(case):
    if case.kind == "pupils":
        return {"actor": clerk(), "file": case.file(), **LIST}
    named = {**HERE, "class_name": case.class_name, "name": "ket-qua.xlsx"}
    return {"actor": teacher(class_name=case.class_name), "file": case.file(), **named}


PLAN = {"pupils": plan_pupils, "results": plan_results}
TAKE = {"pupils": take_pupils, "results": take_results}


def found_in(refusal):
    """Every finding as (cell, code); a file that cannot be opened has one without a cell."""
    if not refusal.findings:
        return {("", refusal.code)}
    return {(f.where, f.code) for f in refusal.findings if f.weight is not Weight.WARNING}


def is_unopened(case):
    return {cell for cell, _ in case.found} == {""}


def codes_of(rows):
    return {getattr(row, "sector_code", None) or row.pupil.sector_code for row in rows}


class TestABadSheet:
    def test_is_refused_with_every_finding_in_its_cell_and_changes_nothing(self, outside, case):
        before = content()

        with pytest.raises(Refusal) as refused:
            TAKE[case.kind](outside, **words_for(case))

        assert found_in(refused.value) == case.found
        assert content() == before

    def test_is_told_in_two_languages_with_how_to_mend_it_and_who(self, outside, case):
        with pytest.raises(Refusal) as refused:
            TAKE[case.kind](outside, **words_for(case))

        assert unsaid(refused.value) == []

    def test_shows_in_a_dry_run_what_its_good_rows_would_change(self, outside, case):
        before = content()
        plan = PLAN[case.kind]

        if is_unopened(case):
            with pytest.raises(Refusal):
                plan(outside, **words_for(case))
        else:
            seen = plan(outside, **words_for(case))
            assert {(f.where, f.code) for f in seen.errors} == case.found
            assert codes_of((*seen.added, *seen.changed)) == set(case.good)
        assert content() == before

    def test_gives_its_good_rows_and_only_those_to_who_asks_for_them(self, outside, case):
        words = words_for(case)
        if is_unopened(case):
            with pytest.raises(Refusal):
                TAKE[case.kind](outside, good_rows_only=True, **words)
            return
        before = values(outside, case)

        saved = TAKE[case.kind](outside, good_rows_only=True, **words)

        after = values(outside, case)
        assert saved.added + saved.changed == len(case.good)
        assert {code for code in after if after[code] != before.get(code)} == set(case.good)


def values(outside, case):
    """What the book holds of every pupil whom a sheet of this kind may change."""
    if case.kind == "pupils":
        return {e.pupil.sector_code: e for e in outside.book.enrolments(SCHOOL, YEAR)}
    return dict(outside.book.assessments(SCHOOL, YEAR, case.class_name))


class TestWhatIsNoFault:
    def test_a_name_in_nfd_is_taken_in_its_one_form(self, outside):
        name = unicodedata.normalize("NFD", "Đặng Thị Ước Nguyễn")

        saved = take_pupils(outside, actor=clerk(), file=pupils({"Họ và tên": name}), **LIST)

        assert saved == Saved(added=1)
        (pupil,) = [
            e.pupil
            for e in outside.book.enrolments(SCHOOL, YEAR)
            if e.pupil.sector_code == "HS0001"
        ]
        assert pupil.full_name == unicodedata.normalize("NFC", name)

    def test_the_same_sheet_twice_changes_nothing_the_second_time(self, outside):
        words = {"actor": teacher(), "file": results({}), **HERE, "name": "ket-qua.xlsx"}
        take_results(outside, **words)
        before = content()

        assert take_results(outside, **words) == Saved(unchanged=3)
        assert content() == before


def test_results_behind_a_lock_are_named_by_their_row(outside):
    compose_class(outside, actor=teacher(), **HERE)
    before = content()

    with pytest.raises(Refusal) as refused:
        take_results(outside, actor=teacher(), file=results({}), **HERE, name="ket-qua.xlsx")

    assert found_in(refused.value) == {
        (f"KetQua!A{row}", "records.locked_already") for row in (7, 8, 9)
    }
    assert content() == before


def test_a_list_that_breaks_off_half_way_leaves_nothing(outside, monkeypatch):
    """The last row of a list breaks a rule of the table: the rows before it are gone too."""
    before = content()
    good = [an_enrolment(n) for n in (21, 22)]
    broken = replace(an_enrolment(23), class_name="4" * 5_000)

    with pytest.raises(Exception, match=r"too long|value"):
        outside.book.save_enrolments(SCHOOL, YEAR, [*good, broken])

    assert content() == before


def test_a_zip_named_xlsx_is_named_for_what_it_is(outside):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("hoc-ba/x.xml", "<x/>")

    with pytest.raises(Refusal) as refused:
        plan_pupils(outside, actor=clerk(), file=file.getvalue(), **LIST)

    assert refused.value.code == "sheet.not_excel"

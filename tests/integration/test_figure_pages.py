"""Figures as pages and files: who may see what, how the question is read, what is hidden."""

import json
from dataclasses import replace
from io import BytesIO

import openpyxl
import pikepdf
import pytest

from hocba.adapters.paper.printer import TypstPrinter
from hocba.core.compose.exceptions import ExceptionReason, RecordException
from hocba.core.report.figures import Choice, Cut
from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.provinces import Atlas
from hocba.faces.web.figure_pages import figures_page
from hocba.faces.web.figure_question import FigureQuestion, question_of
from hocba.flow.count_traits import count_traits
from hocba.flow.figure_bulletin import bulletin_of, bulletin_pdf
from hocba.flow.figure_files import HIDDEN, report_json, report_xlsx
from hocba.flow.figure_report import figure_report
from hocba.flow.note_exception import note_exception
from tests.pki_world import NOW
from tests.repository_world import all_the_way, issue_class, three_offices
from tests.school_world import CLASS, PROVINCE, SCHOOL, YEAR, an_enrolment, clerk

ALL = Choice(school_year=YEAR)


def asked(level=Level.MINISTRY, own=None, **query):
    words = {name.replace("_", "-"): value for name, value in query.items()}
    return question_of(words, level=level, now=NOW, own=own)


class TestQuestions:
    def test_take_what_is_not_understood_as_not_asked(self):
        plain = asked()

        assert asked(xem="x", nam="2025", khoi="0", ban_do="35") == plain
        assert (plain.cut, plain.choice, plain.atlas) == (Cut.PROVINCE, ALL, Atlas.TODAY)

    @pytest.mark.parametrize("wrong", ["²", "13", "-1", "1e1", "1" * 5000, "٣"])
    def test_know_grades_1_to_12(self, wrong):
        assert asked(khoi=wrong).choice.grade is None
        assert asked(khoi="12").choice.grade == 12

    def test_show_a_school_itself_whatever_it_asks(self):
        own = SchoolCode("MAU1")

        found = asked(own=own, truong="MAU2", tinh="01", xa="1", xem="khoi")

        assert found.choice == Choice(school_year=YEAR, school=own)
        assert "truong" not in found.query

    def test_come_back_from_their_own_address(self):
        found = asked(nam="2023-2024", xem="tinh", khoi="3", ban_do="34")

        assert (found.choice.school_year, found.atlas) == (SchoolYear(2023), Atlas.TODAY)
        assert found.query == "xem=tinh&nam=2023-2024&khoi=3&ban-do=34"

    def test_never_read_provinces_of_today_on_the_map_of_63(self):
        assert asked(nam="2025-2026", ban_do="63").atlas is Atlas.TODAY
        assert asked(nam="2023-2024").atlas is Atlas.BEFORE


@pytest.fixture
def offices(as_app, tmp_path):
    found = three_offices(tmp_path, pupils=9)
    issue_class(found.school)
    all_the_way(found)
    return found


@pytest.fixture
def offices_with_exceptions(as_app, tmp_path):
    found = three_offices(tmp_path, pupils=7)
    late = [an_enrolment(number) for number in (8, 9)]
    found.school.book.save_enrolments(SCHOOL, YEAR, late)
    for enrolment in late:
        exception = RecordException(
            school=SCHOOL,
            school_year=YEAR,
            sector_code=enrolment.pupil.sector_code,
            class_name=CLASS,
            reason=ExceptionReason.SUMMER_TRAINING,
        )
        note_exception(found.school, actor=clerk(), exception=exception)
    issue_class(found.school)
    all_the_way(found)
    return found


def page_of(outside, question: FigureQuestion):
    found = figure_report(outside, cut=question.cut, choice=question.choice, atlas=question.atlas)
    return figures_page(found, question, base="/bo/so-lieu", names={}, now=YEAR)


@pytest.mark.django_db
class TestPages:
    def test_lead_from_the_nation_down_to_the_school(self, offices):
        page = page_of(offices.ministry, asked())
        assert [row.url for row in page.rows] == [
            f"/bo/so-lieu?xem=truong&nam=2025-2026&tinh={PROVINCE}"
        ]
        assert page.map is not None
        assert [tile.short for tile in page.map.tiles if tile.url] == ["ĐB"]

        page = page_of(offices.ministry, asked(tinh=PROVINCE, xem="truong"))
        assert page.map is page.curve is None
        assert f"truong={SCHOOL}" in page.rows[0].url
        assert [crumb.words for crumb in page.crumbs][1:] == [PROVINCE]

    def test_draw_the_days_of_the_whole_and_not_of_a_part(self, offices):
        page = page_of(offices.ministry, asked())

        assert page.curve is not None
        assert [(day.came, day.by_then) for day in page.curve.days] == [(9, 9)]
        assert page_of(offices.ministry, asked(khoi="4")).curve is None

    def test_count_schools_and_show_an_empty_year(self, offices):
        assert page_of(offices.ministry, asked()).counts[0].value == 1

        empty = page_of(offices.ministry, asked(nam="2020-2021"))
        assert (empty.rows, empty.curve, empty.counts[0].value) == ((), None, 0)


@pytest.mark.django_db
class TestFiles:
    def test_leave_out_a_reason_that_few_pupils_have(self, offices_with_exceptions):
        ministry = offices_with_exceptions.ministry
        found = figure_report(ministry, cut=Cut.SCHOOL, choice=ALL)

        told = json.loads(json.dumps(report_json(found)))
        book = openpyxl.load_workbook(BytesIO(report_xlsx(ministry, found)))

        (line,) = told["dong"]
        assert (line["ngoai_le"], len(line["an"])) == ({}, 2)
        assert "REN_LUYEN_HE" in line["an"]
        assert told["truong"] == {"khai_bao": 1, "da_gui": 1, "du": 1}
        cells = [cell.value for row in book.active.iter_rows() for cell in row]
        assert HIDDEN in cells

    def test_tell_whose_homeroom_teacher_may_sign_only_when_it_was_counted(self, offices):
        ministry = offices.ministry
        assert report_json(figure_report(ministry, cut=Cut.SCHOOL, choice=ALL))["chu_nhiem"] is None

        count_traits(ministry)

        told = report_json(figure_report(ministry, cut=Cut.SCHOOL, choice=ALL))
        # Teachers of classes that nobody declared raise nothing.
        assert told["chu_nhiem"] == {"co_chung_thu": 1, "lop": 1}
        by_grade = Choice(school_year=YEAR, grade=4)
        assert figure_report(ministry, cut=Cut.SCHOOL, choice=by_grade).homerooms is None

    def test_show_the_own_school_everything(self, offices_with_exceptions):
        ministry = offices_with_exceptions.ministry
        choice = Choice(school_year=YEAR, school=SCHOOL)

        found = figure_report(ministry, cut=Cut.GRADE, choice=choice, is_own_school=True)

        assert report_json(found)["tong"]["ngoai_le"] == {"REN_LUYEN_HE": 2}


@pytest.mark.django_db
def test_the_bulletin_says_what_the_page_says(offices_with_exceptions):
    ministry = replace(offices_with_exceptions.ministry, printer=TypstPrinter())
    found = figure_report(ministry, cut=Cut.PROVINCE, choice=ALL, atlas=Atlas.TODAY)

    told, pdf = bulletin_of(ministry, found), bulletin_pdf(ministry, found)

    assert told.headline == "Học bạ đã tiếp nhận: 7 / 9 học sinh = 77,78 %"
    assert [row.cells[-4:] for row in told.rows] == [("7", "77,78 %", "2", "0")]
    assert ("rèn luyện trong hè", HIDDEN) in told.reasons
    assert (len(told.tiles), told.curve is not None) == (34, True)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]) == "Bản tin số liệu học bạ số 2025–2026"

"""Marks typed into the grid: nothing overwritten, nothing half done, each change kept."""

from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from hocba.adapters.database.marks import DatabaseMarks
from hocba.adapters.database.models.marks import MarkChangeModel
from hocba.adapters.database.tenancy import within
from hocba.core.assess.moments import Moment
from hocba.core.terms.outcomes import Refusal
from hocba.flow.compose_records import compose_class
from hocba.flow.import_results import take_results
from hocba.flow.mark_results import Typed, read_grid, save_cells
from hocba.ports.accounts import Account
from tests.builders import an_assessment
from tests.integration.test_decision_pages import asked, refusal_of
from tests.integration.test_importing import results as a_sheet
from tests.school_world import (
    CLASS,
    HERE,
    OTHER_SCHOOL,
    SCHOOL,
    TEACHER,
    YEAR,
    a_running_school,
    clerk,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
LEVEL, SCORE = "subjects/toan/level", "subjects/toan/score"
PAGE = f"/truong/nhap-diem/{CLASS}/toan"


@pytest.fixture
def school():
    school = a_running_school(pupils=2)
    people = {"gv": teacher(), "vt": clerk()}
    school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    return school


@contextmanager
def somebody_writes_results():
    """Hold the turn of the school's year from another connection; whoever waits gives up soon."""
    told = {**connection.get_connection_params()}
    for name in ("cursor_factory", "context", "prepare_threshold"):
        told.pop(name, None)
    with psycopg.connect(**told) as other, connection.cursor() as own:
        other.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 27))", (f"{SCHOOL}/{YEAR}",)
        )
        own.execute("SET LOCAL lock_timeout = '100ms'")
        yield


def codes_of(school):
    return [e.pupil.sector_code for e in school.book.enrolments(SCHOOL, YEAR, CLASS)]


def typed(school, *cells, actor=None, section="toan"):
    return save_cells(
        school,
        actor=actor or teacher(),
        school=SCHOOL,
        school_year=YEAR,
        class_name=CLASS,
        section=section,
        cells=[Typed(sector_code=p, column=c, was=was, now=now) for p, c, was, now in cells],
    )


def toan(school, code):
    years = school.book.assessments(SCHOOL, YEAR)
    return next(row for row in years[code].subjects if row.subject == "toan")


def test_saves_what_is_right_and_answers_each_cell(school):
    first, second = codes_of(school)
    answers = typed(
        school, (first, LEVEL, "T", "h"), (second, LEVEL, "T", "giỏi"), (first, SCORE, "10", "6")
    )

    assert [a.fate.value for a in answers] == ["saved", "wrong", "saved"]
    assert (toan(school, first).level, toan(school, first).score) == ("H", 6)
    assert toan(school, second).level == "T"


def test_shows_the_second_typist_both_values(school):
    first, _ = codes_of(school)
    typed(school, (first, SCORE, "10", "8"))
    (late,) = typed(school, (first, SCORE, "10", "9"))

    assert (late.fate, late.value, late.finding.code) == ("clash", "8", "marks.changed_meanwhile")
    assert toan(school, first).score == 8
    (chosen,) = typed(school, (first, SCORE, "8", "9"))
    assert chosen.fate == "saved"
    assert toan(school, first).score == 9


def test_takes_the_same_value_twice_without_a_clash(school):
    first, _ = codes_of(school)
    for _ in range(2):
        (answer,) = typed(school, (first, SCORE, "10", "8"))
        assert answer.fate == "saved"

    assert MarkChangeModel.objects.count() == 1


def test_keeps_who_changed_what(school):
    first, _ = codes_of(school)
    typed(school, (first, SCORE, "10", "8"))

    change = DatabaseMarks().latest(SCHOOL, YEAR, [first])[first, SCORE]
    assert (change.was, change.now, change.by) == ("10", "8", TEACHER)
    with within(OTHER_SCHOOL):
        assert MarkChangeModel.objects.count() == 0
    with pytest.raises(DatabaseError), within(SCHOOL):
        MarkChangeModel.objects.update(now="9")


def test_refuses_a_locked_row_a_strange_pupil_and_a_strange_column(school):
    first, _ = codes_of(school)
    answers = typed(
        school, ("MAU-KHAC", SCORE, "", "9"), (first, "subjects/khoa_hoc/score", "", "9")
    )
    assert [a.finding.code for a in answers] == ["marks.pupil_not_here", "marks.no_such_column"]

    compose_class(school, actor=teacher(), **HERE)
    (answer,) = typed(school, (first, SCORE, "10", "9"))
    assert answer.finding.code == "marks.locked"
    assert toan(school, first).score == 10


def test_refuses_who_may_not_and_too_much_at_once(school):
    first, _ = codes_of(school)
    with pytest.raises(Refusal, match=r"permit\.not_your_role"):
        typed(school, (first, SCORE, "10", "9"), actor=clerk())
    with pytest.raises(Refusal, match=r"marks\.too_many"):
        typed(school, *[(first, SCORE, "10", "9")] * 2_000)

    assert toan(school, first).score == 10


def lock_the_class(school):
    return compose_class(school, actor=teacher(), **HERE)


def type_a_mark(school):
    return typed(school, (codes_of(school)[0], SCORE, "9", "8"))


def take_a_sheet(school):
    file = a_sheet(school, {1: an_assessment(4, scores={"toan": 7}), 2: an_assessment(4)})
    return take_results(school, actor=teacher(), file=file, name="lop.xlsx", **HERE)


@pytest.mark.parametrize("write", [lock_the_class, type_a_mark, take_a_sheet])
def test_locking_typing_and_sheets_wait_for_one_another(school, write):
    # Else a mark could be saved after the record was composed and before it was locked.
    waits = pytest.raises(DatabaseError, match="lock timeout")
    with somebody_writes_results(), waits, transaction.atomic():
        write(school)
    write(school)


def test_leaves_out_a_pupil_who_has_left(school):
    first, _ = codes_of(school)
    enrolment = school.book.enrolments(SCHOOL, YEAR, CLASS)[0]
    school.book.save_enrolments(SCHOOL, YEAR, [replace(enrolment, status="08")])
    grid = read_grid(
        school, actor=teacher(), school=SCHOOL, school_year=YEAR, class_name=CLASS, section="toan"
    )
    (answer,) = typed(school, (first, SCORE, "10", "9"))

    assert len(grid.roster) == 1
    assert answer.finding.code == "marks.pupil_not_here"


class TestPage:
    def test_shows_the_result_with_its_reason(self, school):
        first, _ = codes_of(school)
        typed(school, (first, LEVEL, "T", "H"))

        text = asked(school, PAGE, by="gv").text
        assert "chưa Hoàn thành tốt vì Toán là" in text

    def test_saves_as_a_plain_form(self, school):
        first, _ = codes_of(school)
        form = {f"c:{first}:{SCORE}": "7", f"w:{first}:{SCORE}": "10"}

        assert asked(school, PAGE, form, by="gv").status_code == 302
        assert toan(school, first).score == 7

    def test_keeps_what_was_typed_where_the_form_is_not_saved_whole(self, school):
        first, _ = codes_of(school)
        answer = asked(
            school, PAGE, {f"c:{first}:{SCORE}": "17", f"w:{first}:{SCORE}": "10"}, by="gv"
        )

        assert answer.status_code == 200
        assert 'value="17"' in answer.text
        assert 'aria-invalid="true"' in answer.text

    def test_can_only_be_read_by_who_may_not_type(self, school):
        assert "readonly" in asked(school, PAGE, by="vt").text

    def test_keeps_a_bank_of_its_teacher_alone_without_names(self, school):
        place = "/truong/nhan-xet-mau"
        asked(school, place, {"text": "Em tiếp thu bài nhanh."}, by="gv")

        assert "Em tiếp thu bài nhanh." in asked(school, PAGE, by="gv").text
        assert "Em tiếp thu bài nhanh." not in asked(school, place, by="vt").text
        name = school.book.enrolments(SCHOOL, YEAR, CLASS)[0].pupil.full_name
        named = {"text": f"{name} học tốt"}
        assert refusal_of(asked, school, place, named, by="gv") == "marks.name_in_bank"
        (phrase,) = school.marks.phrases(SCHOOL, TEACHER)
        asked(school, place, {"number": phrase.number, "do": "xoa"}, by="gv")
        assert school.marks.phrases(SCHOOL, TEACHER) == ()


class TestWithinTheYear:
    MIDDLE = f"{PAGE}/dot/giua-hk1"

    def put(self, school, page, code, *, was="", now="H"):
        form = {f"w:{code}:{LEVEL}": was, f"c:{code}:{LEVEL}": now}
        return asked(school, page, form, by="gv")

    def test_is_kept_beside_the_year_s_end_and_leaves_it_alone(self, school):
        first, _ = codes_of(school)
        before = school.book.assessments(SCHOOL, YEAR)

        assert self.put(school, self.MIDDLE, first).status_code == 302

        assert school.book.assessments(SCHOOL, YEAR) == before
        kept = school.marks.within_year(SCHOOL, YEAR, Moment.MID_FIRST)
        assert [(code, kept[code].subjects[0].level) for code in kept] == [(first, "H")]
        assert school.marks.within_year(SCHOOL, YEAR, Moment.END_FIRST) == {}

    def test_leaves_its_own_trace(self, school):
        first, _ = codes_of(school)
        self.put(school, self.MIDDLE, first)

        (change,) = school.marks.latest(SCHOOL, YEAR, [first]).values()
        assert (change.column, change.was, change.now) == (f"GIUA_HK1/{LEVEL}", "", "H")

    def test_shows_a_clash_at_the_same_moment_alone(self, school):
        first, _ = codes_of(school)
        self.put(school, self.MIDDLE, first)
        self.put(school, f"{PAGE}/dot/cuoi-hk1", first, now="C")

        late = self.put(school, self.MIDDLE, first, now="T")
        assert 'aria-invalid="true"' in late.text
        assert "chưa Hoàn thành tốt vì" not in late.text

    def test_has_a_test_in_the_middle_of_a_term_where_the_circular_asks_it(self, school):
        assert "Điểm KTĐK" in asked(school, self.MIDDLE, by="gv").text
        science = f"/truong/nhap-diem/{CLASS}/khoa_hoc/dot"
        assert "Điểm KTĐK" not in asked(school, f"{science}/giua-hk2", by="gv").text
        assert "Điểm KTĐK" in asked(school, f"{science}/cuoi-hk1", by="gv").text

    def test_knows_four_moments_and_no_days_within_the_year(self, school):
        with pytest.raises(Http404):
            asked(school, f"{PAGE}/dot/giua-hk3", by="gv")
        facts = f"/truong/nhap-diem/{CLASS}/theo-doi/dot/giua-hk1"
        assert refusal_of(asked, school, facts, by="gv") == "marks.no_such_section"

    def test_does_not_reach_the_record(self, school):
        first, _ = codes_of(school)
        self.put(school, self.MIDDLE, first, now="C")
        keys = compose_class(school, actor=teacher(), **HERE).ready

        contents = [school.documents.record(school.records.document(k)).content for k in keys]
        levels = {row.level for content in contents for row in content.assessment.subjects}
        assert levels == {"T"}

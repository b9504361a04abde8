"""The school's staff as pages: who teaches what, who stands in, delegations, and their trace."""

import re
from datetime import date

import pytest

from hocba.core.compose.permit import Actor
from hocba.core.terms.roles import Role
from hocba.flow.import_staff import take_staff
from hocba.flow.mark_results import read_grid
from hocba.flow.teaching import taught_now
from hocba.ports.accounts import Account
from tests.integration.test_decision_pages import asked
from tests.school_world import (
    DEPUTY,
    HERE,
    OTHER_TEACHER,
    SCHOOL,
    TEACHER,
    YEAR,
    a_running_school,
    clerk,
    principal,
    teacher,
)
from tests.sheet_files import a_workbook

pytestmark = pytest.mark.usefixtures("as_app")
PAGE = f"/truong/giao-vien/{OTHER_TEACHER}"
MUSIC = {"role": "GVBM", "class_name": "4A", "subject": "am_nhac", "from_on": "01/09/2025"}


@pytest.fixture
def school():
    school = a_running_school(pupils=2)
    people = {"vt": clerk(), "ht": principal(), "gv": teacher()}
    school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    return school


def posted(school, form, *, path=PAGE, by="vt"):
    seen = re.search(r'name="seen" value="(\w+)"', asked(school, path, by=by).text)[1]
    return asked(school, path, {"seen": seen, **form}, by=by)


def held_by(school, code):
    return next(m.appointments for m in school.book.staff(SCHOOL) if m.staff_code == code)


def grid_refusal(school):
    actor = Actor(person=OTHER_TEACHER, role=Role.SUBJECT_TEACHER, school=SCHOOL)
    return read_grid(school, actor=actor, **HERE, section="am_nhac").refusal


def test_gives_a_subject_teacher_the_grid_from_the_first_day_to_the_last(school):
    assert grid_refusal(school).code == "marks.not_taught_by_you"
    assert posted(school, MUSIC).status_code == 302
    assert grid_refusal(school) is None
    assert taught_now(school, SCHOOL, OTHER_TEACHER) == {("4A", "am_nhac")}
    roles = {a.role for a in school.accounts.actors_of(OTHER_TEACHER.lower())}
    assert Role.SUBJECT_TEACHER in roles

    number = len(held_by(school, OTHER_TEACHER)) - 1
    assert posted(school, {"number": number, "to_on": "30/09/2025"}).status_code == 302

    assert grid_refusal(school).code == "marks.not_taught_by_you"
    given, ended = school.book.staffing_history(SCHOOL, OTHER_TEACHER)
    assert (given.was, given.by) == (None, clerk().person)
    assert ended.now.to_on == date(2025, 9, 30)


def test_lets_somebody_stand_in_only_once_the_others_days_are_cut_out(school):
    stand_in = {
        "role": "GVCN",
        "class_name": "4A",
        "from_on": "01/05/2026",
        "to_on": "31/05/2026",
        "basis": "QĐ 12/QĐ-TH",
    }
    refused = posted(school, stand_in)
    assert refused.status_code == 409
    assert "cũng là chủ nhiệm lớp 4A" in refused.text
    assert 'value="QĐ 12/QĐ-TH"' in refused.text

    of_other = f"/truong/giao-vien/{TEACHER}"
    posted(school, {"number": 0, "to_on": "30/04/2026"}, path=of_other)
    assert posted(school, stand_in).status_code == 302


def test_asks_for_decision_and_end_of_a_delegation(school):
    path = f"/truong/giao-vien/{DEPUTY}"
    refused = posted(school, {"role": "PHO_HIEU_TRUONG", "from_on": "01/06/2026"}, path=path)
    assert 'id="basis-loi"' in refused.text
    assert 'id="to_on-loi"' in refused.text
    assert school.book.staffing_history(SCHOOL) == ()


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"from_on": "31/02/2026"}, "from_on"),
        ({"role": "HIEU_TRUONG"}, "role"),
        ({"to_on": "01/01/2020"}, "to_on"),
    ],
)
def test_tells_an_error_beside_its_field(school, form, field):
    refused = posted(school, MUSIC | form)
    assert refused.status_code == 409
    assert f'id="{field}-loi"' in refused.text


def test_does_not_overwrite_what_somebody_else_has_just_changed(school):
    late = asked(school, PAGE, MUSIC | {"seen": "0" * 16}, by="vt")
    assert late.status_code == 409
    assert "vừa được người khác sửa" in late.text


def test_greys_the_button_for_a_teacher(school):
    assert 'aria-describedby="vi-sao"' in asked(school, PAGE, by="gv").text


def test_says_first_which_class_has_no_homeroom_teacher(school):
    assert "Lớp nào cũng có chủ nhiệm" in asked(school, "/truong/giao-vien", by="ht").text
    of_other = f"/truong/giao-vien/{TEACHER}"
    posted(school, {"number": 0, "drop": "1"}, path=of_other)
    assert "1 lớp hôm nay chưa có chủ nhiệm" in asked(school, "/truong/giao-vien", by="ht").text


def test_keeps_who_teaches_what_when_a_staff_list_comes_in(school):
    posted(school, MUSIC)
    headers = ("Mã CB", "Họ và tên", "Chức vụ", "Chủ nhiệm lớp", "Từ ngày")
    row = (OTHER_TEACHER, "Quàng Văn Hùng", "GVCN", "1B", "01/09/2025")
    file = a_workbook([headers, row])
    take_staff(school, actor=clerk(), school=SCHOOL, school_year=YEAR, file=file, name="cb.xlsx")
    classes = {held.class_name for held in held_by(school, OTHER_TEACHER)}
    assert classes == {"1B", "4A"}
    assert [e.now.class_name for e in school.book.staffing_history(SCHOOL) if e.now][-1] == "1B"
    assert taught_now(school, SCHOOL, OTHER_TEACHER) == {("4A", "am_nhac")}

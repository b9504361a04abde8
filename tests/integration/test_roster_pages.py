"""The pupil list and what wants mending in it, as pages."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory

from hocba.adapters.memory.clock import StoryClock
from hocba.core.compose.quality import Trouble
from hocba.core.compose.roster import RosterAct
from hocba.core.terms.codes import Gender
from hocba.core.terms.missing import Missing
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.roster_views import roster
from hocba.flow.compose_records import compose_class
from hocba.flow.import_pupils import plan_pupils
from hocba.flow.school_state import class_states
from hocba.ports.accounts import Account
from tests.integration.test_decision_pages import asked
from tests.school_world import (
    HERE,
    SCHOOL,
    YEAR,
    a_running_school,
    clerk,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
FIRST = "/truong/hoc-sinh/MAU0000000001"


@pytest.fixture
def school():
    school = a_running_school(pupils=2)
    people = {"vt": clerk(), "ht": principal()}
    school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    return school


def read(response):
    return response.content.decode()


def seen_at(school, path):
    return re.search(r'name="seen" value="(\w+)"', read(asked(school, path, by="vt")))[1]


def listed(school, day, presence=""):
    asked = {"ngay": day, "trang-thai": presence}
    request = RequestFactory().get("/truong/danh-sach", asked)
    request.outside, request.session = school, {"username": "vt", "display_name": "vt"}
    request._messages = CookieStorage(request)
    return read(roster(request))


def test_mends_right_where_the_trouble_is_shown(school):
    shown = read(asked(school, "/truong/du-lieu", by="vt"))
    assert "Còn trống" in shown
    form = {"seen": seen_at(school, FIRST), "address": "Bản Him Lam", "tu": "du-lieu"}

    response = asked(school, FIRST, form, by="vt")

    assert (response.status_code, response.url) == (302, "/truong/du-lieu")
    mended = {e.pupil.sector_code: e.pupil.address for e in school.book.enrolments(SCHOOL, YEAR)}
    assert mended["MAU0000000001"] == "Bản Him Lam"


def test_shows_every_error_beside_its_field_and_loses_nothing(school):
    form = {
        "seen": seen_at(school, FIRST),
        "full_name": "",
        "born_on": "31/02/2016",
        "personal_id": "12",
        "address": "Bản Mới",
    }
    response = asked(school, FIRST, form, by="vt")
    assert response.status_code == 409
    shown = read(response)
    for field in ("full_name", "born_on", "personal_id"):
        assert f'id="{field}-loi"' in shown
    assert 'value="Bản Mới"' in shown
    assert school.book.roster_history(SCHOOL, YEAR) == ()


def test_adds_a_pupil_and_shows_the_list_of_the_day_before(school):
    form = {
        "sector_code": "MAU77",
        "full_name": "Vàng Thị Xuân",
        "born_on": "05/09/2016",
        "gender": Gender.FEMALE.value,
        "class_name": "4A",
        "status": "02",
        "on": "05/01/2026",
    }
    assert asked(school, "/truong/hoc-sinh/moi", form, by="vt").status_code == 302
    (entry,) = school.book.roster_history(SCHOOL, YEAR)
    assert (entry.act, entry.on) == (RosterAct.ADD, date(2026, 1, 5))
    assert "MAU77" in listed(school, "05/01/2026")
    assert "MAU77" not in listed(school, "04/01/2026")


def test_says_so_when_somebody_else_was_faster(school):
    form = {"seen": "0" * 16, "address": "Bản Mới"}
    response = asked(school, FIRST, form, by="vt")
    assert response.status_code == 409
    assert "vừa được người khác sửa" in read(response)


def test_says_once_that_a_locked_record_holds_the_line(school):
    compose_class(school, actor=teacher(), **HERE)
    form = {"seen": seen_at(school, FIRST), "address": "Bản Mới"}
    response = asked(school, FIRST, form, by="vt")
    assert response.status_code == 409
    assert read(response).count("sau lưng người ký") == 1


def test_states_why_there_is_no_number(school):
    form = {"seen": seen_at(school, FIRST), "no_number": Missing.NOT_APPLICABLE.value}
    assert asked(school, FIRST, form, by="vt").status_code == 302
    numbers = {
        e.pupil.sector_code: e.pupil.personal_id for e in school.book.enrolments(SCHOOL, YEAR)
    }
    assert numbers["MAU0000000001"] is Missing.NOT_APPLICABLE


def test_lets_a_status_of_a_later_day_take_effect_on_that_day(school):
    later = day_in_vietnam(school.clock.now()) + timedelta(days=3)
    form = {"seen": seen_at(school, FIRST), "status": "08", "on": f"{later:%d/%m/%Y}"}
    assert asked(school, FIRST, form, by="vt").status_code == 302

    def counted(outside):
        return class_states(outside, school=SCHOOL, school_year=YEAR)[0].roster

    on_its_day = replace(school, clock=StoryClock(school.clock.now() + timedelta(days=3)))
    assert (counted(school), counted(on_its_day)) == (2, 1)


def test_filters_the_list_of_a_day_by_the_status_of_that_day(school):
    form = {"seen": seen_at(school, FIRST), "status": "08", "on": "02/03/2026"}
    assert asked(school, FIRST, form, by="vt").status_code == 302
    name = "MAU0000000001"

    gone, before = listed(school, "02/03/2026", "chuyen-di"), listed(school, "01/03/2026")

    assert name in gone
    assert "MAU0000000002" not in gone
    assert "Đã chuyển đi (1)" in gone
    assert "Đang học (1)" in gone
    assert "Đang học (2)" in before
    assert "Đã chuyển đi (0)" in before
    assert name not in listed(school, "02/03/2026", "dang-hoc")
    assert name in listed(school, "02/03/2026", "gì-khác")


def test_greys_the_button_for_who_may_not_write(school):
    assert 'aria-describedby="vi-sao"' in read(asked(school, FIRST, by="ht"))


def test_hands_out_a_sheet_that_comes_back_without_any_change(school):
    kind = Trouble.FIELD_MISSING.value
    file = asked(school, f"/truong/du-lieu/{kind}.xlsx", by="vt").content
    plan = plan_pupils(
        school, actor=clerk(), school=SCHOOL, school_year=YEAR, file=file, name="s.xlsx"
    )
    assert plan.errors == ()
    assert len(plan.unchanged) == 2
    assert (plan.added, plan.changed) == ((), ())

"""A class on one screen: green, or each missing thing with the way to its very cell."""

import re
from html import unescape
from urllib.parse import unquote

import pytest

from hocba.core.assess.year import YearAssessment
from hocba.ports.accounts import Account
from tests.integration.test_decision_pages import asked, refusal_of
from tests.integration.test_marking import LEVEL, SCORE, codes_of, typed
from tests.school_world import CLASS, SCHOOL, YEAR, a_running_school, clerk, principal, teacher

pytestmark = pytest.mark.usefixtures("as_app")
PAGE = f"/truong/lop/{CLASS}/du-chua"


@pytest.fixture
def school():
    school = a_running_school(pupils=2)
    people = {"gv": teacher(), "vt": clerk(), "ht": principal(), "khac": teacher("GV02", "1A")}
    school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    return school


def links(text):
    return re.findall(r'<li><a href="([^"]*#[^"]*)"', unescape(text))


def test_is_green_when_nothing_is_missing(school):
    text = asked(school, PAGE, by="gv").text

    assert f"Lớp {CLASS} đã đủ hồ sơ" in text
    assert "Thiếu" not in text
    assert links(text) == []


def test_leads_from_each_missing_thing_to_its_cell(school):
    _, second = codes_of(school)
    typed(school, (second, SCORE, "10", ""), (second, LEVEL, "T", ""))

    found = links(asked(school, PAGE, by="gv").text)

    assert found
    for link in found:
        grid, cell = link.split("#")
        assert f'id="{unquote(cell)}"' in asked(school, grid, by="gv").text


def test_counts_a_pupil_without_any_result_in_every_grid(school):
    _, second = codes_of(school)
    school.book.save_assessments(
        SCHOOL, YEAR, CLASS, {second: YearAssessment(grade=4, subjects=(), traits=())}
    )
    text = asked(school, PAGE, by="ht").text

    assert "còn 1 học sinh chưa đủ hồ sơ" in text
    assert text.count("Thiếu 1") >= 8


def test_is_not_for_the_teacher_of_another_class(school):
    assert refusal_of(asked, school, PAGE, by="khac") == "permit.other_class"

"""The frame of a page: who the reader is, and what else they could act as."""

from types import SimpleNamespace

from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.web.frames import framed

HERE, THERE = SchoolCode("MAU11031270001"), SchoolCode("MAU11033250002")
CLERK = Actor(person="VT", role=Role.CLERK, school=HERE)
NAMES = {THERE: "Trường Tiểu học Suối Lư"}


def a_school(code):
    if code not in NAMES:
        raise Refusal("school.unknown", value=code)
    return SimpleNamespace(name=NAMES[code])


def others(*actors):
    book = SimpleNamespace(school=a_school)
    outside = SimpleNamespace(book=book, environment=Environment.TEST, is_practice=False)
    request = SimpleNamespace(outside=outside, path="/truong")
    asking = SimpleNamespace(actor=CLERK, actors=(CLERK, *actors), display_name="Vân")
    frame = framed(
        request, asking, brand="Học bạ số", where=(), menu=(), school_year=SchoolYear(2025)
    )
    return [other.words for other in frame.others]


def test_names_a_role_at_the_same_school_by_itself():
    assert others(Actor(person="VT", role=Role.SCHOOL_ADMIN, school=HERE)) == [
        "Quản trị của trường"
    ]


def test_names_the_school_of_a_role_at_another_one():
    (words,) = others(Actor(person="VT", role=Role.CLERK, school=THERE))

    assert words.endswith(", Trường Tiểu học Suối Lư")


def test_gives_the_code_of_a_school_that_is_not_known_here():
    (words,) = others(Actor(person="VT", role=Role.CLERK, school=SchoolCode("MAU01000000009")))

    assert words.endswith(", MAU01000000009")


def test_names_no_school_for_an_office_above():
    (words,) = others(Actor(person="VT", role=Role.PROVINCE_OFFICER))

    assert "," not in words

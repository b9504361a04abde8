"""The reader chooses the language; the browser does not."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from hocba.faces.web.language import change_language, language_middleware


def spoken(**asked):
    request = RequestFactory().get("/", **{k: v for k, v in asked.items() if k != "cookie"})
    if "cookie" in asked:
        request.COOKIES["ngon_ngu"] = asked["cookie"]
    return language_middleware(lambda _: HttpResponse(translation.get_language()))(request)


def changed(**form):
    request = RequestFactory().post("/ngon-ngu", form)
    return change_language(request)


def test_speaks_vietnamese_first_whatever_the_browser_wishes():
    assert spoken(HTTP_ACCEPT_LANGUAGE="en").content == b"vi"


def test_speaks_english_to_who_chose_it():
    assert spoken(cookie="en").content == b"en"


def test_speaks_vietnamese_to_a_cookie_that_makes_no_sense():
    assert spoken(cookie="xx").content == b"vi"


def test_remembers_the_choice_and_goes_back():
    response = changed(language="en", next="/so-lieu")

    assert response.cookies["ngon_ngu"].value == "en"
    assert response["Location"] == "/so-lieu"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:x"])
def test_leads_nowhere_else(elsewhere):
    assert changed(language="en", next=elsewhere)["Location"] == "/"


def test_remembers_no_language_that_it_does_not_speak():
    assert "ngon_ngu" not in changed(language="xx", next="/").cookies

"""The guide names what is there: its pictures, the words on the screen, the addresses."""

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from tests.guide_pictures import FOLDER, MOST_BYTES
from tests.unit.test_web_catalogue import texts

GUIDE = Path("docs/guide")
PAGES = sorted(GUIDE.glob("*.md"))
PICTURE = re.compile(r"!\[([^\]]+)\]\(pictures/([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#]+)")
WORDS = re.compile(r"\*\*([^*]+)\*\*")
ADDRESS = re.compile(r"`/([a-z0-9/-]+)`")
_PLACE = re.compile(r"%\\?\(\w+\\?\)s|\\?\{\\?\{ ?\w+ ?\\?\}\\?\}")
_ABOUT_THE_GUIDE = {"đậm"}


def text_of(page):
    return page.read_text("utf-8")


def forms():
    """The words of the pages as patterns: a place may hold anything."""
    return [re.compile(_PLACE.sub(".+", re.escape(text))) for text in texts() if "\n" not in text]


def named():
    return {name for page in PAGES for _, name in PICTURE.findall(text_of(page))}


def test_every_picture_is_there_small_and_shown():
    there = {file.name: file.stat().st_size for file in FOLDER.glob("*.png")}

    assert named() == set(there)
    assert {name for name, size in there.items() if size > MOST_BYTES} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_bold_word_stands_on_a_page(page):
    known = forms()
    wrong = [
        words
        for words in WORDS.findall(text_of(page))
        if words not in _ABOUT_THE_GUIDE and not any(form.fullmatch(words) for form in known)
    ]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_address_leads_somewhere(page):
    def leads(address):
        try:
            resolve(f"/{address}")
        except Resolver404:
            return False
        return True

    found = [a for a in ADDRESS.findall(text_of(page)) if a != "chữ-như-thế-này"]
    assert [address for address in found if not leads(address)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_between_pages_holds(page):
    assert [link for link in LINK.findall(text_of(page)) if not (GUIDE / link).exists()] == []


def test_every_role_has_its_page():
    assert {page.stem for page in PAGES} >= {
        "quan-tri-truong",
        "giao-vien",
        "hieu-truong",
        "van-thu",
        "tap-huan",
    }

"""The words of headers and lists, and that no two mean different things."""

import re
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

import hocba.adapters.spreadsheets as package
from hocba.adapters.spreadsheets.grid import column_letters
from hocba.adapters.spreadsheets.words import coded_words, header_key, header_synonyms, word_key
from hocba.core.rules.library import all_packs, all_secondary
from hocba.core.terms.messages import catalogue

VOCABULARY = files("hocba.adapters.spreadsheets.vocabulary")
SUBJECT_WORDS = "results_subjects"


@pytest.mark.parametrize("table", ["pupils", "staff", "results", "results_facets", SUBJECT_WORDS])
def test_one_header_has_one_meaning(table):
    words = [
        (word, meaning)
        for meaning, found in header_synonyms(table).items()
        for word in dict.fromkeys(found)
    ]
    counted = Counter(word for word, _ in set(words))

    assert [word for word, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(
    "name", ["gender", "pupil_status", "disability", "nationality", "position", "ethnic_groups"]
)
def test_one_word_has_one_code(name):
    claims = Counter(
        key for words in coded_words(name).values() for key in {word_key(word) for word in words}
    )

    assert [key for key, times in claims.items() if times > 1] == []


def test_fifty_four_ethnic_groups_and_two_more():
    assert list(coded_words("ethnic_groups")) == [f"{n:02d}" for n in range(1, 57)]


def test_synonyms_name_only_rows_that_a_pack_has():
    packs = (*all_packs(), *all_secondary())
    known = {rule.key for pack in packs for rule in pack.subjects}

    assert set(header_synonyms(SUBJECT_WORDS)) <= known


@pytest.mark.parametrize(
    "written",
    ["Lịch sử và Địa lí", "LỊCH SỬ\nVÀ  ĐỊA LÝ", "lich_su_va_dia_li", "Lịch sử và Địa lí *"],
)
def test_one_key_for_all_ways_to_write_a_header(written):
    assert header_key(written) == "lich su va dia li"


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (16383, "XFD")])
def test_columns_are_named_as_excel_does(column, letters):
    assert column_letters(column) == letters


def test_every_code_of_the_readers_stands_in_the_catalogue_and_is_used():
    folder = Path(str(package.__file__)).parent
    port = folder.parents[1] / "ports" / "spreadsheets.py"
    texts = (path.read_text("utf-8") for path in (*folder.glob("*.py"), port))
    used = {code for text in texts for code in re.findall(r'"(sheet\.[a-z_]+)"', text)}

    assert used == {code for code in catalogue() if code.startswith("sheet.")}


def test_data_files_say_where_they_are_from():
    for name in ("headers.toml", "lists.toml", "ethnic_groups.toml"):
        text = (VOCABULARY / name).read_text("utf-8")
        assert "Source:" in text
        assert tomllib.loads(text)

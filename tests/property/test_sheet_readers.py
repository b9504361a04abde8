"""Whatever comes in, a reading or a refusal comes out; order and noise change nothing."""

import random
import unicodedata
from collections.abc import Mapping
from datetime import date
from string import Formatter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hocba.adapters.spreadsheets.workbooks import Workbooks
from hocba.core.terms.messages import catalogue
from hocba.core.terms.outcomes import Refusal
from tests.builders import TT27
from tests.sheet_files import (
    CONTEXT,
    PUPIL_HEADERS,
    a_pupil_list,
    a_pupil_row,
    a_workbook,
    an_enrolment,
    rezipped,
)

BOOKS = Workbooks()
PLAIN = a_pupil_list(a_pupil_row(1), a_pupil_row(2), a_pupil_row(3))
EXPECTED = BOOKS.read_pupils(PLAIN, "x", CONTEXT).whole()
RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
ROSTER = (an_enrolment(1),)
KINDS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
    st.text(max_size=40),
    st.sampled_from(
        [
            *PUPIL_HEADERS,
            "LỚP 1A",
            "Toán",
            "Mức đạt được",
            "TOAN_DIEM",
            "Đ",
            "31/02/2017",
            "12/2017",
        ]
    ),
)


def assert_tellable(code: str, details: Mapping[str, str]) -> None:
    """Demand that each placeholder of the code's texts has its value."""
    message = catalogue()[code]
    for text in (message.vi, message.en, message.mend_vi, message.mend_en):
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= details.keys(), code


def read_all(file):
    """Read a file in the three ways; return every code that was given, each fit to be told."""
    codes = set()
    readers = (
        lambda: BOOKS.read_pupils(file, "x", CONTEXT),
        lambda: BOOKS.read_staff(file, "x", CONTEXT),
        lambda: BOOKS.read_year_results(
            file, "x", CONTEXT, grade=4, class_name="4A", pack=TT27, roster=ROSTER
        ),
    )
    for reader in readers:
        try:
            told = [(found.code, found.details) for found in reader().findings]
        except Refusal as refusal:
            told = [(refusal.code, refusal.details)]
        for code, details in told:
            assert_tellable(code, details)
            codes.add(code)
    return codes


@RELAXED
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_refused_with_a_code(junk, is_archive):
    codes = read_all(b"PK\x03\x04" + junk if is_archive else junk)

    assert len(codes) == 1
    assert codes <= catalogue().keys()


@RELAXED
@given(st.integers(0, len(PLAIN) - 1), st.integers(0, 255), st.integers(1, 40))
def test_damaged_workbooks_are_read_or_refused(place, byte, length):
    damaged = PLAIN[:place] + bytes([byte]) * length + PLAIN[place + length :]

    assert read_all(damaged) <= catalogue().keys()


@RELAXED
@given(st.binary(max_size=200), st.sampled_from(["xl/worksheets/sheet1.xml", "xl/styles.xml"]))
def test_damaged_parts_are_read_or_refused(junk, part):
    assert read_all(rezipped(PLAIN, {part: junk})) <= catalogue().keys()


@RELAXED
@given(st.lists(st.lists(KINDS, max_size=9), max_size=12))
def test_any_cells_give_findings_from_the_catalogue(rows):
    assert read_all(a_workbook(rows)) <= catalogue().keys()


@RELAXED
@given(st.lists(st.lists(KINDS, max_size=7), max_size=8))
def test_any_cells_under_a_right_header_give_findings_from_the_catalogue(rows):
    assert read_all(a_workbook([PUPIL_HEADERS, *rows])) <= catalogue().keys()


def noisy(text, chance):
    """Change how a header is typed, and not what it says."""
    text = unicodedata.normalize(chance.choice(["NFC", "NFD"]), text)
    text = text.replace(" ", chance.choice([" ", "  ", "\n", "\u00a0"]))
    return chance.choice([text, text.upper(), text.lower(), f" {text} *", f"{text}:"])


@RELAXED
@given(st.integers(0, 2**32))
def test_order_of_columns_titles_and_noise_change_nothing(seed):
    chance = random.Random(seed)
    order = chance.sample(range(len(PUPIL_HEADERS)), len(PUPIL_HEADERS))
    shift = chance.randrange(4)

    def moved(row):
        extra = [f"thêm {chance.random()}"] if row is PUPIL_HEADERS else ["ghi chú"]
        cells = [noisy(row[n], chance) if row is PUPIL_HEADERS else row[n] for n in order]
        return [None] * shift + cells + extra

    rows = [["DANH SÁCH", None, "Năm học 2025-2026"], []][: chance.randrange(3)]
    rows.append(moved(PUPIL_HEADERS))
    for number in (1, 2, 3):
        rows += [[]] * chance.randrange(2)
        rows += [moved(PUPIL_HEADERS)] * chance.randrange(2)
        rows.append(moved(a_pupil_row(number)))
    rows += [[], [None, "Người lập"]][: chance.randrange(3)]

    assert BOOKS.read_pupils(a_workbook(rows), "x", CONTEXT).whole() == EXPECTED

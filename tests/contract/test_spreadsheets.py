"""What every adapter of the port `Spreadsheets` must do."""

import pytest

from hocba.adapters.spreadsheets.workbooks import Workbooks
from hocba.core.terms.outcomes import Refusal
from hocba.ports.spreadsheets import Reading, Spreadsheets
from tests.builders import TT27, an_assessment
from tests.sheet_files import CONTEXT, an_enrolment

ROSTER = (an_enrolment(1), an_enrolment(2))
KNOWN = {entry.pupil.sector_code: an_assessment(4) for entry in ROSTER}


@pytest.fixture(params=[Workbooks], ids=["xlsx"])
def books(request) -> Spreadsheets:
    return request.param()


def test_reads_back_the_results_that_it_wrote(books: Spreadsheets):
    asked = {"grade": 4, "class_name": "4A", "pack": TT27, "roster": ROSTER}

    file = books.template_year_results(CONTEXT, **asked, known=KNOWN)
    reading = books.read_year_results(file, "kq.xlsx", CONTEXT, **asked)

    assert isinstance(reading, Reading)
    assert {year.sector_code: year.assessment for year in reading.whole()} == KNOWN


def test_finds_every_pupil_unfilled_in_a_fresh_template(books: Spreadsheets):
    asked = {"grade": 4, "class_name": "4A", "pack": TT27, "roster": ROSTER}

    reading = books.read_year_results(
        books.template_year_results(CONTEXT, **asked), "kq.xlsx", CONTEXT, **asked
    )

    assert [found.where for found in reading.warnings] == ["KetQua!C7", "KetQua!C8"]
    assert reading.errors
    assert reading.good == ()


def test_refuses_what_it_cannot_open(books: Spreadsheets):
    for read in (books.read_pupils, books.read_staff):
        with pytest.raises(Refusal):
            read(b"", "x.xlsx", CONTEXT)


def test_names_the_file_in_its_answer(books: Spreadsheets):
    reading = books.read_pupils(books.template_pupils(CONTEXT), "ds-3a.xlsx", CONTEXT)

    assert reading.name == "ds-3a.xlsx"
    with pytest.raises(Refusal) as caught:
        reading.whole()
    assert caught.value.details["name"] == "ds-3a.xlsx"

"""Several years of one pupil in one PDF: what a reader, a verifier and an archive find in it."""

import re
import subprocess
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from hocba.adapters.paper.printer import page_count
from hocba.adapters.xml.attachment import all_opened, opened
from hocba.core.publish.binding import bound
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from tests.builders import an_assessment
from tests.paper_world import a_content, a_form, printer, tool

THIRD, FOURTH = "2024-2025", "2025-2026"


def a_year(first, *, grade, mended=()):
    """The same pupil's record of another year."""
    year = an_assessment(grade=grade)
    form = a_form(a_content(year, school_year=SchoolYear(first), class_name=f"{grade}A"))
    return replace(form, year=replace(form.year, mended=mended))


@pytest.fixture(scope="module")
def forms():
    return a_year(2025, grade=4, mended=("Một", "Hai")), a_year(2024, grade=3, mended=("Ba",))


@pytest.fixture(scope="module")
def pdf(forms):
    return printer().bind(bound(forms))


def pages_of(pdf):
    command = [tool("pdftotext"), "-layout", "-", "-"]
    said = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return [" ".join(page.split()) for page in said.split("\f")[:-1]]


class TestBinding:
    def test_puts_the_oldest_year_first_and_adds_up_what_was_mended(self, forms):
        book = bound(forms)

        assert [year.school_year for year in book.years] == [THIRD, FOURTH]
        assert book.files == (f"hoc-ba-{THIRD}.xml", f"hoc-ba-{FOURTH}.xml")
        assert book.mended == 3

    def test_of_one_year_is_that_years_own_print(self):
        book = bound([a_form()])

        assert (book.title, book.files) == (a_form().title, ("hoc-ba.xml",))

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"code": "HB-OTHER"}, "paper.not_one_pupil"),
            ({"environment": "THAT"}, "paper.not_one_pupil"),
            ({"school_year": FOURTH}, "paper.year_twice"),
            ({"template_id": "hoc-ba-thcs/1"}, "paper.not_one_form"),
        ],
    )
    def test_refuses_what_does_not_belong_together(self, forms, changed, code):
        latest, before = forms

        with pytest.raises(Refusal) as refused:
            bound([latest, replace(before, **changed)])

        assert refused.value.code == code

    def test_refuses_to_bind_nothing(self):
        with pytest.raises(Refusal) as refused:
            bound([])

        assert refused.value.code == "paper.nothing_to_bind"


class TestPages:
    def test_are_one_cover_one_personal_page_and_a_pair_a_year(self, pdf):
        pages = pages_of(pdf)

        assert len(pages) == page_count(pdf) == 7
        assert f"từ {THIRD} đến {FOURTH}" in pages[0]
        assert "HƯỚNG DẪN GHI HỌC BẠ" in pages[1]
        assert [f"Năm học {THIRD}" in pages[3], f"Năm học {FOURTH}" in pages[5]] == [True, True]

    def test_list_every_year_in_the_course_of_learning_and_count_what_was_mended(self, pdf):
        personal = pages_of(pdf)[2]

        course = personal[personal.index("QUÁ TRÌNH HỌC TẬP") :]
        assert re.search(rf"{THIRD} 3A .*{FOURTH} 4A", course)
        assert "có sửa chữa ở 3 chỗ" in course

    def test_bear_the_mark_of_their_own_years_file(self, forms, pdf):
        latest, before = forms
        pages = pages_of(pdf)

        assert all(before.digest in page for page in pages[3:5])
        assert all(latest.digest in page for page in pages[5:7])
        assert all(f"Trang {n}/7" in page for n, page in enumerate(pages, start=1))
        assert all("KHÔNG CÓ GIÁ TRỊ SỬ DỤNG" in page for page in pages)


class TestFiles:
    def test_are_attached_under_their_years_names_byte_by_byte(self, forms, pdf):
        latest, before = forms

        assert all_opened(pdf) == {
            f"hoc-ba-{THIRD}.xml": before.file,
            f"hoc-ba-{FOURTH}.xml": latest.file,
        }

    def test_are_never_taken_for_one(self, pdf):
        with pytest.raises(Refusal) as refused:
            opened(pdf)

        assert refused.value.code == "record.several_attached"

    def test_of_one_year_attached_twice_are_refused(self, pdf):
        name, out = f"hoc-ba-{THIRD}.xml", BytesIO()
        with pikepdf.open(BytesIO(pdf)) as forged:
            other = pikepdf.AttachedFileSpec(forged, b"<x/>", filename=name).obj
            forged.Root.AF.append(forged.make_indirect(other))
            forged.save(out)

        with pytest.raises(Refusal) as refused:
            all_opened(out.getvalue())

        assert refused.value.code == "record.attached_twice"

    def test_too_many_to_be_a_childs_are_refused_before_they_are_unpacked(self):
        out = BytesIO()
        with pikepdf.new() as made:
            for year in range(1900, 1930):
                made.attachments[f"hoc-ba-{year}-{year + 1}.xml"] = b"<x/>"
            made.save(out)

        with pytest.raises(Refusal) as refused:
            all_opened(out.getvalue())

        assert refused.value.code == "record.too_large"

    def test_make_the_same_bytes_every_time(self, forms, pdf):
        assert printer().bind(bound(reversed(forms))) == pdf

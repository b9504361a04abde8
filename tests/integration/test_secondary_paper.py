"""A secondary record on its form: what stands where, and what may be bound."""

import re
from io import BytesIO

import pytest

from hocba.adapters.xml.attachment import all_opened
from hocba.core.publish.binding import bound
from hocba.core.terms.outcomes import Refusal
from tests.paper_kinds import a_pdf
from tests.secondary_paper import a_secondary_form, examined, of_one_pupil


class TestForm:
    def test_has_every_row_with_its_teacher_and_instant(self):
        form = a_secondary_form("lop-7")

        rows = {row.label: row for row in form.year.subjects}
        assert len(rows) == 12
        assert (rows["Toán"].first, rows["Toán"].second, rows["Toán"].year) == ("8,2", "8,6", "8,5")
        assert rows["Toán"].signed.name == "Hà Văn Số"
        assert rows["Hoạt động trải nghiệm, hướng nghiệp"].signed.name == "Điêu Thị Trưởng"
        assert re.fullmatch(r"04/06/2026 \d\d:\d\d:00 \+07:00", rows["Toán"].signed.signed_at)

    def test_keeps_what_stood_before_the_summer(self):
        form = a_secondary_form("danh-gia-lai-trong-he")

        maths = next(row for row in form.year.subjects if row.label == "Toán")
        assert (maths.year, maths.again) == ("3,1", "6,0")
        assert (form.year.learning.year, form.year.learning.again) == ("Chưa đạt", "Khá")
        assert form.year.promotion == "Được lên lớp"

    def test_names_what_was_chosen_at_upper_secondary_school(self):
        assert a_secondary_form("lop-10-mon-lua-chon").year.chosen == (
            "Vật lí, Hóa học, Tin học, Mĩ thuật"
        )
        assert a_secondary_form("lop-7").year.chosen == ""

    def test_says_that_a_pupil_was_let_off(self):
        form = a_secondary_form("mien-giao-duc-the-chat")

        sport = next(row for row in form.year.subjects if row.label == "Giáo dục thể chất")
        assert {sport.first, sport.second, sport.year} == {"Miễn"}

    def test_counts_corrections_with_their_subjects(self):
        form = a_secondary_form("phien-ban-2")

        assert len(form.year.mended) == 1
        assert form.year.mended_subjects == "Toán"

    def test_says_whose_row_could_not_be_checked(self):
        assert a_secondary_form("lop-7").doubts == ()

    def test_is_called_by_its_level_of_school(self):
        assert a_secondary_form("lop-7").title.startswith("Học bạ trung học cơ sở 2025-2026")


class TestBinding:
    def test_carries_every_signed_document(self):
        years = of_one_pupil("lop-7", "lop-9-hoan-thanh-thcs")

        held = all_opened(a_pdf("secondary years"))

        assert list(held) == ["hoc-ba-2024-2025.xml", "hoc-ba-2025-2026.xml"]
        assert list(held.values()) == [year.file for year in years]

    def test_keeps_lower_and_upper_secondary_school_apart(self):
        with pytest.raises(Refusal) as refused:
            bound(of_one_pupil("lop-9-hoan-thanh-thcs", "lop-10-mon-lua-chon"))

        assert refused.value.code == "paper.not_one_form"


def test_the_document_inside_is_the_one_that_was_signed():
    file, _ = examined("danh-gia-lai-trong-he")

    assert all_opened(a_pdf("a secondary year")) == {"hoc-ba.xml": file}
    assert BytesIO(file).read(5) == b"<?xml"

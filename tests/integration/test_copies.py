"""Numbered copies: marked on every page, noted before they leave, traced by their number."""

import subprocess
from dataclasses import replace

import pytest

from hocba.adapters.xml.attachment import opened
from hocba.core.compose.issued_copies import copy_number
from hocba.core.compose.reading import Way
from hocba.core.terms.outcomes import Refusal
from hocba.flow.issue_copy import CopyAsked, copy_printed, copy_traced, issue_copy
from tests.integration.test_print_jobs import with_a_desk
from tests.paper_world import tool
from tests.repository_world import issue_class, three_offices
from tests.school_world import OTHER_SCHOOL, SCHOOL, clerk, principal, teacher

ASKED = CopyAsked(receiver="Trường THCS Hoa Ban", basis="Đơn 12/2026")


@pytest.fixture
def school(db, as_app, tmp_path):
    return with_a_desk(three_offices(tmp_path, pupils=2).school, tmp_path)


@pytest.fixture
def keys(school):
    return issue_class(school)


def issued(school, key, actor=None, asked=ASKED):
    records = [school.records.get(key)]
    return issue_copy(school, actor=actor or clerk(), records=records, asked=asked)


def pages_of(pdf):
    command = [tool("pdftotext"), "-layout", "-", "-"]
    said = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return [" ".join(page.split()) for page in said.split("\f")[:-1]]


class TestACopy:
    def test_bears_its_number_on_every_page_and_the_signed_file_inside(self, school, keys):
        copy = issued(school, keys[0])

        done = copy_printed(school, actor=clerk(), issued=copy)

        pages = pages_of(done.pdf)
        assert len(pages) >= 5
        assert all(f"BẢN SAO số {copy.shown_number}" in page for page in pages)
        assert opened(done.pdf) == school.records.document(keys[0])
        assert done.file_name.startswith(f"ban-sao-{copy.number}-{copy.year}-HB")

    def test_is_not_the_records_own_print(self, school, keys):
        from_print = school.printer
        books = []

        class Seen:
            def bind(self, book):
                books.append(book.copy)
                return from_print.bind(book)

        copy_printed(replace(school, printer=Seen()), actor=clerk(), issued=issued(school, keys[0]))

        assert books == [
            f"BẢN SAO số 1/2026/BS · cấp ngày {school.clock.now():%d/%m/%Y} · "
            "Trường Tiểu học Hoa Ban (dữ liệu mẫu)"
        ]

    def test_takes_the_next_number_without_a_gap(self, school, keys):
        numbers = [issued(school, key).number for key in (*keys, keys[0])]

        assert numbers == [1, 2, 3]

    def test_is_noted_as_a_reading_when_issued_and_whenever_printed(self, school, keys):
        copy = issued(school, keys[0])
        copy_printed(school, actor=principal(), issued=copy)

        reads = school.read_log.of_record(keys[0].record_code)
        assert [(r.by, r.way) for r in reads] == [
            (principal().person, Way.COPY),
            (clerk().person, Way.COPY),
        ]


class TestTracing:
    @pytest.mark.parametrize("written", ["1/2026/BS", "1-2026", " 1 / 2026 / bs "])
    def test_leads_from_the_paper_to_who_and_whom(self, school, keys, written):
        copy = issued(school, keys[0])

        found = copy_traced(school, actor=clerk(), school=SCHOOL, written=written)

        assert found == copy
        assert (found.by, found.receiver, found.keys) == (
            clerk().person,
            ASKED.receiver,
            (keys[0],),
        )

    @pytest.mark.parametrize(
        ("written", "code"),
        [("9/2026/BS", "copy.unknown"), ("1/2025/BS", "copy.unknown"), ("", "copy.not_a_number")],
    )
    def test_of_what_was_never_issued_says_so(self, school, keys, written, code):
        issued(school, keys[0])

        with pytest.raises(Refusal) as refused:
            copy_traced(school, actor=clerk(), school=SCHOOL, written=written)

        assert refused.value.code == code

    @pytest.mark.parametrize("written", ["12/2026/TL", "x/2026", "1/26", "٣/2026", "1" * 9])
    def test_takes_no_other_number_for_a_copys(self, written):
        with pytest.raises(Refusal) as refused:
            copy_number(written)

        assert refused.value.code == "copy.not_a_number"


class TestRights:
    def test_are_the_clerks_and_the_principals_alone(self, school, keys):
        with pytest.raises(Refusal) as refused:
            issued(school, keys[0], teacher())

        assert refused.value.code == "permit.not_your_role"

    def test_end_at_the_school(self, school, keys):
        with pytest.raises(Refusal) as refused:
            copy_traced(school, actor=clerk(), school=OTHER_SCHOOL, written="1/2026/BS")

        assert refused.value.code == "permit.other_school"

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            (replace(ASKED, receiver="  "), "share.receiver_due"),
            (replace(ASKED, basis=""), "records.reason_due"),
        ],
    )
    def test_ask_for_whom_and_on_what_ground(self, school, keys, asked, code):
        with pytest.raises(Refusal) as refused:
            issued(school, keys[0], asked=asked)

        assert refused.value.code == code
        assert not school.prints.copies.of_school(SCHOOL)

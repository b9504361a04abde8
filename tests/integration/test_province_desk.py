"""The province's desk: schools' states, reminders, a commune's own schools, the courier."""

import io
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve

from hocba.adapters.uplink.local_book import LocalBook
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Way
from hocba.core.submit.package import EntryKind, record_key
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.count_traits import count_traits
from hocba.flow.province_desk import remind, school_lines
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.send_package import send
from hocba.ports.accounts import Account
from tests.repository_world import (
    MINISTRY_DECIDES,
    PROVINCE_OFFICER,
    issue_class,
    packed,
    three_offices,
)
from tests.school_world import SCHOOL, YEAR, principal

pytestmark = pytest.mark.usefixtures("as_app")

OWN = Actor(person="XA1", role=Role.COMMUNE_OFFICER, ward="03127")
OTHER = Actor(person="XA2", role=Role.COMMUNE_OFFICER, ward="99999")
PEOPLE = {"so": PROVINCE_OFFICER, "xa": OWN, "xa-khac": OTHER, "bo": MINISTRY_DECIDES}


@pytest.fixture
def offices(tmp_path):
    offices = three_offices(tmp_path)
    offices.province.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in PEOPLE.items()]
    )
    issue_class(offices.school)
    send(offices.school, packed(offices.school).message_id)
    book = LocalBook(offices.ministry.repository)
    province = offices.province
    return replace(offices, province=replace(province, desk=replace(province.desk, above=book)))


def asked(outside, path, form=None, *, by="so"):
    request = RequestFactory().post(path, form) if form is not None else RequestFactory().get(path)
    request.outside, request.desk = outside, RegisterDesk(outside)
    request.session = {"username": by, "display_name": by}
    request._messages = CookieStorage(request)
    view, args, kwargs = resolve(path.partition("?")[0])
    return view(request, *args, **kwargs)


def page(outside, path, **who):
    return asked(outside, path, **who).content.decode()


class TestDesk:
    def test_shows_every_school_with_its_counts(self, offices):
        shown = page(offices.province, "/so")
        assert f"/so/truong/{SCHOOL}" in shown
        assert 'data-label="Đã nhận">3<' in shown

    @pytest.mark.parametrize("query", ["?tinh-trang=du", "?tim=hoa+BAN", "?xep=con-thieu&trang=9"])
    def test_finds_the_school_by_what_is_asked(self, offices, query):
        assert f"/so/truong/{SCHOOL}" in page(offices.province, f"/so{query}")

    @pytest.mark.parametrize("query", ["?tinh-trang=chua-gui", "?tim=xyz", "?xa=99999"])
    def test_leaves_out_what_was_not_asked_for(self, offices, query):
        assert f"/so/truong/{SCHOOL}" not in page(offices.province, f"/so{query}")

    @pytest.mark.parametrize("query", ["?trang=-1", "?trang=x", "?tinh-trang=zz&xep=zz"])
    def test_takes_what_it_does_not_understand_as_not_asked(self, offices, query):
        assert f"/so/truong/{SCHOOL}" in page(offices.province, f"/so{query}")

    def test_hands_itself_out_as_excel(self, offices):
        file = asked(offices.province, "/so/cac-truong.xlsx").content
        rows = list(openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True))
        (row,) = [row for row in rows if row[0] == SCHOOL]
        assert row[8] == 3

    def test_shows_a_school_by_class(self, offices):
        shown = page(offices.province, f"/so/truong/{SCHOOL}")
        assert '<th scope="row">4A' in shown or ">4A<" in shown

    def test_warns_of_a_seal_whose_certificate_ends_soon(self, offices):
        count_traits(offices.province)
        (line,) = school_lines(offices.province, actor=PROVINCE_OFFICER, school_year=YEAR)
        assert line.seal_ends is not None
        assert not line.needs_new_seal(line.seal_ends - timedelta(days=60))
        assert line.needs_new_seal(line.seal_ends - timedelta(days=59))
        offices.province.clock.move(
            timedelta(days=(line.seal_ends - offices.province.clock.now().date()).days - 5)
        )
        year = type(YEAR)(YEAR.first)
        (line,) = school_lines(offices.province, actor=PROVINCE_OFFICER, school_year=year)
        assert line.needs_new_seal(day_in_vietnam(offices.province.clock.now()))


class TestCommune:
    def test_sees_its_own_schools(self, offices):
        assert f"/so/truong/{SCHOOL}" in page(offices.province, "/so", by="xa")
        assert asked(offices.province, f"/so/truong/{SCHOOL}", by="xa").status_code == 200

    def test_sees_no_school_of_another_commune(self, offices):
        assert f"/so/truong/{SCHOOL}" not in page(offices.province, "/so", by="xa-khac")
        with pytest.raises(Http404):
            asked(offices.province, f"/so/truong/{SCHOOL}", by="xa-khac")

    def test_without_a_commune_sees_nothing(self, offices):
        nobody = replace(OWN, ward="")
        with pytest.raises(Refusal) as refused:
            school_lines(offices.province, actor=nobody, school_year=YEAR)
        assert refused.value.code == "permit.not_your_role"


class TestReminders:
    @pytest.fixture
    def waiting(self, tmp_path):
        return three_offices(tmp_path).province

    def sent(self, province, words="Gửi học bạ trước ngày 30", *, schools=(SCHOOL,), by=None):
        return remind(
            province, actor=by or PROVINCE_OFFICER, school_year=YEAR, schools=schools, words=words
        )

    def test_reach_a_school_once_a_day(self, waiting):
        assert [self.sent(waiting), self.sent(waiting, "Lần nữa")] == [1, 0]
        waiting.clock.move(timedelta(days=1))
        assert self.sent(waiting, "Hôm sau") == 1
        words = [each.words for each in waiting.desk.reminders.of_school(SCHOOL)]
        assert words == ["Hôm sau", "Gửi học bạ trước ngày 30"]

    def test_are_read_at_the_school(self, tmp_path):
        offices = three_offices(tmp_path)
        self.sent(offices.province)
        school = replace(offices.school, desk=offices.province.desk)
        school.accounts.save([Account(username="ht", display_name="ht", actor=principal())])
        assert "Gửi học bạ trước ngày 30" in page(school, "/truong/goi-nop", by="ht")

    def test_ring_the_bell_of_principal_and_clerk(self, waiting):
        waiting.accounts.save([Account(username="ht", display_name="ht", actor=principal())])
        self.sent(waiting)
        (notice,) = waiting.notices.of_person(SCHOOL, principal().person)
        assert notice.kind is NoticeKind.PROVINCE_REMINDS

    def test_spare_a_school_that_owes_nothing(self, offices):
        assert self.sent(offices.province) == 0

    def test_reach_no_school_that_the_officer_does_not_see(self, waiting):
        assert self.sent(waiting, by=OTHER) == 0

    def test_say_something(self, waiting):
        with pytest.raises(Refusal) as refused:
            self.sent(waiting, "  \n ")
        assert refused.value.code == "desk.no_words"


class Silent:
    """A line that nobody answers."""

    def send(self, package):
        raise Fault("uplink.no_answer", retry=True)


class TestReporting:
    def test_goes_by_stick_with_the_same_receipt_when_the_line_is_silent(self, offices):
        province = replace(offices.province, uplink=Silent())
        answer = asked(province, "/so/gui-bo", {"consent": "yes"})
        assert answer.url.endswith("/cho")
        base = answer.url.removesuffix("/cho")
        assert "gui-lai" in page(province, answer.url)

        package = asked(province, f"{base}/goi.zip").content
        brought = {"file": SimpleUploadedFile("g.zip", package)}
        receipt = asked(offices.ministry, "/bo/goi-nop/mang-den", brought, by="bo").content
        carried = {"file": SimpleUploadedFile("b.xml", receipt)}
        assert asked(province, "/so/gui-bo/bien-nhan", carried).url == base

        # The line is back: the same package gets the very same receipt.
        assert asked(offices.province, f"{base}/gui-lai", {}).url == base
        assert asked(province, f"{base}/bien-nhan.xml").content == receipt

    def test_notes_whoever_takes_a_package_along_as_a_reader_of_all_in_it(self, offices):
        province = replace(offices.province, uplink=Silent())
        base = asked(province, "/so/gui-bo", {"consent": "yes"}).url.removesuffix("/cho")
        kept = [e.path for e in province.repository.kept(kind=EntryKind.RECORD)]
        codes = {record_key(path).record_code for path in kept}

        asked(province, f"{base}/goi.zip")

        reads = [read for code in codes for read in province.read_log.of_record(code)]
        taken = {(str(read.key), read.by) for read in reads if read.way is Way.PACKAGE}
        assert taken == {(str(record_key(path)), PROVINCE_OFFICER.person) for path in kept}

    def test_hands_out_a_signed_statement_of_its_attempts(self, offices):
        province = replace(offices.province, uplink=Silent())
        base = asked(province, "/so/gui-bo", {"consent": "yes"}).url.removesuffix("/cho")
        file = asked(province, f"{base}/giay-chung", {"consent": "yes"}).content
        assert b"<LanGui" in file
        assert b"uplink.no_answer" in file

    def test_finds_and_mends_differences_by_one_button(self, offices):
        assert "Gửi lại cho khớp" in page(offices.province, "/so/doi-soat")
        asked(offices.province, "/so/doi-soat", {"consent": "yes"})
        assert "khớp nhau" in page(offices.province, "/so/doi-soat")

    def test_sends_by_hand_what_is_due_of_one_school(self, offices):
        form = {"consent": "yes", "school": SCHOOL}
        assert asked(offices.province, "/so/gui-bo", form).status_code == 302
        assert offices.province.repository.unreported_count() == 0
        with pytest.raises(Refusal) as refused:
            asked(offices.province, "/so/gui-bo", form | {"school": "T-khac"})
        assert refused.value.code == "package.nothing_to_send"

    def test_takes_no_other_file_for_a_receipt(self, offices):
        wrong = {"file": SimpleUploadedFile("b.xml", b"<a/>")}
        with pytest.raises(Refusal):
            asked(offices.province, "/so/gui-bo/bien-nhan", wrong)

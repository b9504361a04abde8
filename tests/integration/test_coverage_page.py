"""The ministry's page of coverage: counted out of statistics where these are stated."""

from dataclasses import replace
from html import unescape

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve

from hocba.core.report.coverage_basis import coverage_basis_of
from hocba.ports.accounts import Account
from tests.repository_world import MINISTRY_DECIDES, all_the_way, issue_class, three_offices

pytestmark = pytest.mark.usefixtures("as_app")

STATED = """
school_year = "2025-2026"
grades = [1, 2, 3, 4, 5]
map = "34"
source = "thống kê đầu năm học"

[pupils]
"11" = 12
"12" = 8

[published]
on = 2026-07-01
source = "Bộ"

[[published.figure]]
what = "TAI_KHOAN"
value = "1"

[[published.figure]]
what = "TY_LE_TINH"
of = "11"
value = "99.9"
"""


@pytest.fixture
def ministry(tmp_path):
    """A ministry that keeps three records of Điện Biên and none of Lai Châu."""
    offices = three_offices(tmp_path, pupils=3)
    issue_class(offices.school)
    all_the_way(offices)
    found = replace(offices.ministry, coverage=coverage_basis_of(STATED))
    found.accounts.save([Account(username="bo", display_name="Hà", actor=MINISTRY_DECIDES)])
    return found


def page(ministry, path):
    request = RequestFactory().get(path)
    request.outside = ministry
    request.session = {"username": "bo", "display_name": "Hà"}
    request._messages = CookieStorage(request)
    view, args, kwargs = resolve(request.path)
    return unescape(view(request, *args, **kwargs).content.decode())


def test_counts_out_of_statistics(ministry):
    # 3 of 20, and not 3 of the 3 on the one roster that was declared.
    assert "3 học bạ đã tiếp nhận: 15,00" in page(ministry, "/bo/do-phu")
    assert "3 học bạ đã tiếp nhận: 15,00" in page(ministry, "/bo")


def test_shows_the_province_that_sends_nothing(ministry):
    shown = page(ministry, "/bo/do-phu")
    row = shown[shown.index('<th scope="row">Tỉnh Lai Châu') :]
    assert "Chưa có chứng thư được duyệt" in row[: row.index("</tr>")]


def test_says_where_ours_is_not_what_was_published(ministry):
    shown = page(ministry, "/bo/do-phu")
    assert shown.count("Khớp") == 1
    assert "Khác" in shown


def test_reads_on_the_map_asked_for_and_takes_another_word_as_none(ministry):
    assert "Độ phủ theo 63 tỉnh" in page(ministry, "/bo/do-phu?ban-do=63")
    assert "Độ phủ theo 34 tỉnh" in page(ministry, "/bo/do-phu?ban-do=35")


def test_is_not_there_without_statistics(ministry):
    bare = replace(ministry, coverage=None)
    with pytest.raises(Http404):
        page(bare, "/bo/do-phu")
    assert "/bo/do-phu" not in page(bare, "/bo")


def test_keeps_statistics_of_another_year_off_the_home(ministry):
    other = coverage_basis_of(STATED.replace("2025-2026", "2023-2024"))
    assert "15,00" not in page(replace(ministry, coverage=other), "/bo")

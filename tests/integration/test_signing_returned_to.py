"""The pages of signing after the way back, a second sending, and the end of a session."""

import re

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import RequestFactory

from hocba.core.compose.life import Status
from hocba.faces.web.kept_forms import begin_anew, keeper_of, left_as
from hocba.flow.compose_records import compose_class
from hocba.flow.reopen_records import send_back
from tests.builders import an_assessment
from tests.integration.test_signing_pages import attested, school  # noqa: F401
from tests.school_world import CLASS, HERE, SCHOOL, YEAR, principal, teacher
from tests.signing_pages import SIGN, asks, contents, form, reads, statuses, why, works

pytestmark = pytest.mark.usefixtures("as_app")


def changed(outside, place):
    """Return a record to its teacher, who gives another mark and locks it again."""
    record = outside.records.of_class(SCHOOL, YEAR, CLASS)[place]
    send_back(outside, actor=principal(), keys=[record.key], reason="Kết quả chưa đúng")
    better = {record.sector_code: an_assessment(4, scores={"toan": 8})}
    outside.book.save_assessments(SCHOOL, YEAR, CLASS, better)
    compose_class(outside, actor=teacher(), **HERE)


def test_after_signing_says_that_it_is_done_and_when(school):  # noqa: F811
    sent = form(contents(school))
    asks(school, SIGN, sent, "gv")

    answer = asks(school, SIGN, sent, "gv")

    assert answer.status_code == 409
    assert "Bạn đã ký 3 học bạ này lúc" in answer.content.decode()
    assert {len(r.history) for r in school.records.of_class(SCHOOL, YEAR, CLASS)} == {2}


def test_in_a_round_says_where_it_stands_and_signs_nothing_twice(attested):  # noqa: F811
    url = asks(attested, "/truong/ky", {"lop": [CLASS]}).url
    consent = {"deed": "ky", "consent": "yes"}
    asks(attested, url, consent)
    works(attested)

    answer = asks(attested, url, consent)

    assert answer.status_code == 409
    assert "Lượt ký này không còn ở bước đó." in answer.content.decode()
    assert statuses(attested) == [Status.APPROVED] * 3


def test_to_a_session_that_is_over_leads_through_the_door_and_signs_nothing(school):  # noqa: F811
    answer = asks(school, SIGN, form(contents(school)), session={})

    assert (answer.status_code, statuses(school)) == (302, [Status.LOCKED] * 3)
    assert answer.url.startswith("/dang-nhap?next=%2Ftruong%2Fky%2F4A")
    assert "qua-han=1" in answer.url


def test_to_a_session_that_is_over_finds_every_choice_again(school):  # noqa: F811
    out, old, last = shown = contents(school)
    page = reads(school, SIGN, username="gv")
    keeper = re.search(r'name="giu" value="([^"]+)"', page)[1]
    fields = why(out, reason="KHAC", on="01/01/2030", note="Chờ giấy khai sinh")
    kept = {}
    sent = {**form(shown, without=[out, old], **fields), "giu": keeper}

    answer = asks(school, SIGN, sent, session=kept)

    assert (answer.status_code, statuses(school)) == (302, [Status.LOCKED] * 3)
    assert "qua-han=giu" in answer.url
    assert "consent" not in kept["kept_form"]["fields"]
    changed(school, 1)
    assert "Chờ giấy khai sinh" not in reads(school, SIGN, username="ht", session=kept)
    page = reads(school, SIGN, username="gv", session=kept)
    assert "Các lựa chọn và lý do bạn ghi trước khi phiên hết vẫn còn nguyên" in page
    assert 'value="Chờ giấy khai sinh"' in page
    assert 'value="01/01/2030"' in page
    assert f'value="{out}" form="xac-nhan" checked' not in page
    assert f'value="{last}" form="xac-nhan" checked' in page
    # The content that was unticked is there no more: the one in its place is shown anew.
    assert old not in page
    assert page.count("Nội dung đã đổi từ lần xem trước") == 1
    assert page.count('form="xac-nhan" checked') == 2
    again = reads(school, SIGN, username="gv", session=kept)
    assert "Chờ giấy khai sinh" not in again


def test_to_a_session_that_is_over_carries_nothing_but_the_form_through_the_door(school):  # noqa: F811
    request = RequestFactory().get("/dang-nhap")
    request.session = SessionStore()
    sent = {"seen": contents(school), "giu": keeper_of("gv", "GVCN", practice="TH1")}
    asks(school, SIGN, sent, session=request.session)
    request.session["halfway"] = ("ai-khac", "Ai khác")

    begin_anew(request)

    assert list(request.session.keys()) == ["kept_form"]
    # Whoever left it comes back where and as whom they were; nobody else does.
    assert left_as(request, "gv") == ("TH1", "GVCN")
    assert left_as(request, "ht") == ("", "")


def test_keeps_no_form_that_was_not_shown_to_somebody_signed_in(school):  # noqa: F811
    kept = {}
    asks(school, SIGN, {**form(contents(school)), "giu": "WyJndiIsIiJd:bad"}, session=kept)
    assert kept == {}

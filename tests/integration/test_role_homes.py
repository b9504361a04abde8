"""Each role's home says the one thing to do now; the bell and the requests stand on their pages."""

import re
from datetime import date
from html import unescape

import pytest

from hocba.core.compose.permit import Actor
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role
from hocba.faces.web.sign_in import home_of
from hocba.flow.ask_reopening import ask_reopening
from hocba.flow.compose_records import compose_class
from hocba.flow.sign_records import sign_class
from hocba.ports.accounts import Account
from tests.integration.test_decision_pages import asked, refusal_of
from tests.integration.test_marking import SCORE, codes_of, typed
from tests.integration.test_notices import school as told_school  # noqa: F401
from tests.school_world import (
    CLASS,
    HERE,
    PRINCIPAL,
    SCHOOL,
    YEAR,
    a_consent,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")


@pytest.fixture
def school(told_school):  # noqa: F811
    people = {
        "bm": Actor(person="GVBM1", role=Role.SUBJECT_TEACHER, school=SCHOOL),
        "qt": Actor(person="QT01", role=Role.SCHOOL_ADMIN, school=SCHOOL),
    }
    told_school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    maths = Appointment(
        role=Role.SUBJECT_TEACHER, class_name=CLASS, subject="toan", from_on=date(2025, 9, 1)
    )
    book = told_school.book
    member = StaffMember(staff_code="GVBM1", full_name="Vì Thị Sen", appointments=(maths,))
    book.save_staff(SCHOOL, [*book.staff(SCHOOL), member])
    return told_school


@pytest.fixture
def locked(school):
    compose_class(school, actor=teacher(), **HERE)
    return school


def first_step(school, by, page="/truong"):
    text = unescape(asked(school, page, by=by).text)
    found = re.search(r'<section class="next.*?<h2>(.*?)</h2>.*?href="([^"]*)"', text, re.DOTALL)
    return found.groups() if found else None


class TestHome:
    def test_of_a_subject_teacher_names_the_grid_to_fill(self, school):
        assert home_of({Role.SUBJECT_TEACHER}) == "/truong"
        assert first_step(school, "bm") is None
        typed(school, (codes_of(school)[0], SCORE, "10", ""))

        words, url = first_step(school, "bm")
        assert words == f"Nhập tiếp Toán, lớp {CLASS}: còn 1 học sinh"
        assert asked(school, url, by="bm").status_code == 200

    def test_of_a_homeroom_teacher_is_the_class_with_its_step(self, school):
        assert asked(school, "/truong", by="gv").url == f"/truong/lop/{CLASS}"
        assert first_step(school, "gv", f"/truong/lop/{CLASS}")[1] == f"/truong/ky/{CLASS}"

    def test_of_a_principal_puts_requests_before_signing(self, locked):
        sign_class(locked, actor=teacher(), consent=a_consent(teacher()), **HERE)
        assert first_step(locked, "ht")[1] == f"/truong/ky/{CLASS}"

        ask_reopening(locked, actor=teacher(), reason="Xếp lớp chưa đúng", **HERE)
        assert first_step(locked, "ht") == ("Trả lời 1 đề nghị mở lại", "/truong/mo-lai")

    def test_of_a_clerk_waits_for_the_seal(self, locked):
        for actor in (teacher(), principal()):
            sign_class(locked, actor=actor, consent=a_consent(actor), **HERE)

        assert first_step(locked, "vt")[1] == f"/truong/ky/{CLASS}"

    def test_of_an_administrator_leads_to_the_class_that_lacks_most(self, school):
        assert first_step(school, "qt") is None
        typed(school, (codes_of(school)[0], SCORE, "10", ""))

        assert first_step(school, "qt")[1] == f"/truong/lop/{CLASS}/du-chua"


class TestBell:
    def test_counts_until_the_notice_is_opened(self, locked):
        sign_class(locked, actor=teacher(), consent=a_consent(teacher()), **HERE)
        assert "chưa đọc" in asked(locked, "/truong", by="ht").text
        (notice,) = locked.notices.of_person(SCHOOL, PRINCIPAL)

        opened = asked(locked, f"/truong/thong-bao/{notice.number}", by="ht")

        assert opened.url == f"/truong/ky/{CLASS}"
        assert "chưa đọc" not in asked(locked, "/truong", by="ht").text

    def test_shows_nobody_the_notices_of_others(self, locked):
        sign_class(locked, actor=teacher(), consent=a_consent(teacher()), **HERE)
        (notice,) = locked.notices.of_person(SCHOOL, PRINCIPAL)

        for number in (notice.number, "x", 10**30):
            path = f"/truong/thong-bao/{number}"
            assert refusal_of(asked, locked, path, by="gv") == "notice.unknown"
        assert locked.notices.unread(SCHOOL, PRINCIPAL) == 1

    def test_reads_all_at_once_and_turns_mails_off(self, locked):
        sign_class(locked, actor=teacher(), consent=a_consent(teacher()), **HERE)
        asked(locked, "/truong/thong-bao", {"do": "doc-het"}, by="ht")
        asked(locked, "/truong/thong-bao", {"do": "tat-thu"}, by="ht")

        text = asked(locked, "/truong/thong-bao", by="ht").text
        assert "Không có thông báo mới" in text
        assert "Thư thông báo đang tắt" in text

    def test_names_no_pupil(self, locked):
        sign_class(locked, actor=teacher(), consent=a_consent(teacher()), **HERE)
        text = asked(locked, "/truong/thong-bao", by="ht").text
        assert all(
            e.pupil.full_name not in text for e in locked.book.enrolments(SCHOOL, YEAR, CLASS)
        )


class TestReopeningPages:
    def test_lead_from_the_request_to_the_open_record(self, locked):
        form = {"record": "", "reason": "SAI_KET_QUA", "note": "Toán của An là 9"}
        asked(locked, "/truong/mo-lai", form, by="gv")
        assert "Chờ trả lời" in asked(locked, "/truong/mo-lai", by="gv").text
        (asked_for,) = locked.reopenings.of_year(SCHOOL, YEAR)
        page = f"/truong/mo-lai/{asked_for.reopening_id}"

        assert "Toán của An là 9" in asked(locked, page, by="ht").text
        asked(locked, page, {"answer": "duyet"}, by="ht")

        assert "Đã mở lại" in asked(locked, "/truong/mo-lai", by="gv").text
        assert {r.status for r in locked.records.rows(SCHOOL, YEAR, CLASS)} == {"NHAP"}

    def test_grey_the_answer_for_the_teacher_who_asked(self, locked):
        found = ask_reopening(locked, actor=teacher(), reason="Xếp lớp chưa đúng", **HERE)
        page = f"/truong/mo-lai/{found.reopening_id}"

        assert "disabled" in asked(locked, page, by="gv").text
        assert refusal_of(asked, locked, page, by="khac") == "permit.other_class"
        no = {"answer": "duyet"}
        assert refusal_of(asked, locked, page, no, by="gv") == "permit.not_your_role"
        assert '<form method="post">' not in asked(locked, "/truong/mo-lai", by="ht").text
        bare = asked(locked, page, {"answer": "khong"}, by="ht")
        assert bare.status_code == 409
        assert "phải ghi lý do cho chủ nhiệm" in bare.text
        assert "Duyệt, mở lại" in bare.text

    def test_ask_for_a_reason_of_the_list(self, locked):
        form = {"reason": "x"}
        assert refusal_of(asked, locked, "/truong/mo-lai", form, by="gv") == "web.reason_not_chosen"

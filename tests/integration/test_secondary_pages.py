"""The pages of a secondary class: whose rows are open, signing them, and what follows."""

import re
from html import unescape

import pytest

from hocba.core.terms.roles import Role
from hocba.faces.web.sign_in import home_of
from hocba.flow.compose_records import compose_class
from hocba.flow.sign_rows import sign_rows
from hocba.ports.accounts import Account
from tests.integration.test_decision_pages import asked
from tests.school_world import SCHOOL, YEAR, a_consent, clerk, principal
from tests.secondary_world import (
    CLASS,
    HERE,
    a_secondary_school,
    the_homeroom_teacher,
    the_other_teacher,
)
from tests.signing_pages import asks, reads

pytestmark = pytest.mark.usefixtures("as_app")
ROWS = "/truong/ky-mon-hoc"


@pytest.fixture
def school():
    school = a_secondary_school()
    people = {
        "gv": the_homeroom_teacher(),
        "bm": the_other_teacher(),
        "ht": principal(),
        "vt": clerk(),
    }
    school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    compose_class(school, actor=the_homeroom_teacher(), **HERE)
    return school


def page(school, path, by):
    return unescape(asked(school, path, by=by).text)


def headline(text):
    return re.search(r"<h1>(.*?)</h1>", text, re.DOTALL)[1]


def seen_on(text):
    return re.findall(r'name="seen" value="([^"]+)"', text)


def signed_by(school, actor):
    return sign_rows(school, actor=actor, school=SCHOOL, school_year=YEAR, consent=a_consent(actor))


class TestOwnRows:
    def test_are_the_first_thing_that_a_subject_teacher_is_told(self, school):
        assert home_of({Role.SUBJECT_TEACHER}) == "/truong"

        text = page(school, "/truong", "bm")

        assert "10 dòng môn học chờ bạn ký" in text
        assert ROWS in text

    def test_stand_with_their_marks_subject_by_subject(self, school):
        text = page(school, ROWS, "bm")

        assert headline(text) == "10 dòng môn học chờ bạn ký"
        assert len(seen_on(text)) == 2 * 5
        assert "Toán, lớp 7A" in text
        assert "Ngữ văn, lớp 7A" not in text
        assert "8,5" in text

    def test_are_signed_as_chosen_and_no_others(self, school):
        first, *_ = seen_on(page(school, ROWS, "bm"))

        answer = asked(school, ROWS, {"consent": "yes", "seen": [first]}, by="bm")

        assert answer.headers["Location"] == ROWS
        assert headline(page(school, ROWS, "bm")) == "9 dòng môn học chờ bạn ký"

    def test_are_not_signed_without_consent_or_choice(self, school):
        rows = seen_on(page(school, ROWS, "bm"))

        alone = asked(school, ROWS, {"seen": rows[:1], "shown": rows}, by="bm")
        nothing = asked(school, ROWS, {"consent": "yes", "shown": rows}, by="bm")

        assert "Chưa đánh dấu đồng ý" in alone.text
        assert alone.text.count('form="xac-nhan" checked') == 1
        assert (alone.status_code, nothing.status_code) == (409, 409)
        assert len(seen_on(page(school, ROWS, "bm"))) == len(rows)

    def test_keep_their_ticks_when_the_session_ends_before_they_are_signed(self, school):
        first, *others = rows = seen_on(text := page(school, ROWS, "bm"))
        keeper = re.search(r'name="giu" value="([^"]+)"', text)[1]
        session = {}
        sent = {"consent": "yes", "seen": others, "shown": rows, "giu": keeper}

        answer = asks(school, ROWS, sent, session=session)
        again = reads(school, ROWS, username="bm", session=session)

        assert "qua-han=giu" in answer.url
        assert again.count('form="xac-nhan" checked') == len(others)
        assert f'value="{first}" form="xac-nhan">' in again

    def test_of_a_principal_who_teaches_are_told_at_home(self, school):
        assert "2 dòng môn học chờ bạn ký" in page(school, "/truong", "ht")

    def test_are_none_of_who_teaches_nothing(self, school):
        assert headline(page(school, ROWS, "vt")) == "Không có dòng nào đang chờ bạn ký"


class TestTheClass:
    def test_says_how_many_rows_it_waits_for(self, school):
        assert headline(page(school, f"/truong/lop/{CLASS}", "ht")) == (
            "Lớp 7A: còn 24 dòng chờ giáo viên môn học ký"
        )

    def test_leads_a_homeroom_teacher_to_the_own_rows_first(self, school):
        text = page(school, f"/truong/lop/{CLASS}", "gv")

        assert "12 dòng môn học chờ bạn ký" in text

    def test_is_not_signed_before_its_teachers_have(self, school):
        text = page(school, f"/truong/ky/{CLASS}", "gv")

        assert "disabled" in re.search(r'<button class="btn btn-primary"[^>]*>', text).group()
        assert "Toán (2)" in text

    def test_is_signed_once_they_have(self, school):
        for actor in (the_other_teacher(), the_homeroom_teacher(), principal()):
            signed_by(school, actor)

        text = page(school, f"/truong/ky/{CLASS}", "gv")

        assert headline(text) == "2 học bạ lớp 7A sẵn sàng để ký"
        assert len(seen_on(text)) == 2


def test_a_record_s_page_names_whose_signature_is_missing(school):
    signed_by(school, the_other_teacher())
    (record, _) = school.records.of_class(SCHOOL, YEAR, CLASS)

    text = page(school, f"/truong/hoc-ba/{record.key}", "gv")

    assert "Chờ giáo viên môn học ký 7 dòng" in text
    assert text.count("Giáo viên bộ môn: ") == 12
    assert text.count("Đã ký") >= 5
    assert "Học tập" in text or "Kết quả học tập" in text


def test_a_class_without_grids_leads_to_its_sheet(school):
    answer = asked(school, f"/truong/nhap-diem/{CLASS}", by="gv")

    assert answer.headers["Location"] == "/truong/nhap"


def test_the_register_s_page_names_subjects(school):
    assert "Toán, lớp 7A" in page(school, "/truong/so-phan-cong", "ht")

"""A secondary class as it will print, and under one consent for a whole school."""

from dataclasses import replace
from html import unescape

import pytest

from hocba.adapters.paper.printer import TypstPrinter
from hocba.core.compose.life import Status
from hocba.core.compose.signing_rounds import Stage
from hocba.core.verify.judge import Setting
from hocba.flow.compose_records import compose_class
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.sign_records import sign_class
from hocba.flow.sign_rows import sign_rows
from hocba.flow.verify_document import examine
from hocba.ports.accounts import Account
from tests.integration.test_copies import pages_of
from tests.school_world import SCHOOL, YEAR, a_consent, clerk, principal
from tests.secondary_world import (
    CLASS,
    HERE,
    a_secondary_school,
    the_homeroom_teacher,
    the_other_teacher,
)
from tests.signing_pages import asks, reads, works

pytestmark = pytest.mark.usefixtures("as_app")
NOTE = "BẢN XEM TRƯỚC, CHƯA ĐỦ CHỮ KÝ VÀ CON DẤU"
WHERE = {"school": SCHOOL, "school_year": YEAR}


@pytest.fixture
def school(db):
    """A class 7A of one pupil, locked; nobody has signed a row."""
    school = replace(a_secondary_school(pupils=1), printer=TypstPrinter())
    people = {"gv": the_homeroom_teacher(), "ht": principal(), "vt": clerk()}
    school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    compose_class(school, actor=the_homeroom_teacher(), **HERE)
    return school


def the_record(school):
    (record,) = school.records.of_class(SCHOOL, YEAR, CLASS)
    return record


def rows_signed(school):
    for actor in (the_other_teacher(), the_homeroom_teacher(), principal()):
        sign_rows(school, actor=actor, consent=a_consent(actor), **WHERE)


def verdict_on(school):
    book = RegisterDesk(school).of_schools(SCHOOL)
    setting = Setting(
        environments=frozenset({school.environment}), book=book, now=school.clock.now()
    )
    file = school.records.document(the_record(school).key)
    return examine(file, documents=school.documents, paths=school.paths, setting=setting).verdict


def begun(school, by, classes=(CLASS,)):
    return asks(school, "/truong/ky", {"lop": list(classes)}, by)


def signed_in_a_round(school, by):
    url = begun(school, by).url
    asks(school, url, {"deed": "ky", "consent": "yes"}, by)
    (ended,) = works(school).signed
    return ended


def test_is_looked_at_as_it_will_print_from_the_class_s_consent(school):
    rows_signed(school)
    page = reads(school, f"/truong/ky/{CLASS}", username="gv")
    print_url = f"/truong/hoc-ba/{the_record(school).key}/ban-in.pdf"
    assert f'<a href="{print_url}" target="_blank" rel="noopener">Xem bản in' in page

    looked = asks(school, print_url, username="gv")

    assert looked.headers["Content-Disposition"].startswith("inline")
    pages = pages_of(looked.content)
    assert NOTE in pages[0]
    assert "TRUNG HỌC CƠ SỞ" in pages[0]
    # Of twelve rows every one names its teacher; the two who sign for the whole have not.
    (of_year,) = [page for page in pages if "Lịch sử và Địa lí" in page]
    assert of_year.count("Ký số:") == 12
    assert "chưa ký" in of_year


def test_waits_in_the_round_while_a_row_or_its_teacher_lacks(school):
    said = "Chưa có lớp nào chọn được"
    assert said in unescape(reads(school, "/truong/ky"))
    assert begun(school, "ht").status_code == 409
    rows_signed(school)
    assert begun(school, "ht").status_code == 409
    assert "7A: " in unescape(begun(school, "vt").text)


def test_is_signed_and_sealed_in_rounds_and_passes_all_checks(school):
    rows_signed(school)
    teacher = the_homeroom_teacher()
    sign_class(school, actor=teacher, consent=a_consent(teacher), **HERE)
    sample = asks(school, f"{begun(school, 'ht').url}/mau/0")
    assert sample.url == f"/truong/hoc-ba/{the_record(school).key}/ban-in.pdf"
    assert NOTE in pages_of(asks(school, sample.url).content)[0]

    approved = signed_in_a_round(school, "ht")
    assert (approved.stage, approved.done, approved.refused) == (Stage.ENDED, 1, 0)
    sealed = signed_in_a_round(school, "vt")

    assert (sealed.stage, sealed.done, sealed.refused) == (Stage.ENDED, 1, 0)
    assert the_record(school).status is Status.ISSUED
    verdict_on(school).require_passed()

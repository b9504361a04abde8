"""The page of a partial record, as each who signs sees it; its print and its verdict."""

import io
from dataclasses import replace

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from hocba.adapters.database.repository import DatabaseRepository
from hocba.adapters.paper.printer import TypstPrinter
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.assess.moments import Moment
from hocba.core.compose.life import Status
from hocba.core.compose.reading import Way
from hocba.core.publish.partial_sheet import PARTIAL_FILE
from hocba.core.terms.outcomes import Refusal
from hocba.faces.public.views import verify
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.accounts import Account
from tests.builders import an_assessment
from tests.integration.test_decision_pages import asked
from tests.integration.test_partial_records import given, nothing_at_the_end
from tests.school_world import OTHER_SCHOOL, SCHOOL, YEAR, clerk, principal, teacher
from tests.transfer_world import (
    CODE,
    accepted,
    released,
    sealed_partial,
    there_principal,
    two_schools,
)

pytestmark = pytest.mark.usefixtures("as_app")
PAGE = f"/truong/hoc-sinh/{CODE}/mot-phan"
LEAVE = f"/truong/hoc-sinh/{CODE}/chuyen-truong"


@pytest.fixture
def outside(tmp_path):
    outside = replace(
        two_schools(tmp_path), printer=TypstPrinter(), repository=DatabaseRepository(SCHOOL)
    )
    nothing_at_the_end(outside)
    given(outside, Moment.END_FIRST, an_assessment(4, without=["khoa_hoc"]))
    people = {"ht": principal(), "gv": teacher(), "vt": clerk(), "kia": there_principal()}
    outside.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    return outside


def latest(outside):
    return outside.partials.of_pupil(SCHOOL, YEAR, CODE)[-1]


def told_by_the_public_page(outside, file):
    request = RequestFactory().post("/xac-thuc", {"file": SimpleUploadedFile("tep", file)})
    request.outside, request.session = outside, {}
    request.desk = RegisterDesk(outside)
    return verify(request).content.decode()


def seen_on(page):
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_each_signs_in_turn_what_the_page_shows_and_the_release_follows(outside):
    assert "chưa có học bạ một phần đã đóng dấu" in asked(outside, LEAVE, by="ht").text
    form = {"step": "lap", "since": "05/09/2025", "until": "16/01/2026", "consent": "yes"}
    page = asked(outside, PAGE, by="gv").text
    assert "Cuối học kì I" in page
    assert "Khoa học" not in page
    assert asked(outside, PAGE, {**form, "seen": "x"}, by="gv").status_code == 409
    assert asked(outside, PAGE, {**form, "until": "mai"}, by="gv").status_code == 409

    asked(outside, PAGE, {**form, "seen": seen_on(page)}, by="gv")
    assert "chờ hiệu trưởng ký" in asked(outside, "/truong/chuyen-truong", by="ht").text.lower()
    for user in ("ht", "vt"):
        page = asked(outside, PAGE, by=user).text
        asked(outside, PAGE, {"step": "ky", "seen": seen_on(page), "consent": "yes"}, by=user)

    assert latest(outside).status is Status.ISSUED
    assert "đã đóng dấu" in asked(outside, PAGE, by="gv").text
    assert "Ký, cho chuyển trường" in asked(outside, LEAVE, by="ht").text
    ways = {read.way for read in outside.read_log.of_record(latest(outside).key.record_code)}
    assert ways == {Way.PARTIAL}


def test_says_what_is_missing_and_takes_nothing_back(outside):
    sealed_partial(outside)

    for form in (
        {"step": "thu-hoi", "code": "x", "reason": "Sai"},
        {"step": "thu-hoi", "code": "SAI_KET_QUA", "reason": " "},
        {"step": "ky", "seen": "zz", "consent": ""},
    ):
        assert asked(outside, PAGE, form, by="ht").status_code == 409
    with pytest.raises(Refusal) as refused:
        asked(outside, PAGE, {"step": "tra-lai", "reason": "Sai"}, by="gv")
    assert refused.value.code == "permit.not_your_role"
    assert latest(outside).status is Status.ISSUED


def test_the_print_says_that_it_is_a_part_and_carries_the_signed_file(outside):
    digest = sealed_partial(outside).frozen.content_digest.hex()

    pdf = asked(outside, f"{PAGE}/{digest}.pdf", by="gv").content
    xml = asked(outside, f"{PAGE}/{digest}.xml", by="gv").content

    verdict = told_by_the_public_page(outside, pdf)
    assert "chữ ký đúng, không phải kết quả cả năm" in verdict
    assert "Không kho nào giữ học bạ một phần" in verdict
    assert "không hợp lệ" in told_by_the_public_page(outside, xml.replace(b">10<", b">9<", 1))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert bytes(opened.attachments[PARTIAL_FILE].get_file().read_bytes()) == xml
    assert XmlDocuments().opened(pdf) == xml
    with pytest.raises(Refusal) as refused:
        asked(outside, f"{PAGE}/{'0' * 64}.xml", by="gv")
    assert refused.value.code == "partial.none"


def test_the_other_school_sees_whose_results_it_goes_on_from(outside):
    accepted(outside, released(outside), class_name="4C")

    page = asked(outside, PAGE, by="kia").text

    assert "Trường Tiểu học Hoa Ban (dữ liệu mẫu)" in page
    assert "16/01/2026" in page
    (came,) = outside.partials.received(OTHER_SCHOOL, CODE)
    assert asked(outside, f"{PAGE}/{came.content_digest.hex()}.pdf", by="kia").status_code == 200
    grid = asked(outside, "/truong/nhap-diem/4C/toan/dot/cuoi-hk1", by="kia").text
    assert "do Trường Tiểu học Hoa Ban (dữ liệu mẫu) đánh giá" in grid
    assert "Lò Văn Bình: kết quả từ 05/09/2025 đến 16/01/2026" in grid

"""A class on its way: signed, sealed, sent and verified, by hand in a browser."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from hocba.adapters.xml.attachment import opened
from tests.journey.browser import (
    broken_links,
    browsing,
    enter,
    headline,
    looked_at,
    serving,
    visiting,
)

SCHOOL = "Trường Tiểu học Suối Lư (dữ liệu mẫu)"
CLASS = "4B"


@pytest.fixture(scope="module")
def home(tmp_path_factory, worlds):
    return worlds.demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def site(home):
    with serving(home / "home") as address:
        yield address


@pytest.fixture(scope="module")
def page(site):
    with browsing() as browser, visiting(browser, f"{site}/dang-nhap", width=1280) as visit:
        yield visit.page


def sign(page, verb):
    """Give the consent that the page asks for."""
    looked_at(page)
    page.get_by_label("Tôi đã xem và đồng ý.").check()
    page.get_by_role("button", name=re.compile(f"^{verb} ")).click()
    page.wait_for_load_state()


def choose_and_look(page, site):
    """Choose every class that is ready, and look at one record of the sample."""
    page.goto(f"{site}/truong/ky")
    looked_at(page)
    page.get_by_role("button", name=re.compile("^Chọn xong")).click()
    page.wait_for_load_state()
    looked_at(page)
    shown = page.get_by_role("link", name=re.compile("^Xem bản in")).first.get_attribute("href")
    assert page.request.get(f"{site}{shown}").headers["content-type"] == "application/pdf"
    page.reload()
    assert "đã xem 1 trên 5 học bạ rút ngẫu nhiên" in page.locator("main").inner_text()


def until_done(page):
    """The page looks again by itself, without a script, until the worker beside it is through."""
    page.get_by_role("heading", name=re.compile("^Xong: ")).wait_for(timeout=60_000)
    looked_at(page)


def sign_the_school(page, site):
    """Sign as its principal under one consent, after setting the rule of two persons."""
    enter(page, site, "Hiệu trưởng", SCHOOL)
    page.goto(f"{site}/truong/quy-tac")
    looked_at(page)
    page.get_by_label("Vì sao đổi").fill("Biên bản họp số 3")
    page.get_by_role("button", name="Bật quy tắc").click()
    page.wait_for_load_state()
    choose_and_look(page, site)
    sign(page, "Ký")
    until_done(page)


def seal_the_school(page, site):
    """Ask for the seal as the clerk; approve it as the principal."""
    enter(page, site, "Văn thư", SCHOOL)
    choose_and_look(page, site)
    sign(page, "Đề nghị")
    asked = page.url
    assert "Chờ người thứ hai duyệt" in page.locator("main").inner_text()
    enter(page, site, "Hiệu trưởng", SCHOOL)
    page.get_by_role("link", name="Mở lượt này").click()
    page.wait_for_load_state()
    assert page.url == asked
    sign(page, "Duyệt,")
    until_done(page)


def type_score(page, score):
    page.locator("[data-kind=score]").nth(1).fill(score)
    page.keyboard.press("Enter")


def test_keeps_a_mark_as_soon_as_it_is_typed_and_over_a_lost_line(page, site):
    enter(page, site, f"Chủ nhiệm lớp {CLASS}", SCHOOL)
    page.goto(f"{site}/truong/nhap-diem/{CLASS}/toan")
    looked_at(page)
    cell, saved = page.locator("[data-kind=score]").nth(1), page.locator("#tinh-trang.saved")
    before = cell.input_value()
    other = "7" if before != "7" else "8"

    page.context.set_offline(True)
    type_score(page, other)
    page.locator("#tinh-trang").get_by_text("Mất kết nối").wait_for()
    page.context.set_offline(False)
    saved.wait_for()
    page.reload()

    assert cell.input_value() == other
    type_score(page, before)
    saved.wait_for()


def test_leads_a_class_from_its_teacher_to_the_ministry(page, site):
    enter(page, site, f"Chủ nhiệm lớp {CLASS}", SCHOOL)
    assert "chờ chủ nhiệm ký" in headline(page)
    looked_at(page)
    page.get_by_role("link", name="Xem và lập").click()
    page.get_by_role("button", name=re.compile(r"^Lập \d+ học bạ$")).click()
    # Left out by one key, with the reason and the day that the page proposes.
    page.locator("input.pick").last.uncheck()
    sign(page, "Ký")
    assert "để lại, đã ghi lý do" in page.locator("main").inner_text()

    sign_the_school(page, site)
    seal_the_school(page, site)

    page.goto(f"{site}/truong/lop/{CLASS}/chu-ky")
    looked_at(page)
    assert "duyệt là người thứ hai" in page.locator("main").inner_text()
    enter(page, site, "Văn thư", SCHOOL)
    page.goto(f"{site}/truong/goi-nop")
    looked_at(page)
    page.get_by_label("Tôi đồng ý khai báo sĩ số và gửi, dưới con dấu của trường.").check()
    page.get_by_role("button", name="Gửi gói nộp lên Sở").click()
    page.wait_for_load_state()
    assert headline(page).startswith("Bên nhận đã nhận cả")
    looked_at(page)

    enter(page, site, "Cán bộ Sở", "Sở Giáo dục và Đào tạo Điện Biên (dữ liệu mẫu)")
    looked_at(page)
    page.get_by_role("link", name="Gửi lên Bộ").first.click()
    page.get_by_label("Tôi đã xem và đồng ý.").check()
    page.get_by_role("button", name=re.compile(r"^Gửi \d+ tệp$")).click()
    page.wait_for_load_state()
    assert headline(page).startswith("Bên nhận đã nhận cả")

    enter(page, site, "Cán bộ Bộ", "Bộ Giáo dục và Đào tạo (mô phỏng)")
    assert "học bạ đã tiếp nhận" in headline(page)
    looked_at(page)


def test_greys_the_button_of_who_may_not_send_and_says_why(page, site):
    # One record is left, held back by its teacher; nothing of the class awaits the seal.
    enter(page, site, "Văn thư", SCHOOL)
    page.goto(f"{site}/truong/ky/{CLASS}")
    button = page.get_by_role("button", name=re.compile("^Đóng dấu |^Sang bước"))
    assert button.is_disabled()
    assert page.locator("#vi-sao").inner_text()


def test_keeps_one_office_out_of_anothers_pages(page, site):
    enter(page, site, f"Chủ nhiệm lớp {CLASS}", SCHOOL)
    response = page.goto(f"{site}/bo")

    assert response.status == 403
    assert "web.no_role" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("capacity", "office"),
    [
        (f"Chủ nhiệm lớp {CLASS}", SCHOOL),
        ("Cán bộ Sở", "Sở Giáo dục và Đào tạo Điện Biên (dữ liệu mẫu)"),
        ("Cán bộ Bộ", "Bộ Giáo dục và Đào tạo (mô phỏng)"),
    ],
)
def test_leads_nobody_to_a_broken_page(page, site, capacity, office):
    enter(page, site, capacity, office)

    assert broken_links(page, site) == {}


def test_asks_who_is_not_signed_in_to_sign_in_and_leads_back(page, site):
    page.context.clear_cookies()
    page.goto(f"{site}/truong/chua-ky")

    assert page.url.endswith("/dang-nhap?next=%2Ftruong%2Fchua-ky")


@pytest.mark.parametrize("altered", [False, True])
def test_tells_anybody_whether_a_file_is_genuine(page, site, home, altered):
    record = min((home / "out" / "records").glob("*.xml")).read_bytes()
    if altered:
        # One mark of the signed content.
        record = re.sub(rb"<Diem>(\d)</Diem>", rb"<Diem>1\1</Diem>", record, count=1)
    page.goto(f"{site}/xac-thuc")
    file = {"name": "hoc-ba.xml", "mimeType": "application/xml", "buffer": record}
    page.set_input_files("#tep", file)
    page.get_by_role("button", name="Xác thực tệp").click()
    page.wait_for_load_state()

    expected = "không hợp lệ" if altered else "là thật và đang có hiệu lực"
    assert expected in headline(page)
    assert re.search(rb"<Diem>(\d+)</Diem>", record)
    assert "Điểm" not in page.locator("main .three").inner_text()
    looked_at(page)


def test_takes_a_printed_record_for_what_is_signed_inside_it(page, site, home):
    page.goto(f"{site}/xac-thuc")
    page.set_input_files("#tep", min((home / "out" / "print").glob("*.pdf")))
    page.get_by_role("button", name="Xác thực tệp").click()
    page.wait_for_load_state()

    assert "là thật" in headline(page)


def bring(page, site, file, name):
    """Bring a list of pupils as the clerk of the school."""
    enter(page, site, "Văn thư", SCHOOL)
    page.goto(f"{site}/truong/nhap")
    page.set_input_files("#tep-hoc-sinh", {"name": name, "mimeType": "", "buffer": file})
    page.get_by_role("button", name="Kiểm tra tệp").first.click()
    page.wait_for_load_state()


def test_shows_what_a_list_would_change_before_it_changes_anything(page, site, home):
    file = (home / "out" / "excel" / "MAU11033250002" / "C1-HocSinh.xlsx").read_bytes()
    bring(page, site, file, "C1-HocSinh.xlsx")

    assert headline(page).startswith("Tệp ")
    looked_at(page)
    page.get_by_role("button", name=re.compile(r"^Ghi \d+ dòng$")).click()
    page.wait_for_load_state()
    assert page.get_by_role("status").inner_text().startswith("Đã ghi: 0 dòng mới")


def test_says_of_a_pdf_named_as_excel_that_it_is_none_and_what_to_do(page, site):
    bring(page, site, b"%PDF-1.7 not a sheet", "C1-HocSinh.xlsx")

    assert "sheet.not_excel" in page.locator("main").inner_text()
    looked_at(page)


def test_lets_a_principal_amend_send_back_and_sign_the_register(page, site):
    enter(page, site, "Hiệu trưởng", SCHOOL)
    page.goto(f"{site}/truong/lop/3A")
    page.get_by_role("link", name=re.compile("^Xem học bạ")).first.click()
    looked_at(page)
    page.get_by_role("link", name="Đề nghị đính chính").click()
    looked_at(page)
    page.get_by_label("Lý do").select_option("CAI_CHINH_HO_TICH")
    page.get_by_label("Căn cứ").fill("Trích lục cải chính số 12/2026")
    paper = {"name": "trich-luc.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
    page.set_input_files("#minh-chung", paper)
    page.get_by_label("Nơi sinh").fill("Mường Ảng")
    page.get_by_role("button", name="Gửi đề nghị").click()
    page.wait_for_load_state()
    looked_at(page)
    assert "Mường Ảng" in page.locator("main").inner_text()
    page.get_by_role("button", name="Duyệt và thực hiện").click()
    page.wait_for_load_state()
    page.get_by_role("link", name="Xem phiên bản mới").click()
    page.wait_for_load_state()
    assert "phiên bản 2" in page.locator("main .lead").inner_text()
    assert "Đã thực hiện" in page.locator("main").inner_text()
    assert "Xem trên màn hình" in page.locator("#ai-da-xem ~ table").inner_text()

    page.get_by_role("link", name="Trả lại chủ nhiệm").click()
    looked_at(page)
    page.get_by_label("Lý do trả lại").select_option("SAI_THONG_TIN_CA_NHAN")
    page.get_by_role("button", name="Trả lại 1 học bạ").click()
    page.wait_for_load_state()
    assert page.get_by_role("status").inner_text() == "Đã trả lại 1 học bạ."

    page.get_by_role("link", name="Sổ phân công").click()
    looked_at(page)
    page.get_by_role("button", name=re.compile("^Ký sổ phân công số")).click()
    page.wait_for_load_state()
    assert page.get_by_role("status").inner_text().startswith("Đã ký sổ phân công số")


def test_lets_a_parent_share_two_subjects_and_a_receiver_verify_them(page, site, tmp_path):
    enter(page, site, "Văn thư", SCHOOL)
    page.goto(f"{site}/truong/danh-sach?lop=3A")
    page.locator("table a").last.click()
    born = page.get_by_label("Ngày sinh").input_value()
    page.get_by_role("link", name="Mã cho gia đình").click()
    page.get_by_label("Họ tên người nhận").fill("Lò Thị Mẫu")
    page.get_by_role("button", name="Lập mã").click()
    page.wait_for_load_state()
    looked_at(page)
    code = page.locator("#ma-gia-dinh").inner_text()

    page.context.clear_cookies()
    page.goto(f"{site}/gia-dinh/vao")
    looked_at(page)
    page.get_by_label("Mã trên giấy").fill(code)
    page.get_by_label("Ngày sinh của học sinh").fill(born)
    page.get_by_role("button", name="Xem học bạ").click()
    page.wait_for_load_state()
    assert headline(page) == "Học bạ của con: 1 năm học"
    looked_at(page)
    with page.expect_download() as record:
        page.get_by_role("link", name="Tệp đã ký").click()
    assert b"<HocBa " in Path(record.value.path()).read_bytes()

    page.get_by_role("link", name="Chia sẻ học bạ").click()
    page.get_by_label("Nơi nhận").fill("Trường THCS Thanh Bình")
    page.get_by_label("Để làm gì").select_option("TUYEN_SINH")
    page.get_by_label("Tiếng Việt").check()
    page.get_by_label("Toán").check()
    page.get_by_role("button", name="Chia sẻ", exact=True).click()
    page.wait_for_load_state()
    looked_at(page)
    link = page.locator("#duong-dan").inner_text()

    with visiting(page.context.browser, link, width=360) as visit:
        receiver = visit.page
        receiver.get_by_role("button", name="Mở học bạ được chia sẻ").click()
        receiver.wait_for_load_state()
        assert receiver.locator("tbody th").all_inner_texts() == ["Tiếng Việt", "Toán"]
        looked_at(receiver)
        with receiver.expect_download() as extract:
            receiver.get_by_role("link", name=re.compile("Tải trích lục có dấu")).click()
        extract.value.save_as(tmp_path / "trich-luc.xml")
        receiver.goto(f"{site}/xac-thuc")
        receiver.set_input_files("#tep", tmp_path / "trich-luc.xml")
        receiver.get_by_role("button", name="Xác thực tệp").click()
        receiver.wait_for_load_state()
        assert headline(receiver) == "Trích lục này là thật, học bạ đang có hiệu lực"
        looked_at(receiver)

    page.get_by_role("button", name=re.compile("^Thu lại")).click()
    page.wait_for_load_state()
    assert page.goto(link).status == 404
    assert "đã thu lại" in page.locator("main").inner_text()


def test_lets_a_pupil_go_to_another_school_with_the_record(page, site):
    enter(page, site, "Hiệu trưởng", SCHOOL)
    page.goto(f"{site}/truong/danh-sach?lop=3A")
    page.locator("table a").nth(4).click()
    page.get_by_role("link", name="Chuyển trường").last.click()
    looked_at(page)
    page.get_by_label("Chuyển đến trường").select_option(index=1)
    page.get_by_label("Lý do").select_option("THEO_GIA_DINH")
    page.get_by_label("Căn cứ").fill("Đơn ngày 20/5/2026; trường đến đã đồng ý")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Ký, cho chuyển trường").click()
    page.wait_for_load_state()
    looked_at(page)
    address = page.url

    other = page.locator("main .lead").inner_text().partition(" đến ")[2]
    enter(page, site, "Hiệu trưởng", other)
    page.goto(address)
    looked_at(page)
    assert "Đã kiểm tra, hợp lệ" in page.locator("main").inner_text()
    page.get_by_label("Vào lớp").fill("4A")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Ký, tiếp nhận").click()
    page.wait_for_load_state()
    assert "Đã tiếp nhận" in page.locator("main").inner_text()

    with page.expect_download():
        page.locator("main a", has_text="Học bạ lớp 3").click()


def test_prints_a_class_at_once_with_every_signed_file_inside(page, site):
    enter(page, site, "Văn thư", SCHOOL)
    page.goto(f"{site}/truong/in?lop=4A")
    looked_at(page)
    page.get_by_role("button", name="In", exact=True).click()
    # The page looks again by itself until the workers beside it are through.
    page.get_by_role("heading", name=re.compile("^Đã in xong")).wait_for(timeout=60_000)
    looked_at(page)

    with page.expect_download() as fetched:
        page.get_by_role("link", name="Tải tất cả (ZIP)").click()

    with ZipFile(fetched.value.path()) as pages:
        prints = [pages.read(name) for name in pages.namelist()]
    assert len(prints) > 20
    assert len({opened(each) for each in prints}) == len(prints)

"""
Four people take a class through June, each signed in for real: see `tests/journey/test_june.py`.

One school, one story, played once a run. With HOCBA_GUIDE=1 the pages of `docs/guide` are
photographed on the way.
"""

import re
from contextlib import ExitStack, contextmanager

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from hocba.adapters.spreadsheets.workbooks import Workbooks
from hocba.core.assess.marking import TRAITS
from hocba.core.compose.practice import class_name, practice_results
from hocba.core.rules.library import pack_for
from hocba.lab.sheets import messy_pupil_list, messy_staff_list
from hocba.ports.spreadsheets import SheetContext
from tests.guide_pictures import Camera
from tests.journey.browser import axe_violations, browsing, overflow_px
from tests.june_practice import Practising
from tests.june_world import (
    ADMIN,
    BEGUN,
    NAME,
    ROSTER,
    SCHOOL,
    STAFF,
    YEAR,
    a_new_school,
    staff_code,
)

CLASS = class_name()
PASSWORD = "hoa ban nở trắng đầu núi"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@contextmanager
def played(folder, server):
    """Play the year's end; yields what everybody saw, while the school stays up."""
    with a_new_school(folder, server) as school, browsing() as browser, ExitStack() as stack:
        told = Story(school, browser, stack)
        try:
            told.play()
        except Exception:
            told.leave_pictures(folder)
            raise
        yield told


class Story(Practising):
    """What was seen, by the name of the stretch; faults: what axe, phone and console found."""

    def __init__(self, school, browser, stack):
        self.school, self.site, self.code = school, school.site, school.code
        self.browser, self.stack = browser, stack
        self.seen, self.faults, self.codes, self.pages = {}, [], {}, {}
        self.plain = set()
        self.camera = Camera()

    def play(self):
        self.administrator()
        self.principal_attests()
        self.teacher()
        self.principal_returns_one()
        self.teacher_mends()
        self.principal_signs()
        self.clerk()
        self.anybody()
        self.teacher_practises()
        self.first_class_of_practice()

    def leave_pictures(self, folder):
        """Show where everybody stood when the story broke off."""
        for name, page in self.pages.items():
            page.screenshot(path=folder / f"{name}.png", full_page=True)
            print(f"{folder / name}.png", page.url, self.headline(page))

    # ---------------------------------------------------------------- the four of them

    def administrator(self):
        page = self.comes_in(ADMIN, self.code, "quan-tri")
        self.seen["empty school"] = self.headline(page)
        self.bring(page, "hoc-sinh", messy_pupil_list(ROSTER, 5), "C1-HocSinh.xlsx")
        self.seen["pupils"] = self.told(page)
        self.bring(page, "can-bo", messy_staff_list(STAFF), "CSDL_GiaoVien.xlsx")
        self.seen["staff"] = self.told(page)
        self.goes(page, "/truong/tai-khoan")
        for member in STAFF:
            self.invites(page, member)
        self.looked_at(page, "quan-tri-moi")
        self.seen["letter"] = self.letter_sent()
        self.seen["invited"] = self.codes
        self.seen["no signature"] = self.refused(page, f"/truong/ky/{CLASS}")

    def invites(self, page, member):
        """By mail where the staff list has an address, else with a code to hand over."""
        deed = "Mời qua thư" if member.email else "Mời"
        page.get_by_role("button", name=re.compile(f"^{deed} ?: {member.full_name}$")).click()
        page.wait_for_load_state()
        if not member.email:
            self.codes[member.staff_code] = page.locator("section.next code").inner_text()

    def letter_sent(self):
        """Send what waits, as the operator's timer does; return the one letter's words."""
        done = self.school.installation.hocba("mailer", "--until-empty")
        assert done.returncode == 0, done.stderr
        (letter,) = self.school.mailbox.letters
        return letter["To"], letter.get_content()

    def principal_attests(self):
        page = self.comes_in(staff_code("HT"), self.codes[staff_code("HT")], "hieu-truong")
        self.goes(page, "/truong/so-phan-cong")
        self.looked_at(page, "hieu-truong-so-phan-cong")
        page.get_by_role("button", name=re.compile("^Ký sổ phân công số")).click()
        page.wait_for_load_state()
        self.seen["register"] = self.told(page)

    def teacher(self):
        _, letter = self.seen["letter"]
        link = re.search(r"http://\S+", letter)[0]
        page = self.comes_in(staff_code("GV"), "", "giao-vien", link=link)
        self.seen["before results"] = self.headline(page)
        self.goes(page, "/truong/nhap")
        self.camera.take(page, "giao-vien-nhap-excel")
        self.bring(page, "ket-qua", self.results(is_whole=False), "ket-qua.xlsx", take=False)
        self.seen["gaps"] = page.locator(".findings").inner_text()
        self.camera.take(page, "giao-vien-loi-trong-tep")
        self.bring(page, "ket-qua", self.results(is_whole=True), "ket-qua.xlsx")
        self.seen["results"] = self.told(page)
        self.types_a_mark(page)
        self.goes(page, f"/truong/lop/{CLASS}/du-chua")
        self.seen["complete"] = self.headline(page)
        self.looked_at(page, "giao-vien-du-chua")
        self.goes(page, f"/truong/ky/{CLASS}")
        self.camera.take(page, "giao-vien-lap-khoa")
        self.locks(page)
        self.looked_at(page, "giao-vien-ky")
        self.signs(page, "Ký")
        self.seen["teacher signed"] = self.told(page)

    def principal_returns_one(self):
        page = self.pages[staff_code("HT")]
        self.goes(page, "/truong")
        self.seen["principal's day"] = self.headline(page)
        self.looked_at(page, "hieu-truong-hom-nay")
        self.goes(page, f"/truong/lop/{CLASS}")
        page.get_by_role("link", name=re.compile("^Xem học bạ")).last.click()
        page.wait_for_load_state()
        self.camera.take(page, "hieu-truong-xem-hoc-ba")
        page.get_by_role("link", name="Trả lại chủ nhiệm").click()
        page.wait_for_load_state()
        page.get_by_label("Lý do trả lại").select_option(index=1)
        page.get_by_label("Ghi chú cho chủ nhiệm").fill("Nhận xét phẩm chất của em Hà còn ngắn.")
        self.camera.take(page, "hieu-truong-tra-lai")
        page.get_by_role("button", name="Trả lại 1 học bạ").click()
        page.wait_for_load_state()
        self.seen["returned"] = self.told(page)

    def teacher_mends(self):
        page = self.pages[staff_code("GV")]
        self.goes(page, "/truong/thong-bao")
        self.seen["teacher's notice"] = page.locator("main").inner_text()
        self.camera.take(page, "giao-vien-thong-bao")
        self.types_without_scripts(page)
        self.goes(page, f"/truong/ky/{CLASS}")
        self.locks(page)
        self.signs(page, "Ký")
        self.seen["signed again"] = self.told(page)

    def principal_signs(self):
        page = self.pages[staff_code("HT")]
        self.goes(page, f"/truong/ky/{CLASS}")
        self.looked_at(page, "hieu-truong-ky")
        self.signs(page, "Ký")
        self.seen["principal signed"] = self.told(page)

    def clerk(self):
        # Her browser runs no script at all: nothing that she does needs one.
        code = staff_code("VT")
        page = self.comes_in(code, self.codes[code], "van-thu", scripts=False)
        self.seen["clerk's day"] = self.headline(page)
        self.goes(page, f"/truong/ky/{CLASS}")
        self.looked_at(page, "van-thu-dong-dau")
        self.signs(page, "Đóng dấu")
        self.seen["sealed"] = self.told(page)
        self.goes(page, "/truong/goi-nop")
        self.camera.take(page, "van-thu-goi-nop")
        page.get_by_label(re.compile("^Tôi đồng ý khai báo sĩ số")).check()
        page.get_by_role("button", name="Gửi gói nộp lên Sở").click()
        page.wait_for_load_state()
        self.seen["receipt"] = page.locator("main").inner_text()
        self.looked_at(page, "van-thu-bien-nhan")

    def anybody(self):
        """Somebody with no account verifies what came out of all this."""
        page = self.pages[staff_code("VT")]
        self.goes(page, f"/truong/lop/{CLASS}")
        page.get_by_role("link", name=re.compile("^Xem học bạ")).first.click()
        with page.expect_download() as record:
            page.get_by_role("link", name="Tệp học bạ XML").click()
        self.seen["verified"] = self.verdict(record.value.path().read_bytes())

    def verdict(self, record):
        """What somebody without an account is told of a file."""
        page = self.context()
        self.goes(page, "/xac-thuc")
        file = {"name": "hoc-ba.xml", "mimeType": "application/xml", "buffer": record}
        page.set_input_files("#tep", file)
        page.get_by_role("button", name="Xác thực tệp").click()
        page.wait_for_load_state()
        return page.locator("main").inner_text()

    # ---------------------------------------------------------------- what they all do

    def comes_in(self, username, code, picture, *, scripts=True, link=""):
        """
        Take an invitation, sign in with the password, add an app, keep the codes.

        link: of the mail that brought the code, which the page then has already.
        """
        page = self.pages[username] = self.context(scripts=scripts)
        page.goto(link or f"{self.site}/loi-moi")
        if not link:
            page.get_by_label("Mã mời").fill(code)
        page.get_by_label("Mật khẩu mới").fill(PASSWORD)
        self.seen[f"address of {picture}"] = page.url
        if link or picture == "quan-tri":
            self.camera.take(page, f"{picture}-loi-moi")
        page.get_by_role("button", name="Mở tài khoản").click()
        page.wait_for_load_state()
        page.get_by_label("Tên đăng nhập").fill(username.lower())
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        page.wait_for_load_state()
        self.camera.take(page, f"{picture}-buoc-hai", only="quan-tri")
        page.get_by_label("Mã xác thực").fill(app_code(page.locator("main code").inner_text()))
        page.get_by_role("button", name="Tiếp tục").click()
        page.wait_for_load_state()
        page.get_by_role("link", name="Tôi đã cất, vào làm việc").click()
        page.wait_for_load_state()
        self.looked_at(page, f"{picture}-hom-nay")
        return page

    def context(self, *, scripts=True, storage_state=None):
        context = self.browser.new_context(
            viewport={"width": 1180, "height": 760},
            locale="vi-VN",
            java_script_enabled=scripts,
            storage_state=storage_state,
        )
        self.stack.callback(context.close)
        context.set_default_timeout(10_000)
        page = context.new_page()
        if not scripts:
            self.plain.add(page)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def goes(self, page, path):
        page.goto(f"{self.site}{path}")

    def bring(self, page, kind, file, name, *, take=True):
        """Bring a sheet, look at what it would change, and take it."""
        self.goes(page, "/truong/nhap")
        page.set_input_files(f"#tep-{kind}", {"name": name, "mimeType": EXCEL, "buffer": file})
        form = page.locator("form").filter(has=page.locator(f"#tep-{kind}"))
        form.get_by_role("button", name="Kiểm tra tệp").click()
        page.wait_for_load_state()
        if take:
            self.camera.take(page, f"xem-truoc-{kind}", only="xem-truoc-hoc-sinh")
            page.get_by_role("button", name=re.compile("^Ghi ")).first.click()
            page.wait_for_load_state()

    def types_a_mark(self, page):
        """Type by keyboard: a score, Enter, and the page saves by itself."""
        self.goes(page, f"/truong/nhap-diem/{CLASS}/toan")
        score = page.locator("[data-kind=score]").first
        score.focus()
        score.fill("9")
        page.keyboard.press("Enter")
        page.locator("#tinh-trang.saved").wait_for()
        self.seen["typed"] = page.locator("#tinh-trang").inner_text()
        self.looked_at(page, "giao-vien-bang-diem")

    def types_without_scripts(self, page):
        """Change a comment where the browser runs no script: a button saves the whole grid."""
        plain = self.context(storage_state=page.context.storage_state(), scripts=False)
        self.goes(plain, f"/truong/nhap-diem/{CLASS}/{TRAITS}")
        comment = plain.locator("textarea").nth(-3)
        comment.fill("Em lễ phép, thật thà, chăm làm, biết nhường bạn và giúp đỡ em nhỏ.")
        plain.get_by_role("button", name="Lưu bảng").click()
        plain.wait_for_load_state()
        self.seen["typed without scripts"] = plain.locator("textarea").nth(-3).input_value()

    def locks(self, page):
        page.get_by_role("button", name=re.compile("^(Lập|Khóa|Nộp)")).first.click()
        page.wait_for_load_state()

    def signs(self, page, verb):
        """Give the consent by keyboard alone: space, tab, enter."""
        page.get_by_label("Tôi đã xem và đồng ý.").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        button = page.get_by_role("button", name=re.compile(f"^{verb} ")).first
        assert button.evaluate("each => each === document.activeElement")
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def refused(self, page, path):
        self.goes(page, path)
        return page.locator("main").inner_text()

    def results(self, *, is_whole):
        days = SheetContext(
            school_code=SCHOOL, school_name=NAME, school_year=YEAR, today=BEGUN.date()
        )
        return Workbooks().template_year_results(
            days,
            grade=2,
            class_name=CLASS,
            pack=pack_for(YEAR, 2),
            roster=ROSTER,
            known=practice_results(ROSTER, YEAR, is_whole=is_whole),
        )

    def headline(self, page):
        return page.locator("h1").inner_text()

    def told(self, page):
        return page.get_by_role("status").first.inner_text()

    def looked_at(self, page, picture):
        """Look at a page as a guide's reader, as axe, and as a small phone do."""
        self.camera.take(page, picture)
        if page not in self.plain:
            self.faults += [f"{page.url}: {each}" for each in axe_violations(page)]
        size = page.viewport_size
        page.set_viewport_size({"width": 360, "height": 800})
        if wide := overflow_px(page):
            self.faults.append(f"{page.url}: {wide} px too wide")
        page.set_viewport_size(size)


def app_code(secret):
    """The six digits that an authenticator app would show now."""
    steps = tuple(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, steps[len(steps) // 2]))

"""A teacher's stretch in the practice school, a part of the story of June."""

import re

from hocba.core.compose.practice import class_name
from tests.june_world import staff_code

CLASS = class_name()
PRACTICE = "/truong/tap-huan"


class Practising:
    """What a `Story` does in practice; the ways of clicking are the story's own."""

    def teacher_practises(self):
        """The teacher opens a practice school, and a form left open there writes nothing here."""
        page = self.pages[staff_code("GV")]
        self.goes(page, PRACTICE)
        self.camera.take(page, "tap-huan-mo")
        page.get_by_role("button", name="Mở trường tập huấn").click()
        page.wait_for_load_state()
        self.seen["practice"] = self.headline(page)
        self.looked_at(page, "tap-huan-cac-buoc")
        with page.expect_download() as sheet:
            page.get_by_role("link", name="Tải danh sách học sinh mẫu").click()
        page.get_by_role("button", name="Làm bước này").click()
        page.wait_for_load_state()
        page.set_input_files("#tep-hoc-sinh", sheet.value.path())
        page.get_by_role("button", name="Kiểm tra tệp").first.click()
        page.wait_for_load_state()
        left_open = page.context.new_page()
        self.goes(left_open, PRACTICE)
        left_open.get_by_role("button", name="Rời trường tập huấn").first.click()
        left_open.wait_for_load_state()
        self.seen["left"] = (self.told(left_open), self.headline(left_open))
        page.get_by_role("button", name=re.compile("^Ghi ")).first.click()
        page.wait_for_load_state()
        self.seen["stale form"] = self.headline(page)

    def first_class_of_practice(self):
        """The guided class, step by step as the page leads, to the seal; then all of it is gone."""
        page = self.pages[staff_code("GV")]
        self.practice_step(page, "Mở|Vào")
        for kind, link in (("hoc-sinh", "học sinh mẫu"), ("ket-qua", "kết quả đủ")):
            with page.expect_download() as sheet:
                page.get_by_role("link", name=re.compile(link)).click()
            self.practice_step(page, "Làm")
            self.bring(page, kind, sheet.value.path().read_bytes(), "mau.xlsx")
            self.goes(page, PRACTICE)
        self.seen["third step"] = self.headline(page)
        self.practice_step(page, "Làm")
        comment = page.locator("textarea[name$='-05:comments/pham_chat']")
        comment.fill("Em ngoan, thật thà và biết giúp bạn.")
        page.keyboard.press("Enter")
        page.locator("#tinh-trang.saved").wait_for()
        self.goes(page, PRACTICE)
        self.practice_step(page, "Làm")
        self.locks(page)
        for verb in ("Ký", "Ký", "Đóng dấu"):
            self.goes(page, PRACTICE)
            self.practice_step(page, "Làm")
            self.signs(page, verb)
        self.goes(page, PRACTICE)
        self.seen["practice done"] = self.headline(page)
        self.looked_at(page, "tap-huan-xong")
        self.prints_and_verifies_practice(page)
        self.goes(page, PRACTICE)
        page.get_by_role("button", name="Xóa trường tập huấn").click()
        page.wait_for_load_state()
        self.seen["removed"] = (self.told(page), self.headline(page))

    def practice_step(self, page, verb):
        if PRACTICE not in page.url:
            self.goes(page, PRACTICE)
        page.locator("main").get_by_role("button", name=re.compile(f"^({verb}) ")).first.click()
        page.wait_for_load_state()

    def prints_and_verifies_practice(self, page):
        """No worker looks after a practice school: the job is over when the page is there."""
        self.goes(page, f"/truong/in?lop={CLASS}")
        page.get_by_role("button", name="In", exact=True).click()
        page.wait_for_load_state()
        self.seen["practice printed"] = self.headline(page)
        self.goes(page, f"/truong/lop/{CLASS}")
        page.get_by_role("link", name=re.compile("^Xem học bạ")).first.click()
        with page.expect_download() as record:
            page.get_by_role("link", name="Tệp học bạ XML").click()
        self.seen["practice verified"] = self.verdict(record.value.path().read_bytes())

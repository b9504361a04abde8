"""A paper's code, checked in a browser whose line is cut; and every letter of it changed once."""

import os

import pytest
from django.test import override_settings

from hocba.adapters.keys.code_key import CodeKeyFile
from hocba.core.publish.code_keys import CodeKey
from hocba.core.publish.printed_code import read_code
from hocba.flow.printed_codes import publish_key_list
from hocba.flow.status_lists import publish_status_lists
from tests.code_world import scanned, signed_print
from tests.journey.browser import axe_violations, overflow_px, served, visiting
from tests.journey.samples.code_site import MINISTRY
from tests.paper_world import SCHOOL, a_content
from tests.school_world import NOW

SITE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "hocba.faces.web.language.language_middleware",
    "tests.journey.samples.code_site.ministry_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


@pytest.fixture(scope="module")
def paper_text(tmp_path_factory):
    """Print a record, look at the paper as a scanner does, and return what it reads."""
    folder = tmp_path_factory.mktemp("giay")
    key = CodeKeyFile(folder, "truong")
    listed = CodeKey(public=key.public(), offices=(SCHOOL.code,), name=SCHOOL.name, since=NOW)
    publish_key_list(MINISTRY, [listed])
    return scanned(signed_print(key).pdf, folder, dpi=150)


@pytest.fixture(scope="module")
def site():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with (
        override_settings(ROOT_URLCONF="hocba.faces.public.urls", MIDDLEWARE=SITE),
        served() as address,
    ):
        # A browser grants service workers and its crypto to this name as to HTTPS.
        yield address.replace("127.0.0.1", "localhost")


def asked(page, text):
    page.get_by_label("Chữ đọc được từ mã QR").fill(text)
    page.get_by_role("button", name="Kiểm tra mã").click()
    page.locator("#tra-loi h2").wait_for()
    return page.locator("#tra-loi").inner_text()


def test_a_paper_proves_itself_when_the_line_is_cut(browser, site, paper_text):
    with visiting(browser, f"{site}/kiem-tra-ma", width=360) as visit:
        page = visit.page
        page.get_by_text("Danh sách khóa số 1").wait_for()
        page.get_by_text("mở được khi không có mạng.", exact=False).last.wait_for()
        page.get_by_text("Trang đã nằm trên máy này").wait_for()

        page.context.set_offline(True)
        page.goto(f"{site}/kiem-tra-ma")
        page.get_by_text("Danh sách khóa số 1").wait_for()
        told = asked(page, paper_text)

        assert "Mã thật" in told
        assert a_content().pupil.full_name in told
        assert overflow_px(page) == 0
        assert axe_violations(page) == []

        forged = paper_text[:60] + ("A" if paper_text[60] != "A" else "B") + paper_text[61:]
        assert "Mã không đạt" in asked(page, forged)
        assert "không mở địa chỉ nào" in asked(page, "https://example.com/x")
        assert "không mang chữ ký" in asked(page, "HOCBA1:HB0C20A1G7104G9:2025-2026:2:_")
        page.context.set_offline(False)


def test_a_paper_tells_offline_that_its_record_was_replaced(browser, site, paper_text):
    digest = read_code(paper_text).claims.content_digest
    publish_status_lists(MINISTRY)
    with visiting(browser, f"{site}/kiem-tra-ma", width=360) as visit:
        page = visit.page
        page.get_by_text("Trang đã nằm trên máy này").wait_for()
        page.context.set_offline(True)
        assert "Chưa bị thay thế, chưa bị thu hồi, theo danh sách tình trạng số 1" in asked(
            page, paper_text
        )
        page.context.set_offline(False)
        others = [bytes([n]) * 32 for n in range(1, 255) if bytes([n]) < digest[:1]]
        MINISTRY.standings.superseded = [*others, digest]
        publish_status_lists(MINISTRY)
        page.reload()
        page.get_by_text("Trang đã nằm trên máy này").wait_for()
        page.context.set_offline(True)

        assert "đã có bản thay thế" in asked(page, paper_text)
        page.context.set_offline(False)


def test_a_code_of_a_lost_key_is_not_known_in_the_browser(browser, site, paper_text):
    with visiting(browser, f"{site}/kiem-tra-ma", width=1280) as visit:
        visit.page.get_by_text("Danh sách khóa số 1").wait_for()
        told = visit.page.evaluate(
            """async (given) => {
              const root = document.getElementById("kiem-tra");
              const list = await HocbaCode.keyList(
                await (await fetch(root.dataset.list)).text(), root.dataset.pins.split(" "));
              for (const key of list.keys) key.lost = true;
              const words = JSON.parse(document.getElementById("loi").textContent);
              const verdict = await HocbaCode.judge(await HocbaCode.read(given), list, Date.now());
              return [verdict.outcome, ...verdict.findings.map((one) => words[one])];
            }""",
            paper_text,
        )
        assert told[0] == "INDETERMINATE"
        assert "báo mất" in told[1]


def test_no_changed_letter_passes_in_the_browser(browser, site, paper_text):
    with visiting(browser, f"{site}/kiem-tra-ma", width=1280) as visit:
        visit.page.get_by_text("Danh sách khóa số 1").wait_for()
        passed = visit.page.evaluate(
            """async (given) => {
              const root = document.getElementById("kiem-tra");
              const list = await HocbaCode.keyList(
                await (await fetch(root.dataset.list)).text(), root.dataset.pins.split(" "));
              const passes = async (text) => {
                try {
                  const code = await HocbaCode.read(text);
                  const verdict = await HocbaCode.judge(code, list, Date.now());
                  return verdict.outcome === "PASSED";
                } catch { return false; }
              };
              const passed = await passes(given) ? [-1] : [];
              for (let at = 0; at < given.length; at += 1) {
                const letter = given[at] === "A" ? "B" : "A";
                const text = given.slice(0, at) + letter + given.slice(at + 1);
                if (await passes(text)) passed.push(at);
              }
              return passed;
            }""",
            paper_text,
        )
        assert passed == [-1]
        assert visit.complaints == []

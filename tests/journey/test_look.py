"""Every page, with sample values, on a desk and on a small phone."""

import pytest

from tests.journey.browser import axe_violations, overflow_px, visiting
from tests.journey.samples.site import PAGES

FIRST_LOAD_BYTES = 150_000

ADDRESSES = sorted(PAGES)


@pytest.mark.parametrize("name", ADDRESSES)
def test_stands_on_a_small_phone(browser, samples, name):
    with visiting(browser, f"{samples}/{name}", width=360) as visit:
        assert overflow_px(visit.page) == 0
        assert axe_violations(visit.page) == []
        assert visit.complaints == []


@pytest.mark.parametrize("name", ADDRESSES)
def test_stands_on_a_desk(browser, samples, name):
    with visiting(browser, f"{samples}/{name}", width=1280) as visit:
        assert axe_violations(visit.page) == []
        visit.page.set_viewport_size({"width": 900, "height": 800})
        assert overflow_px(visit.page) == 0
        visit.page.set_viewport_size({"width": 700, "height": 800})
        assert overflow_px(visit.page) == 0
        assert visit.complaints == []


def test_the_strict_policy_would_refuse_an_inline_style(browser, samples):
    # So that an empty list of complaints above means something.
    with visiting(browser, f"{samples}/truong", width=1280) as visit:
        visit.page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">')"
        )
        assert any("style" in complaint for complaint in visit.complaints)


def test_leads_a_keyboard_past_the_frame(browser, samples):
    with visiting(browser, f"{samples}/truong/lop", width=1280) as visit:
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Enter")
        # The jump is a navigation: a key pressed before it ends would be undone by it.
        visit.page.wait_for_url("**#noi-dung")
        visit.page.wait_for_function("document.activeElement.id === 'noi-dung'")
        visit.page.keyboard.press("Tab")
        focused = visit.page.evaluate("document.activeElement.textContent")
        assert focused == "Bổ sung ngay"


def test_keeps_the_menu_closed_on_a_phone_until_it_is_opened(browser, samples):
    with visiting(browser, f"{samples}/truong/lop", width=360) as visit:
        item = visit.page.get_by_role("link", name="Ký học bạ", exact=True)
        assert not item.is_visible()
        visit.page.get_by_text("Việc của tôi").click()
        assert item.is_visible()


def test_prints_without_menu_and_buttons_but_with_the_practice_band(browser, samples):
    with visiting(browser, f"{samples}/so/gui-bo", width=1280) as visit:
        visit.page.emulate_media(media="print")
        assert not visit.page.locator(".menu").is_visible()
        assert not visit.page.locator(".consent").is_visible()
        assert visit.page.locator(".practice").is_visible()


def test_speaks_english_to_who_asks_and_remembers_it(browser, samples):
    with visiting(browser, f"{samples}/xac-thuc", width=1280) as visit:
        visit.page.get_by_role("button", name="English").click()
        visit.page.wait_for_load_state()
        assert visit.page.locator("html").get_attribute("lang") == "en"
        assert visit.page.get_by_role("button", name="Verify the file").is_visible()


def test_loads_for_the_first_time_in_under_150_kilobytes(browser, samples):
    sizes = {}

    def weigh(response):
        # As sent: what stands compressed beside itself is sent that way.
        sizes[response.url] = int(response.headers["content-length"])

    with visiting(browser, "about:blank", width=360) as visit:
        visit.page.on("response", weigh)
        visit.page.goto(f"{samples}/bo", wait_until="networkidle")

    assert len(sizes) > 6
    assert sum(sizes.values()) < FIRST_LOAD_BYTES

"""Every page, with sample values, on a desk and on a small phone."""

from pathlib import Path

import pytest

from tests.journey.browser import axe_violations, overflow_px, visiting
from tests.journey.samples.site import PAGES

FIRST_LOAD_BYTES = 150_000

ADDRESSES = sorted(PAGES)


# Shown by journeys of their own, where what stands in them matters.
ELSEWHERE = {
    "public/alone.html": "test_record_alone.py",
    "public/offline.html": "test_code_offline.py",
}
FRAMES = {"web/base.html", "web/office.html", "500.html"}


@pytest.fixture(scope="module")
def window(browser, samples):
    """One window for all pages: what they share is fetched once, as by a reader."""
    with visiting(browser, "about:blank", width=1280) as visit:
        yield visit


@pytest.fixture(scope="module")
def sizes(window):
    """Bytes of every address as it was sent; what stands compressed beside itself goes so."""
    found = {}

    def weigh(response):
        found[response.url] = int(response.headers["content-length"])

    window.page.on("response", weigh)
    return found


def asked_for(page):
    """Return the addresses of a page and of all that it asks for, in whatever cache it is."""
    told = "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))"
    return page.evaluate(f"{told}.map(each => each.name)")


def test_looks_at_every_page():
    known = {
        str(path).split("/templates/")[1]
        for path in Path("src/hocba/faces").rglob("templates/**/*.html")
        if path.parent.name != "parts"
    }
    looked_at = {template for template, _, _ in PAGES.values()}
    for template, journey in ELSEWHERE.items():
        assert "axe_violations" in (Path(__file__).parent / journey).read_text("utf-8"), template
    assert known - looked_at - set(ELSEWHERE) - FRAMES == set()


@pytest.mark.parametrize("name", ADDRESSES)
def test_stands_on_a_desk_and_on_a_small_phone(window, sizes, samples, name):
    page = window.page
    window.complaints.clear()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{samples}/{name}", wait_until="load")
    page.evaluate("document.fonts.ready")

    parts = {address: sizes[address] for address in asked_for(page)}
    assert len(parts) > 6
    assert sum(parts.values()) < FIRST_LOAD_BYTES
    assert axe_violations(page) == []
    wider = {}
    for width in (900, 700, 360):
        page.set_viewport_size({"width": width, "height": 800})
        if over := overflow_px(page):
            wider[width] = over
    assert wider == {}
    assert axe_violations(page) == []
    assert window.complaints == []


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

"""
Every page where no script runs: it stands on a small phone, and its forms send by keyboard.

A form whose button is greyed sends nothing, and says why; one without any button would need a
script, and is a fault.
"""

from urllib.request import urlopen

import pytest
from playwright.sync_api import TimeoutError as NothingSent

from tests.journey.browser import overflow_px
from tests.journey.samples.site import PAGES

SUBMIT = "button[type=submit]:not([disabled]), button:not([type]):not([disabled])"
FILE = {"name": "x.xml", "mimeType": "text/xml", "buffer": b"<x/>"}
WAIT_MS = 3_000
MOST_FORMS = 2
"""Of one page: a list has one form a line, all alike."""


@pytest.fixture(scope="module")
def plain(browser):
    """A page of a browser that runs no script and keeps whatever a form sends from the server."""
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, locale="vi-VN", java_script_enabled=False
    )
    page = context.new_page()
    yield page
    context.close()


def fill(form):
    """Give every field that is due a value of its kind, as a person would."""
    for field in form.locator("[required]").all():
        kind = field.evaluate("each => each.tagName === 'SELECT' ? 'select' : each.type")
        if kind == "select":
            field.select_option(index=1)
        elif kind in {"checkbox", "radio"}:
            field.check()
        elif kind == "file":
            field.set_input_files(FILE)
        elif not field.input_value():
            field.fill({"date": "2026-06-01", "email": "a@b.vn"}.get(kind, "1"))


def sent_by(page, form):
    """Send a form by its first button and the Enter key; say what address was asked, or none."""
    buttons = form.locator(SUBMIT)
    fill(form)
    try:
        with page.expect_request(
            lambda request: request.is_navigation_request(), timeout=WAIT_MS
        ) as asked:
            buttons.first.focus()
            page.keyboard.press("Enter")
    except NothingSent:
        return ""
    return asked.value.url


def kept_from_the_server(route):
    # 204: the browser stays on the page, so that its other forms can be sent as well.
    route.fulfill(status=204)


STYLE = "kieu-dang"
"""Shows the parts of pages; its forms are examples without a button."""


ONE_A_TEMPLATE = {template: name for name, (template, *_) in PAGES.items()}


@pytest.mark.parametrize("name", sorted(set(ONE_A_TEMPLATE.values()) - {STYLE}))
def test_stands_and_sends(plain, samples, name):
    with urlopen(f"{samples}/{name}") as answer:
        _, _, main = answer.read().decode().partition("<main")
    if "<form" not in main and "<script" not in main:
        # As on any phone: tests/journey/test_look.py looks at it.
        return
    plain.unroute_all()
    plain.route("**/*.woff2", lambda route: route.abort())
    plain.goto(f"{samples}/{name}", wait_until="load")
    assert overflow_px(plain) == 0
    plain.route("**/*", kept_from_the_server)
    plain.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")

    forms = plain.locator("main form").all()
    mute = [form for form in forms if not form.locator(f"{SUBMIT}, button[disabled]").count()]
    sending = [form for form in forms if form.locator(SUBMIT).count()][:MOST_FORMS]
    silent = [form.get_attribute("action") for form in sending if not sent_by(plain, form)]

    assert (mute, silent) == ([], [])

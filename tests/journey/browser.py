"""Chromium, a site on a free port, and what every page must show: no violation, no overflow."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

AXE = Path(__file__).parent / "vendor" / "axe.min.js"

_LINK = re.compile(r'<a [^>]*?href="([^"#]+)')
_VARYING = re.compile(r"[^/]*\d[^/]*")
"""The parts of an address that name a class, a pupil, a package."""
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> str:
    """Return the Chromium of this machine: $CHROMIUM, or the first that is installed."""
    given = os.environ.get("CHROMIUM")
    found = given or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise FileNotFoundError(
            "the journeys need Chromium: install the package `chromium` or set CHROMIUM=/path"
        )
    return found


class QuietHandler(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """Serve the site of the present settings on a free port; gives its address."""
    with ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler) as server:
        server.set_app(get_wsgi_application())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run one Chromium for many pages."""
    with sync_playwright() as playwright:
        # Without a sandbox only where there can be none: as root.
        arguments = ["--lang=vi", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        yield browser
        browser.close()


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Serve the offices of an installation as `hocba serve` does."""
    hocba = Path(sys.executable).parent / "hocba"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {"HOCBA_HOME": str(home), "HOCBA_PORT": str(port), "HOCBA_WORKERS": "1"}
    with subprocess.Popen([hocba, "serve"], env=os.environ | told) as server:
        try:
            yield answering(f"http://localhost:{port}", server)
        finally:
            # Not SIGINT: a shell makes what it starts in the background ignore that one.
            server.terminate()


def answering(address: str, server: subprocess.Popen[bytes]) -> str:
    """Wait until the server answers; a server that ended will not."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz"):
                return address
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server ended before it answered")


@dataclass
class Visit:
    """A page that is open, and all that its console complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Collect what the console says from now on: refused styles and scripts, errors."""
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@contextmanager
def visiting(browser: Browser, address: str, *, width: int) -> Iterator[Visit]:
    """Open a page as wide as said."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="vi-VN")
    visit = Visit(context.new_page())
    visit.listen()
    visit.page.goto(address, wait_until="load")
    yield visit
    context.close()


def axe_violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 A and AA, one line a finding."""
    # `evaluate` runs in the page through the debugger: the page's policy stays strict.
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa',"
        "'best-practice']}).then(r => r.violations)"
    )
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]


def overflow_px(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))


def enter(page, site, capacity, office):
    """Sign in with the card of somebody of an office."""
    page.goto(f"{site}/dang-nhap")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    cards = page.locator(
        f"xpath=//h2[.='{office}']/following-sibling::*[self::ul or self::details]"
    )
    button = cards.get_by_role("button").filter(has_text=re.compile(f"{capacity}$"))
    button.first.click()
    page.wait_for_load_state()


def headline(page):
    return page.locator("h1").inner_text()


def looked_at(page):
    """Look at the page as axe and a small phone do."""
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert overflow_px(page) == 0
    page.set_viewport_size({"width": 1280, "height": 800})


def broken_links(page: Page, site: str) -> dict[str, int]:
    """Follow every link from where the page is, one of each shape of address; return failures."""
    todo, seen, broken = [page.url], set(), {}
    while todo:
        address = todo.pop()
        shape = _VARYING.sub("", urlsplit(address).path)
        if shape in seen or shape == "/dang-xuat":
            continue
        seen.add(shape)
        answer = page.request.get(address)
        if answer.status >= 400:
            broken[address] = answer.status
        if answer.headers.get("content-type", "").startswith("text/html"):
            to = (urljoin(address, unescape(link)) for link in _LINK.findall(answer.text()))
            todo.extend(each for each in to if each.startswith(f"{site}/"))
    return broken

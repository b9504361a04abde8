"""A passkey from the device's own key to the office, with Chromium's virtual authenticator."""

from contextlib import contextmanager
from threading import Thread

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test import RequestFactory
from django.urls import resolve

from hocba.core.compose.account_acts import AccountAct
from hocba.faces.web.asking import signed_in
from hocba.flow.invite_staff import accept, invite
from tests.door_world import a_door
from tests.integration.test_accounts import ADMIN, NAME, PASSWORD
from tests.journey.browser import QuietHandler, axe_violations, overflow_px, visiting
from tests.school_world import SCHOOL, TEACHER, YEAR, a_running_school

pytestmark = pytest.mark.usefixtures("as_app")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}
KEYS, WAY_IN = "/tai-khoan/khoa", "/dang-nhap/khoa"


class Server(ThreadedWSGIServer):
    """A server whose threads leave the test's connection open."""

    daemon_threads = True

    def _close_connections(self):
        pass


class Office:
    """A site of the views themselves, on the test's own connection; one reader's session."""

    def __init__(self):
        self.outside, self.door = a_running_school(pupils=1), a_door()
        self.session = SessionStore()
        self.address = ""

    def __call__(self, environ, start):
        request = WSGIRequest(environ)
        request._dont_enforce_csrf_checks = True
        request.outside, request.door, request.demo_offices = self.outside, self.door, tuple
        request.session, request._messages = self.session, CookieStorage(request)
        view, args, kwargs = resolve(request.path)
        response = view(request, *args, **kwargs)
        request._messages.update(response)
        start(f"{response.status_code} -", [*response.items(), *cookies_of(response)])
        return response

    @contextmanager
    def served(self):
        """Serve on a free port; the threads of the server share the test's transaction."""
        shared = {"default": connections["default"]}
        connections["default"].inc_thread_sharing()
        # Else the end of a request would close the connection in which the test stands.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        at = ("localhost", 0)
        with Server(at, QuietHandler, connections_override=shared) as server:
            server.set_app(StaticFilesHandler(self))
            thread = Thread(target=server.serve_forever, daemon=True)
            thread.start()
            self.address = f"http://localhost:{server.server_port}"
            yield
            server.shutdown()
            thread.join()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        connections["default"].dec_thread_sharing()


def cookies_of(response):
    return [("Set-Cookie", each.OutputString()) for each in response.cookies.values()]


@pytest.fixture(autouse=True)
def _closed(browser):
    """Close what was opened beside the browser's loop: nobody finds it after the loop's end."""
    yield
    connections["default"].close()


@pytest.fixture
def office():
    office = Office()
    words = {"actor": ADMIN, "by": "qt01", "school": SCHOOL, "school_year": YEAR}
    code = invite(office.outside, office.door, **words, staff_code=TEACHER)
    accept(office.outside, office.door, code=code, password=PASSWORD)
    office.session["username"], office.session["display_name"] = NAME, "Lò Thị Mai"
    with office.served():
        yield office


@pytest.fixture
def page(browser):
    with visiting(browser, "about:blank", width=1280) as visit:
        yield visit.page


def plugged(page, **changes):
    """Give the browser a device of its own."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    options = {"options": DEVICE | changes}
    device = line.send("WebAuthn.addVirtualAuthenticator", options)["authenticatorId"]
    return line, device


def add(page, office, password):
    page.goto(f"{office.address}{KEYS}")
    page.get_by_label("Gọi là").fill("Điện thoại của Mai")
    page.get_by_label("Mật khẩu của quý vị").fill(password)
    page.get_by_role("button", name="Thêm khóa truy cập").click()


def opened(page, office):
    """Press the way in, signed out."""
    office.session = SessionStore()
    page.goto(f"{office.address}{WAY_IN}")
    page.get_by_role("button", name="Dùng khóa truy cập").click()


def signed_in_at(office):
    request = RequestFactory().get("/")
    request.session = office.session
    return signed_in(request)


def test_adds_opens_and_removes_a_passkey(page, office):
    plugged(page)
    add(page, office, "không phải mật khẩu này")
    page.get_by_text("Mật khẩu không đúng").wait_for()
    assert office.door.passkeys.of(NAME) == ()

    add(page, office, PASSWORD)
    page.get_by_text("Điện thoại của Mai").first.wait_for()
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert overflow_px(page) == 0

    # Both steps at once: a homeroom teacher needs two, and is asked for no code.
    opened(page, office)
    page.wait_for_url(lambda url: WAY_IN not in url)
    assert signed_in_at(office) == NAME
    acts = [entry.act for entry in office.door.log.of_school("", limit=2)]
    assert acts == [AccountAct.SIGN_IN, AccountAct.ADD_PASSKEY]

    (key,) = office.door.passkeys.of(NAME)
    assert key.used_at is not None
    page.goto(f"{office.address}{KEYS}")
    page.get_by_role("button", name="Bỏ khóa này").click()
    page.get_by_text("Đã bỏ khóa truy cập đó.").wait_for()
    opened(page, office)
    page.get_by_text("Khóa truy cập chưa được chấp nhận.").wait_for()
    assert signed_in_at(office) == ""


def test_lets_nobody_in_without_the_owner_s_own_gesture(page, office):
    line, device = plugged(page)
    add(page, office, PASSWORD)
    page.get_by_text("Điện thoại của Mai").first.wait_for()

    line.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    opened(page, office)
    page.get_by_text("Chưa mở được khóa.").wait_for()
    assert signed_in_at(office) == ""

    # A copy of the device answers with a counter that the first one has passed.
    line.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    (credential,) = line.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    opened(page, office)
    page.wait_for_url(lambda url: WAY_IN not in url)
    line.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    line.send("WebAuthn.addCredential", {"authenticatorId": device, "credential": credential})
    opened(page, office)
    page.get_by_text("có thể đã bị sao chép").wait_for()

    # A reset by the administrator ends passkeys with everything else.
    words = {"actor": ADMIN, "by": "qt01", "school": SCHOOL, "school_year": YEAR}
    invite(office.outside, office.door, **words, staff_code=TEACHER)
    assert office.door.passkeys.of(NAME) == ()

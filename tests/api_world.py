"""A school with a vendor's system at its door, asked through the whole of Django."""

from base64 import b64encode, urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from itertools import count
from types import SimpleNamespace
from urllib.parse import urlencode

import jwt
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, override_settings

from hocba.adapters.database.access_memory import DatabaseAccessMemory
from hocba.adapters.identity.vendor_tokens import VendorTokens
from hocba.adapters.memory.clock import SystemClock
from hocba.core.compose.content import Software
from hocba.faces.api.token import ASSERTION_TYPE, GRANT
from hocba.faces.line.shown import shown_on
from hocba.flow.keep_systems import let_in
from hocba.ports.vendor_access import VendorDoor
from tests.pki_world import a_laboratory
from tests.school_world import SCHOOL, principal

AUDIENCE = "https://truong.example/api/v1/token"
VNSCHOOL = Software(name="VnSchool", version="3.2", vendor="Công ty Phần mềm Một (mẫu)")
OTHER = Software(name="EduTop", version="9", vendor="Công ty Phần mềm Hai (mẫu)")
_numbers = count(1)
_here = SimpleNamespace(outside=None, vendors=None)


def office_middleware(answer):
    """Stand where wiring does: put the school of the test on every request."""

    def middleware(request):
        request.outside, request.vendors, request.desk = _here.outside, _here.vendors, None
        request.shown = shown_on(request.META, believes_proxy=True)
        return answer(request)

    return middleware


def a_door(audience=AUDIENCE, *, binds=False):
    return VendorDoor(
        tokens=VendorTokens("a secret of the tests, long enough for anybody" * 2),
        memory=DatabaseAccessMemory(),
        audience=audience,
        clock=SystemClock(),
        binds=binds,
    )


def a_vendor(name="Công ty Phần mềm Một (mẫu)", lab=None):
    return (lab or a_laboratory()).issue_organisation(name=name, key="p-256")


def registered(outside, holder, software=VNSCHOOL, **changes):
    return let_in(
        outside,
        actor=principal(),
        school=SCHOOL,
        software=software,
        certificate=holder.certificate,
        basis="HĐ 12/2025",
        **changes,
    )


def an_assertion(holder, client, **changes):
    now = SystemClock().now()
    told = {
        "iss": client,
        "sub": client,
        "aud": AUDIENCE,
        "exp": int((now + timedelta(minutes=2)).timestamp()),
        "jti": f"lan-{next(_numbers)}",
        **changes,
    }
    thumb = urlsafe_b64encode(sha256(holder.certificate).digest()).decode().rstrip("=")
    return jwt.encode(told, holder.key, algorithm="ES256", headers={"x5t#S256": thumb})


def the_application(outside, **door):
    """Return the whole of Django as WSGI, with this school behind it."""
    _here.outside, _here.vendors = outside, a_door(**door)
    handler = WSGIHandler()

    def application(environ, start_response):
        # A server gives its connection back after each request; the test's must outlive them
        # all, and Django's own client plugs this in again.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        return handler(environ, start_response)

    return application


def at_the_door():
    """Let requests meet the middlewares of the product, with the office of the test."""
    ours = "hocba.wiring.requests.office_middleware"
    chain = ["tests.api_world.office_middleware" if m == ours else m for m in settings.MIDDLEWARE]
    return override_settings(MIDDLEWARE=chain, ALLOWED_HOSTS=["*"])


class Vendor:
    """A vendor's system as its programmers see the interface."""

    def __init__(self, outside, holder, system):
        _here.outside, _here.vendors = outside, a_door()
        self.outside = outside
        self.holder, self.client, self._web = holder, system.client, Client()
        self._shows = {}

    def token_answer(self, assertion=None, **changes):
        form = {
            "grant_type": GRANT,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion or an_assertion(self.holder, self.client),
            **changes,
        }
        kind = "application/x-www-form-urlencoded"
        address = "/api/v1/token"
        return self._web.post(address, urlencode(form), content_type=kind, headers=self._shows)

    def showing(self, certificate):
        """Show a certificate on the line from now on, or none; as a proxy tells of it."""
        told = "" if certificate is None else b64encode(certificate).decode()
        self._shows = {"Client-Cert": f":{told}:"} if told else {}
        return self

    def token(self):
        return self.token_answer().json()["access_token"]

    def get(self, path, token=None):
        return self._web.get(f"/api/v1{path}", headers=self._as(token))

    def post(self, path, body, *, key=None, token=None):
        headers = {**self._as(token), "Idempotency-Key": key or f"viec-so-{next(_numbers)}"}
        address = f"/api/v1{path}"
        return self._web.post(address, body, content_type="application/json", headers=headers)

    def hand_in(self, file, token=None):
        upload = SimpleUploadedFile("goi.zip", file, content_type="application/zip")
        return self._web.post("/api/v1/packages", {"package": upload}, headers=self._as(token))

    def behind(self, outside):
        """Put another office behind the door."""
        _here.outside = outside

    def at(self, door):
        """Let requests meet another door."""
        _here.vendors = door

    def _as(self, token):
        return {"Authorization": f"Bearer {token or self.token()}", **self._shows}

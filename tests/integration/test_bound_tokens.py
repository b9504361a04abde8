"""Access tokens that are bound to a certificate: RFC 8705, with the line and with a proxy."""

import json
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.client import HTTPSConnection
from ssl import create_default_context
from urllib.parse import urlencode

import jwt
import pytest

from hocba.adapters.keys.folder import keep
from hocba.faces.api.token import ASSERTION_TYPE, GRANT
from hocba.faces.line.listener import LineServer, context_of
from hocba.ports.keys import KeyRef
from tests.api_world import (
    Vendor,
    a_door,
    a_vendor,
    an_assertion,
    at_the_door,
    registered,
    the_application,
)
from tests.line_world import IN_ANY_YEAR
from tests.pki_world import a_laboratory
from tests.school_world import a_running_school
from tests.tls_world import a_certificate, issuer_of
from tests.whole_database import content

pytestmark = pytest.mark.usefixtures("as_app")


@pytest.fixture(autouse=True)
def door():
    with at_the_door():
        yield


@pytest.fixture
def vendor():
    school, holder = a_running_school(pupils=2), a_vendor()
    return Vendor(school, holder, registered(school, holder)).showing(holder.certificate)


@pytest.fixture
def stranger():
    return a_vendor("Người lạ (mẫu)").certificate


def heard(answer):
    return answer.status_code, answer.json()["code"]


def test_a_token_names_the_certificate_that_the_line_has_seen(vendor):
    told = jwt.decode(vendor.token(), options={"verify_signature": False})

    thumb = urlsafe_b64encode(sha256(vendor.holder.certificate).digest()).decode().rstrip("=")
    assert told["cnf"] == {"x5t#S256": thumb}
    assert vendor.get("/school").status_code == 200


def test_a_bound_token_is_worth_nothing_with_another_certificate_or_none(vendor, stranger):
    token = vendor.token()
    before = content()

    other = vendor.showing(stranger).get("/school", token)
    none = vendor.showing(None).get("/school", token)
    written = vendor.showing(stranger).post("/years/2025-2026/pupils", "{}", token=token)

    assert heard(other) == heard(written) == (401, "api.certificate_other")
    assert heard(none) == (401, "api.certificate_due")
    assert other["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert content() == before


def test_no_token_is_given_to_another_certificate_whoever_signed_the_assertion(vendor, stranger):
    answer = vendor.showing(stranger).token_answer()

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.json()["error_description"].startswith("api.certificate_other")


def test_what_is_no_certificate_is_none(vendor):
    token = vendor.token()
    for told in (b"", b"x", vendor.holder.certificate[:-1], vendor.holder.certificate + b"\0"):
        assert vendor.showing(told).get("/school", token).status_code == 401


def test_a_line_that_asks_for_none_lets_a_plain_token_in(vendor):
    vendor.showing(None)

    assert "cnf" not in jwt.decode(vendor.token(), options={"verify_signature": False})
    assert vendor.get("/school").status_code == 200


def test_a_plain_token_is_no_way_round_a_door_that_binds(vendor):
    plain = vendor.showing(None).token()
    vendor.at(a_door(binds=True))

    assert heard(vendor.get("/school", plain)) == (401, "api.certificate_due")
    described = vendor.token_answer().json()["error_description"]
    assert described.startswith("api.certificate_due")
    vendor.showing(vendor.holder.certificate)
    assert vendor.get("/school").status_code == 200


def a_line_holder(name):
    return a_laboratory().issue_organisation(name=name, key="p-256", **IN_ANY_YEAR)


def test_our_own_door_hands_on_the_certificate_that_tls_has_proven(tmp_path):
    """Token and request over HTTPS; the one that showed another certificate is refused."""
    school, holder = a_running_school(pupils=2), a_line_holder("Một (mẫu)")
    system = registered(school, holder)
    for name, each in (("own", holder), ("other", a_line_holder("Hai (mẫu)"))):
        keep(tmp_path, KeyRef(name), each)
    above = a_certificate(tmp_path / "truong.pem", "truong")
    context = context_of(str(above), authorities=a_laboratory().anchors())
    application = the_application(school)
    with LineServer(
        ("127.0.0.1", 0), context=context, application=application, at_once=1
    ) as server:
        line = Line(server, issuer_of(above), tmp_path)
        form = {
            "grant_type": GRANT,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": an_assertion(holder, system.client),
        }
        _, given = line.asked("own", "POST", "/api/v1/token", urlencode(form))
        token = given["access_token"]
        own = line.asked("own", "GET", "/api/v1/school", token=token)
        other = line.asked("other", "GET", "/api/v1/school", token=token)

    assert own == (200, own[1])
    assert (other[0], other[1]["code"]) == (401, "api.certificate_other")


class Line:
    """Asks a door whose requests this thread serves: it alone sees what the test has written."""

    def __init__(self, server, authorities, keys):
        self._server, self._authorities, self._keys = server, authorities, keys

    def asked(self, shows, method, path, body=None, token=""):
        context = create_default_context(cafile=self._authorities)
        context.load_cert_chain(self._keys / f"{shows}.key.pem")
        with ThreadPoolExecutor() as caller:
            heard = caller.submit(self._said, context, method, path, body, token)
            self._server.finish_request(*self._server.get_request())
            return heard.result()

    def _said(self, context, method, path, body, token):
        port = self._server.server_port
        line = HTTPSConnection("127.0.0.1", port, context=context, timeout=20)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request(method, path, body, {**kind, "Authorization": f"Bearer {token}"})
        answer = line.getresponse()
        told = json.loads(answer.read())
        line.close()
        return answer.status, told

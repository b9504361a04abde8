"""Signing in through a real OpenID Connect provider on this machine."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from hashlib import sha256
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.urls import resolve
from oidc_provider_mock import User, run_server_in_thread

from hocba.adapters.identity.openid import OpenIdProvider
from hocba.core.terms.codes import PersonalId
from hocba.core.terms.outcomes import Refusal
from hocba.flow.invite_staff import accept
from hocba.ports.sign_in import Asked
from tests.integration.test_accounts import NAME, PASSWORD, a_code, asked, door, school
from tests.school_world import SCHOOL, TEACHER

pytestmark = pytest.mark.usefixtures("as_app")
__all__ = ["door", "school"]
NUMBER = PersonalId("011180000123")
THERE, BACK = "/dang-nhap/dinh-danh", "/dang-nhap/dinh-danh/ve"


class Stay(HTTPRedirectHandler):
    """Shows where a redirect leads instead of going there."""

    def redirect_request(self, *args):
        return None


@pytest.fixture(scope="module")
def issuer():
    people = [User(sub="mai", claims={"personal_id": NUMBER}), User(sub="khach", claims={})]
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def way_in(door, issuer, school):
    member = next(m for m in school.book.staff(SCHOOL) if m.staff_code == TEACHER)
    school.book.save_staff(SCHOOL, [replace(member, personal_id=NUMBER)])
    return replace(door, identity=provider(issuer), second_factor=frozenset())


def provider(issuer, **changes):
    told = {"issuer": issuer, "client": "hocba", "secret": "s", "claim": "personal_id"}
    return OpenIdProvider(**told | changes, scope="openid", name="VNeID")


def answer_of(address, sub):
    """Press the provider's button as `sub`, and return the query with which it sends back."""
    try:
        build_opener(Stay).open(address, f"sub={sub}".encode())
    except HTTPError as sent:
        return dict(parse_qs(urlsplit(sent.headers["Location"]).query, keep_blank_values=True))
    raise AssertionError("the provider sent nobody back")


def came_back(outside, door, session, query):
    request = RequestFactory().get(BACK, {name: values[0] for name, values in query.items()})
    request.outside, request.door, request.session = outside, door, session
    request._messages = type("Told", (), {"add": lambda *args: None})()
    view, args, kwargs = resolve(BACK)
    return view(request, *args, **kwargs)


def test_opens_the_account_that_an_invitation_has_made(school, way_in):
    accept(school, way_in, code=a_code(school, way_in), password=PASSWORD)
    session = SessionStore()
    there = asked(school, way_in, THERE, session=session)

    back = came_back(school, way_in, session, answer_of(there.url, "mai"))

    assert back.url == "/"
    assert session["username"] == NAME


def test_makes_no_account_for_somebody_who_was_not_invited(school, way_in):
    session = SessionStore()
    there = asked(school, way_in, THERE, session=session)
    back = came_back(school, way_in, session, answer_of(there.url, "mai"))
    assert back.url == "/dang-nhap"
    assert "username" not in session
    assert not way_in.credentials.is_open(NAME)


def test_takes_no_answer_to_a_question_that_this_session_did_not_ask(school, way_in):
    accept(school, way_in, code=a_code(school, way_in), password=PASSWORD)
    session, other = SessionStore(), SessionStore()
    query = answer_of(asked(school, way_in, THERE, session=session).url, "mai")

    assert came_back(school, way_in, other, query).url == "/dang-nhap"
    assert came_back(school, way_in, session, query).url == "/"
    again = SessionStore()
    assert came_back(school, way_in, again, query).url == "/dang-nhap"
    assert "username" not in other
    assert "username" not in again


def question(way_in):
    return Asked(state="s", nonce="n", verifier="v" * 64, back="http://testserver" + BACK)


def test_believes_no_token_of_another_question(way_in):
    mine = question(way_in)
    code = answer_of(way_in.identity.address(mine), "mai")["code"][0]
    with pytest.raises(Refusal) as refused:
        way_in.identity.number(replace(mine, nonce="x" * 64), code)
    assert refused.value.code == "account.identity_unproven"


def test_ties_the_code_to_who_asked_for_it(way_in):
    mine = question(way_in)
    told = parse_qs(urlsplit(way_in.identity.address(mine)).query)
    digest = sha256(mine.verifier.encode()).digest()
    assert told["code_challenge_method"] == ["S256"]
    assert told["code_challenge"] == [urlsafe_b64encode(digest).decode().rstrip("=")]


def test_believes_no_token_for_another_client(way_in, issuer):
    mine = question(way_in)
    other = provider(issuer, client="khac")
    code = answer_of(other.address(mine), "mai")["code"][0]
    with pytest.raises(Refusal) as refused:
        way_in.identity.number(mine, code)
    assert refused.value.code == "account.identity_unproven"


def test_asks_for_a_number_and_for_https(way_in):
    mine = question(way_in)
    code = answer_of(way_in.identity.address(mine), "khach")["code"][0]
    with pytest.raises(Refusal) as refused:
        way_in.identity.number(mine, code)
    assert refused.value.code == "account.identity_unproven"
    with pytest.raises(Refusal) as refused:
        provider("http://vneid.example")
    assert refused.value.code == "account.provider_not_secure"

"""
Every address answers every role and method as the table of rights says; none is missing.

No database stands behind: a view that lets somebody in reaches for the outside, and that is
told apart from a view that sends them away. What acts ask beyond that is tested with the acts.
"""

import re
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver, resolve

from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role

TOLD = tomllib.loads((Path(__file__).parents[1] / "rights_table.toml").read_text("utf-8"))
TABLE = TOLD["addresses"]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
LET_IN, SENT_AWAY, ASKED_WHO, NO_METHOD = "let in", "sent away", "asked who", "no method"


class Reached(Exception):  # noqa: N818 - no error: the view let somebody in
    """A view reached for the outside."""


class Outside:
    """Knows the role of who asks, and nothing else."""

    def __init__(self, role):
        actors = () if role is None else (Actor(person="X", role=role, school=SchoolCode("T")),)
        self.accounts = SimpleNamespace(actors_of=lambda username: actors)

    def __getattr__(self, name):
        raise Reached(name)


def addresses(patterns=None, before=""):
    for each in get_resolver().url_patterns if patterns is None else patterns:
        written = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, written)
        else:
            yield written


def answered(address, role, method):
    path = "/" + re.sub(r"<\w+:\w+>", "x", address)
    request = getattr(RequestFactory(), method.lower())(path)
    request.outside = Outside(role)
    request.demo_offices = tuple
    request.session = {} if role is None else {"username": "x"}
    view, args, kwargs = resolve(path)
    try:
        answer = view(request, *args, **kwargs)
    except Refusal as refusal:
        return SENT_AWAY if refusal.code == "web.no_role" else LET_IN
    except (Reached, Http404, AttributeError):
        return LET_IN
    if answer.status_code == 405:
        return NO_METHOD
    is_asked = answer.status_code == 302 and answer.url.startswith("/dang-nhap?")
    return ASKED_WHO if is_asked else LET_IN


def expected(group, methods, role, method):
    if methods != "ANY" and method not in methods.split():
        return {NO_METHOD, SENT_AWAY, ASKED_WHO}
    if group == "everybody" or (role is not None and role.value in TOLD["groups"][group]):
        return {LET_IN}
    return {ASKED_WHO} if role is None else {SENT_AWAY}


def test_names_every_address_and_no_other():
    assert sorted(set(addresses())) == sorted(TABLE)


@pytest.mark.parametrize("address", TABLE)
def test_answers_every_role_and_method(address):
    group, methods = TABLE[address]
    wrong = [
        (role, method, found)
        for role in (None, *Role)
        for method in METHODS
        if (found := answered(address, role, method)) not in expected(group, methods, role, method)
    ]
    assert wrong == []

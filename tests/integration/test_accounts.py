"""From an invitation to the first sign-in with two steps, and the administrator's reset."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as steps
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.urls import resolve

from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.account_acts import AccountAct
from hocba.core.compose.permit import Actor
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.web.asking import signed_in
from hocba.faces.web.staying import staying_middleware
from hocba.flow.end_sittings import end_others, end_sitting
from hocba.flow.invite_staff import accept, invite
from tests.door_world import a_door
from tests.school_world import SCHOOL, TEACHER, YEAR, a_running_school, teacher

pytestmark = pytest.mark.usefixtures("as_app")
ADMIN = Actor(person="QT01", role=Role.SCHOOL_ADMIN, school=SCHOOL)
PASSWORD = "ruộng bậc thang tháng chín"
NAME = TEACHER.lower()


@pytest.fixture
def school():
    return a_running_school(pupils=1)


@pytest.fixture
def door():
    return a_door()


def a_code(school, door, by=ADMIN):
    return invite(
        school, door, actor=by, by="qt01", school=SCHOOL, school_year=YEAR, staff_code=TEACHER
    )


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value.code


def asked(school, door, path, form=None, session=None):
    request = RequestFactory().post(path, form) if form is not None else RequestFactory().get(path)
    request.outside, request.door, request.demo_offices = school, door, tuple
    request.session = session if session is not None else SessionStore()
    request._messages = CookieStorage(request)
    view, args, kwargs = resolve(path)
    return view(request, *args, **kwargs)


def test_leads_from_an_invitation_to_a_sign_in_with_two_steps(school, door):
    code = a_code(school, door)
    opened = asked(school, door, "/loi-moi", {"code": code.lower(), "password": PASSWORD})
    session = SessionStore()
    form = {"username": NAME, "password": PASSWORD}
    first = asked(school, door, "/dang-nhap", form, session)
    assert (opened.url, first.url) == ("/dang-nhap", "/dang-nhap/buoc-hai")
    assert "username" not in session

    shown = asked(school, door, "/dang-nhap/buoc-hai", session=session)
    secret = re.search(r"<code>(\w+)</code>", shown.text).group(1)
    now = format_hotp_value(hotp_value(secret, next(iter(steps()))))
    last = asked(school, door, "/dang-nhap/buoc-hai", {"code": now}, session)

    assert session["username"] == NAME
    assert len(re.findall(r"<code>\d{8}</code>", last.text)) == 10
    assert not door.factors.check(NAME, now)
    recovery = re.search(r"<code>(\d{8})</code>", last.text).group(1)
    assert door.factors.check(NAME, recovery)
    assert not door.factors.check(NAME, recovery)


def test_ends_the_old_way_in_when_the_administrator_resets(school, door):
    accept(school, door, code=a_code(school, door), password=PASSWORD)
    a_code(school, door)

    assert not door.credentials.check(NAME, PASSWORD)
    assert door.factors.of(NAME) == ()
    acts = [entry.act for entry in door.log.of_school(SCHOOL)]
    assert acts == [AccountAct.RESET, AccountAct.ACCEPT, AccountAct.INVITE]


def test_ends_every_stay_when_the_administrator_resets(school, door):
    now = door.clock.now()
    number = door.sittings.begin(NAME, address="10.0.0.1", browser="Firefox", at=now)
    assert door.sittings.seen(NAME, number, now)

    a_code(school, door)
    assert not door.sittings.seen(NAME, number, now)


@pytest.mark.parametrize("steps", [[61], [59] * 13])
def test_ends_a_stay_after_an_hour_of_silence_or_twelve_in_all(door, steps):
    now = door.clock.now()
    number = door.sittings.begin(NAME, address="", browser="", at=now)
    stood = []
    for minutes in steps:
        now += timedelta(minutes=minutes)
        stood.append(door.sittings.seen(NAME, number, now))
    assert stood == [True] * (len(steps) - 1) + [False]


def test_ends_only_one_s_own_stays_and_not_the_one_here(door):
    now = door.clock.now()
    here, there, third = (
        door.sittings.begin(NAME, address="", browser="", at=now) for _ in range(3)
    )
    foreign = door.sittings.begin("nguoi-khac", address="", browser="", at=now)

    assert refusal_of(end_sitting, door, username=NAME, number=foreign) == "account.sitting_unknown"
    end_sitting(door, username=NAME, number=there)
    assert end_others(door, username=NAME, here=here) == 1
    assert [each.number for each in door.sittings.of(NAME, now)] == [here]
    assert door.sittings.seen("nguoi-khac", foreign, now)
    assert not door.sittings.seen(NAME, third, now)


def test_forgets_a_session_whose_stay_was_ended_elsewhere(school, door):
    session = SessionStore()
    number = door.sittings.begin(NAME, address="", browser="", at=door.clock.now())
    session.update({"username": NAME, "sitting": number})
    request = RequestFactory().get("/truong")
    request.COOKIES["sessionid"] = "x"
    request.door, request.session = door, session
    request._messages = CookieStorage(request)
    asked_as = []
    through = staying_middleware(lambda request: asked_as.append(signed_in(request)))

    through(request)
    end_others(door, username=NAME, here="")
    through(request)
    assert asked_as == [NAME, ""]


def test_takes_a_code_once_and_only_the_latest(school, door):
    old, new = a_code(school, door), a_code(school, door)

    refused = refusal_of(accept, school, door, code=old, password=PASSWORD)
    assert refused == "account.invitation_withdrawn"
    accept(school, door, code=new, password=PASSWORD)
    refused = refusal_of(accept, school, door, code=new, password=PASSWORD)
    assert refused == "account.invitation_used"


def test_lets_only_the_administrator_invite(school, door):
    assert refusal_of(a_code, school, door, teacher()) == "permit.not_your_role"


@pytest.mark.parametrize(
    ("password", "code"),
    [("ngắn", "short"), ("matkhau123", "known"), ("password123", "known")],
)
def test_refuses_a_password_that_is_guessed_first(school, door, password, code):
    found = refusal_of(accept, school, door, code=a_code(school, door), password=password)
    assert found == f"account.password_{code}"


def test_makes_a_name_wait_here_but_not_where_it_is_known(school, door):
    now = school.clock.now()
    door.attempts.succeeded(NAME, "10.0.0.1", now)
    for _ in range(120):
        door.attempts.failed(NAME, "10.0.0.9", now)

    assert door.attempts.tried(NAME, "10.0.0.9").wait_at(now)
    assert door.attempts.tried(NAME, "10.0.0.5").wait_at(now)
    assert not door.attempts.tried(NAME, "10.0.0.1").wait_at(now)


def test_keeps_the_log_of_accounts_as_it_is(school, door):
    a_code(school, door)
    changed = "UPDATE account_log SET by = 'khac'"
    refused = pytest.raises(DatabaseError, match="append-only")
    with within(EVERY_SCHOOL), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(changed)

"""The pages of signing, asked as a signed-in person's browser would."""

from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from django.urls import resolve

from hocba.faces.jobs.school_work import work_here
from hocba.flow.register_desk import RegisterDesk
from tests.family_world import a_family_desk
from tests.school_world import CLASS, SCHOOL, YEAR

SIGN = f"/truong/ky/{CLASS}"


def asks(school, path, post=None, username="ht", *, session=None):
    factory = RequestFactory()
    request = factory.get(path) if post is None else factory.post(path, post)
    request.outside = school
    signed_in = {"username": username, "display_name": username}
    request.session = signed_in if session is None else session
    request.family, request.desk = a_family_desk(), RegisterDesk(school)
    request._messages = FallbackStorage(request)
    view, args, kwargs = resolve(request.path)
    return view(request, *args, **kwargs)


def reads(school, path, post=None, username="ht", *, session=None):
    if session is not None:
        session |= {"username": username, "display_name": username}
    return asks(school, path, post, username, session=session).content.decode()


def statuses(school):
    return sorted(row.status for row in school.records.rows(SCHOOL, YEAR, CLASS))


def works(school):
    return work_here(RegisterDesk(school), until_empty=True, is_stopped=lambda: False)


def contents(school):
    return [r.frozen.content_digest.hex() for r in school.records.of_class(SCHOOL, YEAR, CLASS)]


def form(shown, *, without=(), **fields):
    """What a browser sends: everything shown, of it what is ticked, and the reasons."""
    ticked = [each for each in shown if each not in without]
    return {"consent": "yes", "shown": shown, "seen": ticked, **fields}


def why(content, reason="XEM_LAI", on="11/06/2026", note=""):
    return {f"ly-do-{content}": reason, f"ngay-{content}": on, f"ghi-chu-{content}": note}

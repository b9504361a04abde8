"""
A province's admission as its page and the ministry's pages bring it about, over the line.

Acts for `tests/office_acts.py`: each posts a form of a page in the process of one installation.
"""

from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django.urls import resolve

from hocba.core.sign.register import Level
from hocba.lab.demo.cast import officer, officers
from tests.connection_world import a_form

PAGE = "/so/ket-noi"
_ACCEPTS, _REFUSES = ("XEM_XET", "DUYET"), ("XEM_XET", "TU_CHOI")
_TWO = ("can-bo-bo-1", "can-bo-bo-2")


def asks_on_page(offices, *, decision):
    """Fill the province's form in and send it; return what the page says after."""
    return _posted(offices.at(Level.PROVINCE), PAGE, a_form(decision=decision), "can-bo-so")


def hears_on_page(offices):
    """Press the button that asks the ministry; return what the page says after."""
    return _posted(offices.at(Level.PROVINCE), PAGE, {"kind": "HOI_BO"}, "can-bo-so")


def decided_on_page(offices, *, code, reason=""):
    """Let two officers deal with all that waits of a province; refused where there is a reason."""
    ministry = offices.at(Level.MINISTRY)
    steps = _REFUSES if reason else _ACCEPTS
    waiting = [a for a in ministry.admissions.of_province(code) if len(a.history) == 1]
    for each in waiting:
        for by, step in zip(_TWO, steps, strict=True):
            form = {"decision": step, "reason": reason or "Hồ sơ đủ"}
            _posted(ministry, f"/bo/de-nghi/{each.admission_id}", form, by)
    return [each.kind.value for each in waiting]


def history(offices, *, level, code):
    """Return who did what to a province's requests, as that installation has it."""
    found = offices.at(Level(level)).admissions.of_province(code)
    return [
        [each.admission_id, *((line.act.value, line.by, line.reason) for line in each.history)]
        for each in found
    ]


def _posted(outside, path, form, by):
    outside.accounts.save([each for each in officers() if each.actor == officer(by)])
    messages, _ = _answered(outside, path, form, by)
    _, page = _answered(outside, path, None, by)
    return {"told": messages, "page": page}


def _answered(outside, path, form, by):
    factory = RequestFactory()
    request = factory.get(path) if form is None else factory.post(path, form)
    request.outside = outside
    request.session = {"username": by, "display_name": by}
    request._messages = CookieStorage(request)
    view, args, kwargs = resolve(path)
    answer = view(request, *args, **kwargs)
    return [str(each) for each in get_messages(request)], answer.content.decode()

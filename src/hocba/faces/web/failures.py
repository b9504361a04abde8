"""A "no" of the rules, or a failure of the world, as a page that says what to do next."""

import logging
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from hocba.core.terms.messages import catalogue, mend, told
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.web.presenters import FailurePage, Frame
from hocba.faces.web.words import finding_row, language

_LOG: Final = logging.getLogger(__name__)

_NOT_YOU: Final = ("permit.", "web.no_role")

_CONFLICT: Final = 409
_FORBIDDEN: Final = 403
_NOT_FOUND: Final = 404
_UNAVAILABLE: Final = 503

Respond = Callable[[HttpRequest], HttpResponse]


class FailuresMiddleware:
    """
    Turn a Refusal or a Fault that a view let through into its page.

    Anything else is a bug and goes on to the server's own page and log.
    """

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Respond as if this were not here."""
        return self._respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of a Refusal or a Fault, None for anything else."""
        if isinstance(error, Refusal):
            return _shown(request, refusal_page(error), status_of(error.code))
        if isinstance(error, Fault):
            _LOG.error("%s: %s", error.code, error)
            return _shown(request, fault_page(error), _UNAVAILABLE)
        return None


def status_of(code: str) -> int:
    """Return the HTTP status of a refusal: not yours, not there, or not as things stand."""
    if code.startswith(_NOT_YOU):
        return _FORBIDDEN
    return _NOT_FOUND if code.endswith(".unknown") else _CONFLICT


def refusal_page(refusal: Refusal) -> FailurePage:
    """Say what the rules say, and how to get there all the same."""
    message = catalogue().get(refusal.code)
    return FailurePage(
        headline=told(refusal.code, refusal.details, language()),
        why=mend(refusal.code, refusal.details, language()),
        next_words=gettext("Về trang của tôi"),
        next_url="/",
        code=refusal.code,
        source=message.source if message else "",
        findings=tuple(finding_row(finding) for finding in refusal.findings),
    )


def fault_page(fault: Fault) -> FailurePage:
    """Say what did not work, and whether trying again may help."""
    later = gettext("Thử lại sau ít phút; chưa có gì bị thay đổi một nửa.")
    return FailurePage(
        headline=told(fault.code, fault.details, language()),
        why=later if fault.retry else mend(fault.code, fault.details, language()),
        next_words=gettext("Về trang của tôi"),
        next_url="/",
        code=fault.code,
    )


def _shown(request: HttpRequest, page: FailurePage, status: int) -> HttpResponse:
    frame = getattr(request, "frame", None) or Frame(brand=gettext("Học bạ số"))
    return render(request, "web/failure.html", {"frame": frame, "page": page}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that leads nowhere."""
    del exception
    page = FailurePage(
        headline=gettext("Không có trang này"),
        why=gettext("Địa chỉ có thể đã gõ nhầm, hoặc trang đã đổi chỗ."),
        next_words=gettext("Về trang đầu"),
        next_url="/",
    )
    return _shown(request, page, _NOT_FOUND)


def no_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for a form that was open too long or came from elsewhere."""
    del reason
    page = FailurePage(
        headline=gettext("Biểu mẫu đã hết hạn"),
        why=gettext("Vì an toàn, hãy mở lại trang rồi làm lại. Chưa có gì được ghi."),
        next_words=gettext("Về trang đầu"),
        next_url="/",
    )
    return _shown(request, page, _FORBIDDEN)

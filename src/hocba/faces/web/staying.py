"""Whoever was signed out elsewhere, or has been away too long, is asked to sign in again."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from hocba.faces.web.asking import OfficeRequest, signed_in, sitting_of
from hocba.faces.web.presenters import Tone
from hocba.faces.web.told import tell


def staying_middleware(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Forget a session whose stay is over, before any view believes it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "door"):
            _forget_if_over(cast("OfficeRequest", request))
        return answer(request)

    return middleware


def _forget_if_over(request: OfficeRequest) -> None:
    username = signed_in(request)
    if not username:
        return
    door = request.door
    if not door.sittings.seen(username, sitting_of(request), door.clock.now()):
        request.session.flush()
        tell(request, gettext("Phiên đã kết thúc. Xin đăng nhập lại."), tone=Tone.TO_DO)

"""Vietnamese first, English for who asks: the choice is the reader's and stays in a cookie."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

LANGUAGES: Final = frozenset({"vi", "en"})

_COOKIE: Final = "ngon_ngu"
_ONE_YEAR_S: Final = 365 * 24 * 3600

Respond = Callable[[HttpRequest], HttpResponse]


def language_middleware(respond: Respond) -> Respond:
    """
    Speak the language of the reader's cookie, Vietnamese without one.

    The browser's own wish is not asked: a school's PC is often set up in English.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(_COOKIE, "vi")
        with translation.override(chosen if chosen in LANGUAGES else "vi"):
            response = respond(request)
            response.headers["Content-Language"] = translation.get_language() or "vi"
        return response

    return middleware


@require_POST
def change_language(request: HttpRequest) -> HttpResponse:
    """Remember the language asked for and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if (chosen := request.POST.get("language", "")) in LANGUAGES:
        response.set_cookie(
            _COOKIE,
            chosen,
            max_age=_ONE_YEAR_S,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response

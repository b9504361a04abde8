"""Signing in through a provider of identities: there, and back."""

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hocba.core.compose.attempts import require_allowed
from hocba.core.terms.outcomes import Refusal
from hocba.faces.web.asking import (
    SECOND_STEP_URL,
    SIGN_IN_URL,
    OfficeRequest,
    await_second_step,
    remember,
)
from hocba.faces.web.identity import address_there, proved_number, provider_of
from hocba.faces.web.presenters import Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.invite_staff import needs_second_factor
from hocba.flow.known_identity import log_in_by_number

_BACK: Final = "/dang-nhap/dinh-danh/ve"


@never_cache
@require_safe
def ask(request: OfficeRequest) -> HttpResponse:
    """Send the browser to the provider."""
    return HttpResponseRedirect(address_there(request, back=_BACK))


@never_cache
@require_safe
def come_back(request: OfficeRequest) -> HttpResponse:
    """Take the provider's answer; it opens only an account that stands already."""
    provider, door = provider_of(request), request.door
    address, now = request.META.get("REMOTE_ADDR", ""), request.outside.clock.now()
    try:
        require_allowed(door.attempts.tried("", address), now)
        number = proved_number(request, back=_BACK)
        username = log_in_by_number(request.outside, door, number)
    except Refusal as refusal:
        if refusal.code != "web.too_many_attempts":
            door.attempts.failed("", address, now)
        tell(request, refusal_words(refusal), tone=Tone.TO_DO)
        return HttpResponseRedirect(SIGN_IN_URL)
    name = door.credentials.display_name(username)
    if door.factors.of(username) or needs_second_factor(request.outside, door, username):
        await_second_step(request, username=username, display_name=name)
        return HttpResponseRedirect(SECOND_STEP_URL)
    remember(request, username=username, display_name=name)
    tell(request, gettext("Đã đăng nhập bằng %(way)s.") % {"way": provider.name})
    return HttpResponseRedirect("/")

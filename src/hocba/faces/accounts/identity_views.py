"""Signing in through a provider of identities: there, and back."""

from dataclasses import asdict
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.crypto import constant_time_compare
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
from hocba.faces.web.presenters import Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.invite_staff import needs_second_factor
from hocba.flow.known_identity import log_in_by_number
from hocba.ports.sign_in import Asked, IdentityProvider

_ASKED: Final = "asked_identity"
_BYTES: Final = 32


@never_cache
@require_safe
def ask(request: OfficeRequest) -> HttpResponse:
    """Send the browser to the provider."""
    provider = _provider(request)
    drawn = [request.outside.chance.draw(_BYTES).hex() for _ in range(3)]
    back = request.build_absolute_uri("/dang-nhap/dinh-danh/ve")
    asked = Asked(state=drawn[0], nonce=drawn[1], verifier=drawn[2], back=back)
    request.session[_ASKED] = asdict(asked)
    return HttpResponseRedirect(provider.address(asked))


@never_cache
@require_safe
def come_back(request: OfficeRequest) -> HttpResponse:
    """Take the provider's answer; it opens only an account that stands already."""
    provider, door = _provider(request), request.door
    address, now = request.META.get("REMOTE_ADDR", ""), request.outside.clock.now()
    try:
        require_allowed(door.attempts.tried("", address), now)
        username = log_in_by_number(request.outside, door, _proved(request, provider))
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


def _provider(request: OfficeRequest) -> IdentityProvider:
    if request.door.identity is None:
        raise Http404
    return request.door.identity


def _proved(request: OfficeRequest, provider: IdentityProvider) -> str:
    """
    Return the proved number. A question is used up by any answer.

    Raises: Refusal "account.identity_unproven".
    """
    kept = request.session.pop(_ASKED, None)
    if not kept or not constant_time_compare(kept["state"], request.GET.get("state", "")):
        raise Refusal("account.identity_unproven", reason="state")
    if not (code := request.GET.get("code", "")):
        raise Refusal("account.identity_unproven", reason=request.GET.get("error", "")[:40])
    return provider.number(Asked(**kept), code)

"""To a provider of identities and back: one question a session, used up by any answer."""

from dataclasses import asdict
from typing import Final

from django.http import Http404
from django.utils.crypto import constant_time_compare

from hocba.core.terms.outcomes import Refusal
from hocba.faces.web.asking import OfficeRequest
from hocba.ports.sign_in import Asked, IdentityProvider

_ASKED: Final = "asked_identity"
_BYTES: Final = 32


def provider_of(request: OfficeRequest) -> IdentityProvider:
    """Return the provider that this installation trusts. Raises: Http404 where there is none."""
    if request.door.identity is None:
        raise Http404
    return request.door.identity


def address_there(request: OfficeRequest, *, back: str) -> str:
    """
    Return where the browser goes to, and remember what was asked. back: path of our own page.

    Raises: Fault "account.provider_unreachable".
    """
    provider = provider_of(request)
    drawn = [request.outside.chance.draw(_BYTES).hex() for _ in range(3)]
    returning = request.build_absolute_uri(back)
    asked = Asked(state=drawn[0], nonce=drawn[1], verifier=drawn[2], back=returning)
    request.session[_ASKED] = asdict(asked)
    return provider.address(asked)


def proved_number(request: OfficeRequest, *, back: str) -> str:
    """
    Return the proved number. back: the path for which the answer was asked.

    Raises: Refusal "account.identity_unproven", Fault "account.provider_unreachable".
    """
    kept = request.session.pop(_ASKED, None)
    if not kept or not constant_time_compare(kept["state"], request.GET.get("state", "")):
        raise Refusal("account.identity_unproven", reason="state")
    if not kept["back"].endswith(back):
        # An answer for staff opens no family's door, nor the other way round.
        raise Refusal("account.identity_unproven", reason="back")
    if not (code := request.GET.get("code", "")):
        raise Refusal("account.identity_unproven", reason=request.GET.get("error", "")[:40])
    return provider_of(request).number(Asked(**kept), code)

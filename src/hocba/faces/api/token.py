"""The token endpoint: OAuth 2.0 client credentials, proven by the certificate's key."""

from typing import Annotated, Final

from django.http import HttpRequest, HttpResponse
from ninja import Form, Router
from pydantic import Field

from hocba.core.terms.messages import mend, told
from hocba.core.terms.outcomes import Refusal
from hocba.faces.api.answers import Token, TokenError
from hocba.faces.api.door import ApiRequest, spend
from hocba.faces.api.problems import Problem
from hocba.faces.api.service import service
from hocba.flow.vendor_access import access_for

GRANT: Final = "client_credentials"
ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LONGEST: Final = 8000

Given = Annotated[str, Field(max_length=_LONGEST)]

router: Final = Router()


@router.post(
    "/token",
    response={200: Token, 400: TokenError, 401: TokenError, 422: Problem, 429: Problem},
    auth=None,
    summary="Xin mã truy cập · Ask for an access token",
    operation_id="token",
)
def token(
    request: ApiRequest,
    grant_type: Form[Given] = "",
    client_assertion_type: Form[Given] = "",
    client_assertion: Form[Given] = "",
) -> HttpResponse:
    """
    Give a token for five minutes. The assertion is a JWT signed with the certificate's key.

    Its `iss` and `sub` are the client id, `aud` this address, `exp` at most five minutes ahead,
    `jti` new each time. On the line of certificates the token is bound to the one that is shown,
    which must be the registered one. Source: RFC 6749, 4.4; RFC 7523, 2.2; RFC 8705, 3; errors
    RFC 6749, 5.2.
    """
    spend(request, f"address:{request.META.get('REMOTE_ADDR', '')}")
    if grant_type != GRANT or client_assertion_type != ASSERTION_TYPE or not client_assertion:
        return _no(request, Refusal("api.grant_wrong"), "unsupported_grant_type", 400)
    try:
        access = access_for(request.outside, request.vendors, client_assertion, request.shown)
    except Refusal as refused:
        return _no(request, refused, "invalid_client", 401)
    answer = Token(access_token=access.token, token_type="Bearer", expires_in=access.lasts_s)
    return service.create_response(request, answer, status=200)


def _no(request: HttpRequest, refusal: Refusal, error: str, status: int) -> HttpResponse:
    reasons = ", ".join(dict.fromkeys(each.code for each in refusal.findings))
    words = (
        f"{told(refusal.code, refusal.details, 'en')} {mend(refusal.code, refusal.details, 'en')}"
    )
    described = f"{refusal.code}: {words} {reasons}".strip()
    answer = TokenError(error=error, error_description=described)
    return service.create_response(request, answer, status=status)

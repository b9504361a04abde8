"""
Sign-in through an OpenID Connect provider: authorization code with PKCE, state and nonce.

Nothing of the answer is believed but a signed ID token, checked against the provider's own keys.
Source: OpenID Connect Core 1.0, 3.1; RFC 7636 (PKCE); RFC 9700 (best practice).
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import jwt

from hocba.core.terms.outcomes import Fault, Refusal
from hocba.ports.sign_in import Asked

_ALGORITHMS: Final = ("RS256", "PS256", "ES256")
"""Never `none`, never a shared secret."""
_PATIENCE_S: Final = 10
_MOST_BYTES: Final = 200_000
_LEEWAY_S: Final = 30


class OpenIdProvider:
    """
    Implements `IdentityProvider`.

    issuer: the provider's address, HTTPS unless it is this machine. claim: the name under which
    the ID token states the personal number.
    """

    def __init__(
        self, *, issuer: str, client: str, secret: str, claim: str, scope: str, name: str
    ) -> None:
        parts = urlsplit(issuer)
        if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1"}:
            raise Refusal("account.provider_not_secure", address=issuer)
        self.name = name
        self._issuer = issuer.rstrip("/")
        self._client, self._secret = client, secret
        self._claim, self._scope = claim, scope

    def address(self, asked: Asked) -> str:
        """Return where the browser goes; see the port."""
        challenge = urlsafe_b64encode(sha256(asked.verifier.encode()).digest()).rstrip(b"=")
        question = {
            "response_type": "code",
            "client_id": self._client,
            "redirect_uri": asked.back,
            "scope": self._scope,
            "state": asked.state,
            "nonce": asked.nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        return f"{self._about()['authorization_endpoint']}?{urlencode(question)}"

    def number(self, asked: Asked, code: str) -> str:
        """Return the personal number of who came back; see the port."""
        about = self._about()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asked.back,
            "client_id": self._client,
            "client_secret": self._secret,
            "code_verifier": asked.verifier,
        }
        answer = _fetched(about["token_endpoint"], form)
        token = self._checked(str(answer.get("id_token", "")), asked, about["jwks_uri"])
        number = str(token.get(self._claim, ""))
        if not number:
            raise Refusal("account.identity_unproven", reason=self._claim)
        return number

    def _checked(self, token: str, asked: Asked, keys_at: str) -> Mapping[str, Any]:
        """Raises: Refusal "account.identity_unproven"."""
        try:
            keys = jwt.PyJWKSet.from_dict(dict(_fetched(keys_at)))
            named = jwt.get_unverified_header(token).get("kid")
            key = next(each for each in keys.keys if named in (None, each.key_id))
            told: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=list(_ALGORITHMS),
                audience=self._client,
                issuer=self._issuer,
                leeway=_LEEWAY_S,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except (jwt.PyJWTError, StopIteration) as problem:
            raise Refusal("account.identity_unproven", reason=type(problem).__name__) from problem
        if told["nonce"] != asked.nonce or told.get("azp", self._client) != self._client:
            raise Refusal("account.identity_unproven", reason="nonce")
        return told

    def _about(self) -> Mapping[str, Any]:
        about = _fetched(f"{self._issuer}/.well-known/openid-configuration")
        if str(about.get("issuer", "")).rstrip("/") != self._issuer:
            raise Refusal("account.identity_unproven", reason="issuer")
        return about


def _fetched(address: str, form: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """Raises: Refusal "account.identity_unproven", Fault "account.provider_unreachable"."""
    body = urlencode(form).encode() if form is not None else None
    try:
        asked = Request(address, body, {"Accept": "application/json"})
        with urlopen(asked, timeout=_PATIENCE_S) as answer:
            found = json.loads(answer.read(_MOST_BYTES))
    except HTTPError as problem:
        if problem.code == HTTPStatus.BAD_REQUEST:
            # RFC 6749, 5.2: the code, or who asks for it, is not right.
            raise Refusal("account.identity_unproven", reason="code") from problem
        raise Fault(
            "account.provider_unreachable", retry=True, address=urlsplit(address).netloc
        ) from problem
    except (URLError, OSError, ValueError) as problem:
        raise Fault(
            "account.provider_unreachable", retry=True, address=urlsplit(address).netloc
        ) from problem
    return found if isinstance(found, dict) else {}

"""
Proofs and tokens of schools' software: assertions signed with a certificate's key, tokens by ours.

Source: RFC 7515, RFC 7519, RFC 7523; RFC 8725 (algorithms are ours to name, never the token's).
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import jwt
from cryptography import x509
from jwt.utils import base64url_decode, base64url_encode

from hocba.core.compose.systems import ClientId
from hocba.core.terms.outcomes import Refusal
from hocba.ports.vendor_access import Bearer, Vouched

_ALGORITHMS: Final = ("RS256", "PS256", "ES256", "ES384")
_OWN: Final = "HS256"
_ISSUER: Final = "hocba"
_REGISTERED: Final = "chung_thu"
_LONGEST: Final = timedelta(minutes=5)
_LEEWAY: Final = timedelta(seconds=30)
_MOST_CHARS: Final = 128
# The instant is the caller's: the library would ask the machine's clock.
_UNTIMED: Final = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}


class VendorTokens:
    """Implements `Tokens`. secret: what our own tokens are signed with; at least 32 bytes."""

    def __init__(self, secret: str) -> None:
        self._secret = f"hocba-api-v1/{secret}"

    def claimed(self, assertion: str) -> str:
        """Return the client that an assertion names; see the port."""
        try:
            told: dict[str, Any] = jwt.decode(assertion, options={"verify_signature": False})
        except (jwt.PyJWTError, ValueError, RecursionError):
            return ""
        return str(told.get("sub", ""))

    def vouched(
        self, assertion: str, *, certificate: bytes, audience: str, now: datetime
    ) -> Vouched:
        """Check an assertion; see the port."""
        try:
            key = x509.load_der_x509_certificate(certificate).public_key()
            told: dict[str, Any] = jwt.decode(
                assertion,
                key,  # type: ignore[arg-type]  # the algorithms above refuse any other kind
                algorithms=list(_ALGORITHMS),
                audience=audience,
                options={"require": ["iss", "sub", "aud", "exp", "jti"], **_UNTIMED},  # type: ignore[arg-type]
            )
            until = datetime.fromtimestamp(int(told["exp"]), UTC)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, OSError) as wrong:
            raise Refusal("api.assertion_wrong", reason=type(wrong).__name__) from wrong
        number = str(told["jti"])
        if told["iss"] != told["sub"] or not 0 < len(number) <= _MOST_CHARS:
            raise Refusal("api.assertion_wrong", reason="iss, sub, jti")
        # One that lasts long could be caught and used for long.
        if not now - _LEEWAY <= until <= now + _LONGEST + _LEEWAY:
            raise Refusal("api.assertion_wrong", reason="exp")
        return Vouched(number=number, until=until + _LEEWAY)

    def issued(self, bearer: Bearer, *, now: datetime, lasts_s: int) -> str:
        """Return a token; see the port."""
        told: dict[str, Any] = {
            "iss": _ISSUER,
            "sub": bearer.client,
            _REGISTERED: bearer.fingerprint,
            "exp": int(now.timestamp()) + lasts_s,
        }
        if bearer.bound_to is not None:
            # Source: RFC 8705, section 3.1: the certificate that the token belongs to.
            told["cnf"] = {"x5t#S256": base64url_encode(bearer.bound_to).decode("ascii")}
        return jwt.encode(told, self._secret, algorithm=_OWN)

    def bearer(self, token: str, *, now: datetime) -> Bearer:
        """Return whom a token was given to; see the port."""
        try:
            told: dict[str, Any] = jwt.decode(
                token,
                self._secret,
                algorithms=[_OWN],
                issuer=_ISSUER,
                options={"require": ["iss", "sub", "exp", _REGISTERED], **_UNTIMED},  # type: ignore[arg-type]
            )
        except (jwt.PyJWTError, ValueError, RecursionError) as wrong:
            raise Refusal("api.token_wrong", reason=type(wrong).__name__) from wrong
        if told["exp"] <= now.timestamp():
            raise Refusal("api.token_wrong", reason="exp")
        # Signed by ourselves: nobody else's shape of a claim gets so far.
        bound = told.get("cnf")
        return Bearer(
            client=ClientId(told["sub"]),
            fingerprint=told[_REGISTERED],
            bound_to=None if bound is None else base64url_decode(bound["x5t#S256"]),
        )

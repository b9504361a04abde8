"""Who asks, how much they may ask, and the same answer to the same request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final, cast

from django.http import HttpRequest
from ninja import Schema
from ninja.security import HttpBearer

from hocba.core.compose.systems import System
from hocba.core.terms.outcomes import Refusal
from hocba.faces.web.asking import OfficeRequest
from hocba.flow.vendor_access import system_of
from hocba.ports.outside import Outside
from hocba.ports.vendor_access import Answered

A_MINUTE: Final = 300
"""Requests that one system may make in a minute: a school's whole year takes fewer."""
_MINUTE_S: Final = 60


class ApiRequest(OfficeRequest):
    """A request with the system that makes it, and what wiring put on it."""

    auth: System
    budget: "Budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many requests are left of a minute. Source: draft-ietf-httpapi-ratelimit-headers."""

    used: int
    resets_s: int

    def headers(self) -> Mapping[str, str]:
        """Return what every answer says of it."""
        left = max(0, A_MINUTE - self.used)
        told = {
            "RateLimit-Policy": f'"minute";q={A_MINUTE};w={_MINUTE_S}',
            "RateLimit": f'"minute";r={left};t={self.resets_s}',
        }
        return told | ({"Retry-After": str(self.resets_s)} if self.used > A_MINUTE else {})


class SystemBearer(HttpBearer):
    """Lets in who holds a token of a system that the school has let in, within its budget."""

    openapi_name = "OAuth2"
    openapi_type = "oauth2"

    def authenticate(self, request: HttpRequest, token: str) -> System:
        """
        Return the system that asks.

        Raises: Refusal "api.token_wrong", "api.access_ended", "api.certificate_due",
        "api.certificate_other", "api.too_many".
        """
        asked = cast("ApiRequest", request)
        system = system_of(asked.outside, asked.vendors, token, asked.shown)
        spend(asked, f"client:{system.client}")
        return system


def spend(request: ApiRequest, who: str) -> None:
    """
    Count a request of `who`.

    Raises: Refusal "api.too_many" when the minute's are used up.
    """
    now = request.vendors.clock.now()
    used = request.vendors.memory.asked(who, now=now)
    request.budget = Budget(used=used, resets_s=_seconds_left(now))
    if used > A_MINUTE:
        left = str(request.budget.resets_s)
        raise Refusal("api.too_many", limit=str(A_MINUTE), seconds=left)


def _seconds_left(now: datetime) -> int:
    return _MINUTE_S - now.second


def once(request: ApiRequest, key: str, act: Callable[[Outside, System], Schema]) -> bytes:
    """
    Do what is asked once: the same key and content again get the answer that was given then.

    Returns: the answer as JSON.
    Raises: Refusal "api.key_reused", and what the act raises: that is not remembered, for the
    same request may go through after what is wrong has been mended.
    """
    memory, system, now = request.vendors.memory, request.auth, request.vendors.clock.now()
    asked = b"\n".join((request.get_full_path().encode(), request.body))
    digest = sha256(asked).digest()
    with memory.turn(system.client, key):
        known = memory.answered(system.client, key)
        if known is not None:
            if known.digest != digest:
                raise Refusal("api.key_reused")
            return known.body
        # The act and its answer are one transaction: a crash leaves neither, and the sender,
        # who heard nothing, sends the same again.
        body = act(request.outside, system).model_dump_json().encode()
        answered = Answered(digest=digest, status=200, body=body)
        memory.remember(system.client, key, answered, at=now)
    return body

"""Open the door to a vendor's system, and know it again: client credentials and their token."""

from dataclasses import dataclass
from typing import Final

from hocba.core.compose.permit import Actor
from hocba.core.compose.systems import ClientId, System, school_of
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.keep_systems import fit_certificate
from hocba.ports.outside import Outside
from hocba.ports.shown import NOTHING_SHOWN, Shown
from hocba.ports.vendor_access import Bearer, VendorDoor

TOKEN_LASTS_S: Final = 300
"""Short: a token that is lost is worth nothing before anybody can be told of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """An access token, and for how long."""

    token: str
    lasts_s: int


def access_for(
    outside: Outside, door: VendorDoor, assertion: str, shown: Shown = NOTHING_SHOWN
) -> Access:
    """
    Give a token to a system that signs with the key of its registered certificate.

    shown: on the line; the token is then bound to that certificate, which must be the same.
    Raises: Refusal "api.assertion_wrong" whatever is wrong with the assertion or its client,
    "api.assertion_used", "api.access_ended", "api.certificate_due", "api.certificate_other",
    "system.certificate_unfit" with all findings.
    Source: RFC 6749, section 4.4; RFC 7523, section 2.2; RFC 8705, section 3.
    """
    now = door.clock.now()
    system = _known(outside, door.tokens.claimed(assertion))
    if system is None:
        # No word on which clients exist: the same answer as to a wrong signature.
        raise Refusal("api.assertion_wrong", reason="client")
    vouched = door.tokens.vouched(
        assertion, certificate=system.certificate, audience=door.audience, now=now
    )
    require_speaks(system)
    fit_certificate(outside, system.certificate)
    _require_shown(shown, system.certificate, due=door.binds)
    if not door.memory.first_use(system.client, vouched, now=now):
        raise Refusal("api.assertion_used")
    bearer = Bearer(client=system.client, fingerprint=system.fingerprint, bound_to=shown.digest)
    token = door.tokens.issued(bearer, now=now, lasts_s=TOKEN_LASTS_S)
    return Access(token=token, lasts_s=TOKEN_LASTS_S)


def system_of(
    outside: Outside, door: VendorDoor, token: str, shown: Shown = NOTHING_SHOWN
) -> System:
    """
    Return the system that a token was given to, as the school has it now.

    A token ends with the registration: after a hand-over the old system is out at once. One that
    was bound to a certificate on the line is worth nothing on a line that shows another, or none.
    Raises: Refusal "api.token_wrong", "api.access_ended", "api.certificate_due",
    "api.certificate_other".
    """
    bearer = door.tokens.bearer(token, now=door.clock.now())
    system = _known(outside, bearer.client)
    if system is None or system.fingerprint != bearer.fingerprint:
        raise Refusal("api.token_wrong")
    _require_shown(shown, system.certificate, due=door.binds or bearer.bound_to is not None)
    require_speaks(system)
    return system


def _require_shown(shown: Shown, certificate: bytes, *, due: bool) -> None:
    # No token is bound to any but the registered certificate, which is the one to compare with.
    if shown.certificate is None:
        if due:
            raise Refusal("api.certificate_due")
    elif shown.certificate != certificate:
        raise Refusal("api.certificate_other")


def require_speaks(system: System) -> None:
    """Raises: Refusal "api.access_ended" when the school has let another system in, or none."""
    if system.ended is not None:
        raise Refusal("api.access_ended", name=system.software.name)


def actor_of(system: System) -> Actor:
    """Return as whom a system acts: for its school, and never as a person."""
    return Actor(person=system.client, role=Role.VENDOR, school=system.school)


def _known(outside: Outside, client: str | ClientId) -> System | None:
    named = school_of(client)
    if named is None:
        return None
    school, place = named
    return next((s for s in outside.systems.of_school(school) if s.place == place), None)

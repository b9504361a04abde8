"""The way into an installation: for its pages, and for the operator's command."""

from functools import cache

from hocba.adapters.database.attempts import DatabaseAttempts
from hocba.adapters.database.credentials import DatabaseCredentials
from hocba.adapters.database.passkeys import DatabasePasskeys
from hocba.adapters.database.second_factors import AllauthFactors
from hocba.adapters.database.sign_in import DatabaseAccountLog, DatabaseInvitations
from hocba.adapters.database.sittings import DatabaseSittings
from hocba.adapters.identity.openid import OpenIdProvider
from hocba.adapters.memory.clock import SystemClock
from hocba.core.terms.roles import Role
from hocba.ports.sign_in import Door
from hocba.wiring.settings import settings


@cache
def door() -> Door:
    """Return the way in of this installation, made once a process."""
    return Door(
        credentials=DatabaseCredentials(),
        factors=AllauthFactors(),
        invitations=DatabaseInvitations(),
        attempts=DatabaseAttempts(),
        log=DatabaseAccountLog(),
        sittings=DatabaseSittings(),
        passkeys=DatabasePasskeys(),
        clock=SystemClock(),
        second_factor=frozenset(map(Role, settings().second_factor)),
        identity=_identity(),
        sends_mail=bool(settings().mail_url),
    )


def _identity() -> OpenIdProvider | None:
    chosen = settings()
    if not chosen.identity_issuer:
        return None
    return OpenIdProvider(
        issuer=chosen.identity_issuer,
        client=chosen.identity_client,
        secret=chosen.identity_secret,
        claim=chosen.identity_claim,
        scope=chosen.identity_scope,
        name=chosen.identity_name,
    )

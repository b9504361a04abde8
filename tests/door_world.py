"""The way in, as wiring builds it, on the test database."""

from hocba.adapters.database.attempts import DatabaseAttempts
from hocba.adapters.database.credentials import DatabaseCredentials
from hocba.adapters.database.passkeys import DatabasePasskeys
from hocba.adapters.database.second_factors import AllauthFactors
from hocba.adapters.database.sign_in import DatabaseAccountLog, DatabaseInvitations
from hocba.adapters.database.sittings import DatabaseSittings
from hocba.adapters.memory.clock import StoryClock
from hocba.core.compose.account_acts import SECRETIVE
from hocba.ports.sign_in import Door
from tests.pki_world import NOW


def a_door():
    """A door whose clock stands still; those who sign must give a second factor."""
    return Door(
        credentials=DatabaseCredentials(),
        factors=AllauthFactors(),
        invitations=DatabaseInvitations(),
        attempts=DatabaseAttempts(),
        log=DatabaseAccountLog(),
        sittings=DatabaseSittings(),
        passkeys=DatabasePasskeys(),
        clock=StoryClock(NOW),
        second_factor=SECRETIVE,
    )

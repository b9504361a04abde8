"""What families reach, joined to its tables."""

from functools import cache

from hocba.adapters.database.families import (
    DatabaseFamilyAccesses,
    DatabaseFamilyRequests,
    DatabaseIssuedExtracts,
    DatabaseShares,
)
from hocba.adapters.database.guardianships import DatabaseGuardianships
from hocba.adapters.keys.keyed_digest import KeyedDigest
from hocba.adapters.pki.authority_folder import TrustFolder
from hocba.ports.families import FamilyDesk
from hocba.wiring.settings import settings


@cache
def family_desk() -> FamilyDesk:
    """Return the one desk of this process; what it holds is read anew each time."""
    return FamilyDesk(
        accesses=DatabaseFamilyAccesses(),
        guardianships=DatabaseGuardianships(KeyedDigest(settings().keys, "gia-dinh.key")),
        shares=DatabaseShares(),
        requests=DatabaseFamilyRequests(),
        extracts=DatabaseIssuedExtracts(),
        trust=TrustFolder(settings().trust),
    )

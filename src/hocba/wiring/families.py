"""What families reach, joined to its tables."""

from functools import cache

from hocba.adapters.database.families import (
    DatabaseFamilyAccesses,
    DatabaseFamilyRequests,
    DatabaseIssuedExtracts,
    DatabaseShares,
)
from hocba.ports.families import FamilyDesk


@cache
def family_desk() -> FamilyDesk:
    """Return the one desk of this process; it holds no state."""
    return FamilyDesk(
        accesses=DatabaseFamilyAccesses(),
        shares=DatabaseShares(),
        requests=DatabaseFamilyRequests(),
        extracts=DatabaseIssuedExtracts(),
    )

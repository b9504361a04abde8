"""When things happen in the demo's school year 2025-2026."""

from datetime import datetime
from typing import Final

from hocba.adapters.memory.clock import VIETNAM
from hocba.core.terms.codes import SchoolYear

YEAR: Final = SchoolYear(2025)

AUTUMN: Final = datetime(2025, 8, 20, 8, 0, tzinfo=VIETNAM)
"""Certificates are issued, the ministry admits the province, registers are laid down."""
MID_YEAR: Final = datetime(2026, 1, 5, 8, 0, tzinfo=VIETNAM)
"""A class changes its teacher; the register follows."""
END_OF_MAY: Final = datetime(2026, 5, 25, 7, 30, tzinfo=VIETNAM)
"""Lists and results come in."""
JUNE: Final = datetime(2026, 6, 3, 8, 0, tzinfo=VIETNAM)
"""Records are signed, sealed, packed and sent."""
DAY_AFTER: Final = datetime(2026, 6, 4, 8, 0, tzinfo=VIETNAM)
"""The pages of the demo open on this morning, and their time goes on from there."""
LISTS_GOOD_UNTIL: Final = datetime(2036, 1, 1, tzinfo=VIETNAM)
"""The revocation lists that the demo leaves behind must still serve whoever tries it later."""

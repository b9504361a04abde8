"""When things happen in the pilot."""

from datetime import datetime
from typing import Final

from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.vietnam import VIETNAM
from hocba.lab.nation.calendar import Calendar

PILOT: Final = Calendar(
    year=SchoolYear(2023),
    certified_at=datetime(2024, 3, 20, 8, 0, tzinfo=VIETNAM),
    registers_from=datetime(2024, 4, 15, 7, 30, tzinfo=VIETNAM),
    register_days=12,
    classes_from=datetime(2024, 5, 27, 7, 30, tzinfo=VIETNAM),
    class_days=30,
)
ADMITTED_AT: Final = datetime(2024, 4, 1, 8, 0, tzinfo=VIETNAM)
REGISTERED_AT: Final = datetime(2024, 4, 8, 8, 0, tzinfo=VIETNAM)
REPORTS_FROM: Final = datetime(2024, 7, 4, 8, 0, tzinfo=VIETNAM)
"""The first province reports; every school has sealed its package before."""
REPORT_DAYS: Final = 39
TOLD_AT: Final = datetime(2024, 8, 12, 8, 0, tzinfo=VIETNAM)
"""The pages open on this morning."""

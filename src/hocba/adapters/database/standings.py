"""Which kept records no longer hold, by one statement a school year."""

from collections.abc import Sequence
from typing import Any, Final

from hocba.adapters.database.models.counts import SchoolCountModel
from hocba.adapters.database.office_scope import of_office
from hocba.adapters.database.servers import here
from hocba.core.terms.codes import SchoolYear
from hocba.ports.standings import NotInForce

# Few versions are second ones: each points to those before it by the index of versions.
_SUPERSEDED: Final = """
SELECT DISTINCT older.content_digest
FROM kept_entry AS newer
JOIN kept_entry AS older ON older.record_code = newer.record_code AND older.office = newer.office
    AND older.school_year = newer.school_year AND older.version < newer.version
WHERE newer.office = %(office)s AND newer.school_year = %(year)s AND newer.version > 1
"""
_WITHDRAWN: Final = """
SELECT DISTINCT content_digest FROM kept_withdrawal
WHERE office = %(office)s AND school_year = %(year)s
"""
_BEGINNING: Final = """
SELECT content_digest FROM kept_entry
WHERE office = %(office)s AND school_year = %(year)s
    AND substr(content_digest, 1, %(length)s) = ANY(%(beginnings)s)
"""


class DatabaseStandings:
    """Implements `Standings`. office: its code."""

    def __init__(self, office: str) -> None:
        self._office = office

    def years(self) -> tuple[SchoolYear, ...]:
        """Return the school years of which records are kept; see the port."""
        with of_office(self._office):
            rows = SchoolCountModel.objects.filter(office=self._office)
            years = rows.values_list("school_year", flat=True).distinct()
            return tuple(SchoolYear(first) for first in sorted(years))

    def not_in_force(self, school_year: SchoolYear) -> NotInForce:
        """Return the versions that no longer hold; see the port."""
        withdrawn = set(self._digests(_WITHDRAWN, school_year))
        superseded = set(self._digests(_SUPERSEDED, school_year)) - withdrawn
        return NotInForce(superseded=tuple(superseded), withdrawn=tuple(withdrawn))

    def beginning_with(
        self, school_year: SchoolYear, beginnings: Sequence[bytes]
    ) -> tuple[bytes, ...]:
        """Return digests that begin so; see the port."""
        if not beginnings:
            return ()
        return self._digests(
            _BEGINNING, school_year, beginnings=list(beginnings), length=len(beginnings[0])
        )

    def _digests(self, asked: str, year: SchoolYear, **more: Any) -> tuple[bytes, ...]:
        with of_office(self._office), here().cursor() as cursor:
            cursor.execute(asked, {"office": self._office, "year": year.first, **more})
            return tuple(bytes(digest) for (digest,) in cursor.fetchall())

"""Who stands for which pupil, in PostgreSQL; numbers as keyed digests only."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from hocba.adapters.database.models.families import GuardianshipModel
from hocba.adapters.database.stored_families import guardianship_of, guardianship_row
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.guardianship import Guardianship
from hocba.core.terms.codes import PersonalId, SchoolCode

_MARK: Final = 16


class DatabaseGuardianships:
    """Implements `Guardianships`. keyed: a digest keyed by the office's secret."""

    def __init__(self, keyed: Callable[[bytes], bytes]) -> None:
        self._keyed = keyed

    def add(self, guardianship: Guardianship, number: PersonalId) -> None:
        """Keep one in place of an open one; see the port."""
        self.add_all(guardianship.school, [(guardianship, number)])

    def add_all(self, school: SchoolCode, made: Sequence[tuple[Guardianship, PersonalId]]) -> None:
        """Keep all, or none; see the port."""
        with within(school):
            for one, number in made:
                mark = self._mark(number)
                GuardianshipModel.objects.filter(
                    school=school, sector_code=one.sector_code, number_mark=mark, ended_at=None
                ).update(ended_at=one.at, ended_by=one.by)
                guardianship_row(one, mark).save(force_insert=True)

    def of_number(self, number: PersonalId) -> tuple[Guardianship, ...]:
        """Return all of a number; see the port."""
        return self.of_numbers([number]).get(number, ())

    def of_numbers(
        self, numbers: Sequence[PersonalId]
    ) -> Mapping[PersonalId, tuple[Guardianship, ...]]:
        """Return all of several numbers; see the port."""
        marks = {self._mark(number): number for number in numbers}
        found: dict[PersonalId, tuple[Guardianship, ...]] = {}
        with within(EVERY_SCHOOL):
            for row in GuardianshipModel.objects.filter(number_mark__in=marks).order_by("-id"):
                number = marks[bytes(row.number_mark)]
                found[number] = (*found.get(number, ()), guardianship_of(row))
        return found

    def get(self, guardianship_id: str) -> Guardianship | None:
        """Return one; see the port."""
        with within(EVERY_SCHOOL):
            row = GuardianshipModel.objects.filter(guardianship_id=guardianship_id).first()
        return None if row is None else guardianship_of(row)

    def of_pupil(self, school: SchoolCode, sector_code: str) -> tuple[Guardianship, ...]:
        """Return a pupil's; see the port."""
        with within(school):
            rows = GuardianshipModel.objects.filter(school=school, sector_code=sector_code)
            return tuple(guardianship_of(row) for row in rows.order_by("-id"))

    def end(self, school: SchoolCode, guardianship_id: str, *, at: datetime, by: str) -> bool:
        """End one of a school's; see the port."""
        with within(school):
            open_now = GuardianshipModel.objects.filter(
                school=school, guardianship_id=guardianship_id, ended_at=None
            )
            return open_now.update(ended_at=at, ended_by=by) == 1

    def _mark(self, number: PersonalId) -> bytes:
        return self._keyed(number.encode("ascii"))[:_MARK]

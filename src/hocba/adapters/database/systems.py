"""The systems of vendors that schools have let in, in PostgreSQL."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError

from hocba.adapters.database.models.systems import (
    ResultSourceModel,
    SystemEndModel,
    SystemModel,
)
from hocba.adapters.database.stored_secondary import any_json
from hocba.adapters.database.tenancy import within
from hocba.core.assess.any_year import AnyYear
from hocba.core.compose.content import Software
from hocba.core.compose.systems import Ended, System
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import VIETNAM


class DatabaseSystems:
    """Implements `Systems`."""

    def of_school(self, school: SchoolCode) -> tuple[System, ...]:
        """Return all systems that a school has had; see the port."""
        with within(school):
            ends = {end.place: _ended(end) for end in SystemEndModel.objects.filter(school=school)}
            rows = SystemModel.objects.filter(school=school).order_by("place")
            return tuple(_system(row, ends.get(row.place)) for row in rows)

    def add(self, system: System, *, ends: Ended | None = None) -> None:
        """Keep a system, and end the one before it; see the port."""
        with _one_place(), within(system.school):
            if ends is not None:
                _end_row(system.school, system.place - 1, ends).save(force_insert=True)
            _row(system).save(force_insert=True)

    def end(self, system: System, ended: Ended) -> None:
        """Note that a system no longer speaks for its school; see the port."""
        with _one_place(), within(system.school):
            _end_row(system.school, system.place, ended).save(force_insert=True)

    def note_results(
        self,
        system: System,
        school_year: SchoolYear,
        results: Mapping[str, AnyYear],
        at: datetime,
    ) -> None:
        """Note which results came from a system; see the port."""
        with within(system.school):
            ResultSourceModel.objects.bulk_create(
                ResultSourceModel(
                    school=system.school,
                    school_year=school_year.first,
                    sector_code=code,
                    place=system.place,
                    digest=_digest(year),
                    at=at,
                )
                for code, year in results.items()
            )

    def sources(
        self, school: SchoolCode, school_year: SchoolYear, held: Mapping[str, AnyYear]
    ) -> Mapping[str, Software]:
        """Return the software behind each result that stands as sent; see the port."""
        with within(school):
            rows = ResultSourceModel.objects.filter(school=school, school_year=school_year.first)
            latest = rows.order_by("sector_code", "-id").distinct("sector_code")
            sent = {row.sector_code: row for row in latest if row.sector_code in held}
            systems = {row.place: row for row in SystemModel.objects.filter(school=school)}
        return {
            code: _software(systems[row.place])
            for code, row in sent.items()
            if bytes(row.digest) == _digest(held[code])
        }


@contextmanager
def _one_place() -> Iterator[None]:
    """Let the unique places decide between two who are at it at once."""
    try:
        yield
    except IntegrityError as taken:
        raise Refusal("system.moved_on") from taken


def _digest(year: AnyYear) -> bytes:
    told = json.dumps(any_json(year), sort_keys=True, ensure_ascii=False)
    return sha256(told.encode()).digest()


def _row(system: System) -> SystemModel:
    return SystemModel(
        school=system.school,
        place=system.place,
        vendor=system.software.vendor,
        name=system.software.name,
        version=system.software.version,
        certificate=system.certificate,
        fingerprint=system.fingerprint,
        by=system.by,
        at=system.at,
        basis=system.basis,
    )


def _end_row(school: SchoolCode, place: int, ended: Ended) -> SystemEndModel:
    return SystemEndModel(school=school, place=place, by=ended.by, at=ended.at, basis=ended.basis)


def _system(row: SystemModel, ended: Ended | None) -> System:
    return System(
        school=SchoolCode(row.school),
        place=row.place,
        software=_software(row),
        certificate=bytes(row.certificate),
        fingerprint=row.fingerprint,
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        basis=row.basis,
        ended=ended,
    )


def _ended(row: SystemEndModel) -> Ended:
    return Ended(by=row.by, at=row.at.astimezone(VIETNAM), basis=row.basis)


def _software(row: SystemModel) -> Software:
    return Software(name=row.name, version=row.version, vendor=row.vendor)

"""Status lists: the ministry says of all its records which no longer hold; anybody may hear it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hocba.core.publish.status_list import (
    PLACE_BYTES,
    SPARED_BYTES,
    STATUS_KIND,
    Listed,
    StatusList,
    places_of,
    read_status_list,
    status_list_bytes,
)
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.flow.signed_lists import heard_list, signed_list
from hocba.ports.certificates import CertificatePaths
from hocba.ports.outside import Outside
from hocba.ports.standings import NotInForce, StatusLists

EDITION_DAYS: Final = 7
"""Days for which an edition is good; a new one is made every day where the ministry can."""


_FINDINGS: Final = {
    Listed.SUPERSEDED: Finding(code="status.superseded"),
    Listed.WITHDRAWN: Finding(code="status.withdrawn"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardStatus:
    """
    What is known of a record's standing without asking anybody.

    listed: None where there is no list of its year, or none that counts; edition: the list.
    findings: why the record, or the list, is not to be relied upon.
    """

    listed: Listed | None
    edition: StatusList | None = None
    findings: tuple[Finding, ...] = ()


class StatusDesk:
    """Answers from the lists of one trust directory; every edition is heard once."""

    def __init__(
        self,
        lists: StatusLists,
        *,
        paths: CertificatePaths,
        ministry: frozenset[str],
        now: datetime,
    ) -> None:
        self._lists, self._paths, self._ministry, self._now = lists, paths, ministry, now
        self._heard: dict[SchoolYear, StatusList | Refusal | None] = {}

    def status(
        self, *, school_year: SchoolYear, environment: Environment, content_digest: bytes
    ) -> HeardStatus:
        """Return what the list of its year says of a record; never raises for a bad list."""
        edition = self._edition(school_year)
        if edition is None:
            return HeardStatus(listed=None)
        if isinstance(edition, Refusal):
            return HeardStatus(listed=None, findings=(_not_counted(edition),))
        if edition.environment is not environment:
            return HeardStatus(listed=None, findings=(_not_counted(Refusal("status.other_list")),))
        listed = edition.status(content_digest)
        found = [_FINDINGS[listed]] if listed in _FINDINGS else []
        if self._now > edition.next_at:
            due = {"day": f"{edition.next_at:%d/%m/%Y}"}
            found.append(Finding(code="status.stale", weight=Weight.WARNING, details=due))
        return HeardStatus(listed=listed, edition=edition, findings=tuple(found))

    def _edition(self, year: SchoolYear) -> StatusList | Refusal | None:
        if year not in self._heard:
            self._heard[year] = self._read(year)
        return self._heard[year]

    def _read(self, year: SchoolYear) -> StatusList | Refusal | None:
        text = self._lists.text(year)
        if text is None:
            return None
        try:
            listed = heard_status_list(
                text, paths=self._paths, ministry=self._ministry, now=self._now
            )
        except Refusal as refusal:
            return refusal
        return listed if listed.school_year == year else Refusal("status.other_list")


def _not_counted(refusal: Refusal) -> Finding:
    details = refusal.details
    return Finding(code=refusal.code, weight=Weight.INDETERMINATE, details=details)


def publish_status_lists(ministry: Outside) -> tuple[StatusList, ...]:
    """
    Sign the next edition for every school year and put each in its place.

    A crash between two years leaves whole editions, some of them new: each stands by itself.
    Raises: Refusal "printed.not_the_ministry", "account.no_key", "keys.*"; SigningStopped.
    """
    return tuple(_published(ministry, year) for year in ministry.standings.years())


def heard_status_list(
    text: str, *, paths: CertificatePaths, ministry: frozenset[str], now: datetime
) -> StatusList:
    """Read an edition and make sure that the ministry signed it; raises as `heard_list`."""
    return heard_list(
        text, kind=STATUS_KIND, read=read_status_list, paths=paths, ministry=ministry, now=now
    )


def _published(ministry: Outside, year: SchoolYear) -> StatusList:
    now = ministry.clock.now()
    before = ministry.status_lists.text(year)
    number = 0 if before is None else _heard_here(ministry, before).number
    found = ministry.standings.not_in_force(year)
    listed = StatusList(
        environment=ministry.environment,
        school_year=year,
        number=number + 1,
        made_at=now,
        next_at=now + timedelta(days=EDITION_DAYS),
        superseded=places_of(found.superseded),
        withdrawn=places_of(found.withdrawn),
        spared=_spared(ministry, year, found),
    )
    purpose = f"Ký danh sách tình trạng học bạ {year} số {listed.number}"
    payload = status_list_bytes(listed)
    signed = signed_list(ministry, kind=STATUS_KIND, payload=payload, made_at=now, purpose=purpose)
    ministry.status_lists.replace(year, signed)
    return listed


def _heard_here(ministry: Outside, text: str) -> StatusList:
    now = ministry.clock.now()
    return heard_status_list(text, paths=ministry.paths, ministry=ministry.ministry, now=now)


def _spared(ministry: Outside, year: SchoolYear, found: NotInForce) -> frozenset[bytes]:
    """Return records in force whose place is that of one which is not."""
    listed = {*found.superseded, *found.withdrawn}
    beginnings = [digest[:PLACE_BYTES] for digest in listed]
    kept = ministry.standings.beginning_with(year, beginnings)
    return frozenset(digest[:SPARED_BYTES] for digest in kept if digest not in listed)

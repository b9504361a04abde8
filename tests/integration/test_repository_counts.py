"""Counts made in the database are the plain counts over what it keeps."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hocba.adapters.database.repository import DatabaseRepository
from hocba.core.report.figures import Choice
from hocba.core.submit.package import EntryKind
from hocba.core.terms.codes import RecordKey, SchoolYear, record_code
from hocba.core.terms.vietnam import VIETNAM
from hocba.flow.receive_package import receive
from hocba.flow.send_package import send
from hocba.ports.repository import KeptRecord
from tests.keepings import digest, keep
from tests.repository_world import issue_class, packed, packed_above, three_offices
from tests.school_world import PROVINCE, YEAR


@pytest.fixture
def offices(as_app, tmp_path):
    offices = three_offices(tmp_path)
    issue_class(offices.school)
    receive(offices.province, offices.school.outbox.file(packed(offices.school).message_id))
    return offices


def kept_later(at, *names, year=YEAR):
    """Keep records more at a moment."""
    keys = [
        RecordKey(record_code=record_code(name.encode().ljust(8)), school_year=year, version=1)
        for name in names
    ]
    repository = DatabaseRepository(PROVINCE)
    spot = replace(repository.versions(_some_code(repository))[0].spot, school_year=year)
    records = [
        KeptRecord(
            key=key,
            spot=spot,
            content_digest=digest("c", key),
            file_digest=digest("f", key),
            kept_at=at,
            log_index=0,
        )
        for key in keys
    ]
    keep(repository, records=records, at=at, package=f"{at}{names}{year}")


def _some_code(repository):
    _, kept = repository.rows(Choice(school_year=YEAR))
    return kept[0].record_code


def plain(repository):
    kept = repository.kept(kind=EntryKind.RECORD, school_year=YEAR)
    return Counter(entry.kept_at.astimezone(VIETNAM).date() for entry in kept)


def test_counts_by_the_days_of_vietnam(offices):
    # One minute before midnight in Hà Nội, and one after: the same day in Greenwich.
    before = datetime(2026, 6, 5, 16, 59, tzinfo=UTC)
    after = datetime(2026, 6, 5, 17, 1, tzinfo=UTC)
    kept_later(before, "a")
    kept_later(after, "b", "c")
    kept_later(after, "d", year=SchoolYear(2024))
    repository = offices.province.repository

    days = repository.kept_by_day(kind=EntryKind.RECORD, school_year=YEAR)

    assert days == plain(repository)
    assert [count for _, count in sorted(days.items())][-2:] == [1, 2]


def test_counts_only_the_kind_that_is_asked_for(offices):
    repository = offices.province.repository

    days = repository.kept_by_day(kind=EntryKind.DECLARATION, school_year=YEAR)

    assert list(days.values()) == [1]


def test_counts_what_is_not_reported_yet(offices):
    repository = offices.province.repository
    assert repository.unreported_count() == len(repository.unreported()) > 0

    send(offices.province, packed_above(offices.province).message_id)

    assert repository.unreported_count() == len(repository.unreported()) == 0
    assert offices.ministry.repository.unreported_count() > 0

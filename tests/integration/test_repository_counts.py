"""Counts made in the database are the plain counts over what it keeps."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from hocba.adapters.database.models.repository import KeptEntryModel
from hocba.adapters.database.office_scope import of_office
from hocba.core.submit.package import EntryKind
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.vietnam import VIETNAM
from hocba.flow.receive_package import receive
from hocba.flow.send_package import send
from tests.repository_world import issue_class, packed, packed_above, three_offices
from tests.school_world import PROVINCE, YEAR


@pytest.fixture
def offices(as_app, tmp_path):
    offices = three_offices(tmp_path)
    issue_class(offices.school)
    receive(offices.province, offices.school.outbox.file(packed(offices.school).message_id))
    return offices


def kept_later(*moments, year=YEAR):
    """Add entries as if they had been kept at these moments."""
    with of_office(PROVINCE):
        last = KeptEntryModel.objects.order_by("log_index").last()
        for at in moments:
            last.pk, last.log_index = None, last.log_index + 1
            last.digest, last.kept_at = last.log_index.to_bytes(32, "big"), at
            last.kind, last.school_year = EntryKind.RECORD.value, year.first
            last.save(force_insert=True)


def plain(repository):
    kept = repository.kept(kind=EntryKind.RECORD, school_year=YEAR)
    return Counter(entry.kept_at.astimezone(VIETNAM).date() for entry in kept)


def test_counts_by_the_days_of_vietnam(offices):
    # One minute before midnight in Hà Nội, and one after: the same day in Greenwich.
    before = datetime(2026, 6, 5, 16, 59, tzinfo=UTC)
    after = datetime(2026, 6, 5, 17, 1, tzinfo=UTC)
    kept_later(before, after, after)
    kept_later(after, year=SchoolYear(2024))
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

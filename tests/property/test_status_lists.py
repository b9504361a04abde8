"""A status list says of every record what the repository says, in few bytes, and of nobody more."""

import json
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.publish.status_list import (
    PLACE_BYTES,
    SPARED_BYTES,
    Listed,
    StatusList,
    places_of,
    read_status_list,
    status_list_bytes,
)
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import VIETNAM

NOW = datetime(2026, 6, 10, 9, tzinfo=VIETNAM)
DIGESTS = st.binary(min_size=32, max_size=32)


def a_list(superseded=(), withdrawn=(), spared=()):
    return StatusList(
        environment=Environment.TEST,
        school_year=SchoolYear(2025),
        number=3,
        made_at=NOW,
        next_at=NOW + timedelta(days=7),
        superseded=places_of(superseded),
        withdrawn=places_of(withdrawn),
        spared=frozenset(digest[:SPARED_BYTES] for digest in spared),
    )


@given(st.sets(DIGESTS), st.sets(DIGESTS), st.sets(DIGESTS))
def test_answers_for_each_record_and_comes_back_from_its_bytes(gone, back, others):
    gone, others = gone - back, others - gone - back
    taken = {digest[:PLACE_BYTES] for digest in gone | back}
    spared = {digest for digest in others if digest[:PLACE_BYTES] in taken}
    listed = read_status_list(status_list_bytes(a_list(gone, back, spared)))

    assert listed == a_list(gone, back, spared)
    assert {listed.status(digest) for digest in back} <= {Listed.WITHDRAWN}
    assert {listed.status(digest) for digest in others} <= {Listed.NOT_LISTED}
    shared = {digest[:PLACE_BYTES] for digest in back}
    alone = {digest for digest in gone if digest[:PLACE_BYTES] not in shared}
    assert {listed.status(digest) for digest in alone} <= {Listed.SUPERSEDED}


@given(st.lists(st.integers(0, 2**40 - 1), unique=True))
def test_holds_its_places_in_their_order(numbers):
    places = places_of(number.to_bytes(PLACE_BYTES) + b"x" * 27 for number in numbers)

    assert list(places.all()) == sorted(numbers)


def test_takes_a_few_bytes_for_each_record_that_no_longer_holds():
    gone = [sha256(str(number).encode()).digest() for number in range(10_000)]

    assert len(places_of(gone).gaps) < 10_000 * 3.7


@pytest.mark.parametrize(
    "change",
    [
        {"place_bytes": 6},
        {"superseded": {"count": 5, "rice": 3, "gaps": ""}},
        {"superseded": {"count": 10**9, "rice": 0, "gaps": ""}},
        {"superseded": {"count": 1, "rice": 40, "gaps": "gAAAAAAA"}},
        {"spared": ["xyz"]},
        {"made_at": "2026-06-10T09:00:00"},
        {"school_year": "2025"},
    ],
)
def test_that_is_not_one_is_refused(change):
    told = json.loads(status_list_bytes(a_list())) | change

    with pytest.raises(Refusal):
        read_status_list(json.dumps(told).encode())

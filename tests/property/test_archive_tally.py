"""Tallies add up in any grouping and order, and come back from a journal as they were."""

import json
from functools import reduce

from hypothesis import given
from hypothesis import strategies as some

from hocba.core.report import archive_tally
from hocba.core.report.archive_tally import Remark, Tally, merged, tally_json, tally_of

_WORDS = some.sampled_from(["a", "b", "outcome:PASSED", "until:2029-08"])
_SEGMENTS = some.sampled_from(["00000001.seg2", "00000002.seg2", "00000003.seg"])
_REMARKS = some.builds(
    Remark, segment=_SEGMENTS, offset=some.integers(-1, 3), what=_WORDS, text=_WORDS
)
TALLIES = some.builds(
    Tally,
    counts=some.dictionaries(_WORDS, some.integers(1, 5)),
    remarks=some.lists(_REMARKS, max_size=4).map(lambda found: tuple(sorted(found))),
    digests=some.lists(some.tuples(_SEGMENTS, _WORDS), max_size=2).map(
        lambda found: tuple(sorted(found))
    ),
)


@given(TALLIES, TALLIES, TALLIES)
def test_the_grouping_changes_nothing(a, b, c):
    assert (a + b) + c == a + (b + c)


@given(TALLIES, TALLIES)
def test_the_order_changes_nothing(a, b):
    assert a + b == b + a
    assert (a + b).digest == (b + a).digest


@given(TALLIES)
def test_nothing_adds_nothing(a):
    assert a + Tally() == a == Tally() + a


@given(some.lists(TALLIES, max_size=9))
def test_adding_like_to_like_comes_to_the_same_as_one_by_one(tallies):
    assert merged(tallies) == reduce(Tally.__add__, tallies, Tally())


@given(TALLIES)
def test_a_tally_comes_back_from_its_line(a):
    line = tally_json(a)

    assert tally_of(json.loads(line)) == a
    assert "\n" not in line


@given(some.integers(0, 3), some.lists(TALLIES, min_size=2, max_size=5), some.randoms())
def test_the_first_remarks_are_the_same_however_they_are_cut(most, tallies, chance):
    whole = sorted(remark for tally in tallies for remark in tally.remarks)
    usual, archive_tally.MOST_REMARKS = archive_tally.MOST_REMARKS, most
    try:
        chance.shuffle(tallies)
        found = merged(tallies)
    finally:
        archive_tally.MOST_REMARKS = usual

    assert found.remarks == tuple(whole[:most])

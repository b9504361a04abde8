"""Oversight counts the same in whatever parts and order records come, and never out of nothing."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest

from hocba.adapters.database.oversight import DatabaseTraits
from hocba.core.report.figures import Rate
from hocba.core.report.oversight import concentration, index_of, oversight, signal_story
from hocba.core.report.oversight_tally import (
    Cell,
    RecordTrace,
    RegisterTrace,
    SignatureTrace,
    Trait,
    tallied,
)
from hocba.core.report.refusals import (
    RefusedRecords,
    returned_by_software,
    returned_by_unit,
    stated_by_software,
    stated_lines,
)
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import VIETNAM
from hocba.flow.count_traits import count_traits, counted_anew
from tests.repository_world import all_the_way, issue_class, three_offices
from tests.school_world import YEAR

YEARS = (SchoolYear(2024), SchoolYear(2025))
NOON = datetime(2026, 6, 5, 12, tzinfo=VIETNAM)


def a_signature(chance):
    at = NOON - timedelta(hours=chance.randrange(24))
    return SignatureTrace(
        role=chance.choice(["GVCN", "PHO_HIEU_TRUONG", "CON_DAU"]),
        authority=f"CA {chance.randrange(4)}",
        signed_at=chance.choice([None, at, at]),
        valid_to=chance.choice([None, at + timedelta(days=chance.randrange(60))]),
        assigned_for=chance.choice([None, 0, 1, 2, 300]),
    )


def a_trace(chance):
    school = chance.randrange(6)
    return RecordTrace(
        school_year=chance.choice(YEARS),
        province=f"P{school % 2}",
        school=f"T{school}",
        software=f"Hãng {chance.randrange(3)}",
        version=chance.choice([1, 1, 2]),
        signatures=tuple(a_signature(chance) for _ in range(chance.randrange(4))),
        warned=chance.random() < 0.2,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_counting_on_equals_counting_at_once(seed, as_app):
    chance = Random(seed)
    traces = [a_trace(chance) for _ in range(120)]
    whole = tallied(traces)
    chance.shuffle(traces)
    traits, place = DatabaseTraits("98"), 0
    while traces:
        part, traces = traces[: (n := chance.randint(1, 40))], traces[n:]
        traits.add(tallied(part), seen=place, next_index=place + len(part))
        place += len(part)

    assert traits.next_index() == place
    kept = {}
    for year in YEARS:
        kept |= traits.counts(year)
    assert kept == dict(whole)


@pytest.mark.django_db
def test_two_that_count_the_same_part_count_it_once(as_app):
    traits, part = DatabaseTraits("98"), tallied([a_trace(Random(1))])
    traits.add(part, seen=0, next_index=1)
    with pytest.raises(Refusal) as refused:
        traits.add(part, seen=0, next_index=1)
    assert refused.value.code == "oversight.moved_on"
    assert sum(traits.counts(SchoolYear(2024)).values()) + sum(
        traits.counts(SchoolYear(2025)).values()
    ) == sum(part.values())


@pytest.mark.parametrize(
    ("counts", "index"),
    [({}, None), ({"A": 7}, 10_000), ({"A": 1, "B": 1}, 5_000), ({"A": 3, "B": 1}, 6_250)],
)
def test_index_of_concentration(counts, index):
    assert index_of(counts) == index


@pytest.mark.parametrize("seed", range(20))
def test_the_index_lies_between_even_shares_and_one_hand(seed):
    chance = Random(seed)
    counts = {str(n): chance.randint(1, 50) for n in range(chance.randint(1, 9))}
    assert 10_000 // len(counts) <= index_of(counts) <= 10_000
    named = concentration(counts, {})
    assert sum(share.rate.numerator for share in named.shares) == sum(counts.values())
    assert named.change is None


def cells(school, **counts):
    return {
        Cell(school_year=2025, province="P", school=school, trait=Trait[name].value): count
        for name, count in counts.items()
    }


def told(found):
    return oversight(found, {}, by_school=True)


def a_record(*signatures, **changes):
    """A record of one school; signatures as role, moment, whose certificate."""
    traced = [
        SignatureTrace(role=role, authority="CA", signed_at=at, valid_to=None, by=by)
        for role, at, by in signatures
    ]
    plain = {"school_year": YEARS[1], "province": "P", "school": "T1", "software": "H"}
    return RecordTrace(**plain, version=1, signatures=tuple(traced), **changes)


def counted(*records):
    found = Counter()
    for cell, count in tallied(records).items():
        found[cell.trait] += count
    return found


class TestWhatIsCounted:
    def test_content_that_was_changed_after_a_lock(self):
        assert counted(a_record(), a_record(reopened=True))[Trait.REOPENED] == 1

    @pytest.mark.parametrize(
        ("days", "outside"), [((0, 0), 0), ((-9, -1), 1), ((1, 9), 1), ((-9, 9), 0)]
    )
    def test_signatures_before_and_after_the_campaigns_days(self, days, outside):
        window = tuple(NOON.date() + timedelta(days=n) for n in days)
        found = counted(a_record(("GVCN", NOON, "a"), window=window), a_record(("GVCN", NOON, "a")))
        # Of the record without a campaign nothing is counted, not even that it is inside.
        assert (found[Trait.IN_CAMPAIGN], found[Trait.OUT_OF_WINDOW]) == (1, outside)

    @pytest.mark.parametrize(
        ("role", "by", "seconds", "times"),
        [
            ("HIEU_TRUONG", "b", 59, 1),
            ("HIEU_TRUONG", "b", 60, 0),
            ("HIEU_TRUONG", "a", 1, 0),
            ("CON_DAU", "b", 1, 0),
        ],
    )
    def test_two_persons_within_a_minute_and_no_seal(self, role, by, seconds, times):
        later = NOON + timedelta(seconds=seconds)
        record = a_record(("GVCN", NOON, "a"), (role, later, by))
        assert counted(record)[Trait.AT_ONE_PLACE] == times


class TestOneSignal:
    def test_tells_of_a_province_which_schools_it_is_in(self):
        found = cells("T1", SIGNATURES=10, AT_NIGHT=5) | cells("T2", SIGNATURES=90)
        story = signal_story(found, trait=Trait.AT_NIGHT, unit="P", by_school=False)
        assert [school for school, _ in story.schools] == ["T1"]
        assert (story.signal.rate, story.all) == (Rate(numerator=5, denominator=100),) * 2

    def test_of_a_unit_without_it_is_none_of_none(self):
        story = signal_story({}, trait=Trait.AT_NIGHT, unit="P", by_school=False)
        assert (story.signal.rate.numerator, story.signal.rate.denominator) == (0, 0)


class TestSignals:
    def test_stand_out_where_far_more_frequent_than_with_all(self):
        found = told(
            cells("T1", SIGNATURES=10, AT_NIGHT=5) | cells("T2", SIGNATURES=90, AT_NIGHT=1)
        )
        outstanding = [(s.unit, s.trait) for s in found.by_unit if s.stands_out]
        assert outstanding == [("T1", Trait.AT_NIGHT)]

    def test_never_stand_out_for_a_handful(self):
        found = told(cells("T1", SIGNATURES=4, AT_NIGHT=4) | cells("T2", SIGNATURES=900))
        assert not any(s.stands_out for s in found.by_unit)

    def test_sums_are_the_units_sums(self):
        whole = dict(tallied([a_trace(Random(seed)) for seed in range(60)]))
        found = told({c: n for c, n in whole.items() if c.school_year == 2025})
        sums = Counter()
        for signal in found.by_unit:
            sums[signal.trait] += signal.rate.numerator
        assert all(sums[s.trait] == s.rate.numerator for s in found.totals)

    def test_a_shared_certificate_counts_once_in_all_registers_of_a_school(self):
        register = RegisterTrace(school_years=(YEARS[1],), school="T1", shared=("ab",))
        found = told(cells("T1", RECORDS=9) | dict(tallied([], [register] * 3)))
        (signal,) = [s for s in found.by_unit if s.trait is Trait.SHARED]
        assert signal.rate.numerator == 1


@pytest.mark.parametrize("seed", range(8))
def test_what_is_returned_adds_up_in_any_order_by_software_and_by_unit(seed):
    chance = Random(seed)
    cells = tallied([a_trace(chance) for _ in range(60)])
    cells = {cell: count for cell, count in cells.items() if cell.school_year == 2025}
    refused = [
        RefusedRecords(
            sender=f"P{school % 2}",
            school=f"T{school}",
            school_year=YEARS[1],
            software=chance.choice(["", "Hãng 1", "Hãng 9"]),
            code=chance.choice(["a.b", "c.d"]),
            count=chance.randint(1, 5),
        )
        for school in range(8)
    ]
    found = returned_by_software(cells, refused)
    chance.shuffle(refused)
    mixed = dict(chance.sample(sorted(cells.items()), len(cells)))
    assert returned_by_software(mixed, refused) == found
    ways = (found, *(returned_by_unit(cells, refused, by_school=b) for b in (True, False)))
    whole = (cells_of(cells, Trait.SOFTWARE), cells_of(cells, Trait.WARNED))
    for told in ways:
        assert sum(each.refused for each in told) == sum(each.count for each in refused)
        assert (sum(e.accepted for e in told), sum(e.warned for e in told)) == whole
        assert all(sum(count for _, count in e.reasons) == e.refused for e in told)
    # Stated and added up again, nothing is lost.
    assert stated_by_software(stated_lines(YEARS[1], found)) == found


def cells_of(cells, trait):
    return sum(count for cell, count in cells.items() if cell.trait == trait)


@pytest.mark.django_db
def test_what_the_repository_holds_is_counted_on_as_it_is_counted_anew(as_app, tmp_path):
    offices = three_offices(tmp_path)
    issue_class(offices.school)
    all_the_way(offices)
    for office in (offices.province, offices.ministry):
        while count_traits(office, limit=2):
            pass
        cells = office.desk.traits.counts(YEAR)
        assert cells == dict(counted_anew(office))
        found = {cell.trait: count for cell, count in cells.items()}
        assert found[Trait.RECORDS] == 3
        assert found[Trait.SIGNATURES] == sum(
            count for cell, count in cells.items() if cell.trait == Trait.AUTHORITY
        )

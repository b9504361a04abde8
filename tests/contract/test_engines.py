"""What every engine promises: order, flat memory, no lost item in silence."""

import os

import pytest

from hocba.adapters.engines.pool import ProcessPool
from hocba.core.terms.outcomes import Fault, Finding, Refusal

_BEGUN = []


def begin(word):
    _BEGUN.append(word)


def doubled(number):
    return 2 * number


def told(_number):
    return list(_BEGUN)


def refusing_three(number):
    if number == 3:
        raise Refusal("rules.unknown_pack", value="x")
    return number


def dying_at_five(number):
    if number == 5:
        os._exit(1)
    return number


@pytest.fixture
def pool():
    with ProcessPool(workers=1, begin=begin, given=("once",)) as opened:
        yield opened


def test_gives_results_in_order_one_an_item(pool):
    assert list(pool.each(doubled, range(50))) == [2 * n for n in range(50)]


def test_begins_once_in_each_worker(pool):
    assert list(pool.each(told, range(3))) == [["once"]] * 3


def test_takes_items_only_as_results_are_fetched(pool):
    taken = []

    def items():
        for number in range(100):
            taken.append(number)
            yield number

    results = pool.each(doubled, items())
    next(results)

    assert len(taken) <= 4


def test_raises_a_refusal_at_the_place_of_its_item(pool):
    results = pool.each(refusing_three, range(5))

    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(Refusal) as refused:
        next(results)
    assert refused.value.code == "rules.unknown_pack"


def test_a_dead_worker_is_a_fault_and_no_lost_item(pool):
    given = []

    with pytest.raises(Fault) as fault:
        given.extend(pool.each(dying_at_five, range(10)))

    assert fault.value.code == "engine.worker_lost"
    assert fault.value.retry
    assert given == list(range(len(given)))
    assert len(given) <= 5


def a_finding(number):
    return Finding(code="sheet.x", details={"n": str(number)}), Finding(code="sheet.y")


def faulty(_number):
    raise Fault("engine.worker_lost", "why", retry=True, place="here")


def test_brings_findings_and_faults_back_whole(pool):
    (brought,) = pool.each(a_finding, [1])

    assert brought == a_finding(1)
    with pytest.raises(Fault) as fault:
        list(pool.each(faulty, [1]))
    assert (fault.value.retry, dict(fault.value.details)) == (True, {"place": "here"})

"""What every engine promises: order, flat memory, no lost item in silence."""

import pytest

from hocba.adapters.engines.dask_cluster import DaskCluster
from hocba.adapters.engines.here import Here
from hocba.adapters.engines.patient_pool import PatientPool
from hocba.adapters.engines.pool import ProcessPool
from hocba.core.terms.outcomes import Fault, Refusal
from tests.dask_world import a_scheduler, a_worker, the_cluster
from tests.engine_work import (
    a_finding,
    begin,
    doubled,
    dying_at_five,
    dying_once,
    faulty,
    refusing_three,
    told,
)


@pytest.fixture
def pool():
    with ProcessPool(workers=1, begin=begin, given=("once",)) as opened:
        yield opened


@pytest.fixture(params=["here", "pool", "patient", "dask"])
def engine(request):
    if request.param == "pool":
        yield request.getfixturevalue("pool")
    elif request.param == "dask":
        with DaskCluster(the_cluster()) as cluster:
            yield cluster
    else:
        yield Here() if request.param == "here" else PatientPool(workers=1)


def test_gives_results_in_order_one_an_item(engine):
    assert list(engine.each(doubled, range(50))) == [2 * n for n in range(50)]


def test_begins_once_in_each_worker(pool):
    assert list(pool.each(told, range(3))) == [["once"]] * 3


def test_takes_items_only_as_results_are_fetched(engine):
    taken = []

    def items():
        for number in range(100):
            taken.append(number)
            yield number

    results = engine.each(doubled, items())
    next(results)

    # Two for each of at most two workers, and one for the result that was fetched.
    assert len(taken) <= 5


def test_raises_a_refusal_at_the_place_of_its_item(engine):
    results = engine.each(refusing_three, range(5))

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


def test_brings_findings_and_faults_back_whole(engine):
    (brought,) = engine.each(a_finding, [1])

    assert brought == a_finding(1)
    with pytest.raises(Fault) as fault:
        list(engine.each(faulty, [1]))
    assert (fault.value.retry, dict(fault.value.details)) == (True, {"place": "here"})


class TestPatientPool:
    def test_goes_on_with_other_workers_when_one_died(self, tmp_path):
        items = [(tmp_path / "died", number) for number in range(12)]

        found = list(PatientPool(workers=2).each(dying_once, items))

        assert found == list(range(12))
        assert (tmp_path / "died").exists()

    def test_gives_up_at_the_item_that_kills_every_worker(self):
        given = []

        with pytest.raises(Fault) as fault:
            given.extend(PatientPool(workers=1, deaths=2).each(dying_at_five, range(4, 8)))

        assert fault.value.code == "engine.worker_lost"
        assert given == [4]


class TestDaskCluster:
    def test_gives_up_at_the_item_that_kills_every_worker(self):
        with (
            a_scheduler(allowed_failures=0) as address,
            a_worker(address),
            DaskCluster(address) as cluster,
            pytest.raises(Fault) as fault,
        ):
            list(cluster.each(dying_at_five, [5]))

        assert (fault.value.code, fault.value.retry) == ("engine.worker_lost", True)

    def test_says_that_nobody_is_there(self):
        with pytest.raises(Fault) as fault:
            DaskCluster("tcp://127.0.0.1:1", patience_s=0.2)

        assert (fault.value.code, fault.value.retry) == ("engine.not_reached", True)

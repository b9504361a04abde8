"""An office whose bytes and log stand in an S3 store does all that it does in a folder."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.object_segments import ObjectSegments
from hocba.adapters.blobs.object_store import opened
from hocba.adapters.keys.note_keys import check_ed25519
from hocba.adapters.memory.clock import StoryClock
from hocba.core.publish.tiles import CHECKPOINT_PATH
from hocba.core.submit.receipt import Answer
from hocba.core.terms.outcomes import Fault
from hocba.flow.check_store import checked_store
from hocba.flow.compact_store import compact, planned_compaction
from hocba.flow.publish_log import log_key, publish, rebuild
from hocba.flow.receive_package import receive
from hocba.flow.repair_store import brought_back, repaired
from hocba.flow.verify_log import verify_log
from tests.object_office import on_objects
from tests.repository_world import issue_class, packed, read_receipt, three_offices

GRACE = timedelta(days=7)
SMALL = {"full_bytes": 1, "block_documents": 1}

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(s3_server, s3_keys, request):
    return lambda prefix: s3_server.address(f"{request.node.name}/{prefix}")


@pytest.fixture
def world(as_app, tmp_path, place):
    """A province on objects, and a class's package for it."""
    offices = three_offices(tmp_path / "kho")
    issue_class(offices.school)
    package = offices.school.outbox.file(packed(offices.school).message_id)
    return on_objects(offices.province, place, tmp_path), package


def test_takes_in_reads_back_and_publishes(world, place, tmp_path):
    province, package = world

    receipt = read_receipt(province, receive(province, package))

    assert {each.answer for each in receipt.answers} == {Answer.ACCEPTED}
    later = on_objects(province, place, tmp_path)
    report = checked_store(later)
    assert (report.documents, report.unnamed, report.torn) == (5, (), ())
    verify_log(later.log.store, log_key(later), check=check_ed25519)


def test_answers_a_package_that_comes_again_with_the_same_receipt(world, place, tmp_path):
    province, package = world
    first = receive(province, package)
    later = on_objects(province, place, tmp_path)

    assert receive(later, package) == first
    assert later.archive.segments() == province.archive.segments()


def test_a_copy_of_the_bucket_mends_a_damaged_object_and_one_that_is_lost(world, place, tmp_path):
    province, package = world
    store = opened(place(province.office.code))
    # Every document becomes an object of its own.
    receive(replace(province, archive=ObjectSegments(store, **SMALL)), package)
    copy = BlockSegments(tmp_path / "ban-sao")
    whole = {name: bytes(store.get(name).bytes()) for name in province.archive.segments()}
    assert brought_back(province.archive, copy) == len(whole) == 5
    assert checked_store(replace(province, archive=copy)).documents == 5
    hurt, lost = sorted(whole)[:2]
    store.put(hurt, whole[hurt][:-1] + b"?")
    store.delete(lost)
    later = on_objects(province, place, tmp_path)
    damaged = checked_store(later).damaged

    assert damaged == (hurt, lost)
    assert tuple(repaired(later, damaged, copy)) == damaged

    assert {name: bytes(store.get(name).bytes()) for name in whole} == whole
    report = checked_store(later)
    assert (report.documents, report.is_sound) == (5, True)


def test_compacts_many_small_objects_into_one(world, place, tmp_path):
    province, package = world
    store = opened(place(province.office.code))
    # Every document becomes an object of its own.
    small = ObjectSegments(store, **SMALL)
    receive(replace(province, archive=small), package)
    small.append([b"of a writer that was killed before the index was written"])
    old = small.segments()

    compact(province, planned_compaction(province, grace=GRACE))
    later = replace(province, clock=StoryClock(province.clock.now() + 2 * GRACE))
    done = compact(later, planned_compaction(later, grace=GRACE))

    # The newest object has its turn when there is a newer one: what nobody names goes with it.
    assert set(done.dropped) == set(old[:-1])
    assert old[-1] in done.retired
    report = checked_store(on_objects(province, place, tmp_path))
    assert (report.documents, report.is_sound) == (5, True)
    assert len(small.segments()) == 2


def test_does_not_mend_a_tile_that_no_longer_is_what_it_was(world, place):
    province, package = world
    receive(province, package)
    store = opened(place(f"{province.office.code}/log"))
    (tile,) = [path for path in names(store) if path.startswith("tile/0/")]
    store.put(tile, b"another")

    with pytest.raises(Fault) as fault:
        rebuild(province)

    # Bytes that somebody may have seen are not replaced: an operator looks, and removes them.
    assert fault.value.code == "log.differs"
    store.delete(tile)
    assert rebuild(province).missing == (tile,)
    verify_log(province.log.store, log_key(province), check=check_ed25519)


def test_publishes_a_log_that_was_lost_as_a_whole_again(world, place):
    province, package = world
    receive(province, package)
    store = opened(place(f"{province.office.code}/log"))
    store.delete(names(store))

    point = publish(province)

    assert point.size == 5
    assert store.head(CHECKPOINT_PATH)["size"] > 0
    verify_log(province.log.store, log_key(province), check=check_ed25519)


def names(store):
    return [one["path"] for batch in store.list() for one in batch]

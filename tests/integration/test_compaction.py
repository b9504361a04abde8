"""
Loose segments written anew: the index follows, old bytes go later, a crash costs nothing.

    | point                                     | the index names | next run           |
    |-------------------------------------------|-----------------|--------------------|
    | new blocks written, the index not told    | the old places  | writes once more   |
    | the index told, the old not retired       | the new places  | retires            |
    | retired                                   | the new places  | waits, then drops  |
    | half dropped                              | the new places  | takes the note off |
"""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.memory.clock import StoryClock
from hocba.core.terms.outcomes import Fault
from hocba.faces.cli.compaction import tell_compacted, tell_plan
from hocba.flow.check_store import checked_store
from hocba.flow.compact_store import compact, planned_compaction
from hocba.flow.receive_package import receive
from hocba.ports.repository import Move
from tests.pki_world import NOW
from tests.repository_world import issue_class, packed, three_offices
from tests.school_world import PROVINCE

GRACE = timedelta(days=7)


class Killed(Exception):  # noqa: N818 - an end, not an error
    """The process dies here."""


class DyingArchive(BlockSegments):
    """Dies before it does what `dies_at` names."""

    dies_at = ""

    def retire(self, segment, *, at):
        self._die("retire")
        super().retire(segment, at=at)

    def drop(self, segment):
        self._die("drop")
        super().drop(segment)

    def _die(self, where):
        if self.dies_at == where:
            raise Killed


class DyingRepository:
    """A repository whose process dies before the index is told."""

    def __init__(self, repository):
        self._repository = repository

    def __getattr__(self, name):
        return getattr(self._repository, name)

    def relocate(self, moves):
        raise Killed


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kho" / PROVINCE


@pytest.fixture
def province(as_app, tmp_path, folder):
    """A province whose five documents stand in blocks of one, in finished segments."""
    offices = three_offices(tmp_path / "kho")
    issue_class(offices.school)
    archive = BlockSegments(folder, full_bytes=1, block_documents=1)
    loose = replace(offices.province, archive=archive)
    receive(loose, offices.school.outbox.file(packed(offices.school).message_id))
    archive.append([b"the last segment, which still grows"])
    return opened(loose, folder)


def opened(province, folder, *, later=timedelta(0), dies_at=""):
    """The province after a restart, some time later."""
    archive = DyingArchive(folder)
    archive.dies_at = dies_at
    at = NOW + later
    return replace(province, archive=archive, clock=StoryClock(at))


def compacted(province):
    return compact(province, planned_compaction(province, grace=GRACE))


def places(province):
    return {entry.digest: entry.location for entry in province.repository.kept()}


def require_sound(province, folder):
    """Every document comes back, by an archive that remembers nothing."""
    report = checked_store(opened(province, folder))
    assert (report.documents, report.unreadable) == (5, ())
    return report


@pytest.mark.django_db
class TestCompaction:
    def test_puts_single_documents_into_full_blocks(self, province, folder):
        before = places(province)

        done = compacted(province)

        after = places(province)
        assert done.moved == len(before) == 5
        assert set(done.retired) == {at.segment for at in before.values()}
        assert len({at.segment for at in after.values()}) == 1
        assert after.keys() == before.keys()
        report = require_sound(province, folder)
        assert set(report.retired) == set(done.retired)
        assert [piece.documents for piece in report.unnamed] == [1]

    def test_keeps_the_old_bytes_for_a_while_and_then_drops_them(self, province, folder):
        old = set(compacted(province).retired)
        early = opened(province, folder, later=GRACE - timedelta(minutes=1))
        due = opened(province, folder, later=GRACE)

        assert compacted(early).dropped == ()
        assert old <= set(early.archive.segments())
        done = compacted(due)

        assert set(done.dropped) == old
        assert not old & set(due.archive.segments())
        assert due.archive.retired() == {}
        require_sound(province, folder)

    def test_a_plan_changes_nothing(self, province, folder, capsys):
        before = {path.name: path.read_bytes() for path in folder.glob("*.seg*")}

        plan = planned_compaction(province, grace=GRACE)

        assert sum(one.documents for one in plan.loose) == 5
        assert {path.name: path.read_bytes() for path in folder.glob("*.seg*")} == before
        assert tell_plan(plan, as_json=True) == 0
        assert len(json.loads(capsys.readouterr().out)["loose"]) == len(plan.loose)

    def test_finds_nothing_to_do_the_second_time(self, province):
        compacted(province)

        done = compacted(province)

        assert (done.moved, done.retired, done.dropped) == (0, (), ())

    def test_brings_along_what_was_named_late(self, province, folder):
        before = places(province)
        compacted(province)
        # Someone who took it in all the while names an old place after the segment was retired.
        digest, old = next(iter(before.items()))
        now = places(province)[digest]
        assert province.repository.relocate([a_move(digest, now, old)]) == 1

        done = compacted(opened(province, folder, later=GRACE))

        assert done.held == (old.segment,)
        assert old.segment in province.archive.segments()
        assert old.segment not in {at.segment for at in places(province).values()}
        require_sound(province, folder)
        last = compacted(opened(province, folder, later=2 * GRACE))
        assert last.dropped == (old.segment,)
        require_sound(province, folder)

    def test_leaves_what_cannot_be_read_alone(self, province, folder):
        plan = planned_compaction(province, grace=GRACE)
        hurt = max(plan.loose, key=lambda one: one.documents).segment
        content = bytearray((folder / hurt).read_bytes())
        content[-70] ^= 1
        (folder / hurt).write_bytes(content)

        done = compact(province, plan)

        assert done.unreadable == (hurt,)
        assert hurt not in done.retired
        assert tell_compacted(done, as_json=False) == 1
        assert hurt not in [one.segment for one in planned_compaction(province, grace=GRACE).loose]

    def test_stops_with_everything_in_place_when_the_disk_takes_no_more(self, province, folder):
        before = places(province)
        plan = planned_compaction(province, grace=GRACE)
        (folder / ".lock").unlink()
        (folder / ".lock").mkdir()

        with pytest.raises(Fault) as fault:
            compact(province, plan)

        assert fault.value.code == "archive.not_written"
        assert places(province) == before
        require_sound(province, folder)


@pytest.mark.django_db
class TestACrash:
    def test_before_the_index_is_told_loses_nothing(self, province, folder):
        before = places(province)
        dying = replace(province, repository=DyingRepository(province.repository))

        with pytest.raises(Killed):
            compacted(dying)

        assert places(province) == before
        require_sound(province, folder)
        assert compacted(opened(province, folder)).moved == 5
        require_sound(province, folder)

    def test_before_the_old_are_retired_leaves_that_to_the_next(self, province, folder):
        old = {at.segment for at in places(province).values()}

        with pytest.raises(Killed):
            compacted(opened(province, folder, dies_at="retire"))

        require_sound(province, folder)
        done = compacted(opened(province, folder))
        assert (done.moved, set(done.retired)) == (0, old)
        require_sound(province, folder)

    def test_before_dropping_leaves_that_to_the_next(self, province, folder):
        old = set(compacted(province).retired)

        with pytest.raises(Killed):
            compacted(opened(province, folder, later=GRACE, dies_at="drop"))

        assert old <= set(province.archive.segments())
        done = compacted(opened(province, folder, later=GRACE))
        assert set(done.dropped) == old
        require_sound(province, folder)

    def test_in_the_middle_of_dropping_leaves_a_note_that_goes(self, province, folder):
        old = set(compacted(province).retired)
        (folder / min(old)).unlink()

        done = compacted(opened(province, folder, later=GRACE))

        assert set(done.dropped) == old
        assert province.archive.retired() == {}
        require_sound(province, folder)


def a_move(digest, old, new):
    return Move(digest=digest, old=old, new=new)

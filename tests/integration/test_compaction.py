"""
Loose segments written anew: the index follows, old bytes go later, a crash costs nothing.

    | point                                     | the index names | next run           |
    |-------------------------------------------|-----------------|--------------------|
    | new blocks written, the index not told    | the old places  | writes once more   |
    | the index told, the old not retired       | the new places  | retires            |
    | retired                                   | the new places  | waits, then drops  |
    | half dropped                              | the new places  | takes the note off |

And dead segments, which a killed process left: they go, unless a package that is being taken in
comes to name them; and where they went first, that package is taken in from its beginning.
"""

import json
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.memory.clock import StoryClock
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.cli.compaction import tell_compacted, tell_plan
from hocba.faces.cli.store import tell
from hocba.flow.check_store import checked_store
from hocba.flow.compact_store import compact, compact_store, planned_compaction
from hocba.flow.open_package import loosened
from hocba.flow.receive_package import receive
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.settle_package import settle
from hocba.flow.signing_keys import ready_key
from hocba.flow.weigh_entries import weighed
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


def compacted(province, grace=GRACE):
    return compact_store(province, grace=grace)


def places(province):
    return {entry.digest: entry.location for entry in province.repository.kept()}


def require_sound(province, folder):
    """Every document comes back, by an archive that remembers nothing."""
    report = checked_store(opened(province, folder))
    assert (report.documents, report.unreadable) == (5, ())
    return report


@pytest.mark.django_db
class TestCompaction:
    def test_puts_single_documents_into_full_blocks_one_process_at_a_time(self, province, folder):
        before = places(province)
        with province.repository.compacting():
            assert refused_beside(province) == ["archive.being_compacted"]

        done = compacted(province)

        after = places(province)
        assert done.moved == len(before) == 5
        assert set(done.retired) == {at.segment for at in before.values()}
        assert len({at.segment for at in after.values()}) == 1
        assert after.keys() == before.keys()
        report = require_sound(province, folder)
        assert set(report.retired) == set(done.retired)
        assert [piece.documents for piece in report.unnamed] == [1]
        assert not planned_compaction(province, grace=GRACE).is_needed
        again = compacted(province)
        assert (again.moved, again.retired, again.dropped) == (0, (), ())

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


class LateRepository:
    """A repository in which somebody settles a package just after the index was asked."""

    def __init__(self, repository, settle):
        self._repository = repository
        self._settle = settle

    def __getattr__(self, name):
        return getattr(self._repository, name)

    def documents_by_segment(self):
        found = self._repository.documents_by_segment()
        self._settle()
        return found


@pytest.fixture
def half_taken(as_app, tmp_path, folder):
    """
    A province, and a package whose bytes are stored, full blocks in finished segments, and not
    settled; with what settles it. `package`: its bytes.
    """
    offices = three_offices(tmp_path / "kho")
    issue_class(offices.school)
    package = offices.school.outbox.file(packed(offices.school).message_id)
    archive = BlockSegments(folder, full_bytes=1)
    taking = replace(offices.province, archive=archive)
    loose = loosened(taking, taking.containers.held(package))
    found = weighed(RegisterDesk(taking), loose, lambda _: None)
    archive.append([b"the last segment, which still grows"])
    key = ready_key(taking, PROVINCE)
    return opened(taking, folder), package, lambda: settle(taking, loose, found, key)


@pytest.mark.django_db
class TestDeadSegments:
    def test_are_told_and_go_in_two_steps(self, province, folder, capsys):
        small = BlockSegments(folder, full_bytes=1)
        # As full as a segment can be: nothing is loose about it.
        dead = small.append([b"of a killed worker, %d" % n for n in range(40)])[0].segment
        (torn,) = small.append([b"of another"])
        (folder / torn.segment).write_bytes(b"torn")
        small.append([b"the last segment, which still grows"])
        report = checked_store(province)
        assert {dead, torn.segment} <= set(report.dead)
        assert dead not in {piece.segment for piece in report.unnamed}
        assert tell(report, as_json=False) == 0
        assert tell_plan(planned_compaction(province, grace=GRACE), as_json=False) == 0
        assert capsys.readouterr().out.count(f"nobody names it, to go: {dead}\n") == 2

        assert {dead, torn.segment} <= set(compacted(province).retired)
        early = compacted(opened(province, folder, later=GRACE - timedelta(minutes=1)))
        assert dead not in early.dropped
        done = compacted(opened(province, folder, later=GRACE))

        assert {dead, torn.segment} <= set(done.dropped)
        assert not {dead, torn.segment} & set(province.archive.segments())
        assert require_sound(province, folder).dead == ()

    def test_are_never_dropped_under_a_package_that_comes_to_name_them(self, half_taken, folder):
        province, _, settled = half_taken
        (dead,) = compacted(province).retired
        later = opened(province, folder, later=GRACE)
        late = replace(later, repository=LateRepository(later.repository, settled))

        plan = planned_compaction(later, grace=GRACE)
        done = compact(late, plan)

        assert (plan.due, done.dropped, done.held) == ((dead,), (), (dead,))
        require_sound(province, folder)
        # By the next time the index names it, and what it holds is moved.
        assert compacted(later).moved == 5
        require_sound(province, folder)

    def test_that_went_too_early_cost_their_package_a_second_try(self, half_taken, folder):
        province, package, settled = half_taken
        for _ in range(2):
            compacted(province, grace=timedelta(0))
        assert len(province.archive.segments()) == 1

        with pytest.raises(Fault) as fault:
            settled()

        assert (fault.value.code, fault.value.retry) == ("archive.gone", True)
        assert list(province.repository.kept()) == []
        receive(province, package)
        require_sound(province, folder)


def refused_beside(province):
    """What a second process is told that compacts at this moment."""
    refused = []

    def compact_too():
        try:
            compacted(province)
        except Refusal as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    other = Thread(target=compact_too)
    other.start()
    other.join()
    return refused


def a_move(digest, old, new):
    return Move(digest=digest, old=old, new=new)

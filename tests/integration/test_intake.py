"""The queue at an office's door: handed in once, served in turn, refused with a trace."""

import io
import os
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hocba.adapters.blobs.spool import SpoolFolder
from hocba.adapters.database.intake import DatabaseIntake
from hocba.core.submit.message import MessageId
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.terms.vietnam import VIETNAM
from hocba.flow.hand_in_package import hand_in
from hocba.flow.receive_package import receive
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.take_packages import publish_kept, sweep, take_next
from hocba.ports.intake import HandedIn, IntakeShelf, IntakeState, Room
from tests.repository_world import files_of, issue_class, packed, repacked, three_offices
from tests.school_world import PROVINCE, SCHOOL

pytestmark = pytest.mark.django_db


def nobody(done):
    del done


@pytest.fixture
def offices(as_app, tmp_path):
    offices = three_offices(tmp_path)
    shelf = IntakeShelf(queue=DatabaseIntake(PROVINCE), spool=SpoolFolder(tmp_path / "spool"))
    issue_class(offices.school)
    return replace(offices, province=replace(offices.province, intake=shelf))


@pytest.fixture
def desk(offices):
    return RegisterDesk(offices.province)


@pytest.fixture
def package(offices):
    return offices.school.outbox.file(packed(offices.school).message_id)


def spooled(tmp_path):
    return sorted(path.name for path in (tmp_path / "spool").glob("*"))


class TestHandingIn:
    def test_keeps_the_package_until_its_turn(self, desk, package, tmp_path):
        handed = hand_in(desk, io.BytesIO(package))

        assert (handed.state, handed.sender, handed.entries) == (IntakeState.WAITING, SCHOOL, 5)
        assert spooled(tmp_path) == [f"{handed.digest.hex()}.zip"]

    def test_twice_is_one_package(self, desk, package):
        assert hand_in(desk, io.BytesIO(package)) == hand_in(desk, io.BytesIO(package))

    def test_again_after_the_answer_changes_nothing(self, desk, package):
        first = hand_in(desk, io.BytesIO(package))
        take_next(desk, nobody)
        publish_kept(desk.outside)

        again = hand_in(desk, io.BytesIO(package))

        assert (again.slip, again.state) == (first.slip, IntakeState.ANSWERED)
        assert take_next(desk, nobody) is None

    def test_refuses_other_bytes_with_the_same_message(self, offices, desk, package):
        hand_in(desk, io.BytesIO(package))
        head = offices.school.outbox.waiting()[0]
        files = files_of(offices.school, head)
        entropy = bytes.fromhex(head.message_id[-32:])

        with pytest.raises(Refusal) as refused:
            hand_in(desk, io.BytesIO(repacked(offices.school, files, entropy=entropy)))

        assert refused.value.code == "package.message_reused"

    def test_of_a_stranger_leaves_its_trace_and_no_bytes(self, offices, desk, package, tmp_path):
        other = replace(offices.province, office=replace(offices.province.office, code="79"))

        for _ in range(2):
            with pytest.raises(Refusal):
                hand_in(RegisterDesk(other), io.BytesIO(package))

        (trace,) = offices.province.intake.queue.listed()
        assert (trace.state, trace.sender, trace.refusal) == (
            *(IntakeState.REFUSED, SCHOOL),
            "package.refused",
        )
        assert "package.other_receiver" in {finding.code for finding in trace.findings}
        assert trace.ended_at == offices.province.clock.now()
        assert spooled(tmp_path) == []

    def test_of_what_is_no_package_leaves_a_trace_too(self, offices, desk):
        with pytest.raises(Refusal):
            hand_in(desk, io.BytesIO(b"%PDF"))

        (trace,) = offices.province.intake.queue.listed()
        assert (trace.sender, trace.refusal) == ("", "package.not_a_zip")


class TestTaking:
    def test_answers_only_when_the_published_log_covers_it(self, offices, desk, package):
        handed, seen = hand_in(desk, io.BytesIO(package)), []

        taken = take_next(desk, seen.append)

        queue = offices.province.intake.queue
        assert (taken.state, taken.done, seen) == (IntakeState.KEPT, 5, [5])
        assert queue.answer(4) == 0
        assert publish_kept(offices.province) == 1
        assert queue.find(handed.digest).state is IntakeState.ANSWERED
        assert (
            receive(offices.province, package) == offices.province.repository.packages()[0].receipt
        )

    def test_refuses_as_a_whole_and_keeps_why(self, offices, desk, tmp_path):
        files = files_of(offices.school, packed(offices.school))
        file = repacked(offices.school, files)
        # One bit of an entry's packed bytes: the manifest is sound, the entry is not.
        at = file.index(b"hoc-ba/") + 200
        hand_in(desk, io.BytesIO(file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]))

        refused = take_next(desk, nobody)

        assert (refused.state, refused.refusal) == (IntakeState.REFUSED, "package.refused")
        assert {finding.code for finding in refused.findings} & {
            *("package.entry_unreadable", "package.digest_differs")
        }
        assert offices.province.repository.packages() == ()
        assert spooled(tmp_path) == []

    def test_puts_a_package_off_when_the_world_fails(self, offices, desk, package):
        class Full:
            def append(self, documents):
                raise Fault("archive.not_written", "disk full", retry=True)

        hand_in(desk, io.BytesIO(package))
        failing = RegisterDesk(replace(offices.province, archive=Full()))

        with pytest.raises(Fault):
            take_next(failing, nobody)

        (waits,) = offices.province.intake.queue.listed()
        assert (waits.state, waits.failures) == (IntakeState.WAITING, 1)
        assert take_next(desk, nobody) is None
        assert take_next(desk, nobody, slip=waits.slip).state is IntakeState.KEPT

    def test_stops_between_batches_when_told(self, offices, desk, package):
        class Enough(BaseException):
            pass

        def stop(done):
            raise Enough

        hand_in(desk, io.BytesIO(package))
        with pytest.raises(Enough):
            take_next(desk, stop)

        (waits,) = offices.province.intake.queue.listed()
        assert (waits.state, waits.failures) == (IntakeState.WAITING, 0)
        assert take_next(desk, nobody).state is IntakeState.KEPT


NOW = datetime(2026, 5, 25, 8, tzinfo=VIETNAM)


def handed(sender, number, *, size=1000):
    return HandedIn(
        slip=0,
        message_id=MessageId(f"{sender}-{number}"),
        sender=sender,
        digest=f"{sender}-{number}".encode().ljust(32, b"."),
        size=size,
        entries=1,
        state=IntakeState.WAITING,
        handed_at=NOW,
    )


def put(queue, *packages, room=None):
    for package in packages:
        queue.put(package, room or Room())


@pytest.fixture
def queue(as_app):
    return DatabaseIntake(PROVINCE)


class TestTheQueue:
    def test_serves_senders_in_turn_and_each_oldest_first(self, queue):
        put(queue, *(handed("11", n) for n in (1, 2, 3)), handed("79", 1))
        served = []

        for _ in range(4):
            with queue.claimed(now=NOW) as package:
                served.append(package.message_id)
                queue.kept(package.slip, log_size=0, now=NOW)

        assert served == ["11-1", "79-1", "11-2", "11-3"]

    def test_a_sender_that_comes_late_is_served_next(self, queue):
        put(queue, *(handed("11", n) for n in range(5)))
        with queue.claimed(now=NOW) as package:
            queue.kept(package.slip, log_size=0, now=NOW)
        put(queue, handed("96", 1))

        with queue.claimed(now=NOW) as package:
            assert package.sender == "96"

    def test_has_no_room_for_more_of_one_sender(self, queue):
        room = Room(sender_packages=2)
        put(queue, handed("11", 1), handed("11", 2), room=room)

        with pytest.raises(Refusal) as full:
            put(queue, handed("11", 3), room=room)

        put(queue, handed("79", 1), handed("11", 2), room=room)
        assert full.value.code == "intake.full"
        assert 30 <= int(full.value.details["wait_s"]) <= 3600

    @pytest.mark.parametrize("room", [Room(sender_bytes=1500), Room(bytes=1500), Room(packages=1)])
    def test_has_no_room_beyond_any_of_its_limits(self, queue, room):
        put(queue, handed("11", 1), room=room)

        with pytest.raises(Refusal) as full:
            put(queue, handed("11", 2), room=room)

        assert full.value.code == "intake.full"

    def test_lets_one_large_package_in_whatever_its_size(self, queue):
        put(queue, handed("11", 1, size=10_000), room=Room(sender_bytes=1500))

        assert queue.waiting() == 1

    def test_shows_no_office_the_packages_of_another(self, queue):
        put(queue, handed("11", 1))

        assert DatabaseIntake("BO").listed() == ()


def test_sweeping_removes_what_no_queue_names(desk, package, tmp_path):
    hand_in(desk, io.BytesIO(package))
    needed = spooled(tmp_path)
    stray = tmp_path / "spool" / f"{'0' * 64}.zip"
    stray.write_bytes(b"PK")
    old = stray.stat().st_mtime - timedelta(hours=2).total_seconds()
    for path in (stray, tmp_path / "spool" / needed[0]):
        os.utime(path, (old, old))

    assert sweep(desk.outside) == 1
    assert spooled(tmp_path) == needed

"""
SIGKILL for either office at every step of an upload; each is a process with its own database.

| killed                    | left behind                           | sent again                   |
| ------------------------- | ------------------------------------- | ---------------------------- |
| above: head read          | nothing                               | is taken                     |
| above: body half read     | nothing: half is never looked at      | is taken                     |
| above: bytes stored       | bytes that no queue names             | is queued and taken          |
| above: queued             | a package that waits in the queue     | is taken from there          |
| above: judged             | as above, its claim gone              | is judged again              |
| above: archived           | bytes that no index names             | is judged and archived again |
| above: rows written       | as above: the turn was not ended      | as above                     |
| above: kept               | a kept package, still in the queue    | the receipt that was made    |
| above: published          | a published log, a receipt held back  | the same receipt             |
| above: answered           | a receipt unheard                     | the same receipt             |
| above: answer half sent   | as above                              | the same receipt             |
| below: nothing sent       | a package that waits in the outbox    | is taken                     |
| below: body half sent     | as above, nothing above               | is taken                     |
| below: body sent          | as above; above goes on without it    | the receipt of it            |
| below: receipt heard      | as above                              | the same receipt             |
| below: receipt kept       | an attempt that nobody noted          | nothing left to send         |
| below: attempt not noted  | as above                              | as above                     |
"""

import signal
from contextlib import contextmanager

import pytest

from tests.line_journey import SECOND, provinces_world
from tests.line_world import SERVER, reopened
from tests.made_once import copied

ABOVE = (
    *("head read", "body half read", "bytes stored", "queued", "judged", "archived"),
    *("rows written", "kept", "published", "answered", "answer half sent"),
)
BELOW = (
    *("nothing sent", "body half sent", "body sent"),
    *("receipt heard", "receipt kept", "attempt not noted"),
)
KEPT_BEFORE = ("kept", "published", "answered", "answer half sent")
NOTHING_WAITS = ("receipt kept", "attempt not noted")


class Offices:
    """Both sides of the line, and the paths that have not gone up yet."""

    def __init__(self, nation, above, below):
        self._nation, self.above, self.below = nation, above, below
        self.paths = iter(below("several_amended", count=len(ABOVE) + len(BELOW)))

    @contextmanager
    def serving(self, dies_at=None):
        words = {"own": str(self._nation.own), "port": self._nation.port, "dies_at": dies_at}
        child = self.above("serves", **words)
        yield child
        if dies_at is None:
            self.above("ended", child=child, kill=True)

    def kept(self):
        return self.above("kept", sender=SECOND)


@pytest.fixture(scope="module")
def offices(tmp_path_factory, worlds):
    folder = tmp_path_factory.mktemp("nation")
    with (
        reopened(copied(provinces_world(worlds), folder, at=SERVER)) as nation,
        nation.ministry.officers() as above,
        nation.provinces[SECOND].officers() as below,
    ):
        yield Offices(nation, above, below)


def a_package(offices):
    """A package of one record's new version, and what is kept above before it goes."""
    path = next(offices.paths)
    return path, offices.below("packed_alone", path=path), offices.kept()["log"]


def taken_once(offices, path, message_id, before):
    """Send again, twice; whatever had happened, one entry came into the log, and no more."""
    with offices.serving():
        first = offices.below("delivered", message_id=message_id)
        again = offices.below("delivered", message_id=message_id)
    kept = offices.kept()

    assert (first[path], again) == ("CHAP_NHAN", first)
    assert (kept["log"], path in kept["paths"]) == (before + 1, True)
    assert message_id not in offices.below("waiting")


@pytest.mark.parametrize("step", ABOVE)
def test_an_office_above_that_is_killed_loses_nothing_and_takes_nothing_twice(offices, step):
    path, message_id, before = a_package(offices)

    with offices.serving(dies_at=step) as child:
        unheard = offices.below("tried", message_id=message_id)
        died_of = offices.above("ended", child=child)

    assert (died_of, unheard) == (signal.SIGKILL, "uplink.no_answer")
    assert offices.kept()["log"] == before + (step in KEPT_BEFORE)
    assert message_id in offices.below("waiting")
    taken_once(offices, path, message_id, before)


@pytest.mark.parametrize("step", BELOW)
def test_an_office_below_that_is_killed_loses_nothing_and_sends_nothing_twice(offices, step):
    path, message_id, before = a_package(offices)

    with offices.serving():
        died_of = offices.below("sends", message_id=message_id, dies_at=step)

    assert died_of == signal.SIGKILL
    assert (message_id in offices.below("waiting")) is (step not in NOTHING_WAITS)
    taken_once(offices, path, message_id, before)

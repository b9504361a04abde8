"""
What a crash at each point of publishing the log leaves, and that the next publishing ends well.

    | point                            | left behind                     | publishing again       |
    | -------------------------------- | ------------------------------- | ---------------------- |
    | package kept, nothing published  | an older head, whole            | as if never crashed    |
    | after some of the tiles          | tiles that no head names        | as if never crashed    |
    | after the tiles, before the head | tiles that no head names        | as if never crashed    |
    | while a file is written          | a part that no server hands out | as if never crashed    |
    | after the head                   | all of it                       | nothing left to do     |
    | after a witness remembered       | no cosignature                  | the same head cosigned |
"""

import os
import signal
from dataclasses import replace

import pytest

from hocba.adapters.blobs.log_folder import LogFolder
from hocba.adapters.keys.note_keys import check_ed25519
from hocba.core.publish.tiles import CHECKPOINT_PATH
from hocba.core.sign.register import Level
from hocba.flow.publish_log import log_key, publish, rebuild
from hocba.flow.receive_package import receive
from hocba.flow.verify_log import verify_log
from hocba.flow.witness_log import witness
from hocba.ports.outside import Office
from tests.log_world import a_key, a_log
from tests.repository_world import a_shelf, issue_class, packed, three_offices
from tests.school_world import an_outside


class Crash(BaseException):
    """The machine stops here; no code of ours may catch it."""


class Crashing:
    """A store that stops before or after it has written a file that the test names."""

    def __init__(self, store, *, at, after):
        self._store, self._at, self._after = store, at, after

    def __getattr__(self, name):
        return getattr(self._store, name)

    def write(self, files):
        for path, content in files.items():
            if path.startswith(self._at) and not self._after:
                raise Crash
            self._store.write({path: content})
            if path.startswith(self._at):
                raise Crash


POINTS = [("tile/", False), ("tile/0", True), (CHECKPOINT_PATH, False), (CHECKPOINT_PATH, True)]


def crashing(outside, at, *, after):
    store = Crashing(outside.log.store, at=at, after=after)
    return replace(outside, log=replace(outside.log, store=store))


def findings(outside):
    return verify_log(outside.log.store, log_key(outside), check=check_ed25519).findings


def a_package(offices):
    issue_class(offices.school)
    return offices.school.outbox.file(packed(offices.school).message_id)


@pytest.mark.django_db
@pytest.mark.parametrize(("at", "after"), POINTS)
def test_publishing_again_ends_as_if_nothing_had_happened(at, after, as_app, tmp_path):
    province = (offices := three_offices(tmp_path)).province
    file = a_package(offices)

    with pytest.raises(Crash):
        receive(crashing(province, at, after=after), file)
    # Whatever is shown by now is whole: either nothing yet, or all of it.
    assert province.log.store.read(CHECKPOINT_PATH) is None or findings(province) == ()
    receipt = receive(province, file)
    point = publish(province)

    assert receipt == province.repository.packages()[0].receipt
    assert (point.size, point.root) == (
        province.repository.log().size,
        province.repository.log().root,
    )
    assert findings(province) == ()
    assert rebuild(province).differing == ()


def test_a_witness_killed_after_remembering_cosigns_the_same_head_again(tmp_path):
    province = _a_province(tmp_path)
    _, key = a_key()
    stopping = replace(province, log=replace(province.log, memory=_Stopping(province.log.memory)))

    with pytest.raises(Crash):
        witness(stopping, a_log(300), key)
    again = witness(province, a_log(300), key)

    assert (again.before, again.checkpoint.size) == (300, 300)


class _Stopping:
    def __init__(self, memory):
        self._memory = memory

    def __getattr__(self, name):
        return getattr(self._memory, name)

    def keep(self, origin, note):
        self._memory.keep(origin, note)
        raise Crash


def _a_province(tmp_path):
    office = Office(level=Level.PROVINCE, code="11", name="Điện Biên")
    return an_outside(office=office, log=a_shelf(tmp_path / "11", "11"))


@pytest.mark.parametrize("files", [0, 1, 3, 10, 40])
def test_a_process_killed_at_any_file_leaves_whole_files(files, tmp_path):
    wanted = a_log(5_000)
    child = os.fork()
    if child == 0:
        _write_and_die(LogFolder(tmp_path), wanted, files)

    os.waitpid(child, 0)

    found = {path: LogFolder(tmp_path).read(path) for path in wanted}
    assert sum(content is not None for content in found.values()) == min(files, len(wanted))
    assert all(content in (None, wanted[path]) for path, content in found.items())
    LogFolder(tmp_path).write(wanted)
    assert {path: LogFolder(tmp_path).read(path) for path in wanted} == wanted


def _write_and_die(folder, wanted, files):
    try:
        with folder.alone():
            folder.write(dict(list(wanted.items())[:files]))
    finally:
        os.kill(os.getpid(), signal.SIGKILL)

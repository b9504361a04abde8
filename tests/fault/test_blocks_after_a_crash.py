"""
What a writer that dies leaves in the segments, and two writers at once.

    | point                         | left behind                | the next append          |
    |-------------------------------|----------------------------|--------------------------|
    | a new segment half made       | a torn header              | starts another segment   |
    | in the middle of a write      | a torn end nobody knows    | starts another segment   |
    | after the write, before fsync | whole blocks nobody knows  | goes on behind them      |
    | the disk is full              | nothing, it was cut off    | goes on                  |
"""

import os
import random
import resource
import signal
import time
from hashlib import sha256

import pytest

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.core.terms.outcomes import Fault
from hocba.ports.archive import Location


def documents(writer, count=30):
    """Distinct documents; every third is not to be compressed."""
    chance = random.Random(writer)
    return [
        chance.randbytes(3000) if n % 3 == 0 else b"<HocBa>%d %d</HocBa>" % (writer, n) * 50
        for n in range(count)
    ]


def require_kept(archive, kept):
    for location, digest in kept:
        archive.read(location, digest=digest)


def in_child(work):
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    return child


def write_for_ever(folder, told):
    """Append, and tell through a pipe what is durable, until somebody kills this process."""
    archive = BlockSegments(folder, full_bytes=200_000, block_documents=8)
    for round_number in range(1_000_000):
        batch = documents(round_number)
        for at, document in zip(archive.append(batch), batch, strict=True):
            digest = sha256(document).hexdigest()
            os.write(told, f"{at.segment} {at.offset} {at.length} {digest}\n".encode())


def read_told(told):
    with os.fdopen(told, "rb") as file:
        lines = [line.split() for line in file.read().decode().splitlines()]
    return [
        (Location(segment=s, offset=int(o), length=int(n)), bytes.fromhex(digest))
        for s, o, n, digest in lines
    ]


@pytest.mark.parametrize("wait_s", [0.05, 0.11, 0.17, 0.23])
def test_nothing_durable_is_lost_when_the_writer_is_killed(wait_s, tmp_path):
    told, telling = os.pipe()
    child = in_child(lambda: write_for_ever(tmp_path, telling))
    os.close(telling)
    # The pipe is read only afterwards: a writer that waits for room in it may be killed as well.
    time.sleep(wait_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    kept = read_told(told)

    archive = BlockSegments(tmp_path)
    (after,) = archive.append([b"after"])

    require_kept(archive, [*kept, (after, sha256(b"after").digest())])


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.99])
def test_a_torn_end_is_left_alone_and_another_segment_started(share, tmp_path):
    archive = BlockSegments(tmp_path)
    (before,) = archive.append([b"before"])
    path = tmp_path / before.segment
    whole = path.stat().st_size
    archive.append(documents(1))
    torn = whole + int((path.stat().st_size - whole) * share)
    os.truncate(path, torn)

    (after,) = BlockSegments(tmp_path).append([b"after"])

    assert after.segment != before.segment
    assert path.stat().st_size == torn
    digests = [(before, sha256(b"before").digest()), (after, sha256(b"after").digest())]
    require_kept(BlockSegments(tmp_path), digests)
    damaged = [(p.segment, p.offset) for p in archive.pieces() if p.damage]
    assert [segment for segment, _ in damaged] == [before.segment]


def test_a_segment_whose_header_is_torn_is_never_written_to(tmp_path):
    (tmp_path / "00000001.seg2").write_bytes(b"HOCBA")

    (at,) = BlockSegments(tmp_path).append([b"document"])

    assert at.segment == "00000002.seg2"
    assert (tmp_path / "00000001.seg2").read_bytes() == b"HOCBA"


def test_blocks_that_no_index_names_are_left_and_gone_on_behind(tmp_path):
    archive = BlockSegments(tmp_path)
    archive.append([b"unnamed"])

    (at,) = BlockSegments(tmp_path).append([b"named"])

    assert sum(piece.documents for piece in archive.pieces()) == 2
    require_kept(archive, [(at, sha256(b"named").digest())])


def test_a_disk_that_is_full_leaves_the_segment_as_it_was(tmp_path):
    archive = BlockSegments(tmp_path)
    (before,) = archive.append([b"before"])
    path = tmp_path / before.segment
    whole = path.read_bytes()

    code = in_child(lambda: os._exit(append_without_room(tmp_path, len(whole) + 100)))

    assert os.waitstatus_to_exitcode(os.waitpid(code, 0)[1]) == 70
    assert path.read_bytes() == whole
    (after,) = archive.append([b"after"])
    assert after.segment == before.segment


def append_without_room(folder, most_bytes):
    """Append where no file may grow beyond a size, as a full disk would; return 70 on a Fault."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    try:
        BlockSegments(folder).append(documents(2))
    except Fault as fault:
        return 70 if fault.code == "archive.not_written" else 1
    return 0


def test_two_processes_write_to_one_folder(tmp_path):
    def write(writer):
        archive = BlockSegments(tmp_path, full_bytes=50_000, block_documents=4)
        for round_number in range(6):
            batch = documents(writer * 100 + round_number)
            for at, document in zip(archive.append(batch), batch, strict=True):
                archive.read(at, digest=sha256(document).digest())
        os._exit(0)

    children = [in_child(lambda w=writer: write(w)) for writer in (1, 2)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]

    assert codes == [0, 0]
    pieces = list(BlockSegments(tmp_path).pieces())
    assert not [piece for piece in pieces if piece.damage]
    assert sum(piece.documents for piece in pieces) == 2 * 6 * 30

"""What every archive owes: bytes come back exactly, or a fault says why not."""

from hashlib import sha256

import pytest

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.segments import Segments
from hocba.core.terms.outcomes import Fault
from hocba.ports.archive import Location

DOCUMENTS = [b"<HocBa>1</HocBa>", b"", bytes(range(256)) * 4096]


def digest(document):
    return sha256(document).digest()


def segments(folder):
    return Segments(folder / "kho")


def small_segments(folder):
    """Every append starts a new segment."""
    return Segments(folder / "kho", full_bytes=1)


def block_segments(folder):
    return BlockSegments(folder / "kho")


def small_block_segments(folder):
    """Every append starts a new segment, every document a new block."""
    return BlockSegments(folder / "kho", full_bytes=1, block_documents=1)


@pytest.fixture(params=[segments, small_segments, block_segments, small_block_segments])
def make(request):
    return request.param


def test_gives_every_document_back_byte_for_byte(make, tmp_path):
    archive = make(tmp_path)

    locations = archive.append(DOCUMENTS)

    read = [archive.read(at, digest=digest(d)) for at, d in zip(locations, DOCUMENTS, strict=True)]
    assert read == DOCUMENTS


def test_keeps_documents_over_restarts_and_never_moves_them(make, tmp_path):
    (first,) = make(tmp_path).append([b"first"])
    (second,) = make(tmp_path).append([b"second"])

    again = make(tmp_path)
    assert again.read(first, digest=digest(b"first")) == b"first"
    assert again.read(second, digest=digest(b"second")) == b"second"


def test_stores_nothing_for_nothing(make, tmp_path):
    assert make(tmp_path).append([]) == ()


def test_never_gives_other_bytes_than_were_asked_for(make, tmp_path):
    archive = make(tmp_path)
    (location,) = archive.append([b"document"])

    with pytest.raises(Fault) as fault:
        archive.read(location, digest=digest(b"another"))

    assert fault.value.code == "archive.damaged"


@pytest.mark.parametrize("suffix", ["seg", "seg2"])
def test_says_that_a_segment_is_gone(make, suffix, tmp_path):
    archive = make(tmp_path)
    gone = Location(segment=f"99999999.{suffix}", offset=64, length=10)

    with pytest.raises(Fault) as fault:
        archive.read(gone, digest=digest(b""))

    assert fault.value.code == "archive.not_read"


def test_names_every_byte_that_it_keeps(make, tmp_path):
    archive = make(tmp_path)
    locations = archive.append(DOCUMENTS)

    pieces = list(archive.pieces())

    assert [piece.damage for piece in pieces if piece.damage] == []
    assert sum(piece.documents for piece in pieces) == len(DOCUMENTS)
    spans = {(p.segment, n) for p in pieces for n in range(p.offset, p.offset + p.length)}
    assert {(at.segment, at.offset) for at in locations} <= spans
    size = {path.name: path.stat().st_size for path in (tmp_path / "kho").glob("*.seg*")}
    ends = {piece.segment: piece.offset + piece.length for piece in pieces}
    assert ends == size


def test_tells_where_a_torn_end_begins(make, tmp_path):
    archive = make(tmp_path)
    (at,) = archive.append([b"document" * 100])
    path = tmp_path / "kho" / at.segment
    whole = path.stat().st_size
    with path.open("ab") as torn:
        torn.write(b"\x28\xb5\x2f\xfd\x04")

    *_, last = archive.pieces()

    assert (last.offset, last.length, bool(last.damage)) == (whole, 5, True)


class TestSegments:
    def test_skip_what_a_crash_left_behind_the_last_frame(self, tmp_path):
        archive = Segments(tmp_path)
        (before,) = archive.append([b"before"])
        with (tmp_path / before.segment).open("ab") as torn:
            # The first bytes of a frame whose writer died.
            torn.write(b"\x28\xb5\x2f\xfd\x04")

        (after,) = archive.append([b"after"])

        assert archive.read(before, digest=digest(b"before")) == b"before"
        assert archive.read(after, digest=digest(b"after")) == b"after"
        assert after.offset == before.length + 5

    def test_notice_a_flipped_bit(self, tmp_path):
        archive = Segments(tmp_path)
        (location,) = archive.append([b"document" * 100])
        path = tmp_path / location.segment
        damaged = bytearray(path.read_bytes())
        damaged[len(damaged) // 2] ^= 1
        path.write_bytes(damaged)

        with pytest.raises(Fault) as fault:
            archive.read(location, digest=digest(b"document" * 100))

        assert fault.value.code == "archive.damaged"

    def test_never_leave_their_folder(self, tmp_path):
        (tmp_path / "outside.seg").write_bytes(b"secret")
        sly = Location(segment="../outside.seg", offset=0, length=6)

        with pytest.raises(Fault) as fault:
            Segments(tmp_path / "kho").read(sly, digest=digest(b"secret"))

        assert fault.value.code == "archive.damaged"

    def test_say_that_the_disk_takes_no_more(self, tmp_path):
        (tmp_path / "kho").write_text("a file where the folder should be")

        with pytest.raises(Fault) as fault:
            Segments(tmp_path / "kho").append([b"document"])

        assert (fault.value.code, fault.value.retry) == ("archive.not_written", True)

"""The archives that a folder can hold meet the one contract, and some duties of their own."""

import pytest

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.segments import Segments
from hocba.core.terms.outcomes import Fault
from hocba.ports.archive import Location
from tests.archive_contract import (
    AT,
    ArchiveContract,
    FolderPlace,
    RestoringContract,
    RetiringContract,
    digest,
)


class TestFolders(ArchiveContract):
    @pytest.fixture(
        params=[
            (Segments, "seg", {}),
            # Every append starts a new segment.
            (Segments, "seg", {"full_bytes": 1}),
            (BlockSegments, "seg2", {}),
            # Every append starts a new segment, every document a new block.
            (BlockSegments, "seg2", {"full_bytes": 1, "block_documents": 1}),
        ],
        ids=["segments", "small segments", "block segments", "small block segments"],
    )
    def place(self, request, tmp_path):
        make, suffix, told = request.param
        return FolderPlace(folder=tmp_path / "kho", make=make, suffix=suffix, kwargs=told)


class TestRestoredInFolders(RestoringContract):
    @pytest.fixture(params=[(Segments, "seg"), (BlockSegments, "seg2")], ids=["seg", "seg2"])
    def place(self, request, tmp_path):
        make, suffix = request.param
        return FolderPlace(folder=tmp_path / "kho", make=make, suffix=suffix)

    @pytest.fixture
    def other(self, place, tmp_path):
        return FolderPlace(folder=tmp_path / "ban-sao", make=place.make, suffix=place.suffix)

    def test_keeps_what_was_added_since_and_clears_away_what_a_killed_one_left(self, place, other):
        archive = place.opened()
        (at,) = archive.append([b"document" * 100])
        other.overwrite(at.segment, place.written()[at.segment])
        (later,) = archive.append([b"later"])
        whole = place.written()
        place.overwrite(at.segment, b"?" + whole[at.segment][1:])
        (place.folder / ".repair-killed").mkdir()

        archive.restore(at.segment, other.opened().content(at.segment), is_right=lambda _: True)

        assert place.written() == whole
        assert archive.read(later, digest=digest(b"later")) == b"later"
        assert list(place.folder.glob(".repair-*")) == []


class TestRetiredInFolders(RetiringContract):
    @pytest.fixture(params=[(Segments, "seg"), (BlockSegments, "seg2")], ids=["seg", "seg2"])
    def place(self, request, tmp_path):
        make, suffix = request.param
        return FolderPlace(
            folder=tmp_path / "kho", make=make, suffix=suffix, kwargs={"full_bytes": 1}
        )

    def test_what_a_crash_left_half_gone_is_removed(self, place):
        archive = place.opened()
        (old,) = archive.append([b"old"])
        archive.append([b"last"])
        archive.retire(old.segment, at=AT)
        (place.folder / old.segment).unlink()

        assert archive.retired() == {old.segment: AT}
        archive.drop(old.segment)

        assert archive.retired() == {}


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

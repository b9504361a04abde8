"""An office's store, checked against its index, repaired from a copy, brought back in a drill."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.segments import Segments
from hocba.faces.cli.store import asked, tell
from hocba.flow.check_store import checked_store
from hocba.flow.receive_package import receive
from hocba.flow.repair_store import brought_back, repaired
from hocba.flow.send_package import send
from tests.repository_world import issue_class, packed, three_offices
from tests.school_world import PROVINCE


@pytest.fixture
def province(as_app, tmp_path):
    """A province that has taken in three records, a register and a declaration, in blocks."""
    offices = three_offices(tmp_path / "kho")
    issue_class(offices.school)
    send(offices.school, packed(offices.school).message_id)
    return offices.province


def folder_of(tmp_path):
    return tmp_path / "kho" / PROVINCE


def damage(path, offset):
    segment = bytearray(path.read_bytes())
    segment[offset] ^= 1
    path.write_bytes(segment)


def reopened(province, tmp_path):
    """The province after a restart: nothing is remembered."""
    return replace(province, archive=BlockSegments(folder_of(tmp_path)))


def mended_from(province, copy):
    damaged = checked_store(province).damaged
    return tuple(repaired(province, damaged, BlockSegments(copy)))


@pytest.mark.django_db
class TestStore:
    def test_is_sound_when_all_is_there(self, province):
        report = checked_store(province)

        assert (report.documents, report.unnamed, report.torn) == (5, (), ())
        assert tell(report, as_json=False) == 0

    def test_names_every_document_of_a_damaged_block(self, province, tmp_path, capsys):
        entry = next(province.repository.kept())
        damage(folder_of(tmp_path) / entry.location.segment, entry.location.offset + 20)

        report = checked_store(reopened(province, tmp_path))

        assert {one.code for one in report.unreadable} == {"archive.damaged"}
        assert entry in [one.entry for one in report.unreadable]
        assert report.documents + len(report.unreadable) == 5
        assert tell(report, as_json=True) == 1
        told = json.loads(capsys.readouterr().out)
        assert entry.digest.hex() in [one["sha256"] for one in told["unreadable"]]

    def test_names_bytes_that_no_index_names(self, province, tmp_path):
        province.archive.append([b"of a writer that was killed before the index was written"])
        path = folder_of(tmp_path) / next(province.repository.kept()).location.segment
        with path.open("ab") as torn:
            torn.write(b"HBFR")

        report = checked_store(reopened(province, tmp_path))

        assert [piece.documents for piece in report.unnamed] == [1]
        assert [piece.length for piece in report.torn] == [4]
        assert tell(report, as_json=False) == 0

    def test_reads_on_what_the_first_format_keeps(self, as_app, tmp_path):
        offices = three_offices(tmp_path / "kho")
        issue_class(offices.school)
        old = replace(offices.province, archive=Segments(folder_of(tmp_path)))
        receive(old, offices.school.outbox.file(packed(offices.school).message_id))

        report = checked_store(reopened(old, tmp_path))

        assert (report.documents, report.unreadable, report.unnamed) == (5, (), ())

    def test_is_repaired_from_a_copy_and_keeps_what_is_newer(self, province, tmp_path):
        copy = tmp_path / "ban-sao"
        shutil.copytree(folder_of(tmp_path), copy)
        (newer,) = province.archive.append([b"newer than the copy"])
        entry = next(province.repository.kept())
        path = folder_of(tmp_path) / entry.location.segment
        length = path.stat().st_size
        damage(path, entry.location.offset + 20)
        damaged = reopened(province, tmp_path)

        done = mended_from(damaged, copy)

        assert done == (entry.location.segment,)
        report = checked_store(reopened(province, tmp_path))
        assert report.is_sound
        assert [piece.segment for piece in report.unnamed] == [newer.segment]
        assert path.stat().st_size == length

    def test_is_repaired_when_the_whole_folder_is_lost(self, province, tmp_path):
        copy = tmp_path / "ban-sao"
        shutil.move(folder_of(tmp_path), copy)
        lost = reopened(province, tmp_path)

        mended_from(lost, copy)

        assert checked_store(reopened(province, tmp_path)).documents == 5

    def test_is_left_alone_where_the_copy_is_damaged_too(self, province, tmp_path):
        entry = next(province.repository.kept())
        path = folder_of(tmp_path) / entry.location.segment
        damage(path, entry.location.offset + 20)
        copy = tmp_path / "ban-sao"
        shutil.copytree(folder_of(tmp_path), copy)
        before = path.read_bytes()
        damaged = reopened(province, tmp_path)

        done = mended_from(damaged, copy)

        assert (done, path.read_bytes()) == ((), before)

    def test_is_brought_back_from_a_copy_in_a_drill(self, province, tmp_path):
        copy, empty = tmp_path / "ban-sao", tmp_path / "dien-tap"
        shutil.copytree(folder_of(tmp_path), copy)

        assert brought_back(BlockSegments(copy), BlockSegments(empty)) == 1

        assert checked_store(province, BlockSegments(empty)).documents == 5

    def test_a_drill_tells_what_the_copy_lacks(self, province, tmp_path):
        report = checked_store(province, BlockSegments(tmp_path / "empty"))

        assert {one.code for one in report.unreadable} == {"archive.not_read"}
        assert (len(report.unreadable), report.lost, len(report.damaged)) == (5, 5, 1)

    def test_names_the_segments_where_there_is_too_much_to_name(self, province, tmp_path, capsys):
        whole = checked_store(province, BlockSegments(tmp_path / "empty"))

        tell(replace(whole, unreadable=whole.unreadable[:1]), as_json=False)

        assert (
            f"4 tài liệu nữa trong / and 4 more in: {whole.damaged[0]}" in capsys.readouterr().out
        )

    def test_tells_how_far_it_is(self, province):
        told = []

        checked_store(province, tell=lambda done, total: told.append((done, total)))

        assert told == [(done, 5) for done in range(1, 6)]


class TestCommandLine:
    def test_asks_for_a_compaction_with_a_week_of_grace(self):
        question = asked(["compact", "--office", "SO", "--dry-run"])

        assert (question.what, question.dry_run, question.grace) == (
            "compact",
            True,
            timedelta(days=7),
        )

    @pytest.mark.parametrize("wrong", [["--grace", "-1"], ["--grace", "99999"], ["--grace", "x"]])
    def test_refuses_a_grace_that_is_none(self, wrong):
        with pytest.raises(SystemExit):
            asked(["compact", "--office", "SO", *wrong])

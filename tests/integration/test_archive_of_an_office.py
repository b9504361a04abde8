"""An office's own archive: counted again against its index, and its evidence renewed."""

from array import array
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.manifest_folder import ManifestFolder
from hocba.adapters.engines.here import Here
from hocba.adapters.memory.clock import StoryClock
from hocba.adapters.timestamps.authority import HttpTimeStamps
from hocba.core.report.figures import Choice, Cut
from hocba.core.terms.outcomes import Refusal
from hocba.faces.cli import archive_told as answers
from hocba.flow.archive_evidence import (
    compared,
    known_manifests,
    latest,
    renewed,
    stamps_on,
)
from hocba.flow.archive_recount import accepted_tasks, recounted
from hocba.flow.archive_work import Job, tasks_of, worked
from hocba.flow.settle_package import log_origin
from hocba.flow.withdraw_record import withdraw
from hocba.lab.pki.time_stamping import LaboratoryStamps
from hocba.ports.evidence import EvidenceShelf
from hocba.wiring.archive_tasks import done
from tests.archive_world import Lines, an_order, damage
from tests.integration.test_received_entries import amended
from tests.pki_world import a_laboratory
from tests.repository_world import all_the_way, issue_class, three_offices
from tests.school_world import NOW as TODAY
from tests.school_world import PROVINCE, YEAR, principal

NOW = datetime(2030, 1, 2, tzinfo=UTC)
CHOICE = Choice(school_year=YEAR)


@pytest.fixture
def offices(as_app, tmp_path):
    """Three records: one amended, one withdrawn, one as it was; and bytes that nobody indexed."""
    offices = three_offices(tmp_path / "kho")
    first, second, third = issue_class(offices.school)
    all_the_way(offices)
    amended(offices.school, first)
    withdraw(offices.school, actor=principal(), key=second, basis="QĐ 15/QĐ-TH")
    all_the_way(offices)
    # What a crash before the index leaves: a record's bytes a second time.
    offices.province.archive.append([offices.school.records.document(third)])
    return offices


def an_archive_order(job, tmp_path):
    return an_order(job, archive=tmp_path / "kho" / PROVINCE, trust="", school_year=YEAR.first)


def worked_on(tasks):
    return worked(tasks, done=done, engine=Here(), journal=Lines(), said=lambda _: None)


def all_tasks(order):
    return tasks_of(order, BlockSegments(Path(order.archive)))


@pytest.mark.django_db
class TestRecount:
    def counted(self, offices, tmp_path):
        tasks = all_tasks(an_archive_order(Job.RECOUNT, tmp_path))
        tally = worked_on(accepted_tasks(tasks, offices.province, YEAR))
        return recounted(tally, offices.province, cut=Cut.SCHOOL, choice=CHOICE)

    def test_comes_to_the_figures_of_the_index(self, offices, tmp_path):
        found = self.counted(offices, tmp_path)

        assert found.agrees
        assert (found.from_bytes.total.pupils, found.from_bytes.total.accepted) == (3, 2)
        code, told, lines = answers.recounted(found)
        assert (code, told["accepted_from_bytes"], told["agrees"]) == (0, 2, True)
        assert lines[-1].endswith("khớp")

    def test_misses_what_the_index_names_and_the_archive_does_not_hold(self, offices, tmp_path):
        tasks = accepted_tasks(
            all_tasks(an_archive_order(Job.RECOUNT, tmp_path)), offices.province, YEAR
        )
        offsets = array("Q")
        offsets.frombytes(tasks[0].only)
        more = array("Q", [*offsets, 2**40]).tobytes()

        tally = worked_on([replace(tasks[0], only=more)])

        assert [(one.offset, one.what) for one in tally.remarks] == [(2**40, "archive.missing")]
        assert not recounted(tally, offices.province, cut=Cut.SCHOOL, choice=CHOICE).agrees

    def test_names_an_accepted_document_that_can_no_longer_be_read(self, offices, tmp_path):
        (place,) = offices.province.archive.append([b"<HocBa/>"])
        (task,) = all_tasks(an_archive_order(Job.RECOUNT, tmp_path))
        only = array("Q", [place.offset]).tobytes()

        tally = worked_on([replace(task, only=only)])

        assert [(one.offset, one.what) for one in tally.remarks] == [(place.offset, "FAILED")]

    def test_does_not_agree_with_a_damaged_archive(self, offices, tmp_path):
        (segment,) = (tmp_path / "kho" / PROVINCE).glob("*.seg2")
        damage(segment, segment.stat().st_size // 2)
        tasks = all_tasks(an_archive_order(Job.RECOUNT, tmp_path))

        tally = worked_on(accepted_tasks(tasks, offices.province, YEAR))

        assert [one.what for one in tally.remarks] == ["archive.damaged"]


@pytest.mark.django_db
class TestRenewal:
    def shelf(self, offices, tmp_path):
        log = offices.province.log
        return EvidenceShelf(
            name=log_origin(offices.province),
            store=ManifestFolder(tmp_path / "evidence"),
            keys=log.keys,
            check=log.check,
        )

    def rooted(self, manifest, tmp_path):
        sizes = {one.name: one.documents for one in manifest.segments}
        order = an_archive_order(Job.ROOTS, tmp_path)
        return worked_on([replace(t, first=sizes[t.segment]) for t in all_tasks(order)])

    def test_signs_what_is_there_and_knows_it_again_when_more_was_added(self, offices, tmp_path):
        shelf = self.shelf(offices, tmp_path)
        tally = worked_on(all_tasks(an_archive_order(Job.EVIDENCE, tmp_path)))
        renewed(tally, shelf, now=NOW)
        renewed(tally, shelf, now=NOW)

        offices.province.archive.append([b"<HocBa/>"])
        manifests = known_manifests(shelf)
        found = compared(self.rooted(manifests[-1], tmp_path), latest(manifests))

        assert [one.number for one in manifests] == [1, 2]
        assert found.differing == ()
        code, told, _ = answers.renewed(found, is_check=True)
        assert (code, told["number"], told["trusted_time"]) == (0, 2, False)
        # Every signature of five records, three a record.
        assert sum(tally.starting("signature:").values()) == 15
        assert sum(tally.starting("until:").values()) == 5

    def test_a_later_stamp_keeps_one_whose_authority_has_ended(self, offices, tmp_path):
        shelf, paths = self.shelf(offices, tmp_path), offices.province.paths
        tally = worked_on(all_tasks(an_archive_order(Job.EVIDENCE, tmp_path)))
        lab, hour = a_laboratory(TODAY), timedelta(hours=1)
        short = lab.issue_organisation(name="Sắp hết", role="tsa", valid_to=TODAY + hour)
        long = lab.issue_organisation(name="Còn lâu", role="tsa")

        def renew(holder, at):
            stamping = (LaboratoryStamps(holder, StoryClock(at)), paths)
            return renewed(tally, shelf, now=at, stamping=stamping)

        first = renew(short, TODAY)
        assert answers.renewed(first, is_check=False)[1]["trusted_time"]
        ((_, alone),) = stamps_on(shelf, paths, now=TODAY + 2 * hour)
        assert alone.proven_at is None

        renew(long, TODAY + hour / 2)
        renewed(tally, shelf, now=TODAY + hour)
        found = stamps_on(shelf, paths, now=TODAY + 2 * hour)
        assert [(number, stamp.proven_at) for number, stamp in found] == [
            (1, TODAY),
            (2, TODAY + hour / 2),
        ]
        assert [bool(one.stamp) for one in known_manifests(shelf)] == [False, True, True]
        code, told, _ = answers.renewed(compared(tally, first.manifest, found), is_check=True)
        assert (code, told["stamps"][0]["proves"]) == (0, True)

        other, _ = sorted((tmp_path / "evidence").glob("*.tst"), reverse=True)
        (tmp_path / "evidence" / "00000001.tst").write_bytes(other.read_bytes())
        with pytest.raises(Refusal) as refused:
            known_manifests(shelf)
        assert refused.value.code == "evidence.stamp_differs"

    def test_is_held_up_by_no_silent_authority(self, offices, tmp_path):
        tally = worked_on(all_tasks(an_archive_order(Job.EVIDENCE, tmp_path)))
        stamping = (HttpTimeStamps("http://127.0.0.1:9/"), offices.province.paths)

        made = renewed(tally, self.shelf(offices, tmp_path), now=NOW, stamping=stamping)

        code, told, lines = answers.renewed(made, is_check=False)
        assert (code, told["trusted_time"], made.manifest.number) == (2, False, 1)
        assert any("127.0.0.1:9" in line for line in lines)

    def test_notices_that_a_segment_is_not_what_it_was(self, offices, tmp_path):
        shelf = self.shelf(offices, tmp_path)
        made = renewed(
            worked_on(all_tasks(an_archive_order(Job.EVIDENCE, tmp_path))), shelf, now=NOW
        )
        (segment,) = (tmp_path / "kho" / PROVINCE).glob("*.seg2")
        damage(segment, segment.stat().st_size // 2)

        found = compared(self.rooted(made.manifest, tmp_path), latest(known_manifests(shelf)))

        assert found.differing == ((segment.name, "evidence.root_differs"),)
        code, told, _ = answers.renewed(found, is_check=True)
        assert (code, told["differing"][0]["code"]) == (1, "evidence.root_differs")

    def test_signs_nothing_that_cannot_be_read_whole(self, offices, tmp_path):
        (segment,) = (tmp_path / "kho" / PROVINCE).glob("*.seg2")
        damage(segment, segment.stat().st_size // 2)
        tally = worked_on(all_tasks(an_archive_order(Job.EVIDENCE, tmp_path)))

        with pytest.raises(Refusal) as refused:
            renewed(tally, self.shelf(offices, tmp_path), now=NOW)

        assert refused.value.code == "evidence.not_whole"
        assert not (tmp_path / "evidence").exists()

    def test_keeps_a_number_once(self, tmp_path):
        store = ManifestFolder(tmp_path)
        store.keep(1, "one")

        with pytest.raises(Refusal) as refused:
            store.keep(1, "other")

        assert refused.value.code == "evidence.number_taken"
        assert store.written() == ("one",)

    def test_without_any_there_is_nothing_to_hold_against(self):
        with pytest.raises(Refusal) as refused:
            latest(())

        assert refused.value.code == "evidence.none"

"""Work on a whole archive: the same on every engine, resumed after a kill, honest about damage."""

import json
import pickle
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace

import pytest

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.object_store import opened
from hocba.adapters.engines.dask_cluster import DaskCluster
from hocba.adapters.engines.here import Here
from hocba.adapters.engines.journal_file import JournalFile
from hocba.adapters.engines.patient_pool import PatientPool
from hocba.core.report.archive_tally import tally_json
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.flow.archive_jobs import reencoded_segment
from hocba.flow.archive_work import Found, Job, begun, ended, tasks_of, worked
from hocba.wiring.archive_tasks import done
from hocba.wiring.archives import opened_archive
from hocba.wiring.main import main
from tests.archive_world import (
    AT,
    Lines,
    an_archive,
    an_order,
    damage,
    the_archive,
    the_trust,
)
from tests.dask_world import ROOT, a_worker, the_cluster
from tests.object_stores import KEYS, running_server


def worked_on(order, *, engine=None, journal=None, work=done, said=lambda _: None):
    tasks = tasks_of(order, opened_archive(order.archive))
    return worked(tasks, done=work, engine=engine or Here(), journal=journal or Lines(), said=said)


def with_registers(order):
    """The order to verify, once the registers of the archive are known."""
    tally = worked_on(replace(order, job=Job.REGISTERS))
    places = [name.split("/") for name in tally.starting("register:")]
    found = (
        Found(segment=segment, offset=int(offset), length=int(length), digest=digest)
        for segment, offset, length, digest in places
    )
    return replace(order, registers=tuple(found))


@pytest.fixture(scope="module")
def order():
    return with_registers(an_order())


@pytest.fixture(scope="module")
def plain(order):
    """What one process finds: what every other way is held against."""
    return worked_on(order)


def run(*words, capsys):
    code = main(["archive", *map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


class TestVerification:
    def test_passes_every_record_with_the_registers_of_the_archive_itself(self, plain):
        outcomes = plain.starting("outcome:")

        assert set(outcomes) == {"PASSED"}
        assert outcomes["PASSED"] > 50
        assert plain.starting("kind:")["KhaiBaoSiSo"] == 6

    def test_finds_the_same_in_a_pool_and_on_a_cluster(self, order, plain):
        pooled = worked_on(order, engine=PatientPool(workers=2))
        with DaskCluster(the_cluster()) as cluster:
            spread = worked_on(order, engine=cluster)

        assert tally_json(pooled) == tally_json(plain)
        assert tally_json(spread) == tally_json(plain)

    def test_says_where_a_segment_is_damaged_and_does_the_rest(self, order, plain, tmp_path):
        folder = an_archive(tmp_path)
        victim = sorted(folder.glob("*.seg2"))[-1]
        damage(folder / victim.name, victim.stat().st_size // 2)

        found = worked_on(replace(order, archive=str(folder)))

        assert [(one.segment, one.what) for one in found.remarks] == [
            (victim.name, "archive.damaged")
        ]
        lost = plain.starting("outcome:")["PASSED"] - found.starting("outcome:")["PASSED"]
        assert 0 < lost < plain.counts["outcome:PASSED"]
        assert len(found.digests) == len(plain.digests)

    def test_tells_what_did_not_pass_and_where(self, plain):
        found = worked_on(an_order(registers=()))

        assert found.starting("outcome:").keys() == {"INDETERMINATE"}
        assert len(found.remarks) == found.counts["remarks"] == plain.counts["outcome:PASSED"]


class TestResuming:
    def test_does_nothing_twice_but_the_segment_that_still_grows(self, order, plain):
        journal = Lines()
        worked_on(order, journal=journal)
        asked = []

        def watched(task):
            asked.append(task.segment)
            return done(task)

        found = worked_on(order, journal=journal, work=watched)

        assert asked == [plain.digests[-1][0]]
        assert tally_json(found) == tally_json(plain)

    def test_a_driver_that_was_killed_goes_on_where_it_was(self, order, plain, tmp_path):
        journal = tmp_path / "journal.jsonl"
        driver = subprocess.run(
            [sys.executable, "-m", "tests.killed_driver", str(journal)],
            cwd=ROOT,
            input=pickle.dumps(order),
            check=False,
        )
        # Three segments were done; then the disk got half a line.
        with journal.open("ab") as file:
            file.write(b'{"task": "half')

        with JournalFile(journal) as again:
            stages = []
            found = worked_on(order, journal=again, said=stages.append)

        assert driver.returncode == -9
        assert stages[0].resumed == 3
        assert tally_json(found) == tally_json(plain)

    def test_another_order_takes_nothing_from_the_journal(self, order):
        journal = Lines()
        worked_on(order, journal=journal)
        stages = []

        worked_on(replace(order, trust_digest="other"), journal=journal, said=stages.append)

        assert stages[-1].resumed == 0

    def test_judges_as_of_the_instant_at_which_the_run_began(self):
        journal, later = Lines(), AT.replace(year=2031)
        order = an_order(at=None)
        begun(order, journal, now=AT)

        assert begun(order, journal, now=later).at == AT
        ended(journal)
        assert begun(order, journal, now=later).at == later

    def test_two_runs_do_not_share_a_journal(self, tmp_path):
        with JournalFile(tmp_path / "one"), pytest.raises(Refusal) as refused:
            JournalFile(tmp_path / "one")

        assert refused.value.code == "engine.journal_in_use"

    def test_a_worker_of_another_version_refuses(self, order):
        with pytest.raises(Fault) as fault:
            worked_on(replace(order, software="0.0.0"))

        assert fault.value.code == "engine.other_version"


class TestReencoding:
    def test_gives_every_byte_back_under_the_same_names(self, tmp_path):
        out = tmp_path / "new"

        tally = worked_on(an_order(Job.REENCODE, out=str(out)))

        old, new = opened_archive(str(the_archive())), BlockSegments(out)
        assert tally.remarks == ()
        assert new.segments() == old.segments()
        for name in old.segments():
            documents = sorted(document for _, document in old.documents(name))
            assert sorted(document for _, document in new.documents(name)) == documents

    def test_notices_what_does_not_come_back(self, tmp_path):
        name = opened_archive(str(the_archive())).segments()[3]

        class Forgetful(BlockSegments):
            def append(self, documents):
                return super().append([b"<HocBa/>", *documents[1:]])

        source = opened_archive(str(the_archive()))
        tally = reencoded_segment(source, name, target=Forgetful(tmp_path))

        assert {one.what for one in tally.remarks} == {"archive.reencoded_otherwise"}
        assert len(tally.remarks) == 2

    def test_keeps_nothing_of_a_damaged_segment(self, tmp_path):
        folder, out = an_archive(tmp_path), tmp_path / "new"
        victim = sorted(folder.glob("*.seg2"))[2]
        damage(victim, victim.stat().st_size // 2)

        tally = worked_on(an_order(Job.REENCODE, archive=folder, out=str(out)))

        assert [one.what for one in tally.remarks] == ["archive.damaged"]
        assert not (out / victim.name).exists()
        assert len(list(out.glob("*.seg2"))) == len(list(folder.glob("*.seg2"))) - 1


class TestCommand:
    def words(self, tmp_path, folder=None):
        places = ["--archive", folder or the_archive(), "--trust", the_trust()]
        return [*places, "--workers", 1, "--journal", tmp_path / "j", "--at", AT.isoformat()]

    def test_verifies_and_returns_nought(self, plain, tmp_path, capsys):
        code, told = run("verify", *self.words(tmp_path), capsys=capsys)

        assert code == 0
        assert told["outcomes"] == plain.starting("outcome:")
        assert told["digest"] == plain.digest

    def test_is_undecided_where_something_cannot_be_read(self, tmp_path, capsys):
        folder = an_archive(tmp_path)
        victim = sorted(folder.glob("*.seg2"))[-1]
        damage(victim, victim.stat().st_size // 2)

        code, told = run("verify", *self.words(tmp_path, folder), capsys=capsys)

        assert code == 2
        assert [one["what"] for one in told["remarks"]] == ["archive.damaged"]

    def test_passes_nothing_where_there_is_nothing(self, tmp_path, capsys):
        empty = tmp_path / "empty"
        empty.mkdir()

        code, _ = run("verify", *self.words(tmp_path, empty), capsys=capsys)

        assert code == 2

    def test_tells_people_in_words(self, tmp_path, capsys):
        code = main(["archive", "verify", *map(str, self.words(tmp_path))])

        said = capsys.readouterr()
        assert code == 0
        assert "PASSED" in said.out
        assert "đoạn / segments" in said.err

    def test_refuses_a_place_where_no_archive_is(self, tmp_path):
        assert main(["archive", *map(str, ["verify", *self.words(tmp_path, tmp_path / "no")])]) == 1

    @pytest.mark.parametrize(
        "words",
        [
            ["verify"],
            ["verify", "--archive", "x"],
            ["recount", "--archive", "x"],
            ["reencode", "--archive", "x"],
            ["verify", "--office", "BO", "--engine", "http://x"],
            ["verify", "--office", "BO", "--workers", "0"],
        ],
    )
    def test_tells_misuse(self, words):
        with pytest.raises(SystemExit) as end:
            main(["archive", *words])

        assert end.value.code == 64

    def test_says_that_dask_is_not_installed(self, tmp_path):
        script = (
            "import sys; sys.modules['distributed'] = None\n"
            "from hocba.wiring.archive_engines import engine_at\n"
            "from hocba.core.terms.outcomes import Refusal\n"
            "try:\n    engine_at('tcp://x:1', workers=1).__enter__()\n"
            "except Refusal as no:\n    print(no.code)\n"
        )
        told = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )

        assert told.stdout.strip() == "engine.dask_missing"


@pytest.fixture(scope="class")
def kho():
    """The archive as objects of an S3 server, whose keys this process has, and every worker."""
    with closing(running_server()) as serving, pytest.MonkeyPatch.context() as patch:
        for name, value in KEYS.items():
            patch.setenv(name, value)
        server = next(serving)
        for each in the_archive().glob("*.seg2"):
            opened(server.address("BO")).put(each.name, each.read_bytes())
        yield server.address


class TestOverS3:
    def test_a_cluster_finds_the_same_as_in_the_folder_with_a_worker_killed(self, plain, kho):
        met = []
        with a_worker(the_cluster()) as third, DaskCluster(the_cluster()) as cluster:
            while len(cluster.workers()) < 3:
                time.sleep(0.02)

            def kill_at_the_second(stage):
                met.append(stage.done)
                if stage.done == 2:
                    third.kill()

            order = with_registers(an_order(archive=kho("BO")))
            found = worked_on(order, engine=cluster, said=kill_at_the_second)

        assert third.poll() is not None
        assert len(met) > 6
        assert tally_json(found) == tally_json(plain)
        # A worker has its keys from its own environment: what is sent to it may be written down.
        sent = pickle.dumps(tasks_of(order, opened_archive(order.archive)))
        assert KEYS["AWS_SECRET_ACCESS_KEY"].encode() not in sent

    def test_writes_segments_anew_from_one_store_into_another(self, plain, kho):
        out = kho("BO-moi")

        tally = worked_on(an_order(Job.REENCODE, archive=kho("BO"), out=out))
        # The same once more takes the place of what is there.
        worked_on(an_order(Job.REENCODE, archive=kho("BO"), out=out))

        old, new = opened_archive(str(the_archive())), opened_archive(out)
        assert tally.remarks == ()
        assert new.segments() == old.segments()
        for name in old.segments():
            documents = sorted(document for _, document in old.documents(name))
            assert sorted(document for _, document in new.documents(name)) == documents

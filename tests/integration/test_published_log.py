"""The log as others see it: published after every package, proven, mended, never put back."""

from dataclasses import replace

import pytest

from hocba.adapters.blobs.log_folder import LogFolder
from hocba.adapters.keys.note_keys import check_ed25519
from hocba.core.publish.log_proof import read_proof
from hocba.core.publish.tiles import tiles_of
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.flow.publish_log import log_key, prove, publish, rebuild
from hocba.flow.receive_package import receive
from hocba.flow.verify_log import verify_log, verify_proof
from tests.repository_world import all_the_way, issue_class, read_receipt, three_offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(as_app, tmp_path):
    return three_offices(tmp_path)


@pytest.fixture
def keys(offices):
    """The keys of a class's records."""
    return issue_class(offices.school)


@pytest.fixture
def full(offices, keys):
    """Three offices after the class went all the way."""
    all_the_way(offices)
    return offices


def found_in(outside, **words):
    return verify_log(outside.log.store, log_key(outside), check=check_ed25519, **words)


def all_files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


class PutBack:
    """A repository put back to its first day."""

    def __init__(self, repository):
        self._repository = repository

    def __getattr__(self, name):
        return getattr(self._repository, name)

    def checkpoint(self):
        return ""

    def package(self, message_id):
        return None


class Stubborn:
    """A disk that keeps what it holds, whatever is written."""

    def __init__(self, store):
        self._store = store

    def __getattr__(self, name):
        return getattr(self._store, name)

    def write(self, files):
        pass


class TestPublishing:
    def test_follows_every_package(self, full):
        for outside in (full.province, full.ministry):
            report = found_in(outside)

            assert report.findings == ()
            state = outside.repository.log()
            assert (report.checkpoint.size, report.checkpoint.root) == (state.size, state.root)

    def test_shows_the_head_that_the_receipt_tells(self, full):
        (package,) = full.ministry.repository.packages()

        told = read_receipt(full.ministry, package.receipt).log
        shown = found_in(full.ministry).checkpoint
        assert (shown.origin, shown.size, shown.root) == (told.origin, told.size, told.root)

    def test_keeps_the_signature_of_the_office_beside_the_new_one(self, full):
        note = found_in(full.ministry).checkpoint.note

        committed = full.ministry.repository.checkpoint()
        assert len(note.signatures) == 2
        assert note.signatures[1].line in committed

    def test_shows_nothing_while_the_log_is_empty(self, offices):
        assert publish(offices.ministry) is None
        assert rebuild(offices.ministry).tiles == 0
        assert offices.ministry.log.store.read("checkpoint") is None

    def test_is_not_for_an_office_without_a_log(self, offices):
        with pytest.raises(Refusal) as refused:
            publish(offices.school)

        assert refused.value.code == "log.none_here"

    @pytest.mark.parametrize("act", [publish, rebuild])
    def test_goes_no_way_back(self, act, full, tmp_path):
        before = all_files(tmp_path / "BO" / "log")

        with pytest.raises(Fault) as failed:
            act(replace(full.ministry, repository=PutBack(full.ministry.repository)))

        assert failed.value.code == "log.ahead"
        assert all_files(tmp_path / "BO" / "log") == before

    def test_takes_no_package_into_a_repository_that_was_put_back(self, full):
        (sent,) = full.school.outbox.sent()
        file = full.school.outbox.file(sent.message_id)

        with pytest.raises(Fault) as failed:
            receive(replace(full.province, repository=PutBack(full.province.repository)), file)

        assert failed.value.code == "log.ahead"


class TestRebuilding:
    def test_finds_a_sound_log_as_it_is(self, full, tmp_path):
        folder = tmp_path / "BO" / "log"
        before = all_files(folder)

        found = rebuild(full.ministry)

        size = full.ministry.repository.log().size
        assert (found.size, found.missing, found.differing) == (size, (), ())
        assert found.tiles == len(list(tiles_of(size)))
        assert all_files(folder) == before

    def test_mends_what_is_missing_and_what_was_changed(self, full, tmp_path):
        folder = tmp_path / "BO" / "log"
        before = all_files(folder)
        size = full.ministry.repository.log().size
        tile = folder / f"tile/0/000.p/{size}"
        tile.write_bytes(bytes(32 * size))

        assert [f.code for f in found_in(full.ministry).findings] == ["log.root_differs"]
        assert rebuild(full.ministry).differing == (f"tile/0/000.p/{size}",)
        tile.unlink()
        assert [f.code for f in found_in(full.ministry).findings] == ["log.tile_missing"]
        assert rebuild(full.ministry).missing == (f"tile/0/000.p/{size}",)
        assert all_files(folder) == before

    def test_makes_a_whole_log_that_was_lost(self, full, tmp_path):
        lost = replace(full.ministry.log, store=LogFolder(tmp_path / "new" / "log"))

        rebuild(replace(full.ministry, log=lost))

        old, new = all_files(tmp_path / "BO" / "log"), all_files(tmp_path / "new" / "log")
        assert new.items() <= old.items()
        assert f"tile/0/000.p/{full.ministry.repository.log().size}" in new
        assert lost.store.read("checkpoint") == full.ministry.log.store.read("checkpoint")

    def test_goes_on_with_no_log_that_was_changed(self, full, tmp_path):
        size = full.ministry.repository.log().size
        tile = tmp_path / "BO" / "log" / f"tile/0/000.p/{size}"
        tile.write_bytes(bytes(len(tile.read_bytes())))
        (tmp_path / "BO" / "log" / "checkpoint").unlink()
        damaged = replace(full.ministry.log, store=Stubborn(full.ministry.log.store))

        with pytest.raises(Fault) as failed:
            publish(replace(full.ministry, log=damaged))

        assert failed.value.code == "log.differs"


class TestProving:
    def test_proves_a_record_to_anybody_who_has_the_file_and_the_key(self, full, keys):
        record = full.ministry.repository.record(keys[-1])

        proof = read_proof(prove(full.ministry, keys[-1]).written)

        found = verify_proof(proof, log_key(full.ministry), check=check_ed25519)
        assert found.findings == ()
        assert proof.index == record.log_index
        assert proof.entry.endswith(record.content_digest + record.file_digest)

    def test_no_changed_proof_holds(self, full, keys):
        proof = prove(full.ministry, keys[0])
        changed = [
            replace(proof, entry=proof.entry[:-1] + bytes([proof.entry[-1] ^ 1])),
            replace(proof, index=proof.index - 1),
            replace(proof, path=proof.path[1:]),
        ]

        for one in changed:
            found = verify_proof(one, log_key(full.ministry), check=check_ed25519)
            assert [finding.code for finding in found.findings] == ["log.proof_fails"]

    def test_proves_no_record_that_is_not_kept(self, full, keys):
        with pytest.raises(Refusal) as refused:
            prove(full.ministry, replace(keys[0], version=9))

        assert refused.value.code == "log.no_such_record"

    @pytest.mark.parametrize(
        "text",
        [
            *("", "c2sp.org/tlog-proof@v1\nindex 0\n\n", "x\nextra AA==\nindex 0\n\n"),
            "c2sp.org/tlog-proof@v1\nextra AA==\nindex 00\n\n",
            "c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\nAA==\n\n",
            "c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n?\n\n",
        ],
    )
    def test_reads_no_proof_that_is_none(self, text):
        with pytest.raises(Refusal) as refused:
            read_proof(text)

        assert refused.value.code == "log.no_proof"

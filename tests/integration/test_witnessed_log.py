"""A witness remembers: it cosigns a log that only grew, and raises the alarm at any other."""

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from hocba.adapters.blobs.durable import write_durably
from hocba.adapters.blobs.log_folder import LogFolder
from hocba.adapters.keys.note_keys import NoteKeyFolder, check_ed25519
from hocba.adapters.uplink.log_server import LogServer
from hocba.core.publish.notes import KeyUse, cosigned_at
from hocba.core.sign.register import Level
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.cli import log as face
from hocba.flow.publish_log import log_key, publish, take_cosignature
from hocba.flow.witness_log import witness, witness_key
from hocba.ports.outside import Office
from hocba.wiring.main import main
from tests.log_world import ORIGIN, Files, a_key, a_log
from tests.repository_world import a_shelf, all_the_way, issue_class, three_offices
from tests.school_world import an_outside

_, KEY = a_key()


@pytest.fixture
def province(tmp_path):
    office = Office(level=Level.PROVINCE, code="11", name="Điện Biên")
    return an_outside(office=office, log=a_shelf(tmp_path / "11", "11"))


@contextmanager
def served(folder):
    """A plain file server, as it comes with Python."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def refused(outside, log):
    with pytest.raises(Refusal) as found:
        witness(outside, log, KEY)
    return found.value.code


def evidence(tmp_path):
    return sorted(file.name[65:71] for file in (tmp_path / "11/witness").glob("*-*"))


class TestWitness:
    def test_cosigns_the_first_head_that_it_sees(self, province):
        seen = witness(province, a_log(300), KEY)

        at = cosigned_at(seen.checkpoint.note, key=witness_key(province), check=check_ed25519)
        assert at == int(province.clock.now().timestamp())
        assert (seen.before, seen.checkpoint.size) == (None, 300)

    @pytest.mark.parametrize("size", [300, 301, 512, 1_000])
    def test_cosigns_a_log_that_only_grew(self, size, province):
        witness(province, a_log(300), KEY)

        seen = witness(province, a_log(size), KEY)

        assert (seen.before, seen.checkpoint.size) == (300, size)

    @pytest.mark.parametrize("size", [300, 301, 1_000])
    def test_raises_the_alarm_at_a_changed_past_and_keeps_both_heads(
        self, size, province, tmp_path
    ):
        witness(province, a_log(300), KEY)

        assert refused(province, a_log(size, story="other")) == "log.inconsistent"

        assert evidence(tmp_path) == ["alarm-", "before"]
        # It has not forgotten the true history.
        assert witness(province, a_log(400), KEY).before == 300

    def test_needs_no_tiles_to_see_two_heads_of_one_size(self, province):
        witness(province, a_log(300), KEY)
        head = a_log(300, story="other")["checkpoint"]

        assert refused(province, Files({"checkpoint": head})) == "log.inconsistent"

    def test_does_not_cosign_an_older_head(self, province, tmp_path):
        witness(province, a_log(300), KEY)

        assert refused(province, a_log(299)) == "log.went_back"
        assert evidence(tmp_path) == []

    def test_cosigns_no_head_that_its_tiles_do_not_lead_to(self, province):
        log = a_log(300)

        assert refused(province, Files(log | {"tile/1/000.p/1": bytes(32)})) == "log.root_differs"
        assert refused(province, Files({"checkpoint": log["checkpoint"]})) == "log.tile_missing"
        assert refused(province, Files()) == "log.not_published"
        assert refused(province, Files({"checkpoint": b"\xff"})) == "log.no_note"

    def test_accuses_nobody_for_a_damaged_file(self, province, tmp_path):
        witness(province, a_log(200), KEY)

        assert refused(province, Files(a_log(300) | {"tile/0/000": bytes(8192)})) == (
            "log.root_differs"
        )
        assert evidence(tmp_path) == []

    def test_cosigns_no_head_of_a_stranger(self, province):
        _, other = a_key("hocba/THU_NGHIEM/99")

        with pytest.raises(Refusal) as found:
            witness(province, a_log(3), other)

        assert found.value.code == "log.other_log"

    def test_remembers_each_log_by_itself(self, province):
        province.log.memory.keep("hocba/THU_NGHIEM/99", "another log's head")

        assert witness(province, a_log(3), KEY).before is None
        assert province.log.memory.last(ORIGIN) != ""

    def test_looks_over_the_line_of_a_plain_file_server(self, province, tmp_path):
        write_durably(tmp_path / "www", a_log(300))

        with served(tmp_path / "www") as prefix:
            assert witness(province, LogServer(prefix), KEY).checkpoint.size == 300
            assert LogServer(prefix).read("tile/7/000") is None
        with pytest.raises(Fault) as failed:
            LogServer(prefix).read("checkpoint")

        assert failed.value.code == "log.not_read"

    def test_reads_a_server_by_http_alone(self):
        with pytest.raises(ValueError, match="http"):
            LogServer("file:///etc")


class TestKeys:
    def test_are_made_once_and_kept_from_others(self, tmp_path):
        first = NoteKeyFolder(tmp_path / "keys", "BO")
        key = first.public(KeyUse.LOG)

        assert NoteKeyFolder(tmp_path / "keys", "BO").public(KeyUse.LOG) == key
        assert first.public(KeyUse.WITNESS) != key
        assert NoteKeyFolder(tmp_path / "keys", "11").public(KeyUse.LOG) != key
        modes = {file.stat().st_mode & 0o777 for file in (tmp_path / "keys").glob("*.pem")}
        assert modes == {0o600}

    def test_tell_a_broken_file(self, tmp_path):
        (tmp_path / "BO.log.ed25519.pem").write_text("broken")

        with pytest.raises(Fault) as failed:
            NoteKeyFolder(tmp_path, "BO").public(KeyUse.LOG)

        assert failed.value.code == "keys.file_broken"

    def test_no_signature_holds_under_a_key_of_another_length(self):
        assert not check_ed25519(b"short", b"", bytes(64))


@pytest.fixture
def full(as_app, tmp_path):
    """Three offices, and the keys of the records that went all the way."""
    offices = three_offices(tmp_path)
    keys = issue_class(offices.school)
    all_the_way(offices)
    return offices, keys


def typed(outside, *words):
    """What `hocba log` answers once wiring has found the office."""
    means = face.Means(source=lambda word: LogFolder(Path(word)), check=check_ed25519)
    return face.answered(face.asked(words), outside, means)


@pytest.mark.django_db
class TestCommand:
    def test_carries_a_log_to_its_witness_and_back(self, full, tmp_path, capsys):
        offices, _ = full
        folder, cosigned = str(tmp_path / "BO/log"), tmp_path / "cosigned"
        assert typed(offices.ministry, "checkpoint", "--json") == 0
        told = json.loads(capsys.readouterr().out)
        own = witness_key(offices.province).text

        words = ("witness", folder, "--key", told["khoa"], "--out", str(cosigned))
        assert typed(offices.province, *words) == 0
        assert main(["log", "verify", folder, "--key", told["khoa"], "--witness", own]) == 1
        words = ("checkpoint", "--take", str(cosigned), "--witness", own)
        assert typed(offices.ministry, *words) == 0
        capsys.readouterr()

        words = ("--key", told["khoa"], "--witness", own, "--json")
        assert main(["log", "verify", folder, *words]) == 0
        report = json.loads(capsys.readouterr().out)
        assert report["so_muc"] == offices.ministry.repository.log().size == told["so_muc"]
        assert list(report["lam_chung"]) == [witness_key(offices.province).name]
        assert report["phat_hien"] == []

    def test_hands_out_a_proof_that_stands_by_itself(self, full, tmp_path, capsys):
        offices, keys = full
        proof, record = tmp_path / "hb.tlog-proof", tmp_path / "hb.xml"
        kept = offices.ministry.repository.record(keys[0])
        (entry,) = offices.ministry.repository.known([kept.file_digest]).values()
        record.write_bytes(offices.ministry.archive.read(entry.location, digest=entry.digest))
        key = log_key(offices.ministry).text

        assert typed(offices.ministry, "prove", str(keys[0]), "--out", str(proof)) == 0
        # As the file is named, without the check character.
        named = str(keys[0]).replace(keys[0].record_code, keys[0].record_code[:14])
        assert typed(offices.ministry, "prove", named, "--json") == 0
        words = ["log", "verify", str(proof), "--key", key, "--record", str(record)]
        assert main(words) == 0
        record.write_bytes(record.read_bytes() + b" ")
        assert main(words) == 1

        assert "log.other_record" in capsys.readouterr().out

    def test_tells_a_wrong_log_by_its_exit_code(self, full, tmp_path, capsys):
        offices, _ = full
        size = offices.ministry.repository.log().size
        tile = tmp_path / f"BO/log/tile/0/000.p/{size}"
        tile.write_bytes(bytes(32 * size))
        words = ["log", "verify", str(tmp_path / "BO/log"), "--key", log_key(offices.ministry).text]

        assert main(words) == 1
        assert typed(offices.ministry, "rebuild") == 1
        assert typed(offices.ministry, "rebuild", "--json") == 0
        assert main(words) == 0

        out = capsys.readouterr().out
        assert "log.root_differs" in out
        assert f"tile/0/000.p/{size}" in out

    @pytest.mark.parametrize(
        "words",
        [
            *(("verify",), ("verify", "x"), ("verify", "x", "--key", "no key"), ("prove",)),
            *(("checkpoint", "x"), ("witness", "x"), ("checkpoint", "--take", "x"), ("other",)),
        ],
    )
    def test_tells_misuse(self, words):
        with pytest.raises(SystemExit) as ended:
            main(["log", *words])

        assert ended.value.code == 64

    @pytest.mark.parametrize("key", ["HB", "HB-2025-2026-1", "HB-2025-2026-vx"])
    def test_proves_nothing_that_is_no_key(self, key, full):
        with pytest.raises(Refusal):
            typed(full[0].ministry, "prove", key)

    def test_takes_no_cosignature_of_another_head(self, full):
        offices, _ = full
        own = witness_key(offices.province)
        source, key = offices.ministry.log.store, log_key(offices.ministry)
        note = witness(offices.province, source, key).checkpoint.note
        plain = publish(offices.ministry).note
        empty = replace(note, text="o\n0\n" + 43 * "A" + "=\n")

        for office, written, code in (
            (offices.province, note.written, "log.other_head"),
            (offices.ministry, plain.written, "log.not_cosigned"),
            (offices.ministry, empty.written, "log.not_signed"),
        ):
            with pytest.raises(Refusal) as found:
                take_cosignature(office, written, own)
            assert found.value.code == code


def test_verifying_loads_neither_django_nor_a_database(tmp_path):
    write_durably(tmp_path, a_log(300))
    told = (
        "import sys\n"
        "from hocba.wiring.main import main\n"
        f"assert main(['log', 'verify', {str(tmp_path)!r}, '--key', {KEY.text!r}]) == 0\n"
        "assert not {'django', 'psycopg'} & set(sys.modules)\n"
    )

    subprocess.run([sys.executable, "-c", told], check=True, cwd=tmp_path)

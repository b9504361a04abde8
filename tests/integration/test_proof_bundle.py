"""A proof bundle convinces public tools, command by command as its own guide says."""

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from hocba.adapters.xml.opening import record_in
from hocba.core.publish.proof_bundle import GUIDE, PAGE, RECORD
from hocba.core.terms.outcomes import Refusal
from hocba.wiring.main import main
from tests.vectors.published import VECTORS, vector

JUDGED = ["--trust", str(VECTORS / "trust"), "--at", "2026-06-10T09:00:00+07:00"]
TOOLS = ("openssl", "xmlsec1", "sha256sum")


def made(folder, name, *words):
    """Make the bundle of a vector and unpack it as anybody would."""
    file = folder / "ho-so.zip"
    code = main(["bundle", str(VECTORS / name), *JUDGED, "-o", str(file), *words])
    inside = folder / "trong"
    with zipfile.ZipFile(file) as bundle:
        bundle.extractall(inside)
    return code, file, inside


def told_by(guide):
    """Return the commands of public tools that a guide gives, line by line."""
    return [line for line in guide.splitlines() if line.startswith(TOOLS)]


def run(command, folder):
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)
    return done.returncode, done.stdout.decode()


@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="openssl or xmlsec1 is missing here")
class TestTheGuide:
    @pytest.mark.parametrize("name", ["good/p-256.xml", "good/rsa.xml", "good/rsa-pss.xml"])
    def test_gives_commands_that_work(self, tmp_path, name, capsys):
        code, _, inside = made(tmp_path, name)
        assert code == 0
        commands = told_by((inside / GUIDE).read_text("utf-8"))
        answers = [(command, *run(command, inside)) for command in commands]
        assert [command for command, code, _ in answers if code != 0] == []
        assert sum("Verified OK" in out for _, _, out in answers) == 3
        by_xmlsec = sum(command.startswith("xmlsec1") for command in commands)
        assert by_xmlsec == (0 if "pss" in name else 3)
        capsys.readouterr()

    def test_finds_a_record_that_was_altered_in_the_bundle(self, tmp_path, capsys):
        _, _, inside = made(tmp_path, "good/p-256.xml")
        record = inside / RECORD
        record.write_bytes(record.read_bytes().replace(b"<Diem>9", b"<Diem>8", 1))
        commands = told_by((inside / GUIDE).read_text("utf-8"))
        wrong = {command.split()[0] for command in commands if run(command, inside)[0] != 0}
        assert wrong == {"sha256sum", "xmlsec1"}
        capsys.readouterr()


class TestTheBundle:
    def test_is_the_same_whenever_it_is_made(self, tmp_path, capsys):
        first, second = tmp_path / "a", tmp_path / "b"
        first.mkdir()
        second.mkdir()
        files = [made(folder, "good/p-256.xml")[1].read_bytes() for folder in (first, second)]
        assert files[0] == files[1]
        capsys.readouterr()

    def test_is_verified_by_our_own_program_with_its_trust_or_another(self, tmp_path, capsys):
        _, file, inside = made(tmp_path, "good/p-256.xml")
        at = JUDGED[2:]
        assert main(["verify", str(file), *JUDGED]) == 0
        assert main(["verify", str(inside / RECORD), "--trust", str(inside / "tin-cay"), *at]) == 0
        capsys.readouterr()

    def test_takes_receipts_and_proofs_along(self, tmp_path, capsys):
        receipt = tmp_path / "bien-nhan.xml"
        receipt.write_bytes(b"<BienNhan/>")
        _, _, inside = made(
            tmp_path, "good/p-256.xml", "--receipt", str(receipt), "--proof", str(receipt)
        )
        assert (inside / "bien-nhan" / "1-bien-nhan.xml").read_bytes() == b"<BienNhan/>"
        assert (inside / "nhat-ky" / "hoc-ba.tlog-proof").is_file()
        capsys.readouterr()

    def test_says_of_a_record_that_fails_that_it_does(self, tmp_path, capsys):
        code, _, inside = made(tmp_path, "bad/sua-diem.xml")
        assert code == 1
        assert '"outcome": "FAILED"' in (inside / "bao-cao.json").read_text("utf-8")
        capsys.readouterr()

    def test_is_not_made_of_what_is_no_record(self, tmp_path, capsys):
        (tmp_path / "x.xml").write_bytes(b"\x00")
        to = tmp_path / "x.zip"
        assert main(["bundle", str(tmp_path / "x.xml"), *JUDGED, "-o", str(to)]) == 1
        assert not to.exists()
        capsys.readouterr()

    def test_holds_no_key_and_no_note_that_lies_beside_the_trust(self, tmp_path, capsys):
        trust = tmp_path / "tin-cay"
        shutil.copytree(VECTORS / "trust", trust)
        (trust / "bo.key").write_text("secret")
        (trust / "ghi-chu.txt").write_text("secret")
        file = tmp_path / "b.zip"
        words = ["--trust", str(trust), *JUDGED[2:], "-o", str(file)]
        main(["bundle", str(VECTORS / "good" / "p-256.xml"), *words])
        with zipfile.ZipFile(file) as bundle:
            assert not [n for n in bundle.namelist() if "key" in n or "ghi-chu" in n]
        capsys.readouterr()


class TestAZipThatIsNone:
    def zipped(self, *names):
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            for name in names:
                file.writestr(name, vector("good/p-256.xml"))
        return out.getvalue()

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize("names", [(), ("khac.xml",), (RECORD, RECORD)])
    def test_is_refused_in_words(self, names):
        file = self.zipped(*names, "x") if names else b"PK\x03\x04" + bytes(99)
        with pytest.raises(Refusal) as refused:
            record_in(file)
        assert refused.value.code == "bundle.broken"

    def test_that_unpacks_too_large_is_refused(self):
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr(RECORD, bytes(50_000_000))
        with pytest.raises(Refusal) as refused:
            record_in(out.getvalue())
        assert refused.value.code == "record.too_large"


def test_the_page_holds_script_and_data_and_asks_for_nothing(tmp_path, capsys):
    _, _, inside = made(tmp_path, "good/p-256.xml")
    page = Path(inside / PAGE).read_text("utf-8")
    assert "@DATA@" not in page
    assert "@SCRIPT@" not in page
    assert "default-src 'none'" in page
    assert " src=" not in page
    capsys.readouterr()

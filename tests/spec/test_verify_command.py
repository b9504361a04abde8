"""`hocba verify` answers as spec/format.md §10 says, and needs nothing but its files."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from hocba.core.verify.verdict import Step
from hocba.faces.cli.verify import HELP
from hocba.wiring.main import main

VECTORS = Path("spec/vectors")
GOOD = str(VECTORS / "good" / "rsa.xml")
ALTERED = str(VECTORS / "bad" / "sua-diem.xml")
UNSURE = str(VECTORS / "bad" / "het-han-sau-khi-ky.xml")
JUDGED = ["--trust", str(VECTORS / "trust"), "--at", "2026-06-10T09:00:00+07:00"]


def verify(*words):
    return main(["verify", *words])


def answer(capsys, *words):
    code = verify(*words, "--json")
    return code, json.loads(capsys.readouterr().out)


def a_pdf(attachments):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, content in attachments.items():
        pdf.attachments[name] = content
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


class TestExitCodes:
    @pytest.mark.parametrize(("file", "code"), [(GOOD, 0), (ALTERED, 1), (UNSURE, 2)])
    def test_tell_the_outcome(self, file, code, capsys):
        assert verify(file, *JUDGED) == code
        assert capsys.readouterr().out

    @pytest.mark.parametrize(
        ("files", "code"),
        [([GOOD, UNSURE], 2), ([UNSURE, ALTERED, GOOD], 1), ([GOOD, GOOD], 0)],
    )
    def test_tell_the_worst_of_several_files(self, files, code, capsys):
        given, found = answer(capsys, *files, *JUDGED)

        assert given == code
        assert [Path(one["file"]).name for one in found["files"]] == [Path(f).name for f in files]

    @pytest.mark.parametrize(
        "words",
        [
            [],
            ["khong-co.xml"],
            [GOOD, "--lang", "fr"],
            [GOOD, "--at", "hôm qua"],
            [GOOD, "--tru"],
            [GOOD, "--trust", "khong-co"],
        ],
    )
    def test_are_64_for_misuse(self, words, capsys):
        with pytest.raises(SystemExit) as ended:
            verify(*words)

        assert ended.value.code == 64
        assert "misuse" in capsys.readouterr().err

    def test_are_1_when_the_trust_directory_is_broken(self, tmp_path, capsys):
        (tmp_path / "trust.json").write_text("{", "utf-8")

        assert verify(GOOD, "--trust", str(tmp_path)) == 1
        assert "trust" in capsys.readouterr().err


class TestReport:
    def test_names_the_pupil_the_checks_and_what_to_do(self, capsys):
        verify(ALTERED, *JUDGED)

        report = capsys.readouterr().out
        assert "Cầm Thị Thử Nghiệm" in report
        assert "KHÔNG ĐẠT [sign.digest_differs] ck-gvcn: " in report
        assert "Cách xử lý: " in report
        assert all(f"{step.value:2} " in report for step in Step)

    def test_bands_what_is_no_real_record(self, capsys):
        verify(GOOD, *JUDGED)

        assert "BẢN THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in capsys.readouterr().out

    def test_speaks_english(self, capsys):
        verify(GOOD, *JUDGED, "--lang", "en")

        report = capsys.readouterr().out
        assert "Verdict: ✓ PASSED" in report
        assert "TEST COPY, NO LEGAL VALUE" in report

    def test_does_not_let_a_document_steer_the_terminal(self, capsys):
        verify(str(VECTORS / "bad" / "ky-tu-dieu-khien.xml"), *JUDGED)

        assert "\u009b" not in capsys.readouterr().out

    def test_says_what_is_missing_without_a_trust_directory(self, capsys):
        code, found = answer(capsys, GOOD)

        assert code == 2
        assert [finding["code"] for finding in found["lacks"]] == ["verify.no_trust"]
        assert found["files"][0]["outcome"] == "INDETERMINATE"

    def test_still_fails_what_is_wrong_without_a_trust_directory(self, capsys):
        assert answer(capsys, ALTERED)[0] == 1

    def test_names_the_registers_that_do_not_count(self, capsys):
        trust = str(VECTORS / "trust-so-gia")
        _, found = answer(capsys, GOOD, "--trust", trust, "--at", "2026-06-10T09:00:00+07:00")

        (refused,) = found["files"][0]["registers_refused"]
        assert (refused["level"], refused["unit"]) == ("SO", "11")
        assert [finding["code"] for finding in refused["findings"]] == ["registers.not_entitled"]

    def test_helps_in_both_languages(self, capsys):
        with pytest.raises(SystemExit) as ended:
            verify("--help")

        assert ended.value.code == 0
        assert capsys.readouterr().out == HELP
        assert "Mã thoát" in HELP
        assert "Exit code" in HELP


class TestJson:
    def test_has_the_published_fields(self, capsys):
        _, found = answer(capsys, GOOD, *JUDGED)
        (file,) = found["files"]

        assert found["format"] == "hocba-verdict/1"
        assert set(found) == {"format", "software", "verified_at", "outcome", "lacks", "files"}
        assert set(file) == {
            *("file", "sha256", "outcome", "genuine", "authority", "record", "steps"),
            *("signatures", "registers_refused", "status"),
        }
        assert [step["step"] for step in file["steps"]] == list(range(1, 14))
        assert [signature["role"] for signature in file["signatures"]] == [
            *("GVCN", "HIEU_TRUONG", "CON_DAU"),
        ]

    def test_names_every_field_in_the_specification(self, capsys):
        _, found = answer(capsys, ALTERED, *JUDGED)
        specification = Path("spec/format.md").read_text("utf-8")

        assert {name for name in _names(found) if f"`{name}`" not in specification} == set()

    def test_never_calls_a_step_passed_that_was_not_reached(self, capsys):
        _, found = answer(capsys, str(VECTORS / "bad" / "khong-chu-ky.xml"), *JUDGED)

        unreached = [s for s in found["files"][0]["steps"] if not s["reached"]]
        assert [step["step"] for step in unreached] == [6, 7, 8, 9, 10, 11]
        assert {step["outcome"] for step in unreached} == {"INDETERMINATE"}


def _names(value):
    if isinstance(value, list):
        return {name for one in value for name in _names(one)}
    if not isinstance(value, dict):
        return set()
    plain = {k: v for k, v in value.items() if k != "details"}
    return set(plain) | {name for one in plain.values() for name in _names(one)}


class TestManyFiles:
    def test_get_the_same_report_from_several_processes(self, capfd):
        files = [GOOD, ALTERED, UNSURE] * 25
        code = verify(*files, *JUDGED, "--json")
        alone = capfd.readouterr().out

        assert verify(*files, *JUDGED, "--json", "--workers", "2") == code
        assert capfd.readouterr().out == alone

    def test_are_told_in_the_order_in_which_they_were_given(self, capsys):
        files = [GOOD, UNSURE, ALTERED] * 12
        _, found = answer(capsys, *files, *JUDGED)

        assert [one["file"] for one in found["files"]] == files

    @pytest.mark.parametrize("workers", ["0", "x"])
    def test_need_a_worker(self, workers, capsys):
        with pytest.raises(SystemExit) as ended:
            verify(GOOD, "--workers", workers)

        assert ended.value.code == 64
        assert "misuse" in capsys.readouterr().err


class TestPdf:
    def test_that_carries_a_record_gets_the_record_s_verdict(self, tmp_path, capsys):
        file = tmp_path / "hoc-ba.pdf"
        file.write_bytes(a_pdf({"hoc-ba.xml": Path(GOOD).read_bytes()}))

        assert verify(str(file), *JUDGED) == 0
        assert capsys.readouterr().out

    @pytest.mark.parametrize(
        ("pdf", "code"),
        [
            (a_pdf({}), "record.nothing_attached"),
            (a_pdf({"khac.xml": b"<a/>"}), "record.nothing_attached"),
            (a_pdf({"hoc-ba.xml": b" " * 3_000_000}), "record.too_large"),
            (b"%PDF-1.7 not really", "record.pdf_broken"),
        ],
    )
    def test_that_carries_none_fails_with_the_reason(self, pdf, code, tmp_path, capsys):
        file = tmp_path / "hoc-ba.pdf"
        file.write_bytes(pdf)

        given, found = answer(capsys, str(file), *JUDGED)

        steps = found["files"][0]["steps"]
        assert given == 1
        assert [f["code"] for step in steps for f in step["findings"]] == [code]


def test_needs_no_server_no_database_and_no_network():
    # An audit hook cannot be removed: whatever opens a socket, at any depth, ends the run.
    program = """
import sys
def no_network(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"network: {event}")
sys.addaudithook(no_network)
from hocba.wiring.main import main
code = main(["verify", *sys.argv[1:]])
loaded = {name.partition(".")[0] for name in sys.modules}
assert not loaded & {"django", "psycopg", "granian"}, loaded
assert not any(name.startswith("hocba.adapters.database") for name in sys.modules)
sys.exit(code)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, GOOD, *JUDGED],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONUTF8": "1", "PATH": "/nonexistent"},
    )

    assert (done.returncode, done.stderr) == (0, "")

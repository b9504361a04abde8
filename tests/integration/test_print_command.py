"""`hocba print` as a person types it."""

from pathlib import Path

import pytest

from hocba.adapters.xml.attachment import opened
from hocba.wiring.main import main
from tests.paper_world import a_file


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "hoc-ba.xml"
    path.write_bytes(a_file())
    return path


def test_prints_with_a_note_when_there_is_no_trust_to_start_from(record, tmp_path, capsys):
    pdf = tmp_path / "in.pdf"

    exit_code = main(["print", str(record), "-o", str(pdf)])

    assert exit_code == 2
    assert opened(pdf.read_bytes()) == a_file()
    assert capsys.readouterr().out == f"{pdf}\n"


def test_prints_again_from_the_file_inside_a_printed_pdf(record, tmp_path):
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"

    main(["print", str(record), "-o", str(first)])
    main(["print", str(first), "-o", str(second)])

    assert first.read_bytes() == second.read_bytes()


def test_names_the_file_by_the_record_where_no_name_is_given(record, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    main(["print", str(record)])

    assert Path("HB0C20A1G7104G-2025-2026-v1.pdf").is_file()


def test_writes_nothing_for_an_altered_record(record, tmp_path, capsys):
    record.write_bytes(a_file().replace("Cầm Thị".encode(), "Cầm Thi".encode()))
    pdf = tmp_path / "in.pdf"

    exit_code = main(["print", str(record), "-o", str(pdf)])

    assert exit_code == 1
    assert not pdf.exists()
    assert "Không in" in capsys.readouterr().err


def test_tells_its_use_in_both_languages(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["print", "--help"])

    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert "Mã thoát" in told
    assert "Exit code" in told


def test_ends_with_64_for_a_file_that_is_not_there(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["print", "khong-co.xml"])

    assert ended.value.code == 64
    assert "khong-co.xml" in capsys.readouterr().err

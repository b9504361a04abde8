"""`hocba print` as a person types it."""

import json
from pathlib import Path

import pytest

from hocba.adapters.xml.attachment import all_opened, opened
from hocba.wiring.main import main
from tests.paper_kinds import a_year
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


def test_binds_the_years_of_one_pupil_and_prints_them_again_from_their_own_pdf(record, tmp_path):
    before, bound, again = (tmp_path / name for name in ("truoc.xml", "1.pdf", "2.pdf"))
    before.write_bytes(a_year(2024, 3).file)

    assert main(["print", str(record), str(before), "-o", str(bound)]) == 2
    assert main(["print", str(bound), "-o", str(again)]) == 2

    assert all_opened(bound.read_bytes()) == {
        "hoc-ba-2024-2025.xml": before.read_bytes(),
        "hoc-ba-2025-2026.xml": a_file(),
    }
    assert bound.read_bytes() == again.read_bytes()


def test_verifies_every_year_of_a_bound_print(record, tmp_path, capsys):
    before, bound = tmp_path / "truoc.xml", tmp_path / "1.pdf"
    before.write_bytes(a_year(2024, 3).file)
    main(["print", str(record), str(before), "-o", str(bound)])
    capsys.readouterr()

    assert main(["verify", str(bound), "--json"]) == 2

    told = json.loads(capsys.readouterr().out)
    names = [Path(each["file"]).name for each in told["files"]]
    assert names == ["1.pdf#hoc-ba-2024-2025.xml", "1.pdf#hoc-ba-2025-2026.xml"]


def test_refuses_to_bind_one_year_twice(record, tmp_path, capsys):
    pdf = tmp_path / "in.pdf"

    assert main(["print", str(record), str(record), "-o", str(pdf)]) == 1

    assert not pdf.exists()
    assert "cùng một năm học" in capsys.readouterr().err


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

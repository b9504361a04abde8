"""Files that are refused before they are opened."""

import io
import struct
import zipfile
from dataclasses import replace

import pytest

from hocba.adapters.spreadsheets.grid import grids
from hocba.adapters.spreadsheets.guard import safe_workbook
from hocba.adapters.spreadsheets.limits import LIMITS
from hocba.core.terms.outcomes import Refusal
from tests.sheet_files import a_pupil_list, a_pupil_row, a_workbook, rezipped

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(file: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        grids(file)
    return caught.value


def a_sheet(inside: bytes) -> bytes:
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return start + b"<sheetData>" + inside + b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "sheet.file_empty"),
        (b"%PDF-1.7\n...", "sheet.not_excel"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "sheet.not_excel"),
        (b"Ho va ten\nAn\n", "sheet.not_excel"),
        (OLE + b"Workbook", "sheet.old_excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "sheet.encrypted"),
        (b"PK\x03\x04" + b"\x00" * 80, "sheet.file_broken"),
        (a_pupil_list(a_pupil_row())[:-900], "sheet.file_broken"),
    ],
)
def test_refuses_what_is_no_workbook(file, code):
    assert refusal(file).code == code


def test_names_the_kind_of_a_pdf():
    assert refusal(b"%PDF-1.7").details["kind"] == "PDF"


def test_refuses_a_text_document_in_a_zip():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert refusal(content.getvalue()).details["kind"] == "DOCX"


def test_refuses_a_file_of_a_hundred_megabytes_unopened():
    assert refusal(b"PK\x03\x04" + bytes(100_000_000)).code == "sheet.file_too_large"


def test_refuses_a_part_that_unpacks_to_a_thousand_times_its_size():
    bomb = rezipped(a_workbook([["x"]]), {SHEET: a_sheet(b" " * 8_000_000)})

    assert refusal(bomb).code == "sheet.unpacks_too_large"


def test_refuses_a_cell_in_the_farthest_corner():
    corner = a_sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')

    assert refusal(rezipped(a_workbook([["x"]]), {SHEET: corner})).code == "sheet.too_many_cells"


def test_refuses_a_corner_that_hides_behind_a_sign_in_an_attribute():
    corner = a_sheet(b'<row><c x=">" r="XFD1048576"><v>1</v></c></row>')

    assert refusal(rezipped(a_workbook([["x"]]), {SHEET: corner})).code == "sheet.too_many_cells"


def test_takes_a_sheet_whose_formats_reach_the_last_row():
    styled = a_sheet(b'<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    file = rezipped(a_workbook([["x"]]), {SHEET: styled})

    assert [list(row) for row in grids(file)[0].rows] == []


def test_refuses_one_long_text_repeated_by_a_hundred_thousand_cells():
    strings = b"<sst><si><t>" + b"a" * 30_000 + b"</t></si></sst>"
    rows = b"".join(b"<row>" + b'<c t="s"><v>0</v></c>' * 20 + b"</row>" for _ in range(100))
    file = rezipped(a_workbook([["x"]]), {SHEET: a_sheet(rows), "xl/sharedStrings.xml": strings})

    assert refusal(file).code == "sheet.too_many_cells"


def test_refuses_a_document_type_and_its_entities():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'

    assert refusal(rezipped(a_workbook([["x"]]), {SHEET: bomb})).code == "sheet.file_broken"


@pytest.mark.parametrize("encoding", [b"UTF-99", b"hex", b"rot13"])
def test_refuses_a_part_in_an_unknown_encoding(encoding):
    part = b'<?xml version="1.0" encoding="' + encoding + b'"?>' + a_sheet(b"")

    assert refusal(rezipped(a_workbook([["x"]]), {SHEET: part})).code == "sheet.file_broken"


def test_refuses_more_sheets_than_a_school_ever_has():
    file = a_workbook([["x"]], more={f"S{n}": [["x"]] for n in range(LIMITS.sheets + 1)})

    assert refusal(file).code == "sheet.too_many_sheets"


@pytest.mark.parametrize("limit", [{"cells": 99}, {"rows": 9}, {"columns": 9}, {"area": 99}])
def test_refuses_more_cells_than_allowed(limit):
    file = a_workbook([["x"] * 10] * 10)

    with pytest.raises(Refusal) as caught:
        safe_workbook(file, replace(LIMITS, **limit))

    assert caught.value.code == "sheet.too_many_cells"


def test_refuses_a_zip_with_a_password():
    file = bytearray(a_workbook([["x"]]))
    # General purpose bit 0 of the first central directory entry: encrypted (APPNOTE 4.4.4).
    at = file.index(b"PK\x01\x02") + 8
    struct.pack_into("<H", file, at, struct.unpack_from("<H", file, at)[0] | 1)

    assert refusal(bytes(file)).code == "sheet.encrypted"


def test_leaves_pictures_and_macros_behind():
    file = rezipped(a_workbook([["x"]]), {"xl/vbaProject.bin": b"macro", "xl/media/a.png": b"png"})

    with zipfile.ZipFile(io.BytesIO(safe_workbook(file))) as plain:
        assert not [name for name in plain.namelist() if "vba" in name or "media" in name]


def test_refuses_a_workbook_whose_relations_are_broken():
    file = rezipped(a_workbook([["x"]]), {"xl/_rels/workbook.xml.rels": b"<Relationships/>"})

    assert refusal(file).code in {"sheet.file_broken", "sheet.nothing_visible"}


def test_takes_a_part_given_twice_only_once():
    content = io.BytesIO(a_workbook([["x"]]))
    with (
        zipfile.ZipFile(content, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr(SHEET, a_sheet(b"<row><c><v>1</v></c></row>"))

    assert grids(content.getvalue())[0].rows[0][0] == "x"


def test_takes_the_texts_of_an_exporter_with_other_capitals():
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_workbook([["Họ và tên"]]))) as old,
        zipfile.ZipFile(content, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name.replace("sharedStrings", "sharedstrings"), old.read(name))

    assert grids(content.getvalue())[0].rows[0][0] == "Họ và tên"

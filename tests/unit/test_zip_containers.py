"""ZIP files from anywhere: what is dangerous is named before a byte of it is unpacked."""

import io
import struct
import subprocess
import sys
import tracemalloc
import zipfile

import pytest

from hocba.adapters.uplink.zipped import ZipContainers
from hocba.core.submit.package import MANIFEST_PATH, MAX_ENTRIES, ZippedEntry, container_findings
from hocba.core.terms.outcomes import Refusal

RECORD = "hoc-ba/HB4F7K29QXM0TZ-2025-2026-v1.xml"
FILES = [(MANIFEST_PATH, b"<GoiNop/>"), (RECORD, b"<HocBa/>" * 50)]


def zipped(files, *, compression=zipfile.ZIP_DEFLATED):
    """Write a ZIP as a stranger would, bad names and all."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for path, file in files:
            archive.writestr(path, file)
    return out.getvalue()


def codes(file):
    with pytest.raises(Refusal) as refused:
        ZipContainers().opened(file)
    return [refused.value.code, *(finding.code for finding in refused.value.findings)]


def test_gives_back_what_was_packed():
    container = ZipContainers().opened(ZipContainers().packed(FILES))

    assert [(entry.path, container.read(entry.path)) for entry in container.entries] == FILES


def test_packs_the_same_files_into_the_same_bytes():
    assert ZipContainers().packed(FILES) == ZipContainers().packed(iter(FILES))


def test_is_opened_by_another_zip_tool(tmp_path):
    path = tmp_path / "goi.zip"
    path.write_bytes(ZipContainers().packed(FILES))

    # Python's own command line is the ZIP tool that every test machine has.
    command = [sys.executable, "-m", "zipfile", "--test", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Done testing" in told


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7", b"PK\x03\x04", b"PK\x05\x06" + bytes(10)])
def test_refuses_what_is_no_zip(file):
    assert codes(file) == ["package.not_a_zip"]


@pytest.mark.parametrize(
    "path",
    [
        "../hoc-ba/a.xml",
        "hoc-ba/../../a.xml",
        "/hoc-ba/a.xml",
        "hoc-ba\\a.xml",
        "hoc-ba/a..xml/b.xml",
        "hoc-ba/.xml",
        "hoc-ba/a.exe",
        "la/a.xml",
        "a.xml",
        "hoc-ba/a b.xml",
        "hoc-ba/ạ.xml",
        "hoc-ba/" + "a" * 160 + ".xml",
        "C:/hoc-ba/a.xml",
    ],
)
def test_refuses_a_path_that_is_a_trick(path):
    assert codes(zipped([*FILES, (path, b"x")])) == [
        *("package.unsafe", "package.path_not_allowed"),
    ]


def test_refuses_a_name_that_is_empty():
    file = zipped([*FILES, ("x", b"x")])
    # The name's length in the directory becomes 0, and the name its comment, APPNOTE 4.3.12.
    at = file.rindex(b"PK\x01\x02")
    nameless = bytearray(file)
    struct.pack_into("<3H", nameless, at + 28, 0, 0, 1)

    assert codes(bytes(nameless)) == ["package.unsafe", "package.path_not_allowed"]


def test_refuses_two_names_that_windows_takes_for_one():
    twice = [*FILES, (RECORD.replace("HB4F", "hb4f"), b"x")]

    assert codes(zipped(twice)) == ["package.unsafe", "package.name_twice"]


def test_refuses_a_package_without_a_manifest():
    assert codes(zipped(FILES[1:])) == ["package.unsafe", "package.no_manifest"]


def test_refuses_a_file_that_unpacks_to_far_more():
    bomb = [*FILES, ("hoc-ba/bomb.xml", bytes(10_000_000))]

    assert codes(zipped(bomb)) == ["package.unsafe", "package.entry_too_large"]


def test_refuses_bytes_before_the_zip():
    assert codes(b"#!/bin/sh\n" + zipped(FILES)) == ["package.unsafe", "package.bytes_before"]


def test_refuses_foreign_ways_of_packing():
    file = zipped(FILES, compression=zipfile.ZIP_LZMA)

    assert set(codes(file)) == {"package.unsafe", "package.entry_not_plain"}


def test_refuses_a_folder_and_a_link():
    link = zipfile.ZipInfo("hoc-ba/link.xml")
    link.external_attr = 0o120777 << 16

    assert codes(zipped([*FILES, (link, b"/etc/passwd")])) == [
        *("package.unsafe", "package.entry_not_plain"),
    ]


def test_tells_everything_at_once():
    bad = [("../a.xml", b"x"), ("hoc-ba/bomb.xml", bytes(10_000_000))]

    assert set(codes(zipped(bad))) == {
        *("package.unsafe", "package.no_manifest"),
        *("package.path_not_allowed", "package.entry_too_large"),
    }


def test_refuses_files_that_share_their_bytes():
    entries = [
        ZippedEntry(path=MANIFEST_PATH, at=0, packed=10, size=10),
        ZippedEntry(path="hoc-ba/a.xml", at=100, packed=1000, size=2000),
        ZippedEntry(path="hoc-ba/b.xml", at=200, packed=900, size=2000),
    ]

    assert [f.code for f in container_findings(entries)] == ["package.entries_overlap"]


def test_refuses_fifty_thousand_and_one_entries():
    entries = [ZippedEntry(path=MANIFEST_PATH, at=0, packed=1, size=1)]
    place = 1000
    for number in range(MAX_ENTRIES + 1):
        entries.append(ZippedEntry(path=f"hoc-ba/{number}.xml", at=place, packed=1, size=1))
        place += 100

    assert [f.code for f in container_findings(entries)] == ["package.too_many_entries"]


def test_refuses_a_directory_of_a_million_lines_unread():
    line = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[0] * 16)
    directory = line * 1_000_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, len(directory), 0, 0)
    tracemalloc.start()

    told = codes(directory + end)

    # The library would make an object of some hundred bytes of every line.
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()
    assert told == ["package.unsafe", "package.too_many_entries"]


def test_refuses_the_long_form_that_no_package_needs():
    with_locator = zipped(FILES)[:-22] + b"PK\x06\x07" + bytes(16) + zipped(FILES)[-22:]

    assert codes(with_locator) == ["package.unsafe", "package.too_many_entries"]


def test_refuses_more_than_the_whole_may_unpack_to():
    entries = [ZippedEntry(path=MANIFEST_PATH, at=0, packed=1, size=1)]
    entries += [
        ZippedEntry(path=f"hoc-ba/{n}.xml", at=n * 10_000_000, packed=1_000_000, size=20_000_000)
        for n in range(1, 102)
    ]

    assert [f.code for f in container_findings(entries)] == ["package.too_large"]


def test_a_file_whose_bytes_were_changed_is_not_given_out():
    file = bytearray(zipped(FILES, compression=zipfile.ZIP_STORED))
    place = file.index(b"<HocBa/>")
    file[place] ^= 1
    container = ZipContainers().opened(bytes(file))

    with pytest.raises(Refusal) as refused:
        container.read(RECORD)

    assert refused.value.code == "package.entry_unreadable"


def test_a_directory_that_states_less_than_there_is_gains_nothing():
    file = bytearray(zipped([FILES[0], ("hoc-ba/a.xml", b"ab" * 5000)]))
    directory = file.rindex(b"PK\x01\x02")
    # Uncompressed size in the central directory, APPNOTE 4.3.12.
    struct.pack_into("<I", file, directory + 24, 10)
    container = ZipContainers().opened(bytes(file))

    with pytest.raises(Refusal) as refused:
        container.read("hoc-ba/a.xml")

    assert refused.value.code == "package.entry_unreadable"

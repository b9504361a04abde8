"""Looks at an upload before it is opened, and hands on only bytes that were measured."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final

from hocba.adapters.spreadsheets.limits import LIMITS, Limits
from hocba.adapters.spreadsheets.survey import surveyed
from hocba.core.terms.outcomes import Refusal

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PART: Final = "EncryptedPackage".encode("utf-16-le")
_ZIP: Final = b"PK\x03\x04"
_KINDS: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "GZIP"),
    (_ZIP[:2], "ZIP"),
)
_CHUNK: Final = 1 << 16
_RATIO_COUNTS_FROM: Final = 1_000_000
_MAIN_PART: Final = "xl/workbook.xml"
# What calamine needs; pictures, macros, comments and printer settings stay behind.
_KEPT: Final = (
    "[Content_Types].xml",
    "_rels/",
    "xl/_rels/",
    "xl/worksheets/",
    _MAIN_PART,
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)
# Some exporters write `xl/sharedstrings.xml`, and readers forgive it.
_USUAL_NAMES: Final = {name.casefold(): name for name in _KEPT}


def safe_workbook(file: bytes, limits: Limits = LIMITS) -> bytes:
    """
    Return the workbook as a plain archive whose every part was unpacked and counted here.

    The reader that comes after never sees a part whose header lies about its size, a part
    given twice, or a sheet whose far corner would reserve the memory of the machine.
    Raises: Refusal "sheet.file_empty", "sheet.file_too_large", "sheet.not_excel",
    "sheet.old_excel", "sheet.encrypted", "sheet.file_broken", "sheet.unpacks_too_large",
    "sheet.too_many_sheets", "sheet.too_many_cells".
    """
    _refuse_by_first_bytes(file, limits)
    try:
        parts = _parts(file, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as wrong:
        # NotImplementedError (an unknown packing) is a RuntimeError.
        raise Refusal("sheet.file_broken", str(wrong)) from wrong
    if _MAIN_PART not in parts:
        raise Refusal("sheet.not_excel", "no workbook inside", kind=_archive_kind(parts))
    surveyed(parts, limits)
    return _plain_archive(parts)


def _refuse_by_first_bytes(file: bytes, limits: Limits) -> None:
    if not file:
        raise Refusal("sheet.file_empty", "no bytes at all")
    if len(file) > limits.packed_bytes:
        raise Refusal(
            "sheet.file_too_large",
            "more bytes than allowed",
            size=_megabytes(len(file)),
            limit=_megabytes(limits.packed_bytes),
        )
    if file.startswith(_OLE):
        code = "sheet.encrypted" if _ENCRYPTED_PART in file else "sheet.old_excel"
        raise Refusal(code, "an OLE container")
    if not file.startswith(_ZIP):
        raise Refusal("sheet.not_excel", "not a ZIP archive", kind=_kind(file))


def _kind(file: bytes) -> str:
    for start, kind in _KINDS:
        if file.startswith(start):
            return kind
    start_text = file[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start_text.startswith((b"<!doctype html", b"<html", b"<table", b"<head")):
        return "HTML"
    if start_text.startswith(b"<"):
        return "XML"
    return "văn bản" if _is_text(file[:512]) else "không rõ loại"


def _is_text(start: bytes) -> bool:
    return b"\x00" not in start and not any(byte < 9 for byte in start)


def _archive_kind(parts: dict[str, bytes]) -> str:
    names = set(parts)
    if "xl/workbook.bin" in names:
        return "XLSB"
    if "word/document.xml" in names:
        return "DOCX"
    return "ODS" if "content.xml" in names else "ZIP"


def _parts(file: bytes, limits: Limits) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    room = limits.unpacked_bytes
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        entries = archive.infolist()
        if len(entries) > limits.parts:
            raise Refusal("sheet.unpacks_too_large", "too many parts", limit=str(limits.parts))
        for entry in entries:
            if entry.flag_bits & 1:
                raise Refusal("sheet.encrypted", "a part is encrypted")
            name = _USUAL_NAMES.get(entry.filename.casefold(), entry.filename)
            if not name.startswith(_KEPT) or name in parts:
                parts.setdefault(name, b"")
                continue
            packed = entry.compress_size
            with archive.open(entry) as part:
                content = b"".join(_measured(part, room=room, packed=packed, at=limits))
            parts[name] = content
            room -= len(content)
    return parts


def _measured(part: IO[bytes], *, room: int, packed: int, at: Limits) -> Iterator[bytes]:
    size = 0
    while chunk := part.read(_CHUNK):
        size += len(chunk)
        if size > room or (size > _RATIO_COUNTS_FROM and size > packed * at.ratio):
            raise Refusal(
                "sheet.unpacks_too_large",
                "unpacks to more than allowed",
                limit=_megabytes(at.unpacked_bytes),
            )
        yield chunk


def _plain_archive(parts: dict[str, bytes]) -> bytes:
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            if name.startswith(_KEPT):
                archive.writestr(zipfile.ZipInfo(name), content)
    return plain.getvalue()


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"

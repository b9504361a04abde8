"""
Packages as ZIP files: written the same way every time, read as if from an enemy.

Nothing is unpacked before the directory has been found harmless, and never more bytes than
it states. Source: APPNOTE.TXT 6.3, sections 4.3 and 4.4.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import Final

from hocba.core.submit.package import (
    MAX_ENTRIES,
    MAX_PACKAGE_BYTES,
    ZippedEntry,
    container_findings,
)
from hocba.core.terms.outcomes import Finding, Refusal

_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE: Final = 0o644 << 16
_MADE_ON_UNIX: Final = 3
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_IS_ENCRYPTED: Final = 0x1
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What the library raises for bytes that are no sound ZIP."""


_END: Final = struct.Struct("<4s4H2LH")
_END_REACH: Final = _END.size + 65_535
"""A comment of at most 65,535 bytes may follow the end record."""
_MAX_LINE: Final = 46 + 160 + 64
"""One line of the directory: its fixed part, the longest path, and some extra fields."""


class ZipContainer:
    """Implements `Container` over bytes in memory."""

    def __init__(self, archive: zipfile.ZipFile, entries: tuple[ZippedEntry, ...]) -> None:
        self._archive = archive
        self._by_path = {member.orig_filename: member for member in archive.infolist()}
        self._entries = entries

    @property
    def entries(self) -> tuple[ZippedEntry, ...]:
        """What the directory lists; see the port."""
        return self._entries

    def read(self, path: str) -> bytes:
        """Unpack one entry; see the port."""
        member = self._by_path[path]
        try:
            with self._archive.open(member) as unpacked:
                # One byte more than stated: reading to the end also checks the CRC.
                file = unpacked.read(member.file_size + 1)
        except _BROKEN as problem:
            raise Refusal("package.entry_unreadable", str(problem), path=path) from problem
        if len(file) != member.file_size:
            raise Refusal("package.entry_unreadable", "length differs", path=path)
        return file


class ZipContainers:
    """Implements `Containers`."""

    def packed(self, files: Iterable[tuple[str, bytes]]) -> bytes:
        """Write a ZIP; see the port."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for path, file in files:
                archive.writestr(_member(path), file)
        return out.getvalue()

    def opened(self, file: bytes) -> ZipContainer:
        """Open a ZIP from anywhere; see the port."""
        if len(file) > MAX_PACKAGE_BYTES:
            raise Refusal("package.file_too_large", size=str(len(file)))
        _require_short_directory(file)
        try:
            archive = zipfile.ZipFile(io.BytesIO(file))
        except (*_BROKEN, ValueError, UnicodeDecodeError) as problem:
            raise Refusal("package.not_a_zip", str(problem)) from problem
        entries = tuple(map(_entry, archive.infolist()))
        findings = container_findings(entries)
        if findings:
            raise Refusal("package.unsafe", findings=findings)
        return ZipContainer(archive, entries)


def _require_short_directory(file: bytes) -> None:
    """
    Refuse a directory that is longer than any of ours before the library reads it.

    It makes an object of every line: ten million empty entries would fill the memory. A
    package of ours never needs ZIP64. Source: APPNOTE.TXT 6.3, sections 4.3.15 and 4.3.16.
    """
    end = file.rfind(b"PK\x05\x06", -_END_REACH)
    if end < 0 or end + _END.size > len(file):
        raise Refusal("package.not_a_zip", "no end of central directory")
    length = _END.unpack_from(file, end)[5]
    if length > MAX_ENTRIES * _MAX_LINE or file[end - 20 : end - 16] == b"PK\x06\x07":
        details = {"count": f"> {MAX_ENTRIES}", "limit": str(MAX_ENTRIES)}
        finding = Finding(code="package.too_many_entries", details=details)
        raise Refusal("package.unsafe", findings=(finding,))


def _member(path: str) -> zipfile.ZipInfo:
    # The same files must give the same bytes on every machine and day.
    member = zipfile.ZipInfo(path, date_time=_FIRST_DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = _MADE_ON_UNIX
    member.external_attr = _PLAIN_FILE
    return member


def _entry(member: zipfile.ZipInfo) -> ZippedEntry:
    # The library's own is_dir() stumbles over a name that is empty.
    is_folder = member.filename.endswith("/")
    is_link_or_folder = is_folder or (member.external_attr >> 16) & 0o170000 == 0o120000
    is_plain = (
        not member.flag_bits & _IS_ENCRYPTED
        and member.compress_type in _METHODS
        and not is_link_or_folder
    )
    return ZippedEntry(
        path=member.orig_filename,
        at=member.header_offset,
        packed=member.compress_size,
        size=member.file_size,
        is_plain=is_plain,
    )

"""
Packages as ZIP files: written the same way every time, read as if from an enemy.

Nothing is unpacked before the directory has been found harmless, and never more bytes than
it states. Source: APPNOTE.TXT 6.3, sections 4.3 and 4.4.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO, Final

from hocba.core.submit.package import (
    MAX_ENTRIES,
    MAX_PACKAGE_BYTES,
    ZippedEntry,
    container_findings,
    foreign_findings,
)
from hocba.core.terms.outcomes import Finding, Refusal

_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE: Final = 0o644 << 16
_MADE_ON_UNIX: Final = 3
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_IS_ENCRYPTED: Final = 0x1
_IS_UTF8: Final = 0x800
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What the library raises for bytes that are no sound ZIP."""


_END: Final = struct.Struct("<4s4H2LH")
_END_REACH: Final = _END.size + 65_535
"""A comment of at most 65,535 bytes may follow the end record."""
_LOCATOR: Final = 20
"""The end record of a ZIP64 is announced by so many bytes before the plain one."""
_MAX_LINE: Final = 46 + 160 + 64
"""One line of the directory: its fixed part, the longest path, and some extra fields."""


_LOCAL: Final = struct.Struct("<4s5H3L2H")
"""A local file header's fixed part. Source: APPNOTE.TXT 6.3, section 4.3.7."""


class ZipContainer:
    """Implements `Container` over an opened file."""

    def __init__(
        self, file: BinaryIO, members: Sequence[zipfile.ZipInfo], entries: tuple[ZippedEntry, ...]
    ) -> None:
        self._file = file
        self._by_path = {member.orig_filename: member for member in members}
        self._entries = entries

    @property
    def entries(self) -> tuple[ZippedEntry, ...]:
        """What the directory lists; see the port."""
        return self._entries

    def read(self, path: str) -> bytes:
        """Unpack one entry; see the port."""
        member = self._by_path[path]
        try:
            file = _unpacked(self._packed(member), member)
        except (zlib.error, struct.error) as problem:
            raise Refusal("package.entry_unreadable", str(problem), path=path) from problem
        if file is None or zlib.crc32(file) != member.CRC:
            raise Refusal("package.entry_unreadable", "length or checksum differs", path=path)
        return file

    def _packed(self, member: zipfile.ZipInfo) -> bytes:
        """Read an entry's packed bytes, from behind the header that stands before them."""
        self._file.seek(member.header_offset)
        header = _LOCAL.unpack(self._file.read(_LOCAL.size))
        name = self._file.read(header[9])
        # The directory was found harmless; a local header that says another name is a trick.
        if header[0] != b"PK\x03\x04" or name != _name(member) or header[3] != member.compress_type:
            raise zlib.error("local header differs from the directory")
        self._file.seek(header[10], io.SEEK_CUR)
        return self._file.read(member.compress_size)


def _unpacked(packed: bytes, member: zipfile.ZipInfo) -> bytes | None:
    """Return exactly as many bytes as the directory states, None where there are more or less."""
    if len(packed) != member.compress_size:
        return None
    if member.compress_type == zipfile.ZIP_STORED:
        file = packed
    else:
        # One byte more than stated would show that there are more.
        inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        file = inflating.decompress(packed, member.file_size + 1)
        if not inflating.eof:
            return None
    return file if len(file) == member.file_size else None


def _name(member: zipfile.ZipInfo) -> bytes:
    return member.orig_filename.encode("utf-8" if member.flag_bits & _IS_UTF8 else "cp437")


class ZipContainers:
    """Implements `Containers`."""

    def packed(self, files: Iterable[tuple[str, bytes]]) -> bytes:
        """Write a ZIP; see the port."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for path, file in files:
                archive.writestr(_member(path), file)
        return out.getvalue()

    def held(self, file: bytes) -> BinaryIO:
        """Return bytes as a file; see the port."""
        return io.BytesIO(file)

    def opened(self, file: bytes | BinaryIO) -> ZipContainer:
        """Open a package from anywhere; see the port."""
        return self._opened(file, container_findings)

    def opened_foreign(self, file: bytes | BinaryIO) -> ZipContainer:
        """Open a ZIP that is no package; see the port."""
        return self._opened(file, foreign_findings)

    def _opened(
        self,
        file: bytes | BinaryIO,
        dangers: Callable[[Sequence[ZippedEntry]], tuple[Finding, ...]],
    ) -> ZipContainer:
        opened = self.held(file) if isinstance(file, bytes) else file
        size = opened.seek(0, io.SEEK_END)
        if size > MAX_PACKAGE_BYTES:
            raise Refusal("package.file_too_large", size=str(size))
        opened.seek(max(0, size - _END_REACH - _LOCATOR))
        _require_short_directory(opened.read())
        try:
            archive = zipfile.ZipFile(opened)
        except (*_BROKEN, ValueError, UnicodeDecodeError) as problem:
            raise Refusal("package.not_a_zip", str(problem)) from problem
        entries = tuple(map(_entry, archive.infolist()))
        findings = dangers(entries)
        if findings:
            raise Refusal("package.unsafe", findings=findings)
        return ZipContainer(opened, archive.infolist(), entries)


def _require_short_directory(tail: bytes) -> None:
    """
    Refuse a directory that is longer than any of ours before the library reads it.

    It makes an object of every line: ten million empty entries would fill the memory. A
    package of ours never needs ZIP64. Source: APPNOTE.TXT 6.3, sections 4.3.15 and 4.3.16.
    """
    end = tail.rfind(b"PK\x05\x06", -_END_REACH)
    if end < 0 or end + _END.size > len(tail):
        raise Refusal("package.not_a_zip", "no end of central directory")
    length = _END.unpack_from(tail, end)[5]
    if (
        length > MAX_ENTRIES * _MAX_LINE
        or tail[max(end - _LOCATOR, 0) : max(end - 16, 0)] == b"PK\x06\x07"
    ):
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

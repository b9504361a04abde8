"""
Packages as ZIP files: written the same way every time, read as if from an enemy.

Nothing is unpacked before the directory has been found harmless, and never more bytes than
it states. Source: APPNOTE.TXT 6.3, sections 4.3 and 4.4.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable
from typing import Final

from hocba.core.submit.package import MAX_PACKAGE_BYTES, ZippedEntry, container_findings
from hocba.core.terms.outcomes import Refusal

_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE: Final = 0o644 << 16
_MADE_ON_UNIX: Final = 3
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_IS_ENCRYPTED: Final = 0x1
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What the library raises for bytes that are no sound ZIP."""


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
        try:
            archive = zipfile.ZipFile(io.BytesIO(file))
        except (*_BROKEN, ValueError, UnicodeDecodeError) as problem:
            raise Refusal("package.not_a_zip", str(problem)) from problem
        entries = tuple(map(_entry, archive.infolist()))
        findings = container_findings(entries)
        if findings:
            raise Refusal("package.unsafe", findings=findings)
        return ZipContainer(archive, entries)


def _member(path: str) -> zipfile.ZipInfo:
    # The same files must give the same bytes on every machine and day.
    member = zipfile.ZipInfo(path, date_time=_FIRST_DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = _MADE_ON_UNIX
    member.external_attr = _PLAIN_FILE
    return member


def _entry(member: zipfile.ZipInfo) -> ZippedEntry:
    is_link_or_folder = member.is_dir() or (member.external_attr >> 16) & 0o170000 == 0o120000
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

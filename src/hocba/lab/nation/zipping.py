"""
Write large packages quickly, with every entry packed as soon as it is there.

Only what is packed stays in memory, not the documents. The bytes are a plain ZIP as
adapters/uplink/zipped.py reads it. Source: APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_LINE: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_MADE_ON_UNIX: Final = 3 << 8 | _VERSION
_DEFLATED: Final = 8
_FIRST_DAY: Final = 1 << 5 | 1
_PLAIN_FILE: Final = 0o644 << 16
_LEVEL: Final = 3
"""Level 6 gains a thirtieth in size and takes a third more time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """One entry, packed. size: of the file before it was packed, in bytes."""

    path: str
    size: int
    checksum: int
    packed: bytes


def packed_file(path: str, file: bytes) -> PackedFile:
    """Pack one file; the same file gives the same bytes."""
    packing = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packing.compress(file) + packing.flush()
    return PackedFile(path=path, size=len(file), checksum=zlib.crc32(file), packed=packed)


def write_package(out: Path, files: Iterable[PackedFile]) -> None:
    """Write a ZIP, whole or not at all. At most 65,535 entries and 4 GB."""
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f"{out.name}.part")
    directory: list[bytes] = []
    with part.open("wb") as stream:
        for file in files:
            name, at = file.path.encode(), stream.tell()
            sizes = (file.checksum, len(file.packed), file.size)
            told = (_VERSION, 0, _DEFLATED, 0, _FIRST_DAY, *sizes, len(name))
            stream.write(_LOCAL.pack(b"PK\x03\x04", *told, 0) + name)
            stream.write(file.packed)
            line = _LINE.pack(b"PK\x01\x02", _MADE_ON_UNIX, *told, 0, 0, 0, 0, _PLAIN_FILE, at)
            directory.append(line + name)
        start, lines = stream.tell(), b"".join(directory)
        count = len(directory)
        stream.write(lines)
        stream.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, len(lines), start, 0))
    part.replace(out)

"""Take the signed XML out of whatever carries it: itself, a printed record, a proof bundle."""

import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final

from hocba.adapters.xml.attachment import all_opened, opened
from hocba.adapters.xml.parsing import MAX_BYTES
from hocba.core.publish.proof_bundle import RECORD, STAMPS
from hocba.core.terms.outcomes import Refusal

_ZIP: Final = b"PK\x03\x04"
# The seal is the last signature of every policy. Source: spec/format.md §5.1.
_STAMP: Final = re.compile(rf"{STAMPS}/([1-9]\d{{0,2}})-[1-9]\.tst")
_MOST_STAMPS: Final = 4
_LARGEST_STAMP: Final = 65_536
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)


def record_in(file: bytes) -> bytes:
    """
    Return the XML that a file holds.

    Raises: Refusal "bundle.broken" for a ZIP that is no proof bundle, and as `opened`.
    """
    return opened(_bundled(file) if file.startswith(_ZIP) else file)


def records_in(file: bytes) -> Mapping[str, bytes]:
    """
    Return every XML that a file holds: one without a name, or those of a print by theirs.

    Raises: as `record_in`, but for several years in one print.
    """
    return all_opened(_bundled(file) if file.startswith(_ZIP) else file)


def stamps_in(file: bytes) -> tuple[bytes, ...]:
    """
    Return the time stamps on the seal that a proof bundle brings; none of any other file.

    They prove themselves or nothing: what cannot be read is left out.
    """
    if not file.startswith(_ZIP):
        return ()
    try:
        with zipfile.ZipFile(BytesIO(file)) as bundle:
            places = {
                one.filename: int(named[1])
                for one in bundle.infolist()
                if (named := _STAMP.fullmatch(one.filename))
            }
            last = max(places.values(), default=0)
            names = sorted(name for name, place in places.items() if place == last)
            held = []
            for name in names[:_MOST_STAMPS]:
                with bundle.open(name) as stamp:
                    held.append(stamp.read(_LARGEST_STAMP))
            return tuple(held)
    except _BROKEN:
        return ()


def _bundled(file: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(file)) as bundle:
            if [one.filename for one in bundle.infolist()].count(RECORD) != 1:
                raise Refusal("bundle.broken", "no record, or two", value=RECORD)
            # A few kilobytes can unpack into gigabytes: one byte more than is allowed tells enough.
            with bundle.open(RECORD) as held:
                found = held.read(MAX_BYTES + 1)
    except _BROKEN as broken:
        raise Refusal("bundle.broken", str(broken), value=RECORD) from broken
    if len(found) > MAX_BYTES:
        raise Refusal("record.too_large", size=f"> {MAX_BYTES}", limit=str(MAX_BYTES))
    return found

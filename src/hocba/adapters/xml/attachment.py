"""Take the signed XML out of a printed record: `hoc-ba.xml` of a PDF/A-3, or one file a year."""

import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Final

import pikepdf
from pikepdf.exceptions import PikepdfError

from hocba.adapters.xml.parsing import MAX_BYTES
from hocba.core.publish.binding import RECORD_FILE, is_record_file
from hocba.core.publish.extract_sheet import EXTRACT_FILE
from hocba.core.publish.partial_sheet import PARTIAL_FILE
from hocba.core.terms.outcomes import Refusal

_MOST_YEARS: Final = 24
"""Years that one print may hold; a child is at school for twelve."""
_MAX_PDF_BYTES: Final = 50_000_000
_DEEPEST: Final = 8
"""Levels of a name tree; a thousand attachments need three."""


def is_pdf(file: bytes) -> bool:
    """Tell whether the bytes are a PDF's."""
    return file.startswith(b"%PDF-")


def opened(file: bytes) -> bytes:
    """
    Return the XML that a file holds: the file itself, or what a PDF has attached.

    Raises: Refusal "record.several_attached" for a print of several years; as `all_opened`.
    """
    found = all_opened(file)
    if len(found) > 1:
        raise Refusal("record.several_attached", value=str(len(found)))
    return next(iter(found.values()))


def all_opened(file: bytes) -> Mapping[str, bytes]:
    """
    Return every signed XML that a file holds: itself, nameless, or a PDF's by name, one a year.

    Raises: Refusal "record.pdf_broken", "record.nothing_attached", "record.too_large",
    "record.attached_twice", "extract.not_alone".
    """
    if not is_pdf(file):
        return {"": file}
    if len(file) > _MAX_PDF_BYTES:
        raise Refusal("record.too_large", size=str(len(file)), limit=str(_MAX_PDF_BYTES))
    try:
        with pikepdf.open(BytesIO(file)) as pdf:
            return _attached(pdf)
    except (PikepdfError, zlib.error, ValueError) as broken:
        # ValueError: a name in it that is no text.
        raise Refusal("record.pdf_broken", str(broken)) from broken


def _attached(pdf: pikepdf.Pdf) -> Mapping[str, bytes]:
    named: dict[str, dict[tuple[int, int], pikepdf.Stream]] = {}
    for name, stream in _streams(pdf):
        named.setdefault(name, {})[stream.objgen] = stream
    if not named:
        raise Refusal("record.nothing_attached", value=RECORD_FILE)
    if len(named) > 1 and not named.keys().isdisjoint((EXTRACT_FILE, PARTIAL_FILE)):
        # Each speaks for itself alone: nobody is to take its answer for a whole record's.
        raise Refusal("extract.not_alone")
    if len(named) > _MOST_YEARS:
        raise Refusal("record.too_large", size=str(len(named)), limit=str(_MOST_YEARS))
    for name, streams in named.items():
        if len(streams) > 1:
            # Readers differ in which one they show: a forger could have one checked, another seen.
            raise Refusal("record.attached_twice", value=name)
    return {name: _unpacked(pdf, *named[name].values()) for name in sorted(named)}


def _unpacked(pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> bytes:
    filters = [str(name) for name in _listed(stream.get("/Filter"))]
    if pdf.is_encrypted or filters not in ([], ["/FlateDecode"]):
        raise Refusal("record.pdf_broken", "locked, or packed in an unusual way")
    raw = stream.read_raw_bytes()
    # A few kilobytes can unpack into gigabytes: one byte more than is allowed tells enough.
    file = zlib.decompressobj().decompress(raw, MAX_BYTES + 1) if filters else raw
    if len(file) > MAX_BYTES:
        raise Refusal("record.too_large", size=f"> {MAX_BYTES}", limit=str(MAX_BYTES))
    return file


def _streams(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Stream]]:
    """Return every embedded file that goes by a name of ours, wherever the PDF lists it."""
    root = _dictionary(pdf.trailer.get("/Root"))
    specs = list(_array(root.get("/AF")))
    tree = _dictionary(_dictionary(root.get("/Names")).get("/EmbeddedFiles"))
    for name, spec in _leaves(tree, _DEEPEST):
        if is_record_file(name):
            yield from ((name, stream) for stream in _embedded(_dictionary(spec)))
        else:
            specs.append(spec)
    for spec in map(_dictionary, specs):
        names = {str(spec.get(key, "")) for key in ("/UF", "/F")}
        for name in filter(is_record_file, names):
            yield from ((name, stream) for stream in _embedded(spec))


def _leaves(node: pikepdf.Dictionary, depth: int) -> Iterator[tuple[str, pikepdf.Object]]:
    """Walk a name tree with its doubles, which a mapping would hide. Source: ISO 32000-2, 7.9.6."""
    names = list(_array(node.get("/Names")))
    yield from zip(map(str, names[::2]), names[1::2], strict=False)
    for kid in list(_array(node.get("/Kids"))) if depth else ():
        yield from _leaves(_dictionary(kid), depth - 1)


def _embedded(spec: pikepdf.Dictionary) -> Iterator[pikepdf.Stream]:
    files = _dictionary(spec.get("/EF"))
    found = (files.get(key) for key in ("/F", "/UF"))
    yield from (file for file in found if isinstance(file, pikepdf.Stream))


def _dictionary(value: object) -> pikepdf.Dictionary:
    """Return a dictionary, empty where a damaged file has something else."""
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def _array(value: object) -> pikepdf.Array:
    return value if isinstance(value, pikepdf.Array) else pikepdf.Array()


def _listed(filters: pikepdf.Object | None) -> list[pikepdf.Object]:
    if filters is None:
        return []
    return list(filters) if isinstance(filters, pikepdf.Array) else [filters]

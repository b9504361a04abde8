"""Take the signed XML out of a printed record: the attachment `hoc-ba.xml` of a PDF/A-3."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import pikepdf

from hocba.adapters.xml.parsing import MAX_BYTES
from hocba.core.terms.outcomes import Refusal

ATTACHMENT: Final = "hoc-ba.xml"
_MAX_PDF_BYTES: Final = 50_000_000
_DEEPEST: Final = 8
"""Levels of a name tree; a thousand attachments need three."""


def is_pdf(file: bytes) -> bool:
    """Tell whether the bytes are a PDF's."""
    return file.startswith(b"%PDF-")


def opened(file: bytes) -> bytes:
    """
    Return the XML that a file holds: the file itself, or what a PDF has attached.

    Raises: Refusal "record.pdf_broken", "record.nothing_attached", "record.too_large".
    """
    if not is_pdf(file):
        return file
    if len(file) > _MAX_PDF_BYTES:
        raise Refusal("record.too_large", size=str(len(file)), limit=str(_MAX_PDF_BYTES))
    try:
        with pikepdf.open(BytesIO(file)) as pdf:
            return _attached(pdf)
    except (pikepdf.PdfError, zlib.error) as broken:
        raise Refusal("record.pdf_broken", str(broken)) from broken


def _attached(pdf: pikepdf.Pdf) -> bytes:
    streams = {stream.objgen: stream for stream in _streams(pdf)}
    if not streams:
        raise Refusal("record.nothing_attached", value=ATTACHMENT)
    if len(streams) > 1:
        # Readers differ in which one they show: a forger could have one checked, another seen.
        raise Refusal("record.attached_twice", value=ATTACHMENT)
    (stream,) = streams.values()
    filters = [str(name) for name in _listed(stream.get("/Filter"))]
    if pdf.is_encrypted or filters not in ([], ["/FlateDecode"]):
        raise Refusal("record.pdf_broken", "locked, or packed in an unusual way")
    raw = stream.read_raw_bytes()
    # A few kilobytes can unpack into gigabytes: one byte more than is allowed tells enough.
    file = zlib.decompressobj().decompress(raw, MAX_BYTES + 1) if filters else raw
    if len(file) > MAX_BYTES:
        raise Refusal("record.too_large", size=f"> {MAX_BYTES}", limit=str(MAX_BYTES))
    return file


def _streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Return every embedded file that goes by our name, wherever the PDF lists it."""
    listed = pdf.Root.get("/AF")
    specs = list(listed) if isinstance(listed, pikepdf.Array) else []
    tree = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles")
    for name, spec in () if tree is None else _leaves(tree, _DEEPEST):
        if name == ATTACHMENT:
            yield from _embedded(spec)
        else:
            specs.append(spec)
    for spec in specs:
        if ATTACHMENT in {str(spec.get(key, "")) for key in ("/UF", "/F")}:
            yield from _embedded(spec)


def _leaves(node: pikepdf.Object, depth: int) -> Iterator[tuple[str, pikepdf.Object]]:
    """Walk a name tree with its doubles, which a mapping would hide. Source: ISO 32000-2, 7.9.6."""
    names = list(node.get("/Names", pikepdf.Array()))
    yield from zip(map(str, names[::2]), names[1::2], strict=False)
    for kid in list(node.get("/Kids", pikepdf.Array())) if depth else ():
        yield from _leaves(kid, depth - 1)


def _embedded(spec: pikepdf.Object) -> Iterator[pikepdf.Object]:
    files = spec.get("/EF", pikepdf.Dictionary())
    yield from (files[key] for key in ("/F", "/UF") if key in files)


def _listed(filters: pikepdf.Object | None) -> list[pikepdf.Object]:
    if filters is None:
        return []
    return list(filters) if isinstance(filters, pikepdf.Array) else [filters]

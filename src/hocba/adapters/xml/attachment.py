"""Take the signed XML out of a printed record: the attachment `hoc-ba.xml` of a PDF/A-3."""

import zlib
from io import BytesIO
from typing import Final

import pikepdf

from hocba.adapters.xml.parsing import MAX_BYTES
from hocba.core.terms.outcomes import Refusal

ATTACHMENT: Final = "hoc-ba.xml"
_MAX_PDF_BYTES: Final = 50_000_000


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
    if ATTACHMENT not in pdf.attachments:
        raise Refusal("record.nothing_attached", value=ATTACHMENT)
    stream = pdf.attachments[ATTACHMENT].get_file().obj
    filters = [str(name) for name in _listed(stream.get("/Filter"))]
    if pdf.is_encrypted or filters not in ([], ["/FlateDecode"]):
        raise Refusal("record.pdf_broken", "locked, or packed in an unusual way")
    raw = stream.read_raw_bytes()
    # A few kilobytes can unpack into gigabytes: one byte more than is allowed tells enough.
    file = zlib.decompressobj().decompress(raw, MAX_BYTES + 1) if filters else raw
    if len(file) > MAX_BYTES:
        raise Refusal("record.too_large", size=f"> {MAX_BYTES}", limit=str(MAX_BYTES))
    return file


def _listed(filters: pikepdf.Object | None) -> list[pikepdf.Object]:
    if filters is None:
        return []
    return list(filters) if isinstance(filters, pikepdf.Array) else [filters]

"""Reading a kept receipt, and answering with files to take away."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from hocba.core.sign.statement import StatementKind
from hocba.core.submit.receipt import Receipt, receipt_of
from hocba.ports.outside import Outside


def read_receipt(outside: Outside, file: bytes) -> Receipt:
    """
    Read a receipt that this office keeps.

    Raises: Refusal "statement.*" when the bytes are no receipt.
    """
    return receipt_of(outside.documents.statement(file, StatementKind.RECEIPT).content)


def looked_at(pdf: bytes, *, name: str) -> HttpResponse:
    """Answer with a PDF of our own making that the browser shows, to be looked at and left."""
    response = HttpResponse(pdf, content_type="application/pdf")
    disposition = content_disposition_header(False, name)
    response.headers["Content-Disposition"] = disposition or "inline"
    return response


def taken_away(file: bytes, *, name: str, content_type: str) -> HttpResponse:
    """Answer with a file that the browser saves and never shows by itself."""
    response = HttpResponse(file, content_type=content_type)
    disposition = content_disposition_header(True, name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response

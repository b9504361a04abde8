"""
Where an office below hands a package over: its bytes in, the signed receipt out.

Nobody signs in here: a package proves itself by its sender's signature, and is refused without.
A list is told to nobody but the office whose certificate the line has seen.
"""

import shutil
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import IO, cast

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from hocba.core.submit.package import MAX_PACKAGE_BYTES
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.web.asking import OfficeRequest
from hocba.flow.receive_package import receive
from hocba.flow.tell_holdings import holdings_for


@csrf_exempt
@require_POST
def packages(request: OfficeRequest) -> HttpResponseBase:
    """Take a package in and answer with its receipt; the same package gets the same bytes."""
    written = request.headers.get("Content-Length", "")
    if not written.isdecimal() or int(written) > MAX_PACKAGE_BYTES:
        return refused(Refusal("package.file_too_large"))
    with TemporaryFile() as file:
        shutil.copyfileobj(cast("IO[bytes]", request), file)
        # A line that broke within the body: nothing of half a package is looked at.
        if file.tell() != int(written):
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
        file.seek(0)
        try:
            receipt = receive(request.outside, file, request.desk)
        except Refusal as refusal:
            return refused(refusal)
        except Fault:
            # What was kept stays kept: the sender sends the same again.
            return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    return HttpResponse(receipt, content_type="application/xml")


@require_GET
def holdings(request: OfficeRequest) -> HttpResponseBase:
    """Tell an office below what is kept here from its packages, one line a file."""
    try:
        told = holdings_for(request.outside, request.shown)
    except Refusal as refusal:
        return refused(refusal)
    return HttpResponse(told, content_type="text/plain; charset=utf-8")


def refused(refusal: Refusal, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> HttpResponse:
    """Return a refusal with all its findings, as the other side's line reads it."""
    findings = [
        {
            "code": found.code,
            "weight": found.weight.value,
            "where": found.where,
            "details": dict(found.details),
        }
        for found in refusal.findings
    ]
    told = {"code": refusal.code, "details": dict(refusal.details), "findings": findings}
    return JsonResponse(told, status=status)

"""
Where a school's own installation hands a request about a record in, and hears what is decided.

A request proves itself by its principal's signature; who knows its digest holds its bytes.
"""

from http import HTTPStatus
from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hocba.core.submit.correction_letter import MOST_BYTES
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.line.callers import too_often
from hocba.faces.line.views import body_of, refused
from hocba.faces.web.asking import OfficeRequest
from hocba.flow.take_correction import take_correction, tell_correction

_XML: Final = "application/xml"
_OF_ONE: Final = 100
"""A minute's requests of one installation: it may host many schools."""
_DIGEST_DIGITS: Final = 64


@csrf_exempt
@require_http_methods(["GET", "POST"])
def correction(request: OfficeRequest) -> HttpResponseBase:
    """Take a request in, or tell what became of one; the answer is signed."""
    if (busy := too_often(request, "dinh-chinh", of_one=_OF_ONE)) is not None:
        return busy
    try:
        if request.method == "GET":
            told = tell_correction(request.outside, _digest(request))
            return HttpResponse(told, content_type=_XML)
        return _taken(request)
    except Refusal as refusal:
        return refused(refusal)
    except Fault:
        # What was kept stays kept: the sender sends the same again.
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)


def _digest(request: OfficeRequest) -> bytes:
    written = request.GET.get("bam", "")
    try:
        return bytes.fromhex(written if len(written) == _DIGEST_DIGITS else "-")
    except ValueError as wrong:
        raise Refusal("correction.unknown", value=written[:12]) from wrong


def _taken(request: OfficeRequest) -> HttpResponse:
    large = Refusal("correction.letter_too_large", most=str(MOST_BYTES // 1024**2))
    file = body_of(request, most=MOST_BYTES, too_large=large)
    if file is None:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    return HttpResponse(take_correction(request.outside, file), content_type=_XML)

"""
Where a province that nobody has let in yet asks for it, and hears where its requests stand.

Open to every holder of a known CA's certificate, so: sized before it is read, counted by caller,
and what is refused or answered tells of the caller's own request alone.
"""

from http import HTTPStatus
from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hocba.core.submit.connection import MOST_BYTES
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.line.callers import too_often
from hocba.faces.line.views import body_of, refused
from hocba.faces.web.asking import OfficeRequest
from hocba.flow.take_connection import take_connection, tell_connection

_XML: Final = "application/xml"


@csrf_exempt
@require_http_methods(["GET", "POST"])
def connection(request: OfficeRequest) -> HttpResponseBase:
    """Take a request in, or tell where the caller's stand; the answer is signed."""
    if (busy := too_often(request, "ket-noi")) is not None:
        return busy
    try:
        if request.method == "GET":
            told = tell_connection(request.outside, request.shown)
            return HttpResponse(told, content_type=_XML)
        return _taken(request)
    except Refusal as refusal:
        return refused(refusal)
    except Fault:
        # What was kept stays kept: the sender sends the same again.
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)


def _taken(request: OfficeRequest) -> HttpResponse:
    large = Refusal("connection.too_large", most=str(MOST_BYTES // 1024**2))
    file = body_of(request, most=MOST_BYTES, too_large=large)
    if file is None:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    return HttpResponse(take_connection(request.outside, file), content_type=_XML)

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
from hocba.faces.line.views import refused
from hocba.faces.web.asking import OfficeRequest
from hocba.flow.take_connection import take_connection, tell_connection

_OF_ONE: Final = 10
_OF_ALL: Final = 200
"""A minute's requests: of one caller, and of all who were not above theirs."""
_XML: Final = "application/xml"


@csrf_exempt
@require_http_methods(["GET", "POST"])
def connection(request: OfficeRequest) -> HttpResponseBase:
    """Take a request in, or tell where the caller's stand; the answer is signed."""
    if not _may_ask(request):
        busy = refused(Refusal("connection.too_many"), HTTPStatus.TOO_MANY_REQUESTS)
        busy["Retry-After"] = "60"
        return busy
    try:
        if request.method == "GET":
            return HttpResponse(tell_connection(request.outside, request.shown), content_type=_XML)
        return _taken(request)
    except Refusal as refusal:
        return refused(refusal)
    except Fault:
        # What was kept stays kept: the sender sends the same again.
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)


def _taken(request: OfficeRequest) -> HttpResponse:
    written = request.headers.get("Content-Length", "")
    if not written.isdecimal() or int(written) > MOST_BYTES:
        raise Refusal("connection.too_large", most=str(MOST_BYTES // 1024**2))
    file = request.read(int(written))
    # A line that broke within the body: nothing of half a request is looked at.
    if len(file) != int(written):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    return HttpResponse(take_connection(request.outside, file), content_type=_XML)


def _may_ask(request: OfficeRequest) -> bool:
    """Count this request; those of one caller never use up what is left for the others."""
    shown, now = request.shown.digest, request.vendors.clock.now()
    who = request.META.get("REMOTE_ADDR", "") if shown is None else shown.hex()
    asked = request.vendors.memory.asked
    if asked(f"ket-noi:{who}", now=now) > _OF_ONE:
        return False
    return asked("ket-noi:*", now=now) <= _OF_ALL

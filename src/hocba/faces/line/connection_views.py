"""
Where a province that nobody has let in yet asks for it, and hears where its requests stand.

Open to every holder of a known CA's certificate, so what is refused or answered tells of the
caller's own request alone.
"""

from typing import Final

from django.http import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hocba.core.submit.connection import MOST_BYTES
from hocba.faces.line.callers import LineDesk, answered
from hocba.faces.web.asking import OfficeRequest
from hocba.flow.take_connection import take_connection, tell_connection

_DESK: Final = LineDesk(
    name="ket-noi",
    most=MOST_BYTES,
    too_large="connection.too_large",
    tell=lambda request: tell_connection(request.outside, request.shown),
    take=lambda request, file: take_connection(request.outside, file),
)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def connection(request: OfficeRequest) -> HttpResponseBase:
    """Take a request in, or tell where the caller's stand; the answer is signed."""
    return answered(request, _DESK)

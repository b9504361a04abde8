"""
A desk of the line: signed requests in, signed answers out, for callers who are to be bounded.

Counted by caller, sized before it is read; what breaks is sent again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.http import HttpResponse

from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.line.views import refused
from hocba.faces.web.asking import OfficeRequest

OF_ONE: Final = 10
OF_ALL: Final = 200
"""A minute's requests: of one caller, and of all who were not above theirs."""
_MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDesk:
    """
    What a desk does. name: a short word by which callers are counted. most: bytes of a request;
    too_large: the code that says so. of_one: requests of one caller in a minute.
    """

    name: str
    most: int
    too_large: str
    tell: Callable[[OfficeRequest], bytes]
    take: Callable[[OfficeRequest, bytes], bytes]
    of_one: int = OF_ONE


def answered(request: OfficeRequest, desk: LineDesk) -> HttpResponse:
    """Take a request in, or tell what became of one."""
    if not _may_ask(request, desk):
        busy = refused(Refusal("line.too_many"), HTTPStatus.TOO_MANY_REQUESTS)
        busy["Retry-After"] = "60"
        return busy
    try:
        if request.method == "GET":
            return _signed(desk.tell(request))
        file = _body(request, desk)
        if file is None:
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
        return _signed(desk.take(request, file))
    except Refusal as refusal:
        return refused(refusal)
    except Fault:
        # What was kept stays kept: the sender sends the same again.
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)


def _signed(file: bytes) -> HttpResponse:
    return HttpResponse(file, content_type="application/xml")


def _body(request: OfficeRequest, desk: LineDesk) -> bytes | None:
    """Return a body that is sized before it is read; None where the line broke within it."""
    written = request.headers.get("Content-Length", "")
    if not written.isdecimal() or int(written) > desk.most:
        raise Refusal(desk.too_large, most=str(desk.most // _MIB))
    file: bytes = request.read(int(written))
    return file if len(file) == int(written) else None


def _may_ask(request: OfficeRequest, desk: LineDesk) -> bool:
    """Count this request; those of one caller never use up what is left for the others."""
    shown, now = request.shown.digest, request.vendors.clock.now()
    who = request.META.get("REMOTE_ADDR", "") if shown is None else shown.hex()
    asked = request.vendors.memory.asked
    if asked(f"{desk.name}:{who}", now=now) > desk.of_one:
        return False
    return asked(f"{desk.name}:*", now=now) <= OF_ALL

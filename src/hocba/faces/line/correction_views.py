"""
Where a school's own installation hands a request about a record in, and hears what is decided.

A request proves itself by its principal's signature; who knows its digest holds its bytes.
"""

from typing import Final

from django.http import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hocba.core.submit.correction_letter import MOST_BYTES
from hocba.core.terms.outcomes import Refusal
from hocba.faces.line.callers import LineDesk, answered
from hocba.faces.web.asking import OfficeRequest
from hocba.flow.take_correction import take_correction, tell_correction

_DIGEST_DIGITS: Final = 64


def _digest(request: OfficeRequest) -> bytes:
    written = request.GET.get("bam", "")
    try:
        return bytes.fromhex(written if len(written) == _DIGEST_DIGITS else "-")
    except ValueError as wrong:
        raise Refusal("correction.unknown", value=written[:12]) from wrong


_DESK: Final = LineDesk(
    name="dinh-chinh",
    most=MOST_BYTES,
    too_large="correction.letter_too_large",
    tell=lambda request: tell_correction(request.outside, _digest(request)),
    take=lambda request, file: take_correction(request.outside, file),
    # One installation may host many schools.
    of_one=100,
)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def correction(request: OfficeRequest) -> HttpResponseBase:
    """Take a request in, or tell what became of one; the answer is signed."""
    return answered(request, _DESK)

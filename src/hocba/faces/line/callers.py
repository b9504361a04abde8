"""How often a caller of the line may ask, where anybody with a known CA's certificate may."""

from typing import Final

from django.http import HttpResponse

from hocba.core.terms.outcomes import Refusal
from hocba.faces.line.views import TOO_MANY, refused
from hocba.faces.web.asking import OfficeRequest

OF_ONE: Final = 10
OF_ALL: Final = 200
"""A minute's requests: of one caller, and of all who were not above theirs."""


def too_often(request: OfficeRequest, what: str, *, of_one: int = OF_ONE) -> HttpResponse | None:
    """
    Count a request; return the answer to one too many. what: which address, a short word.

    Those of one caller never use up what is left for the others.
    """
    shown, now = request.shown.digest, request.vendors.clock.now()
    who = request.META.get("REMOTE_ADDR", "") if shown is None else shown.hex()
    asked = request.vendors.memory.asked
    if asked(f"{what}:{who}", now=now) <= of_one and asked(f"{what}:*", now=now) <= OF_ALL:
        return None
    busy = refused(Refusal("line.too_many"), TOO_MANY)
    busy["Retry-After"] = "60"
    return busy

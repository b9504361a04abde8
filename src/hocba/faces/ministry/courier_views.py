"""Packages that come on a USB stick: handed in like the line's, with the same receipt."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from hocba.faces.web.asking import MINISTRY, Asking, OfficeRequest, only_for
from hocba.faces.web.consents import uploaded
from hocba.faces.web.receipt_files import taken_away
from hocba.flow.receive_package import receive

_LIMIT_MB = 500
"""As much as a package may have at all."""


@require_POST
@only_for(MINISTRY)
def bring_package(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Take a package in and hand out its receipt, for the way back."""
    del asking
    file, name = uploaded(request, limit_mb=_LIMIT_MB)
    receipt = receive(request.outside, file, request.desk)
    stem = name.removesuffix(".zip")[:80] or "goi"
    return taken_away(receipt, name=f"bien-nhan-{stem}.xml", content_type="application/xml")

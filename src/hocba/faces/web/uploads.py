"""Files that strangers bring: weighed before they are read, and never put on a disk of ours."""

from collections.abc import Callable
from typing import Any, Final

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from hocba.core.terms.outcomes import Refusal
from hocba.faces.web.failures import refusal_page
from hocba.faces.web.presenters import Frame

OPEN: Final = frozenset({"/xac-thuc"})
"""Addresses at which anybody may bring a file."""

LARGEST_MB: Final = 5
_AROUND: Final = 64 * 1024
"""Bytes that a form needs beside its file."""
_TOO_LARGE: Final = 413


class InMemory(MemoryFileUploadHandler):
    """Keeps a file in memory whatever its size; whoever uses it has weighed the request."""

    def handle_raw_input(self, *given: Any, **named: Any) -> None:
        """Take every file, also those for which Django would go to a disk."""
        del given, named
        self.activated = True


def open_uploads_middleware(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send away what is too large at an open address before one byte of it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path in OPEN:
            if _length(request) > LARGEST_MB * 1024 * 1024 + _AROUND:
                return _refused(request)
            request.upload_handlers = [InMemory(request)]
        return answer(request)

    return middleware


def _length(request: HttpRequest) -> int:
    written = request.META.get("CONTENT_LENGTH") or "0"
    return int(written) if written.isdecimal() else 0


def _refused(request: HttpRequest) -> HttpResponse:
    page = refusal_page(Refusal("web.file_too_large", limit=str(LARGEST_MB)))
    frame = Frame(brand=gettext("Xác thực học bạ số"))
    return render(request, "web/failure.html", {"frame": frame, "page": page}, status=_TOO_LARGE)

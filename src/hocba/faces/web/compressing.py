"""Pages leave compressed: a grid is half a megabyte of text, and schools have thin lines."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PagesCompressed(GZipMiddleware):
    """
    Compress pages and nothing else: records, packages and prints leave as they were signed.

    Django's middleware adds a random length, and its CSRF token is masked anew on each page, so
    that the size of a page tells nothing of what stands in it (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress a page for a browser that reads it so."""
        kind = response.get("Content-Type", "")
        if not kind.startswith("text/html"):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed

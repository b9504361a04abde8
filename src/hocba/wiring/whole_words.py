"""Refuse a request that holds the character NUL: no name or code does, and no table takes it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse


class WholeWordsMiddleware:
    """Stands behind the check of forms, which has read the fields: nothing is read twice."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the check itself waits until the view is known."""
        return self._answer(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Raises: SuspiciousOperation, which Django answers with 400."""
        forms = (request.GET, request.POST)
        words = (word for form in forms for _, values in form.lists() for word in values)
        if "\0" in request.path or any("\0" in str(word) for word in words):
            raise SuspiciousOperation("NUL in a request")

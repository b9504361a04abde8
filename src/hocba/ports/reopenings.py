"""Requests to open locked records again; they and their answers are never changed."""

from typing import Protocol

from hocba.core.compose.reopening import Reopening, ReopeningAnswer
from hocba.core.terms.codes import SchoolCode, SchoolYear


class Reopenings(Protocol):
    """A school's requests."""

    def ask(self, reopening: Reopening) -> None:
        """Keep a new request."""
        ...

    def get(self, school: SchoolCode, reopening_id: str) -> Reopening:
        """
        Return one request.

        Raises: Refusal "reopening.unknown".
        """
        ...

    def of_year(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> tuple[Reopening, ...]:
        """Return a year's requests, newest first; of one class, or of all."""
        ...

    def answer(self, reopening: Reopening, answer: ReopeningAnswer) -> None:
        """
        Keep the one answer of a request.

        Raises: Refusal "reopening.answered_already" when somebody was quicker.
        """
        ...

"""Provinces' accounts and certificates, as requested and decided."""

from typing import Protocol

from hocba.core.submit.admission import Admission, AdmissionEntry


class Admissions(Protocol):
    """The requests that the ministry holds; histories only grow."""

    def get(self, admission_id: str) -> Admission:
        """
        Return one request.

        Raises: Refusal "admission.unknown".
        """
        ...

    def of_province(self, province: str) -> tuple[Admission, ...]:
        """Return a province's requests, oldest first."""
        ...

    def all(self) -> tuple[Admission, ...]:
        """Return every request, oldest first."""
        ...

    def open(self, admission: Admission) -> None:
        """Keep a new request with the first line of its history."""
        ...

    def append(self, admission_id: str, entry: AdmissionEntry, *, seen: int) -> None:
        """
        Add a line to a request's history.

        Raises: Refusal "admission.moved_on" when the history is longer than `seen`.
        """
        ...

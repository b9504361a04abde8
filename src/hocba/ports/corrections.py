"""Requests to amend or withdraw issued records, and the papers that they rest on."""

from typing import Protocol

from hocba.core.compose.corrections import Correction, StepTaken
from hocba.core.terms.codes import RecordCode, SchoolCode


class Corrections(Protocol):
    """Requests and their steps; both only grow."""

    def open(self, correction: Correction) -> None:
        """Write a new request with its first step, in one transaction."""
        ...

    def get(self, correction_id: str) -> Correction:
        """
        Return one request.

        Raises: Refusal "correction.unknown".
        """
        ...

    def of_school(self, school: SchoolCode, *, limit: int = 500) -> tuple[Correction, ...]:
        """Return a school's requests, newest first."""
        ...

    def of_record(self, code: RecordCode) -> tuple[Correction, ...]:
        """Return the requests about a pupil's record, all years, newest first."""
        ...

    def of_province(self, province: str, *, limit: int = 500) -> tuple[Correction, ...]:
        """Return the requests that ever reached a province, newest first."""
        ...

    def append(self, correction: Correction, taken: StepTaken) -> None:
        """
        Add a step to a request as it was read.

        Raises: Refusal "correction.moved_on" when somebody took one meanwhile.
        """
        ...


class Papers(Protocol):
    """Papers kept by digest, beside the records' bytes. Personal data."""

    def store(self, content: bytes) -> None:
        """
        Keep a paper; durable when this returns. The same bytes twice are one paper.

        Raises: Fault "correction.paper_not_kept".
        """
        ...

    def read(self, digest: bytes) -> bytes:
        """
        Return a paper; digest: SHA-256, 32 bytes, checked before anything is returned.

        Raises: Fault "correction.paper_lost".
        """
        ...

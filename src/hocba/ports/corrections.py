"""Requests to amend or withdraw issued records, and the papers that they rest on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hocba.core.compose.corrections import Correction, StepTaken
from hocba.core.terms.codes import RecordCode, SchoolCode


class LetterKind(StrEnum):
    """Which signed text about a request it is."""

    REQUEST = "DE_NGHI"
    ANSWER = "TRA_LOI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """
    A signed text that travelled between school and province; its bytes lie among the papers.

    digest: SHA-256 of the bytes, 32 bytes.
    """

    correction_id: str
    school: SchoolCode
    kind: LetterKind
    digest: bytes
    at: datetime


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

    def keep_letter(self, letter: Letter) -> None:
        """Keep a letter whose bytes are kept already; twice is once."""
        ...

    def letters(self, correction_id: str) -> tuple[Letter, ...]:
        """Return the letters about a request, oldest first."""
        ...

    def letter(self, digest: bytes) -> Letter | None:
        """Return one letter by its bytes' digest."""
        ...

    def sent_up(self, *, limit: int = 500) -> tuple[Correction, ...]:
        """Return the requests about which a letter was written, newest first."""
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

"""What families reach: their codes, what they share, what they ask, and what schools issue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hocba.core.compose.families import Answer, FamilyAccess, FamilyRequest
from hocba.core.compose.guardianship import Guardianship
from hocba.core.compose.issued_extracts import IssuedExtract
from hocba.core.compose.sharing import Share
from hocba.core.terms.codes import PersonalId, RecordCode, SchoolCode


class FamilyAccesses(Protocol):
    """Codes of families by their digests; a code names no school, so these look across schools."""

    def add(self, access: FamilyAccess) -> None:
        """Keep a code in place of an open one of the same pupil and kin and name."""
        ...

    def by_digest(self, digest: str) -> FamilyAccess | None:
        """Return what a code opens."""
        ...

    def get(self, access_id: str) -> FamilyAccess | None:
        """Return one access."""
        ...

    def of_pupil(self, school: SchoolCode, sector_code: str) -> tuple[FamilyAccess, ...]:
        """Return a pupil's, newest first."""
        ...

    def withdraw(self, school: SchoolCode, access_id: str, at: datetime) -> bool:
        """End one of a school's; False where it is over already or not the school's."""
        ...


class Guardianships(Protocol):
    """Who stands for which pupil, by personal number; a number names no school: looks across."""

    def add(self, guardianship: Guardianship, number: PersonalId) -> None:
        """Keep one in place of an open one of the same pupil and number; nothing is removed."""
        ...

    def add_all(self, school: SchoolCode, made: Sequence[tuple[Guardianship, PersonalId]]) -> None:
        """Keep all of one school's as `add` does, or none."""
        ...

    def of_number(self, number: PersonalId) -> tuple[Guardianship, ...]:
        """Return all of a number, ended ones too, newest first."""
        ...

    def of_numbers(
        self, numbers: Sequence[PersonalId]
    ) -> Mapping[PersonalId, tuple[Guardianship, ...]]:
        """Return all of several numbers, as `of_number`; a number of nobody is left out."""
        ...

    def get(self, guardianship_id: str) -> Guardianship | None:
        """Return one."""
        ...

    def of_pupil(self, school: SchoolCode, sector_code: str) -> tuple[Guardianship, ...]:
        """Return a pupil's, newest first."""
        ...

    def end(self, school: SchoolCode, guardianship_id: str, *, at: datetime, by: str) -> bool:
        """End one of a school's; False where it is over already or not the school's."""
        ...


class Shares(Protocol):
    """Shares by the digests of their codes."""

    def add(self, share: Share) -> None:
        """Keep a share."""
        ...

    def by_digest(self, digest: str) -> Share | None:
        """Return what a code shares."""
        ...

    def of_record(self, code: RecordCode) -> tuple[Share, ...]:
        """Return the shares of a pupil's record, newest first."""
        ...

    def withdraw(self, code: RecordCode, share_id: str, at: datetime) -> bool:
        """End a share of this record; False where it is over already or another's."""
        ...


class FamilyRequests(Protocol):
    """What families ask schools to correct, and the answers."""

    def add(self, request: FamilyRequest) -> None:
        """Keep a request."""
        ...

    def of_record(self, code: RecordCode) -> tuple[FamilyRequest, ...]:
        """Return the requests about a pupil's record, newest first."""
        ...

    def of_school(self, school: SchoolCode) -> tuple[FamilyRequest, ...]:
        """Return a school's, those without an answer first, by the day on which it is due."""
        ...

    def answer(self, school: SchoolCode, request_id: str, answer: Answer) -> bool:
        """Answer a request once; False where it is answered already or not the school's."""
        ...


class IssuedExtracts(Protocol):
    """The numbered log of extracts that schools have issued."""

    def append(self, issued: IssuedExtract) -> IssuedExtract:
        """Give the next number of the school's year and note it, durable when this returns."""
        ...

    def of_record(self, code: RecordCode) -> Sequence[IssuedExtract]:
        """Return the extracts of a pupil's record, newest first."""
        ...

    def of_school(self, school: SchoolCode, *, limit: int = 100) -> Sequence[IssuedExtract]:
        """Return a school's, newest first."""
        ...


class TrustFiles(Protocol):
    """The trust that this installation starts from, as files that may be handed on."""

    def files(self) -> Mapping[str, bytes]:
        """Return every file by its name in the trust directory. Raises: Fault "pki.*"."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyDesk:
    """All of it, in one value that wiring builds."""

    accesses: FamilyAccesses
    guardianships: Guardianships
    shares: Shares
    requests: FamilyRequests
    extracts: IssuedExtracts
    trust: TrustFiles

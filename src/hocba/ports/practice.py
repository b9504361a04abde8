"""Practice schools: where they stand, apart from everything real."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hocba.core.terms.codes import SchoolCode
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """Whom a practice school's own authority names. is_office: a seal, not a person."""

    name: str
    organisation: str
    is_office: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPractice:
    """A practice school that stands. learner: the log-in whose it is; empty for remains."""

    code: SchoolCode
    learner: str
    used_at: datetime


class PracticeGround(Protocol):
    """Tables, keys and bytes of practice schools; none of them is where real ones are."""

    def of(self, learner: str) -> SchoolCode | None:
        """Return the practice school of a log-in, None where there is none."""
        ...

    def all(self) -> tuple[KeptPractice, ...]:
        """Return every practice school, and what an unfinished laying left behind."""
        ...

    def lay_keys(
        self, code: SchoolCode, certified: Mapping[str, Certified], *, ministry: str, now: datetime
    ) -> Mapping[str, str]:
        """
        Make a school's own authority, keys and trust; return fingerprints by owner of the key.

        ministry: the owner whose certificate the school's trust pins.
        """
        ...

    def working_in(self, code: SchoolCode) -> AbstractContextManager[Outside]:
        """Hold a practice school's outside; whatever the block asks is asked of that school."""
        ...

    def remove(self, code: SchoolCode) -> None:
        """Remove a practice school: rows, keys, bytes. Safe to repeat."""
        ...

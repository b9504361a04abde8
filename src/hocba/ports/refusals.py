"""What an office returned to its senders, and what provinces state of theirs."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from hocba.core.report.refusals import RefusedRecords
from hocba.core.submit.refusals import RefusalsStatement
from hocba.core.terms.codes import SchoolYear


class Refusals(Protocol):
    """
    One office's. Append-only: what a package adds is kept with the package, see `Keeping`.

    At the ministry statements come in packages; a province keeps those that it made itself.
    """

    def refused(self, school_year: SchoolYear) -> tuple[RefusedRecords, ...]:
        """Return what was returned of a school year, added up over packages."""
        ...

    def years(self) -> tuple[SchoolYear, ...]:
        """Return the school years of which anything was returned, in order."""
        ...

    def latest(self) -> tuple[RefusalsStatement, ...]:
        """Return the latest statement of every province, by its code."""
        ...

    def numbers(self, provinces: Sequence[str]) -> Mapping[tuple[str, int], bytes]:
        """Return the digest of every statement that is kept, by province and number."""
        ...

    def add(self, statement: RefusalsStatement, digest: bytes) -> None:
        """Keep a statement that this office made. digest: SHA-256 of its file."""
        ...

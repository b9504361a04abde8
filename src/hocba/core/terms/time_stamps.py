"""What a time stamp proves: that these bytes existed at an instant, on whose word."""

from dataclasses import dataclass
from datetime import datetime

from hocba.core.terms.outcomes import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class StampResult:
    """
    What became of one token over some bytes.

    at: as it states, None where it could not be read. authority: name in its certificate, which
    ends at holds_until: after that the stamp proves only what a later one has covered in time.
    findings: why it proves nothing; none where it does. Each is a warning: whoever takes a stamp
    away, or puts a false one there, wins no more than a proof that is missing.
    Source: RFC 3161; ETSI EN 319 102-1, clause 5.4.
    """

    at: datetime | None
    authority: str
    findings: tuple[Finding, ...]
    holds_until: datetime | None = None

    @property
    def proven_at(self) -> datetime | None:
        """The instant at which the bytes existed, None where nothing is proven."""
        return None if self.findings else self.at

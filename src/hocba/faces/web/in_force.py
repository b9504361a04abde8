"""Whether a verified record is the one in force, and what that does to its verdict."""

from enum import StrEnum

from hocba.core.verify.verdict import Outcome


class InForce(StrEnum):
    """Whether a repository knows the version, and whether it is the one in force."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


def whole_outcome(outcome: Outcome, standing: InForce) -> Outcome:
    """
    Weigh in whether the record is in force.

    A genuine record that has been replaced or withdrawn is not to be relied upon; one that no
    repository knows of is not yet known to be in force, and UNKNOWN is never VALID.
    """
    if outcome is Outcome.PASSED and standing is InForce.UNKNOWN:
        return Outcome.INDETERMINATE
    if outcome is Outcome.PASSED and standing in (InForce.SUPERSEDED, InForce.WITHDRAWN):
        return Outcome.FAILED
    return outcome

"""One test vector: a file, and what every verifier must say of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hocba.core.terms.vietnam import VIETNAM
from hocba.core.verify.verdict import Outcome

COMPOSED_AT: Final = datetime(2026, 6, 4, 8, 0, tzinfo=VIETNAM)
JUDGED_AT: Final = datetime(2026, 6, 10, 9, 0, tzinfo=VIETNAM)
TRUST: Final = "trust"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    A vector.

    name: of the file, without its folder; says what is wrong. note: the same in a sentence.
    codes: of every finding, neither more nor fewer. trust: the trust directory to judge with.
    """

    name: str
    file: bytes
    note: str
    codes: frozenset[str]
    outcome: Outcome
    trust: str = TRUST
    at: datetime = JUDGED_AT


def good(name: str, file: bytes, note: str) -> Case:
    """Return a vector that must pass."""
    return Case(name=name, file=file, note=note, codes=frozenset(), outcome=Outcome.PASSED)


def bad(name: str, file: bytes, note: str, *codes: str) -> Case:
    """Return a vector that must fail."""
    return Case(name=name, file=file, note=note, codes=frozenset(codes), outcome=Outcome.FAILED)


def unsure(name: str, file: bytes, note: str, *codes: str, trust: str = TRUST) -> Case:
    """Return a vector that can be neither passed nor failed."""
    outcome = Outcome.INDETERMINATE
    return Case(
        name=name, file=file, note=note, codes=frozenset(codes), outcome=outcome, trust=trust
    )

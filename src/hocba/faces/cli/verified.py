"""One verified file as the command line reports it, and the answers that people ask for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hocba.core.sign.register import Register
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.verify.verdict import Outcome, Step, Verdict
from hocba.flow.status_lists import HeardStatus
from hocba.flow.verify_document import AnyExamined

_NOT_HEARD: Final = HeardStatus(listed=None)
_WEIGHING: Final = frozenset({Weight.FAILED, Weight.INDETERMINATE})
_HEAVIEST_FIRST: Final = (Outcome.FAILED, Outcome.INDETERMINATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A file, its verdict, and the registers that could not be relied upon for it."""

    name: str
    file: bytes
    examined: AnyExamined
    refused: tuple[tuple[Register, tuple[Finding, ...]], ...] = ()
    status: HeardStatus = _NOT_HEARD

    @property
    def verdict(self) -> Verdict:
        """The verdict on the file."""
        return self.examined.verdict

    @property
    def outcome(self) -> Outcome:
        """
        What to make of it: the verdict, unless a status list says that it no longer holds.

        Without a list the verdict stands, and the report says that nothing is known of the rest.
        """
        listed = (Outcome(f.weight.value) for f in self.status.findings if f.weight in _WEIGHING)
        return heaviest((self.verdict.outcome, *listed))

    @property
    def genuine(self) -> Outcome:
        """Is it what its signers signed? All steps but authority and rules."""
        apart = {Step.AUTHORITY, Step.RULES}
        return heaviest(self.verdict.outcome_of_step(s) for s in Step if s not in apart)

    @property
    def authority(self) -> Outcome:
        """Had its signers the authority? Step 10."""
        return self.verdict.outcome_of_step(Step.AUTHORITY)


def heaviest(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the worst of some outcomes: FAILED before INDETERMINATE before PASSED."""
    found = set(outcomes)
    return next((outcome for outcome in _HEAVIEST_FIRST if outcome in found), Outcome.PASSED)

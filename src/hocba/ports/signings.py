"""Rounds of signing, what was held back from them, and the rules of signing a school has set."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hocba.core.compose.held_back import HeldBack
from hocba.core.compose.school_rules import RuleChange
from hocba.core.compose.signing_rounds import RoundSheet, RoundStep, SigningRound
from hocba.core.terms.codes import RecordCode, SchoolCode, SchoolYear


class SigningRounds(Protocol):
    """The rounds of an installation's schools. Every call is durable when it returns."""

    def open(self, begun: SigningRound, sheets: Sequence[RoundSheet]) -> None:
        """Keep a new round with its records."""
        ...

    def get(self, school: SchoolCode, round_id: str) -> SigningRound | None:
        """Return one of a school's rounds."""
        ...

    def of_year(
        self, school: SchoolCode, school_year: SchoolYear, *, limit: int = 50
    ) -> tuple[SigningRound, ...]:
        """Return a year's rounds, the latest first."""
        ...

    def of_record(self, school: SchoolCode, code: RecordCode) -> tuple[SigningRound, ...]:
        """Return the rounds that hold a pupil's record, oldest first."""
        ...

    def sheets(self, found: SigningRound) -> tuple[RoundSheet, ...]:
        """Return a round's records in their order."""
        ...

    def add(self, found: SigningRound, step: RoundStep) -> SigningRound:
        """
        Add one step, and return the round as it stands then.

        Raises: Refusal "signing.moved_on" when somebody was quicker, "signing.not_now".
        """
        ...

    def claimed(self, now: datetime) -> AbstractContextManager[SigningRound | None]:
        """
        Hold the running round whose turn it is while the block runs; None when none is free.

        Nobody else gets it meanwhile. The claim goes with its process: after a kill the round
        is free at once, and only the records that are not done are due.
        """
        ...

    def noted(self, found: SigningRound, sheets: Sequence[RoundSheet], *, now: datetime) -> None:
        """Note that records are done: signed, or refused."""
        ...

    def put_off(self, found: SigningRound, *, until: datetime) -> None:
        """Let a round wait after the world has failed it."""
        ...

    def running(self) -> int:
        """Count the rounds that are being signed."""
        ...


class HeldBacks(Protocol):
    """Records that were left out of a signing, with reasons."""

    def put(self, held: Sequence[HeldBack]) -> None:
        """Keep what was held back, all or nothing."""
        ...

    def of_year(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> tuple[HeldBack, ...]:
        """Return a year's, of one class or all, in the order of writing."""
        ...


class SchoolRules(Protocol):
    """What a school has set for itself."""

    def put(self, change: RuleChange) -> None:
        """Keep one setting."""
        ...

    def of_school(self, school: SchoolCode) -> tuple[RuleChange, ...]:
        """Return a school's settings in the order of writing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningShelf:
    """What signing works with besides records and keys."""

    rounds: SigningRounds
    held: HeldBacks
    rules: SchoolRules

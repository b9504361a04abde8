"""The systems of vendors that schools have let in, and which results came from them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from hocba.core.assess.any_year import AnyYear
from hocba.core.compose.content import Software
from hocba.core.compose.systems import Ended, System
from hocba.core.terms.codes import SchoolCode, SchoolYear


class Systems(Protocol):
    """The systems that schools have let in; none is ever removed."""

    def of_school(self, school: SchoolCode) -> tuple[System, ...]:
        """Return all systems that a school has had, in their order."""
        ...

    def add(self, system: System, *, ends: Ended | None = None) -> None:
        """
        Keep a system; with `ends` the one before it ends in the same transaction.

        Raises: Refusal "system.moved_on" when its place is taken: somebody was quicker.
        """
        ...

    def end(self, system: System, ended: Ended) -> None:
        """
        Note that a system no longer speaks for its school.

        Raises: Refusal "system.moved_on" when it has ended already.
        """
        ...

    def note_results(
        self,
        system: System,
        school_year: SchoolYear,
        results: Mapping[str, AnyYear],
        at: datetime,
    ) -> None:
        """Note by sector code which results came from a system; later ones replace earlier."""
        ...

    def sources(
        self, school: SchoolCode, school_year: SchoolYear, held: Mapping[str, AnyYear]
    ) -> Mapping[str, Software]:
        """
        Return the software behind each pupil's result that stands as a system sent it.

        held: the results that the school holds now; one that was changed by hand since then
        has no system behind it.
        """
        ...

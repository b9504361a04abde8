"""How far a school is, class by class: from the roster to the ministry's repository."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from hocba.core.assess.any_year import AnyYear, year_problems
from hocba.core.compose.exceptions import RecordException
from hocba.core.compose.life import Status
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import here_on
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.outside import Outside
from hocba.ports.records import RecordRow

_REACHED: Final[Mapping[str, frozenset[Status]]] = MappingProxyType(
    {
        "locked": frozenset(Status) - {Status.DRAFT},
        "attested": frozenset(Status) - {Status.DRAFT, Status.LOCKED},
        "approved": frozenset(Status) - {Status.DRAFT, Status.LOCKED, Status.ATTESTED},
        "issued": frozenset(Status)
        - {Status.DRAFT, Status.LOCKED, Status.ATTESTED, Status.APPROVED},
        "submitted": frozenset(
            {Status.SUBMITTED, Status.KEPT_BY_PROVINCE, Status.KEPT_BY_MINISTRY, Status.REJECTED}
        ),
        "kept": frozenset({Status.KEPT_BY_PROVINCE, Status.KEPT_BY_MINISTRY}),
        "kept_by_ministry": frozenset({Status.KEPT_BY_MINISTRY}),
        "rejected": frozenset({Status.REJECTED}),
    }
)
"""Which statuses count as having come at least so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassState:
    """
    Counts of pupils, each step including the later ones.

    roster: pupils who have not left. excepted: of these, with a coded reason. assessed:
    with results; complete: with results that lack nothing. The rest: by the latest version of
    their record. by_status: the same records, each counted once.
    """

    name: str
    grade: int
    roster: int = 0
    excepted: int = 0
    assessed: int = 0
    complete: int = 0
    locked: int = 0
    attested: int = 0
    approved: int = 0
    issued: int = 0
    submitted: int = 0
    kept: int = 0
    kept_by_ministry: int = 0
    rejected: int = 0
    by_status: Mapping[Status, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def missing(self) -> int:
        """Pupils with neither an issued record nor an exception: what is still to be done."""
        return self.roster - self.excepted - self.issued


_COUNTS: Final = (
    *("roster", "excepted", "assessed", "complete", "locked", "attested", "approved"),
    *("issued", "submitted", "kept", "kept_by_ministry", "rejected"),
)


def class_states(
    outside: Outside, *, school: SchoolCode, school_year: SchoolYear
) -> tuple[ClassState, ...]:
    """Return the state of every class of a year, by grade and name."""
    book = outside.book
    years = book.results(school, school_year)
    today = day_in_vietnam(outside.clock.now())
    roster = [e for e in book.enrolments(school, school_year) if here_on(e, today)]
    exceptions = book.exceptions(school, school_year)
    rows = outside.records.rows(school, school_year)
    return tuple(
        _state(
            ClassState(name=row.name, grade=row.grade),
            [e for e in roster if e.class_name == row.name],
            years,
            [e for e in exceptions if e.class_name == row.name],
            [r for r in rows if r.class_name == row.name],
            school_year,
        )
        for row in book.classes(school, school_year)
    )


def total(states: Iterable[ClassState], *, name: str = "") -> ClassState:
    """Add up the states of several classes."""
    found = tuple(states)
    counts: dict[str, Any] = {
        count: sum(getattr(state, count) for state in found) for count in _COUNTS
    }
    by_status = {
        status: amount
        for status in Status
        if (amount := sum(state.by_status.get(status, 0) for state in found))
    }
    return replace(ClassState(name=name, grade=0), by_status=MappingProxyType(by_status), **counts)


def _state(
    empty: ClassState,
    roster: list[Enrolment],
    years: Mapping[str, AnyYear],
    exceptions: list[RecordException],
    rows: list[RecordRow],
    school_year: SchoolYear,
) -> ClassState:
    here = {enrolment.pupil.sector_code for enrolment in roster}
    with_results = [e for e in roster if e.pupil.sector_code in years]
    reached: dict[str, Any] = {
        step: sum(row.status in statuses for row in rows) for step, statuses in _REACHED.items()
    }
    by_status = {status: sum(row.status is status for row in rows) for status in Status}
    return replace(
        empty,
        roster=len(roster),
        excepted=sum(exception.sector_code in here for exception in exceptions),
        assessed=len(with_results),
        complete=sum(
            not year_problems(years[e.pupil.sector_code], school_year) for e in with_results
        ),
        by_status=MappingProxyType({s: n for s, n in by_status.items() if n}),
        **reached,
    )

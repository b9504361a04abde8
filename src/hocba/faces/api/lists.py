"""Lists that schools' software hands in: pupils, staff with assignments, a class's results."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

from django.http import HttpResponse
from ninja import Header, Path, Query, Router
from pydantic import Field

from hocba.core.compose.systems import System
from hocba.core.terms.codes import SchoolYear, school_year
from hocba.core.terms.outcomes import Refusal, Weight
from hocba.faces.api.answers import Taken
from hocba.faces.api.door import ApiRequest, once
from hocba.faces.api.forms import ClassResults, PupilList, StaffList
from hocba.faces.api.problems import STATUSES, Problem, found
from hocba.faces.api.service import service
from hocba.faces.api.tables import Table, pupil_table, result_table, staff_table
from hocba.flow.import_plan import ImportPlan
from hocba.flow.import_pupils import plan_pupils, take_pupils
from hocba.flow.import_results import plan_results
from hocba.flow.import_staff import plan_staff, take_staff
from hocba.flow.take_from_system import take_system_results
from hocba.flow.vendor_access import actor_of
from hocba.ports.outside import Outside
from hocba.ports.school_book import Saved

RESPONSES: Final = {200: Taken, **dict.fromkeys(STATUSES, Problem)}
Year = Annotated[str, Field(pattern=r"^20[0-9]{2}-20[0-9]{2}$", description="2025-2026")]
ClassName = Annotated[str, Field(pattern=r"^[^\x00-\x1f/]{1,20}$")]
Once = Annotated[str, Field(pattern=r"^[0-9A-Za-z_\-]{8,128}$")]
"""An idempotency key: drawn by the sender, one for each piece of work."""

router: Final = Router()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A list as one system sent it. file: the sheet that it comes to; name: who sent it."""

    outside: Outside
    system: System
    school_year: SchoolYear
    file: bytes
    name: str

    @property
    def words(self) -> dict[str, Any]:
        """The arguments of an import of the whole school."""
        return {"actor": actor_of(self.system), "school": self.system.school, **self.content}

    @property
    def content(self) -> dict[str, Any]:
        """The year, the sheet and its name."""
        return {"school_year": self.school_year, "file": self.file, "name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One kind of list: what it would change, and how it is taken."""

    plan: Callable[[Sent], ImportPlan[Any]]
    take: Callable[[Sent], Saved]


_PUPILS: Final = Import(
    plan=lambda sent: plan_pupils(sent.outside, **sent.words),
    take=lambda sent: take_pupils(sent.outside, **sent.words),
)
_STAFF: Final = Import(
    plan=lambda sent: plan_staff(sent.outside, **sent.words),
    take=lambda sent: take_staff(sent.outside, **sent.words),
)


@router.post("/years/{year}/pupils", response=RESPONSES, operation_id="pupils")
def pupils(
    request: ApiRequest,
    year: Path[Year],
    given: PupilList,
    idempotency_key: Header[Once],
    dry_run: Query[bool] = False,
) -> HttpResponse:
    """Take a list of pupils: added or changed by sector code; nobody is removed."""
    return _answered(request, idempotency_key, year, pupil_table(given), _PUPILS, dry_run)


@router.post("/years/{year}/staff", response=RESPONSES, operation_id="staff")
def staff(
    request: ApiRequest,
    year: Path[Year],
    given: StaffList,
    idempotency_key: Header[Once],
    dry_run: Query[bool] = False,
) -> HttpResponse:
    """Take a list of staff and assignments; authority comes from the signed register alone."""
    return _answered(request, idempotency_key, year, staff_table(given), _STAFF, dry_run)


@router.post("/years/{year}/classes/{name}/results", response=RESPONSES, operation_id="results")
def results(
    request: ApiRequest,
    year: Path[Year],
    name: Path[ClassName],
    given: ClassResults,
    idempotency_key: Header[Once],
    dry_run: Query[bool] = False,
) -> HttpResponse:
    """
    Take a class's results of the year, to be locked and signed by the school's people here.

    A record composed from them names the sending system inside the signed bytes.
    """
    of_class = Import(
        plan=lambda sent: plan_results(sent.outside, class_name=name, **sent.words),
        take=lambda sent: take_system_results(
            sent.outside, sent.system, class_name=name, **sent.content
        ),
    )
    return _answered(request, idempotency_key, year, result_table(given), of_class, dry_run)


def _answered(
    request: ApiRequest, key: str, year: str, table: Table, asked: Import, dry_run: bool
) -> HttpResponse:
    first = school_year(year)

    def act(outside: Outside, system: System) -> Taken:
        software = system.software
        name = f"{software.name} {software.version}"
        file = table.file(outside.sheets, name)
        sent = Sent(outside=outside, system=system, school_year=first, file=file, name=name)
        return _taken(asked, sent, table, dry_run=dry_run)

    try:
        return service.answered(request, once(request, key, act))
    except Refusal as refused:
        raise table.told(refused) from refused


def _taken(asked: Import, sent: Sent, table: Table, *, dry_run: bool) -> Taken:
    plan = asked.plan(sent)
    table.require_headers(plan.reading.ignored_headers)
    plan.taken(good_rows_only=False)
    told = [replace(each, where=table.place(each.where)) for each in plan.findings]
    saved = _would(plan) if dry_run else asked.take(sent)
    return Taken(
        dry_run=dry_run,
        added=saved.added,
        changed=saved.changed,
        unchanged=saved.unchanged,
        warnings=[found(each) for each in told if each.weight is Weight.WARNING],
    )


def _would(plan: ImportPlan[Any]) -> Saved:
    return Saved(added=len(plan.added), changed=len(plan.changed), unchanged=len(plan.unchanged))

"""
Put the office that an address belongs to on every request, and the demo's log-ins.

Whoever works in their practice school gets that one in place of the real school's office.

Built at the first request that needs it: a process that only answers /healthz opens nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Final, cast

from django.http import HttpRequest, HttpResponse

from hocba.adapters.database.access_memory import DatabaseAccessMemory
from hocba.adapters.database.practice_scope import practising
from hocba.adapters.database.replica import ReplicaRepository
from hocba.adapters.identity.vendor_tokens import VendorTokens
from hocba.adapters.memory.clock import SystemClock
from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.messages import mend, told
from hocba.core.terms.outcomes import Fault
from hocba.core.terms.roles import Role
from hocba.faces.jobs.school_work import work_here
from hocba.faces.line.shown import shown_on
from hocba.faces.web.asking import PRACTICE, OfficeRequest
from hocba.faces.web.sign_in_presenters import DemoOffice, DemoPerson
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.roles_today import still_held
from hocba.ports.accounts import Account
from hocba.ports.outside import Outside
from hocba.ports.vendor_access import VendorDoor
from hocba.wiring.doors import door
from hocba.wiring.families import family_desk
from hocba.wiring.offices import Offices, clock_of, hosted, offices_of
from hocba.wiring.practice import PracticeHomes
from hocba.wiring.settings import settings

_BY_PREFIX: Final = (
    ("/api/", Level.SCHOOL),
    ("/truong", Level.SCHOOL),
    ("/gia-dinh", Level.SCHOOL),
    ("/chia-se", Level.SCHOOL),
    ("/so-lieu", Level.MINISTRY),
    ("/so", Level.PROVINCE),
    ("/bo", Level.MINISTRY),
)
_SCHOOL_PAGES: Final = "/truong"
_SCHOOL_DOORS: Final = frozenset({"/", "/vai-tro"})
_OFF_THE_PRIMARY: Final = ("/xac-thuc", "/so-lieu")
_PUBLIC: Final = (Level.MINISTRY, Level.PROVINCE, Level.SCHOOL)
NO_SCHOOL: Final = SchoolCode("")
"""Under which the accounts of offices above the school stand."""
_CAPACITIES: Final = {
    Role.HOMEROOM_TEACHER: "Chủ nhiệm lớp",
    Role.SUBJECT_TEACHER: "Giáo viên bộ môn",
    Role.PRINCIPAL: "Hiệu trưởng",
    Role.DEPUTY: "Phó hiệu trưởng",
    Role.CLERK: "Văn thư",
    Role.SCHOOL_ADMIN: "Quản trị dữ liệu của trường",
    Role.PROVINCE_OFFICER: "Cán bộ Sở",
    Role.MINISTRY_OFFICER: "Cán bộ Bộ",
}


def office_middleware(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give every request `outside` and `demo_offices`; /healthz and files need neither."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(("/healthz", "/static/")):
            try:
                practice = _prepared(cast("OfficeRequest", request))
            except Fault as fault:
                return HttpResponse(
                    f"{told(fault.code, fault.details)} {mend(fault.code, fault.details)}",
                    content_type="text/plain; charset=utf-8",
                    status=503,
                )
            with practising(practice):
                answered = answer(request)
                if practice and request.method == "POST":
                    # No worker looks after practice schools: what waits is done at once.
                    work_here(
                        cast("OfficeRequest", request).desk,
                        until_empty=True,
                        is_stopped=lambda: False,
                    )
                return answered
        return answer(request)

    return middleware


def _prepared(asked: OfficeRequest) -> str:
    """
    Put everything on a request; return the practice school that it works in, or nothing.

    Raises: Fault "settings.no_offices", "settings.office_elsewhere".
    """
    practice = _practice_of(asked)
    if practice:
        asked.outside = _practice().outside(practice)
        asked.desk = RegisterDesk(asked.outside)
    else:
        asked.outside = _outside(asked.path)
        asked.desk = _desk(asked.outside.office.level)
    asked.practice = _practice()
    asked.demo_offices = _demo_offices
    asked.door = door()
    asked.vendors = _vendors()
    asked.shown = shown_on(asked.META, believes_proxy=settings().proxy_shows_certificate)
    asked.family = family_desk()
    return practice


def _practice_of(request: HttpRequest) -> SchoolCode:
    """Return the practice school of whoever works in one, for the school's pages alone."""
    path = request.path
    if not (path.startswith(_SCHOOL_PAGES) or path in _SCHOOL_DOORS):
        return NO_SCHOOL
    code = SchoolCode(request.session.get(PRACTICE, ""))
    if code and not _practice().stands(code):
        # Removed from another device, or by the operator: the reader is back at the real school.
        del request.session[PRACTICE]
        return NO_SCHOOL
    return code


def _outside(path: str) -> Outside:
    """Raises: Fault "settings.no_offices", "settings.office_elsewhere"."""
    offices = _offices()
    for prefix, level in _BY_PREFIX:
        if path.startswith(prefix):
            return _read_from(offices.at(level), path)
    first = next(level for level in _PUBLIC if level in offices.by_level)
    return _read_from(offices.at(first), path)


def _read_from(outside: Outside, path: str) -> Outside:
    """Let those pages that say how old their answer is read from the replica, if there is one."""
    chosen = settings()
    if chosen.database_replica_url is None or not path.startswith(_OFF_THE_PRIMARY):
        return outside
    return replace(outside, repository=_replica_of(outside.office.code))


@cache
def _replica_of(office: str) -> ReplicaRepository:
    return ReplicaRepository(office, oldest=timedelta(seconds=settings().database_replica_lag))


@cache
def _offices() -> Offices:
    chosen = settings()
    told = hosted(chosen)
    return offices_of(chosen, told, clock=clock_of(chosen, told))


@cache
def _practice() -> PracticeHomes:
    chosen = settings()
    return PracticeHomes(chosen, clock_of(chosen, hosted(chosen)))


@cache
def _desk(level: Level) -> RegisterDesk:
    return RegisterDesk(_offices().at(level))


@cache
def _vendors() -> VendorDoor:
    chosen = settings()
    return VendorDoor(
        tokens=VendorTokens(chosen.secret_key),
        memory=DatabaseAccessMemory(),
        audience=f"{chosen.public_url.rstrip('/')}/api/v1/token",
        clock=SystemClock(),
        binds=chosen.vendors_show_certificate,
    )


@cache
def _demo_offices() -> tuple[DemoOffice, ...]:
    """Return the demo's log-ins by office, none in real operation."""
    if not settings().demo:
        return ()
    offices = _offices()
    school = offices.by_level.get(Level.SCHOOL)
    found = [] if school is None else _schools(school)
    for level in (Level.PROVINCE, Level.MINISTRY):
        try:
            outside = offices.at(level)
        except Fault:
            continue
        role = Role.PROVINCE_OFFICER if level is Level.PROVINCE else Role.MINISTRY_OFFICER
        accounts = outside.accounts.of_school(NO_SCHOOL)
        accounts = tuple(account for account in accounts if account.actor.role is role)
        found.append(DemoOffice(name=outside.office.name, people=_people(accounts)))
    return tuple(found)


def _schools(outside: Outside) -> list[DemoOffice]:
    return [
        DemoOffice(name=each.name, people=_people(_with_a_task(outside, each.code)))
        for each in outside.book.schools()
    ]


def _with_a_task(outside: Outside, school: SchoolCode) -> tuple[Account, ...]:
    """Return a school's log-ins that have work: assigned to a class, and not until yesterday."""
    staff = outside.book.staff(school)
    teach = {m.staff_code for m in staff if any(held.subject for held in m.appointments)}
    accounts = outside.accounts.of_school(school)
    held = frozenset(still_held(outside, [account.actor for account in accounts]))
    return tuple(
        account
        for account in accounts
        if account.actor in held
        and (account.actor.role is not Role.SUBJECT_TEACHER or account.actor.person in teach)
    )


def _people(accounts: tuple[Account, ...]) -> tuple[DemoPerson, ...]:
    """Return one card a log-in, with all that it may act as."""
    accounts = tuple(account for account in accounts if account.actor.role in _CAPACITIES)
    names = {account.username: account.display_name for account in accounts}
    return tuple(
        DemoPerson(
            key=username,
            name=name,
            capacity=", ".join(_capacity(a) for a in accounts if a.username == username),
        )
        for username, name in names.items()
    )


def _capacity(account: Account) -> str:
    actor = account.actor
    return f"{_CAPACITIES[actor.role]} {actor.class_name}".strip()

"""A whole school before one consent: what is ready, class by class, and who lacks what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hocba.core.assess.any_year import AnyYear, is_open, year_problems
from hocba.core.compose.held_back import HeldBack, still_held
from hocba.core.compose.life import NEXT, Act, Status
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import here_on
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.outside import Outside
from hocba.ports.records import RecordRow


class Lack(StrEnum):
    """Why a pupil's record does not await an act, or is left out of it."""

    NOT_COMPOSED = "CHUA_LAP"
    AWAITS_TEACHER = "CHO_CHU_NHIEM"
    AWAITS_PRINCIPAL = "CHO_HIEU_TRUONG"
    HELD = "DE_LAI"
    EXCEPTED = "CO_LY_DO"


EXPLAINED = frozenset({Lack.HELD, Lack.EXCEPTED})
"""Somebody has said why, and until when."""

_BEFORE: Mapping[Status, Lack] = {
    Status.DRAFT: Lack.NOT_COMPOSED,
    Status.LOCKED: Lack.AWAITS_TEACHER,
    Status.ATTESTED: Lack.AWAITS_PRINCIPAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """One pupil whose record is not ready. held: by whom and why, where it was left out."""

    sector_code: str
    full_name: str
    lack: Lack
    held: HeldBack | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassReady:
    """
    One class before an act. ready: records that await it, in the order of the class list, those
    of pupils who have left meanwhile at the end. done: records that have it already.
    """

    name: str
    ready: tuple[RecordRow, ...]
    done: int
    lacking: tuple[Lacking, ...]

    @property
    def offered(self) -> tuple[RecordRow, ...]:
        """Records that one consent for the whole class would cover: nobody has held them back."""
        held = {each.sector_code for each in self.lacking}
        return tuple(row for row in self.ready if row.sector_code not in held)

    @property
    def unexplained(self) -> tuple[Lacking, ...]:
        """Who lacks something without anybody having said why."""
        return tuple(each for each in self.lacking if each.lack not in EXPLAINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is read of a school once, for all of its classes."""

    act: Act
    school_year: SchoolYear
    years: Mapping[str, AnyYear]
    excepted: frozenset[str]
    held: Mapping[str, HeldBack]


def school_outlook(
    outside: Outside, act: Act, *, school: SchoolCode, school_year: SchoolYear
) -> tuple[ClassReady, ...]:
    """Return every class before an act, APPROVE or SEAL, by grade and name."""
    book = outside.book
    today = day_in_vietnam(outside.clock.now())
    rows = outside.records.rows(school, school_year)
    statuses = {row.key: row.status for row in rows}
    held = still_held(outside.signings.held.of_year(school, school_year), statuses)
    known = _Known(
        act=act,
        school_year=school_year,
        years=book.results(school, school_year),
        excepted=frozenset(e.sector_code for e in book.exceptions(school, school_year)),
        held={each.sector_code: each for each in held},
    )
    by_class: dict[str, list[RecordRow]] = {}
    for row in rows:
        by_class.setdefault(row.class_name, []).append(row)
    pupils: dict[str, list[Enrolment]] = {}
    for enrolment in book.enrolments(school, school_year):
        if here_on(enrolment, today):
            pupils.setdefault(enrolment.class_name, []).append(enrolment)
    return tuple(
        _class_ready(known, each.name, by_class.get(each.name, []), pupils.get(each.name, []))
        for each in book.classes(school, school_year)
    )


def _class_ready(
    known: _Known, name: str, rows: Sequence[RecordRow], pupils: Sequence[Enrolment]
) -> ClassReady:
    by_pupil = {row.sector_code: row for row in rows}
    here = [e.pupil.sector_code for e in pupils]
    order = {code: at for at, code in enumerate(here)}
    awaiting = [row for row in rows if (row.status, known.act) in NEXT]
    lacking = [_lacking(known, e, by_pupil.get(e.pupil.sector_code)) for e in pupils]
    return ClassReady(
        name=name,
        ready=tuple(sorted(awaiting, key=lambda r: (order.get(r.sector_code, len(order)), r.key))),
        done=sum(row.status not in _BEFORE and (row.status, known.act) not in NEXT for row in rows),
        lacking=tuple(each for each in lacking if each is not None),
    )


def _lacking(known: _Known, enrolment: Enrolment, row: RecordRow | None) -> Lacking | None:
    code, held = enrolment.pupil.sector_code, None
    lack = _lack_of(known, enrolment, row)
    if lack is None:
        return None
    if row is not None:
        held = known.held.get(code)
    return Lacking(
        sector_code=code,
        full_name=enrolment.pupil.full_name,
        lack=lack if held is None else Lack.HELD,
        held=held,
    )


def _lack_of(known: _Known, enrolment: Enrolment, row: RecordRow | None) -> Lack | None:
    if row is None or row.status is Status.DRAFT:
        return Lack.EXCEPTED if _is_excepted(known, enrolment) else Lack.NOT_COMPOSED
    if (row.status, known.act) in NEXT:
        # It is ready, unless whoever acts has left it out before: then it says so again.
        return Lack.HELD if enrolment.pupil.sector_code in known.held else None
    return _BEFORE.get(row.status)


def _is_excepted(known: _Known, enrolment: Enrolment) -> bool:
    code = enrolment.pupil.sector_code
    if code in known.excepted:
        return True
    year = known.years.get(code)
    if year is None or year.grade != enrolment.grade or year_problems(year, known.school_year):
        return False
    return is_open(year, known.school_year)

"""Changes to a school's pupil list: what was done, from which day, and the list of any day."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from hocba.core.compose.life import Status
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment, Pupil
from hocba.core.terms.pupil_status import STUDYING, Presence, presence_of

_IN_SIGNING = frozenset({Status.LOCKED, Status.ATTESTED, Status.APPROVED})


class RosterAct(StrEnum):
    """What is done to a pupil's line in the list."""

    ADD = "THEM"
    MEND = "SUA"
    MOVE = "CHUYEN_LOP"
    STATUS = "DOI_TRANG_THAI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a pupil stands on a day: class, grade, two digits of the status list."""

    class_name: str
    grade: int
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterEntry:
    """
    One line of the list's history; never changed, never removed.

    on: the day from which it holds; at: when it was written down. basis: the decision or paper.
    was: None for a pupil who was not in the list before. changed: names of mended fields; what
    they said stays out, for a history outlives the right to know it.
    """

    school: SchoolCode
    school_year: SchoolYear
    sector_code: str
    act: RosterAct
    by: str
    at: datetime
    on: date
    basis: str
    was: Standing | None
    now: Standing
    changed: tuple[str, ...] = ()


def standing(enrolment: Enrolment) -> Standing:
    """Return where a pupil stands."""
    return Standing(class_name=enrolment.class_name, grade=enrolment.grade, status=enrolment.status)


def seen(enrolment: Enrolment) -> str:
    """Return what tells whether a pupil's line is still what a form showed, 16 hex digits."""
    return sha256(repr(enrolment).encode()).hexdigest()[:16]


def changed_fields(old: Enrolment, new: Enrolment) -> tuple[str, ...]:
    """Name the facts of the personal page that differ."""
    names = [field.name for field in fields(Pupil)]
    found = [name for name in names if getattr(old.pupil, name) != getattr(new.pupil, name)]
    return (*found, *(("disability",) if old.disability != new.disability else ()))


def acts_between(old: Enrolment, new: Enrolment) -> tuple[RosterAct, ...]:
    """Return what leads from one line to another."""
    differs = {
        RosterAct.MEND: bool(changed_fields(old, new)),
        RosterAct.MOVE: (old.class_name, old.grade) != (new.class_name, new.grade),
        RosterAct.STATUS: (old.status, old.status_on) != (new.status, new.status_on),
    }
    return tuple(act for act, is_due in differs.items() if is_due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """From which day a change holds, and by which decision or paper."""

    on: date
    basis: str = ""


def entries_between(
    old: Enrolment | None,
    new: Enrolment,
    *,
    school: SchoolCode,
    school_year: SchoolYear,
    by: str,
    at: datetime,
    ground: Ground,
) -> tuple[RosterEntry, ...]:
    """Return the history of what leads from one line to another. old: None for a new pupil."""
    acts = (RosterAct.ADD,) if old is None else acts_between(old, new)
    changed = () if old is None else changed_fields(old, new)
    return tuple(
        RosterEntry(
            school=school,
            school_year=school_year,
            sector_code=new.pupil.sector_code,
            act=act,
            by=by,
            at=at,
            on=ground.on,
            basis=ground.basis,
            was=None if old is None else standing(old),
            now=standing(new),
            changed=changed if act is RosterAct.MEND else (),
        )
        for act in acts
    )


def why_not_change(act: RosterAct, record: Status | None) -> Refusal | None:
    """
    Return why a pupil's line may not change now, given the record of this year, or None.

    record: None while there is none. Nothing that stands in a signed record changes behind its
    back: in signing, the principal sends it back first; once issued, it is amended. A pupil
    with an issued record may still leave: the record stays what it is.
    """
    if record is None or record is Status.DRAFT:
        return None
    if record in _IN_SIGNING:
        return Refusal("roster.record_in_signing", status=record.value)
    if act is RosterAct.STATUS:
        return None
    return Refusal("roster.record_issued", status=record.value)


def list_on(
    enrolments: Iterable[Enrolment], history: Iterable[RosterEntry], day: date
) -> tuple[Enrolment, ...]:
    """
    Return the list as it stood on a day: what holds from a later day is taken back.

    history: in the order in which it was written. The first list of a year brings statuses
    with a day but without history: who came in on a later day was not there yet, and who left
    or stopped on a later day was still studying.
    """
    now = {each.pupil.sector_code: each for each in enrolments}
    for entry in sorted(history, key=lambda e: (e.on, e.at), reverse=True):
        known = now.get(entry.sector_code)
        if entry.on <= day or known is None:
            continue
        if entry.was is None:
            del now[entry.sector_code]
        elif entry.act is RosterAct.MOVE:
            now[entry.sector_code] = replace(
                known, class_name=entry.was.class_name, grade=entry.was.grade
            )
        elif entry.act is RosterAct.STATUS:
            now[entry.sector_code] = replace(known, status=entry.was.status, status_on=None)
    return tuple(
        _before(each, day) for each in now.values() if not (_is_ahead(each, day) and _came(each))
    )


def _is_ahead(enrolment: Enrolment, day: date) -> bool:
    return enrolment.status_on is not None and enrolment.status_on > day


def _came(enrolment: Enrolment) -> bool:
    return presence_of(enrolment.status) is Presence.CAME


def _before(enrolment: Enrolment, day: date) -> Enrolment:
    if not _is_ahead(enrolment, day):
        return enrolment
    return replace(enrolment, status=STUDYING, status_on=None)

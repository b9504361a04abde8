"""A pupil's form: what it shows, what was typed, and every error beside its field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeVar

from django.http import HttpRequest

from hocba.core.compose.roster import Ground
from hocba.core.terms.codes import Gender, personal_id
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Enrolment, Guardian, Pupil
from hocba.core.terms.text import clean
from hocba.faces.web.numbers import day, day_of

T = TypeVar("T")

RELATIONS: Final = ("CHA", "ME", "GIAM_HO")
GRADES: Final = "12345"
STATUSES: Final = tuple(f"{n:02}" for n in range(1, 13))
NO_NUMBER: Final = tuple(
    each.value for each in (Missing.UNKNOWN, Missing.NOT_APPLICABLE, Missing.WITHHELD_BY_LAW)
)
"""Why a pupil has no personal number; the codes that a record itself states."""
_WIDEST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A form as read. enrolment: None while a due field cannot be read."""

    enrolment: Enrolment | None
    ground: Ground | None
    findings: tuple[Finding, ...]


def shown_values(enrolment: Enrolment) -> dict[str, str]:
    """Return the fields as the form opens; the personal number stays masked beside it."""
    pupil = enrolment.pupil
    names = {guardian.relation: guardian.full_name for guardian in pupil.guardians}
    return {
        "sector_code": pupil.sector_code,
        "full_name": pupil.full_name,
        "born_on": day(pupil.born_on),
        "gender": pupil.gender.value,
        "ethnic_code": pupil.ethnic_code or "",
        "nationality": pupil.nationality,
        "birth_place": pupil.birth_place,
        "home_town": pupil.home_town,
        "address": pupil.address,
        "no_number": pupil.personal_id.value if isinstance(pupil.personal_id, Missing) else "",
        "class_name": enrolment.class_name,
        "status": enrolment.status,
        **{relation: names.get(relation, "") for relation in RELATIONS},
    }


def typed_values(request: HttpRequest, known: Mapping[str, str]) -> dict[str, str]:
    """Return the fields as they were sent; those that a short form leaves out stay as known."""
    names = {*known, "personal_id", "no_number", "on", "basis"}
    return {name: clean(request.POST.get(name, known.get(name, "")))[:_WIDEST] for name in names}


def read_form(values: Mapping[str, str], old: Enrolment | None, *, today: date) -> Read:
    """Read what was typed, all errors at once; an empty number leaves the one that stands."""
    findings: list[Finding] = []
    born_on = _tried(findings, "born_on", lambda: _past(day_of(values["born_on"]), today))
    on = _tried(findings, "on", lambda: day_of(values.get("on", "")) if values.get("on") else today)
    standing = old.pupil.personal_id if old else Missing.UNKNOWN
    number = _tried(findings, "personal_id", lambda: _number(values, standing))
    grade = _tried(findings, "class_name", lambda: _grade(values["class_name"], old))
    due = [n for n in ("full_name", "sector_code") if not values.get(n)]
    findings += [Finding(code="roster.value_due", where=name) for name in due]
    closed = {"gender": {each.value for each in Gender}, "status": set(STATUSES)}
    for name, allowed in closed.items():
        if values[name] not in allowed:
            details = {"value": values[name]}
            findings.append(Finding(code="roster.not_in_list", where=name, details=details))
    ground = None if on is None else Ground(on=on, basis=values.get("basis", ""))
    if findings or born_on is None or number is None or grade is None or ground is None:
        return Read(enrolment=None, ground=ground, findings=tuple(findings))
    pupil = _pupil(values, old, born_on=born_on, personal_id=number)
    status = values["status"]
    is_same = old is not None and old.status == status
    return Read(
        enrolment=Enrolment(
            pupil=pupil,
            grade=grade,
            class_name=values["class_name"],
            status=status,
            status_on=old.status_on if old and is_same else ground.on,
            disability=old.disability if old else None,
        ),
        ground=ground,
        findings=(),
    )


def _pupil(values: Mapping[str, str], old: Enrolment | None, **read: Any) -> Pupil:
    facts = {
        **{n: values[n] for n in ("full_name", "nationality", "birth_place", "home_town")},
        "gender": Gender(values["gender"]),
        "address": values["address"],
        "ethnic_code": values["ethnic_code"] or None,
        "guardians": _guardians(values, old),
        **read,
    }
    if old is not None:
        return replace(old.pupil, **facts)
    return Pupil(sector_code=values["sector_code"], **facts)


def _guardians(values: Mapping[str, str], old: Enrolment | None) -> tuple[Guardian, ...]:
    known = {g.relation: g for g in old.pupil.guardians} if old else {}
    return tuple(
        replace(known[relation], full_name=values[relation])
        if relation in known
        else Guardian(relation=relation, full_name=values[relation])
        for relation in RELATIONS
        if values[relation]
    )


def _tried(findings: list[Finding], field: str, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except Refusal as refusal:
        findings.append(Finding(code=refusal.code, where=field, details=refusal.details))
        return None


def _past(on: date, today: date) -> date:
    if on > today:
        raise Refusal("roster.born_later")
    return on


def _number(values: Mapping[str, str], standing: Any) -> Any:
    """Return the number, or the reason why there is none; a typed number counts first."""
    if written := values.get("personal_id", ""):
        return personal_id(written)
    reason = values.get("no_number", "")
    if reason and reason not in NO_NUMBER:
        raise Refusal("roster.not_in_list", value=reason)
    return Missing(reason) if reason else standing


def _grade(class_name: str, old: Enrolment | None) -> int:
    if old is not None and class_name == old.class_name:
        return old.grade
    if class_name[:1] not in GRADES or not class_name:
        raise Refusal("roster.grade_unknown", value=class_name[:20])
    return int(class_name[0])

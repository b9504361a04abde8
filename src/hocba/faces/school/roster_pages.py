"""One pupil's form and history as a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.roster import RosterAct, RosterEntry, seen, why_not_change
from hocba.core.terms.codes import Gender, masked_personal_id
from hocba.core.terms.messages import told
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding
from hocba.faces.school.roster_form import NO_NUMBER, RELATIONS, STATUSES
from hocba.faces.school.roster_words import (
    act_words,
    field_words,
    no_number_words,
    status_words,
)
from hocba.faces.school.where import Where
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import HistoryRow
from hocba.faces.web.words import language, refusal_words
from hocba.flow.keep_roster import PupilLine

_FACTS = (
    *("sector_code", "full_name", "born_on", "gender", "personal_id", "no_number"),
    "ethnic_code",
    *("nationality", "birth_place", "home_town", "address", *RELATIONS),
)
_PLACE = ("class_name", "status", "on", "basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a form. choices: (code, words) of a closed list. problem: stands beside it."""

    name: str
    key: str
    words: str
    value: str = ""
    note: str = ""
    problem: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilPage:
    """One pupil's form and history. refusal: why nothing can be written now."""

    headline: str
    lead: str
    act_url: str
    seen: str
    facts: tuple[Field, ...]
    place: tuple[Field, ...]
    history: tuple[HistoryRow, ...]
    refusal: str
    record_url: str
    problem: str
    family_url: str = ""


def pupil_url(sector_code: str) -> str:
    """Return the address of a pupil's form."""
    return f"/truong/hoc-sinh/{quote(sector_code, safe='')}"


def field_of(
    name: str,
    values: Mapping[str, str],
    *,
    place: str = "",
    problem: str = "",
    note: str = "",
    fixed: bool = False,
) -> Field:
    """Return one field of a form. place: keeps its key apart from others of the page."""
    return Field(
        name=name,
        key=f"{name}-{place}" if place else name,
        words=field_words(name),
        value=values.get(name, ""),
        note=note,
        problem=problem,
        choices=_choices(name),
        fixed=fixed,
    )


def _choices(name: str) -> tuple[tuple[str, str], ...]:
    if name == "gender":
        return (
            (Gender.MALE.value, gettext("Nam")),
            (Gender.FEMALE.value, gettext("Nữ")),
            (Gender.UNKNOWN.value, gettext("Chưa rõ")),
        )
    if name == "no_number":
        return (("", gettext("Có số định danh")), *((c, no_number_words(c)) for c in NO_NUMBER))
    if name == "status":
        return tuple((code, status_words(code)) for code in STATUSES)
    return ()


def pupil_page(
    where: Where,
    line: PupilLine | None,
    values: Mapping[str, str],
    findings: Iterable[Finding] = (),
    *,
    was_seen: str = "",
) -> PupilPage:
    """Show the form of a pupil, or an empty one (line None), with every error beside its field."""
    by_field: dict[str, str] = {}
    for finding in findings:
        by_field.setdefault(finding.where, told(finding.code, finding.details, language()))
    name = line.enrolment.pupil.full_name if line else ""
    code = line.enrolment.pupil.sector_code if line else ""

    def field(each: str) -> Field:
        note = _note(each, line)
        fixed = each == "sector_code" and line is not None
        return field_of(each, values, problem=by_field.pop(each, ""), note=note, fixed=fixed)

    facts, place = tuple(map(field, _FACTS)), tuple(map(field, _PLACE))
    refusal = why_not_now(Duty.KEEP_ROSTER, actor=where.actor, school=where.school.code)
    held = why_not_change(RosterAct.MEND, line.record_status) if line else None
    if held is not None:
        # Said once, with the way out, whether or not somebody has pressed the button.
        by_field.pop("", None)
    return PupilPage(
        headline=name or gettext("Thêm một học sinh"),
        lead=gettext("Mọi thay đổi vào lịch sử, không ai sửa được lịch sử."),
        act_url=pupil_url(code) if line else "/truong/hoc-sinh/moi",
        seen=was_seen or (seen(line.enrolment) if line else ""),
        facts=facts,
        place=place,
        history=_history(line),
        refusal=refusal_words(refusal),
        record_url=f"/truong/hoc-ba/{line.record}" if line and line.record else "",
        problem=" ".join([*by_field.values(), refusal_words(held)]).strip(),
        family_url=_family_url(where, line),
    )


def _family_url(where: Where, line: PupilLine | None) -> str:
    if line is None:
        return ""
    refusal = why_not_now(
        Duty.GIVE_FAMILY_CODE,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        class_name=line.enrolment.class_name,
    )
    return "" if refusal else f"{pupil_url(line.enrolment.pupil.sector_code)}/gia-dinh"


def _note(name: str, line: PupilLine | None) -> str:
    if name == "personal_id" and line is not None:
        number = line.enrolment.pupil.personal_id
        now = gettext("chưa có") if isinstance(number, Missing) else masked_personal_id(number)
        return gettext("Đang là %(now)s. Để trống thì giữ nguyên.") % {"now": now}
    return {
        "born_on": gettext("Ngày/tháng/năm, ví dụ 05/09/2016."),
        "on": gettext("Ngày thay đổi có hiệu lực; để trống là hôm nay."),
        "basis": gettext("Số và ngày của quyết định, hoặc của giấy tờ hộ tịch."),
    }.get(name, "")


def _history(line: PupilLine | None) -> tuple[HistoryRow, ...]:
    return tuple(
        HistoryRow(at=e.at, words=_told(e), by=e.by, basis=e.basis)
        for e in reversed(line.history if line else ())
    )


def _told(entry: RosterEntry) -> str:
    said = act_words(entry.act)
    on = gettext("từ %(on)s") % {"on": day(entry.on)}
    if entry.act is RosterAct.MEND:
        return f"{said} ({', '.join(map(field_words, entry.changed))}), {on}"
    was, now = entry.was, entry.now
    if entry.act is RosterAct.MOVE and was:
        return f"{said}: {was.class_name} → {now.class_name}, {on}"
    if entry.act is RosterAct.STATUS and was:
        return f"{said}: {status_words(was.status)} → {status_words(now.status)}, {on}"
    return f"{said}: {now.class_name}, {on}"

"""The school's staff as pages: who teaches and leads which class, since when, by which decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.utils.translation import gettext, ngettext

from hocba.core.assess.marking import FACTS, TRAITS, sections
from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.staffing import EDITED_BY_SCHOOL, StaffingEntry, homeroom_on, seen
from hocba.core.rules.library import any_pack_for
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.roster_pages import Field
from hocba.faces.school.where import Where
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import HistoryRow, State, Tone
from hocba.faces.web.words import language, refusal_words, role_words

FIELDS = ("role", "class_name", "subject", "from_on", "to_on", "basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """One assignment. number: its place in the person's list, None where it is not ours."""

    words: str
    span: str
    basis: str
    state: State
    number: int | None = None
    to_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A member of staff with the assignments that hold now or will."""

    name: str
    code: str
    url: str
    held: tuple[HeldRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassStaff:
    """Who leads and who teaches a class today. url: of the homeroom teacher's page."""

    name: str
    homeroom: str
    url: str
    taught: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage:
    """All staff of the school, by class and by person."""

    headline: str
    lead: str
    classes: tuple[ClassStaff, ...]
    members: tuple[MemberRow, ...]
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPage:
    """One person: what is held, the form of a new assignment, and all that ever changed."""

    headline: str
    lead: str
    act_url: str
    seen: str
    held: tuple[HeldRow, ...]
    fields: tuple[Field, ...]
    history: tuple[HistoryRow, ...]
    refusal: str
    problem: str = ""


def staff_url(staff_code: str) -> str:
    """Return the address of a member of staff."""
    return f"/truong/giao-vien/{quote(staff_code, safe='')}"


def subject_names(where: Where) -> Mapping[str, str]:
    """Return the subjects that the school's grades are taught, key and name."""
    year = where.school_year
    grades = {g for row in where.outside.book.classes(where.school.code, year) for g in row.grades}
    found = (pair for g in sorted(grades) for pair in _subjects_of(year, g))
    return {key: name for key, name in found if key not in {TRAITS, FACTS}}


def _subjects_of(year: SchoolYear, grade: int) -> Iterable[tuple[str, str]]:
    rules = any_pack_for(year, grade)
    if isinstance(rules, SecondaryPack):
        return [(one.key, one.label) for one in rules.programme(grade)]
    return sections(rules, grade)


def staff_page(where: Where) -> StaffPage:
    """Show every class with its teachers of today, then every person."""
    today, subjects = _today(where), subject_names(where)
    staff = where.outside.book.staff(where.school.code)
    classes = where.outside.book.classes(where.school.code, where.school_year)
    leading = homeroom_on(staff, today, where.school_year)
    without = [row.name for row in classes if row.name not in leading]
    said = ngettext(
        "%(n)s lớp hôm nay chưa có chủ nhiệm", "%(n)s lớp hôm nay chưa có chủ nhiệm", len(without)
    )
    counted = ngettext("%(n)s cán bộ, giáo viên.", "%(n)s cán bộ, giáo viên.", len(staff))
    lead = gettext("Ghi vào đây là giao việc ngay; chữ ký có giá trị khi hiệu trưởng ký sổ.")
    return StaffPage(
        headline=said % {"n": len(without)} if without else gettext("Lớp nào cũng có chủ nhiệm"),
        lead=f"{counted % {'n': len(staff)}} {lead}",
        classes=tuple(_class_staff(row.name, staff, leading, subjects, today) for row in classes),
        members=tuple(_member(each, subjects, today) for each in staff),
        refusal=_refusal(where),
    )


def member_page(
    where: Where,
    member: StaffMember,
    typed: Mapping[str, str],
    findings: tuple[Finding, ...] = (),
) -> MemberPage:
    """Show one person; what was typed stays, each error beside its field."""
    subjects, today = subject_names(where), _today(where)
    by_field = {f.where: told(f.code, f.details, language()) for f in findings}
    history = where.outside.book.staffing_history(where.school.code, member.staff_code)
    rows = [_held(held, subjects, today, at) for at, held in enumerate(member.appointments)]
    fields = tuple(_field(where, name, typed, by_field.pop(name, "")) for name in FIELDS)
    return MemberPage(
        headline=member.full_name,
        lead=gettext("Mã %(code)s. Mọi thay đổi vào lịch sử, không ai sửa được lịch sử.")
        % {"code": member.staff_code},
        act_url=staff_url(member.staff_code),
        seen=seen(member),
        held=tuple(rows),
        fields=fields,
        history=tuple(history_row(entry, subjects) for entry in reversed(history)),
        refusal=_refusal(where),
        problem=" ".join(by_field.values()),
    )


def held_words(held: Appointment, subjects: Mapping[str, str]) -> str:
    """Return an assignment in words: role, subject, class."""
    named = gettext("lớp %(name)s") % {"name": held.class_name} if held.class_name else ""
    subject = subjects.get(held.subject, held.subject)
    return ", ".join(filter(None, (role_words(held.role), subject, named)))


def _today(where: Where) -> date:
    return day_in_vietnam(where.outside.clock.now())


def _refusal(where: Where) -> str:
    refusal = why_not_now(Duty.KEEP_STAFF, actor=where.actor, school=where.school.code)
    return refusal_words(refusal)


def _class_staff(
    name: str,
    staff: tuple[StaffMember, ...],
    leading: Mapping[str, StaffMember],
    subjects: Mapping[str, str],
    today: date,
) -> ClassStaff:
    leader = leading.get(name)
    taught = (
        f"{subjects.get(held.subject, held.subject)}: {member.full_name}"
        for member in staff
        for held in member.appointments
        if held.subject and held.class_name == name and held.holds_on(today)
    )
    return ClassStaff(
        name=name,
        homeroom=leader.full_name if leader else "",
        url=staff_url(leader.staff_code) if leader else "",
        taught=tuple(sorted(taught)),
    )


def _member(member: StaffMember, subjects: Mapping[str, str], today: date) -> MemberRow:
    going_on = (h for h in member.appointments if h.to_on is None or h.to_on >= today)
    return MemberRow(
        name=member.full_name,
        code=member.staff_code,
        url=staff_url(member.staff_code),
        held=tuple(_held(held, subjects, today) for held in going_on),
    )


def _held(
    held: Appointment, subjects: Mapping[str, str], today: date, number: int | None = None
) -> HeldRow:
    if held.to_on and held.to_on < today:
        state = State(words=gettext("Đã kết thúc"), tone=Tone.CALM)
    elif held.from_on and held.from_on > today:
        state = State(words=gettext("Chưa bắt đầu"), tone=Tone.WAITS)
    else:
        state = State(words=gettext("Đang giữ"), tone=Tone.DONE)
    return HeldRow(
        words=held_words(held, subjects),
        span=_span(held),
        basis=held.basis,
        state=state,
        number=number if held.role in EDITED_BY_SCHOOL else None,
        to_on=day(held.to_on) if held.to_on else "",
    )


def _span(held: Appointment) -> str:
    first = gettext("từ %(on)s") % {"on": day(held.from_on)} if held.from_on else ""
    last = gettext("đến %(on)s") % {"on": day(held.to_on)} if held.to_on else ""
    return " ".join(filter(None, (first, last)))


def _field(where: Where, name: str, typed: Mapping[str, str], problem: str) -> Field:
    words, note = {
        "role": (gettext("Chức trách"), ""),
        "class_name": (gettext("Lớp"), gettext("Để trống với chức trách của toàn trường.")),
        "subject": (gettext("Môn học"), gettext("Chỉ với giáo viên bộ môn.")),
        "from_on": (gettext("Từ ngày"), gettext("Ngày/tháng/năm, ví dụ 05/09/2025.")),
        "to_on": (gettext("Đến ngày"), gettext("Dạy thay, ủy quyền: ghi ngày cuối cùng.")),
        "basis": (gettext("Căn cứ"), gettext("Số và ngày của quyết định.")),
    }[name]
    return Field(
        name=name,
        key=name,
        words=words,
        value=typed.get(name, ""),
        note=note,
        problem=problem,
        choices=_choices(where, name),
    )


def _choices(where: Where, name: str) -> tuple[tuple[str, str], ...]:
    none = ("", gettext("Không"))
    if name == "role":
        return tuple((role.value, role_words(role)) for role in EDITED_BY_SCHOOL)
    if name == "class_name":
        classes = where.outside.book.classes(where.school.code, where.school_year)
        return (none, *((row.name, row.name) for row in classes))
    return (none, *subject_names(where).items()) if name == "subject" else ()


def history_row(entry: StaffingEntry, subjects: Mapping[str, str], *, of: str = "") -> HistoryRow:
    """Return one change of an assignment in words. of: whose, where the page does not say it."""
    held = entry.now or entry.was
    assert held is not None
    if entry.was is None:
        act = gettext("Giao")
    elif entry.now is None:
        act = gettext("Bỏ")
    else:
        act = gettext("Đổi")
    whose = f"{of}, " if of else ""
    said = f"{act}: {whose}{held_words(held, subjects)}, {_span(held)}".rstrip(", ")
    return HistoryRow(at=entry.at, words=said, by=entry.by, basis=held.basis)


def role_of(written: str) -> Role | None:
    """Return a role that the school itself edits; None for any other text."""
    return next((role for role in EDITED_BY_SCHOOL if role.value == written), None)

"""The principal's delegations as a page: who signs in their place, from when to when, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.staffing import seen
from hocba.core.sign.register import Level
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.roster_pages import Field
from hocba.faces.school.staff_pages import history_row, subject_names
from hocba.faces.school.where import Where
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import HistoryRow, State, Tone
from hocba.faces.web.words import language, refusal_words
from hocba.flow.register_desk import RegisterDesk

FIELDS = ("person", "from_on", "to_on", "basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationRow:
    """
    One delegation. staff_code, number, seen: which one it is, for the form that ends it.

    can_end: it lasts; last: what the form proposes as its last day.
    """

    person: str
    from_on: str
    to_on: str
    basis: str
    state: State
    staff_code: str
    number: int
    seen: str
    can_end: bool
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationsPage:
    """All delegations, the form of a new one, and everything that ever changed."""

    headline: str
    lead: str
    rows: tuple[DelegationRow, ...]
    fields: tuple[Field, ...]
    consent: str
    history: tuple[HistoryRow, ...]
    refusal: str = ""
    problem: str = ""


def delegations_page(
    where: Where,
    typed: Mapping[str, str],
    *,
    findings: Iterable[Finding] = (),
    problem: Refusal | None = None,
) -> DelegationsPage:
    """Show who signs in the principal's place; what was typed stays, errors beside the fields."""
    today = day_in_vietnam(where.outside.clock.now())
    staff = where.outside.book.staff(where.school.code)
    rows = _rows(where, staff, today)
    beside = {f.where: told(f.code, f.details, language()) for f in findings}
    history = where.outside.book.staffing_history(where.school.code)
    of_deputies = [h for h in history if Role.DEPUTY in {x.role for x in (h.was, h.now) if x}]
    names = {m.staff_code: m.full_name for m in staff}
    subjects = subject_names(where)
    return DelegationsPage(
        headline=_headline(rows),
        lead=gettext(
            "Phó hiệu trưởng chỉ ký được trong thời gian được ủy quyền, và khi sổ phân công đã ký "
            "có ghi."
        ),
        rows=rows,
        fields=tuple(_field(where, name, staff, typed, beside.get(name, "")) for name in FIELDS),
        consent=gettext(
            "%(who)s, hiệu trưởng, ủy quyền ký học bạ theo quyết định nêu trên, và ký sổ phân công "
            "có ghi ủy quyền này."
        )
        % {"who": where.asking.display_name},
        history=tuple(
            replace(
                history_row(entry, subjects, of=names.get(entry.staff_code, entry.staff_code)),
                by=names.get(entry.by, entry.by),
            )
            for entry in reversed(of_deputies)
        ),
        refusal=refusal_words(
            why_not_now(Duty.DELEGATE, actor=where.actor, school=where.school.code)
        ),
        problem=refusal_words(problem),
    )


def _rows(where: Where, staff: tuple[StaffMember, ...], today: date) -> tuple[DelegationRow, ...]:
    book = RegisterDesk(where.outside).of_schools(where.school.code)
    register = book.registers.get((Level.SCHOOL, where.school.code))
    attested = {
        (h.person, h.from_on, h.to_on, h.basis)
        for h in (register.holdings if register else ())
        if h.role is Role.DEPUTY
    }
    found = [
        (held.from_on or date.min, _row(member, number, held, attested, today))
        for member in staff
        for number, held in enumerate(member.appointments)
        if held.role is Role.DEPUTY
    ]
    return tuple(row for _, row in sorted(found, key=lambda one: one[0], reverse=True))


def _row(
    member: StaffMember,
    number: int,
    held: Appointment,
    attested: set[tuple[str, date, date | None, str]],
    today: date,
) -> DelegationRow:
    name = (member.staff_code, held.from_on or today, held.to_on, held.basis)
    is_over = held.to_on is not None and held.to_on < today
    return DelegationRow(
        person=member.full_name,
        from_on=day(held.from_on) if held.from_on else "",
        to_on=day(held.to_on) if held.to_on else "",
        basis=held.basis,
        state=_state(held, today, is_over=is_over, is_attested=name in attested),
        staff_code=member.staff_code,
        number=number,
        seen=seen(member),
        can_end=not is_over,
        last=day(today),
    )


def _state(held: Appointment, today: date, *, is_over: bool, is_attested: bool) -> State:
    if is_over:
        return State(words=gettext("Đã kết thúc"), tone=Tone.CALM)
    if not is_attested:
        return State(words=gettext("Chờ hiệu trưởng ký sổ"), tone=Tone.TO_DO)
    if held.from_on and held.from_on > today:
        return State(words=gettext("Chưa bắt đầu"), tone=Tone.WAITS)
    return State(words=gettext("Đang có hiệu lực"), tone=Tone.DONE)


def _headline(rows: tuple[DelegationRow, ...]) -> str:
    now = [row for row in rows if row.state.tone is Tone.DONE]
    if not now:
        return gettext("Hôm nay không ai ký thay hiệu trưởng")
    who = ", ".join(row.person for row in now)
    if len(now) == 1 and now[0].to_on:
        said = gettext("%(who)s được ký thay hiệu trưởng đến hết %(to)s")
        return said % {"who": who, "to": now[0].to_on}
    return gettext("Đang được ký thay hiệu trưởng: %(who)s") % {"who": who}


def _field(
    where: Where,
    name: str,
    staff: tuple[StaffMember, ...],
    typed: Mapping[str, str],
    problem: str,
) -> Field:
    words, note = {
        "person": (gettext("Ủy quyền cho"), ""),
        "from_on": (gettext("Từ ngày"), gettext("Ngày/tháng/năm, ví dụ 01/06/2026.")),
        "to_on": (gettext("Đến hết ngày"), gettext("Phải có ngày cuối.")),
        "basis": (gettext("Số và ngày của quyết định"), gettext("Ví dụ: 12/QĐ-TH ngày 28/5/2026.")),
    }[name]
    people = [(m.staff_code, m.full_name) for m in staff if m.staff_code != where.actor.person]
    return Field(
        name=name,
        key=f"uy-quyen-{name}",
        words=words,
        value=typed.get(name, ""),
        note=note,
        problem=problem,
        choices=(("", gettext("Chọn người")), *people) if name == "person" else (),
    )

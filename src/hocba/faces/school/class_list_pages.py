"""A school year's classes as a page: pupils, homeroom teacher, how far the records are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.next_year import YearAct, YearEntry, last_carried
from hocba.core.compose.staffing import homeroom_on
from hocba.core.terms.codes import SchoolYear, school_year_on
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.home import progress_of
from hocba.faces.school.progress import class_state
from hocba.faces.school.staff_pages import staff_url
from hocba.faces.school.where import Where, class_url
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import HistoryRow, Link, Next, State, Tone
from hocba.faces.web.words import language, refusal_words
from hocba.flow.carry_up import why_not_taken_back
from hocba.flow.school_state import ClassState, class_states

_SPRING = 5
"""From this month on the year to come is worth preparing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """One class. homeroom: of today, or who will be; from_on: where that is still to come."""

    name: str
    url: str
    roster_url: str
    pupils: int
    homeroom: Link | None
    homeroom_note: str
    state: State
    can_be_dropped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassListPage:
    """
    The classes of one year, and what can be done to them.

    years: those to choose from, the one shown without address. take_back: the button; empty
    where nothing was carried up. why_not_back: why it cannot be pressed. problems: of the form
    that was sent, by its name.
    """

    headline: str
    lead: str
    next: Next | None
    years: tuple[tuple[str, str, bool], ...]
    classes: tuple[ClassLine, ...]
    teachers: tuple[tuple[str, str], ...]
    refusal: str
    later_url: str
    later: str
    history: tuple[HistoryRow, ...]
    take_back: str
    why_not_back: str
    today: str
    typed: Mapping[str, str]
    problem: str = ""


def year_words(year: SchoolYear) -> str:
    """Return a school year as people write it."""
    return str(year).replace("-", "–")


def carry_url(year: SchoolYear) -> str:
    """Return the address where pupils are carried up into a year."""
    return f"/truong/lop-hoc/len-lop/{year}"


def class_list_page(
    where: Where, typed: Mapping[str, str], findings: tuple[Finding, ...] = ()
) -> ClassListPage:
    """Show the year's classes; what was typed stays, with what is wrong with it."""
    book, school, year = where.outside.book, where.school.code, where.school_year
    today = day_in_vietnam(where.outside.clock.now())
    states = class_states(where.outside, school=school, school_year=year)
    staff = book.staff(school)
    lines = _lines(where, states, staff, today)
    entries = where.outside.years.entries(school, year)
    refusal = why_not_now(Duty.KEEP_ROSTER, actor=where.actor, school=school)
    later = SchoolYear(year.first + 1)
    can_carry = refusal is None and bool(lines) and where.actor.school_year is None
    return ClassListPage(
        headline=_headline(states, year),
        lead=_lead(lines),
        next=_next(where, later, today) if can_carry else None,
        years=_years(where),
        classes=lines,
        teachers=tuple((m.staff_code, m.full_name) for m in staff),
        refusal=refusal_words(refusal),
        later_url=carry_url(later) if can_carry else "",
        later=year_words(later),
        history=tuple(_told(entry) for entry in reversed(entries)),
        take_back=_take_back_words(entries),
        why_not_back=refusal_words(
            why_not_taken_back(where.outside, actor=where.actor, school=school, school_year=year)
        ),
        today=day(today),
        typed=typed,
        problem=" ".join(told(f.code, f.details, language()) for f in findings),
    )


def _headline(states: tuple[ClassState, ...], year: SchoolYear) -> str:
    if not states:
        return gettext("Năm học %(year)s chưa có lớp nào") % {"year": year_words(year)}
    said = ngettext(
        "Năm học %(year)s: %(n)s lớp, %(pupils)s học sinh",
        "Năm học %(year)s: %(n)s lớp, %(pupils)s học sinh",
        len(states),
    )
    pupils = sum(state.roster for state in states)
    return said % {"year": year_words(year), "n": len(states), "pupils": pupils}


def _lead(lines: tuple[ClassLine, ...]) -> str:
    without = [line.name for line in lines if line.homeroom is None]
    if not without:
        return gettext("Lớp nào cũng có chủ nhiệm.") if lines else ""
    return gettext("Chưa có chủ nhiệm: %(names)s.") % {"names": ", ".join(without)}


def _next(where: Where, later: SchoolYear, today: date) -> Next | None:
    """Return the step into the next year, once it is near and nobody has been carried up."""
    near = today >= date(later.first, _SPRING, 1)
    begun = later in where.outside.book.school_years(where.school.code)
    if not near or begun or later.first > school_year_on(today).first + 1:
        return None
    return Next(
        title=gettext("Lập năm học %(year)s") % {"year": year_words(later)},
        why=gettext("Xem trước từng học sinh vào lớp nào; hoàn tác được khi chưa nhập gì thêm."),
        button=gettext("Đưa học sinh lên lớp"),
        url=carry_url(later),
    )


def _years(where: Where) -> tuple[tuple[str, str, bool], ...]:
    if where.actor.school_year is not None:
        return ()
    years = where.outside.book.school_years(where.school.code)
    return tuple((str(y), year_words(y), y == where.school_year) for y in years)


def _lines(
    where: Where, states: tuple[ClassState, ...], staff: tuple[StaffMember, ...], today: date
) -> tuple[ClassLine, ...]:
    leading = homeroom_on(staff, today, where.school_year)
    coming = _coming(staff, today, where.school_year)
    sizes = {
        row.name: row.pupils
        for row in where.outside.book.classes(where.school.code, where.school_year)
    }
    return tuple(
        _line(state, leading.get(state.name), coming.get(state.name), sizes.get(state.name, 0))
        for state in states
    )


def _coming(
    staff: tuple[StaffMember, ...], today: date, year: SchoolYear
) -> dict[str, tuple[StaffMember, Appointment]]:
    """Return who will be homeroom teacher of which class, the earliest first."""
    found = [
        (held.from_on, member, held)
        for member in staff
        for held in member.appointments
        if held.role is Role.HOMEROOM_TEACHER
        and held.year(year) == year
        and held.from_on is not None
        and held.from_on > today
    ]
    found.sort(key=lambda each: each[0], reverse=True)
    return {held.class_name: (member, held) for _, member, held in found}


def _line(
    state: ClassState,
    leader: StaffMember | None,
    coming: tuple[StaffMember, Appointment] | None,
    size: int,
) -> ClassLine:
    member = leader or (coming[0] if coming else None)
    note = ""
    if leader is None and coming is not None and coming[1].from_on is not None:
        note = gettext("từ %(on)s") % {"on": day(coming[1].from_on)}
    nobody = State(words=gettext("Chưa có học sinh"), tone=Tone.TO_DO)
    return ClassLine(
        name=state.name,
        url=class_url(state.name),
        roster_url=f"/truong/danh-sach?lop={state.name}",
        pupils=state.roster,
        homeroom=Link(words=member.full_name, url=staff_url(member.staff_code)) if member else None,
        homeroom_note=note,
        state=class_state(progress_of(state)) if size else nobody,
        can_be_dropped=size == 0,
    )


def _told(entry: YearEntry) -> HistoryRow:
    before = year_words(entry.school_year.before)
    told_of = {
        YearAct.CARRIED: gettext("Đưa %(n)s học sinh lên từ năm học %(before)s"),
        YearAct.TAKEN_BACK: gettext("Hoàn tác: bỏ %(n)s học sinh khỏi năm học này"),
    }[entry.act]
    words = told_of % {"n": len(entry.pupils), "before": before}
    return HistoryRow(at=entry.at, words=words, by=entry.by, basis=entry.basis)


def _take_back_words(entries: tuple[YearEntry, ...]) -> str:
    last = last_carried(entries)
    if last is None:
        return ""
    count = len(last.pupils)
    said = ngettext(
        "Hoàn tác: bỏ %(n)s học sinh vừa đưa lên",
        "Hoàn tác: bỏ %(n)s học sinh vừa đưa lên",
        count,
    )
    return said % {"n": count}

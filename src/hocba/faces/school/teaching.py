"""A subject teacher's home: the grids taught, and which of them is to be filled next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from hocba.core.assess.marking import Column, cell_text, columns, sections
from hocba.core.assess.year import YearAssessment
from hocba.core.rules.library import is_secondary, pack_for
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import here_on
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.marking import marking_url
from hocba.faces.school.row_pages import rows_next
from hocba.faces.school.where import Where
from hocba.faces.web.presenters import DeadlineLine, Link, Next, State, Tone
from hocba.flow.teaching import taught_now


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtGrid:
    """A subject in a class. left: pupils who still lack something that a record needs."""

    link: Link
    pupils: int
    left: int
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingPage:
    """All that a subject teacher has to fill."""

    headline: str
    lead: str
    rows: tuple[TaughtGrid, ...]
    next: Next | None
    note: str = ""
    deadlines: tuple[DeadlineLine, ...] = ()


def teaching_page(where: Where) -> TeachingPage:
    """Show the grids of who asks, as the school's list of teaching says."""
    book, school, year = where.outside.book, where.school.code, where.school_year
    taught = taught_now(where.outside, school, where.actor.person)
    years = book.assessments(school, year)
    today = day_in_vietnam(where.outside.clock.now())
    roster = [e for e in book.enrolments(school, year) if here_on(e, today)]
    rows = tuple(
        row
        for name, section in sorted(taught)
        if (row := _row(name, section, [e for e in roster if e.class_name == name], years, year))
    )
    left = sum(row.left > 0 for row in rows)
    return TeachingPage(
        headline=_headline(len(rows), left, taught=bool(taught)),
        lead=gettext("Các môn, các lớp được phân công dạy trong năm học."),
        rows=rows,
        next=rows_next(where) or _next(rows),
        note=_note(len(rows), taught=bool(taught)),
    )


def _note(grids: int, *, taught: bool) -> str:
    if grids:
        return ""
    if taught:
        return gettext(
            "Kết quả các lớp trung học nhập từ bảng của lớp; bạn ký dòng môn học của mình."
        )
    return gettext("Nhờ quản trị của trường ghi phân công dạy môn; bảng điểm sẽ hiện ở đây.")


def _headline(grids: int, left: int, *, taught: bool) -> str:
    if not grids and taught:
        return gettext("Các lớp trung học của tôi")
    if not grids:
        return gettext("Chưa có phân công dạy môn nào")
    if not left:
        return gettext("Mọi bảng điểm đã đủ")
    said = ngettext("%(n)s bảng điểm chưa đủ", "%(n)s bảng điểm chưa đủ", left)
    return said % {"n": left}


def _row(
    name: str,
    section: str,
    roster: Sequence[Enrolment],
    years: Mapping[str, YearAssessment],
    year: SchoolYear,
) -> TaughtGrid | None:
    if not roster:
        return None
    grade = min(enrolment.grade for enrolment in roster)
    if is_secondary(grade):
        # Their marks come by the class's sheet; what is signed stands on a page of its own.
        return None
    pack = pack_for(year, grade)
    label = dict(sections(pack, grade)).get(section)
    if label is None:
        return None
    due = [column for column in columns(pack, grade, section) if column.due]
    left = sum(_lacks(years.get(e.pupil.sector_code), due) for e in roster)
    words = gettext("%(subject)s, lớp %(name)s") % {"subject": label, "name": name}
    said = ngettext("Còn %(n)s học sinh", "Còn %(n)s học sinh", left) % {"n": left}
    return TaughtGrid(
        link=Link(words=words, url=marking_url(name, section)),
        pupils=len(roster),
        left=left,
        state=State(words=said, tone=Tone.TO_DO)
        if left
        else State(words=gettext("Đủ"), tone=Tone.DONE),
    )


def _lacks(year: YearAssessment | None, due: Sequence[Column]) -> bool:
    if year is not None and year.not_assessed_by_law:
        return False
    return any(not cell_text(year, column) for column in due)


def _next(rows: Sequence[TaughtGrid]) -> Next | None:
    first = next((row for row in rows if row.left), None)
    if first is None:
        return None
    said = ngettext(
        "Nhập tiếp %(grid)s: còn %(n)s học sinh",
        "Nhập tiếp %(grid)s: còn %(n)s học sinh",
        first.left,
    )
    return Next(
        title=said % {"grid": first.link.words, "n": first.left},
        why=gettext("Mọi ô được lưu ngay khi rời ô."),
        button=gettext("Mở bảng điểm"),
        url=first.link.url,
    )

"""Bringing Excel files in: the four kinds, the dry run, and taking the rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext, ngettext

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.rules.library import any_pack_for
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment, StaffMember
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.presenters import ChangeRow, DryRunPage, ImportPage, SheetKind
from hocba.faces.school.where import Where
from hocba.faces.web.presenters import Count, Stage, State, Tone
from hocba.faces.web.words import finding_row, kin_words, refusal_words, role_words
from hocba.flow.import_guardians import guarded_pupils, plan_guardians, take_guardians
from hocba.flow.import_plan import ImportPlan
from hocba.flow.import_pupils import plan_pupils, take_pupils
from hocba.flow.import_results import plan_results, take_results
from hocba.flow.import_staff import plan_staff, take_staff
from hocba.ports.families import FamilyDesk
from hocba.ports.school_book import Saved
from hocba.ports.spreadsheets import ListedGuardian, PupilYear, SheetContext

_SHOWN_CHANGES: Final = 50


class Kind(StrEnum):
    """Which file it is; the value stands in the form."""

    PUPILS = "hoc-sinh"
    STAFF = "can-bo"
    RESULTS = "ket-qua"
    GUARDIANS = "giam-ho"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file that was brought, and for which class where the kind asks for one."""

    kind: Kind
    file: bytes
    name: str
    class_name: str = ""


def planned(where: Where, given: Given, desk: FamilyDesk) -> ImportPlan[Any]:
    """Ask what a file would change. Raises: as the flow's plan."""
    if given.kind is Kind.GUARDIANS:
        return plan_guardians(desk=desk, **_asked(where, given))
    if given.kind is Kind.RESULTS:
        return plan_results(**_asked(where, given), class_name=given.class_name)
    plan: Callable[..., ImportPlan[Any]] = plan_pupils if given.kind is Kind.PUPILS else plan_staff
    return plan(**_asked(where, given))


def taken(where: Where, given: Given, desk: FamilyDesk, *, good_rows_only: bool) -> Saved:
    """Take a file. Raises: as the flow's take."""
    asked = {**_asked(where, given), "good_rows_only": good_rows_only}
    if given.kind is Kind.GUARDIANS:
        return take_guardians(desk=desk, **asked)
    if given.kind is Kind.RESULTS:
        return take_results(**asked, class_name=given.class_name)
    take: Callable[..., Saved] = take_pupils if given.kind is Kind.PUPILS else take_staff
    return take(**asked)


def _asked(where: Where, given: Given) -> dict[str, Any]:
    return {
        "outside": where.outside,
        "actor": where.actor,
        "school": where.school.code,
        "school_year": where.school_year,
        "file": given.file,
        "name": given.name,
    }


def template_file(where: Where, kind: Kind, class_name: str) -> bytes:
    """Return an Excel template; a class's result sheet has its pupils filled in."""
    outside, school, year = where.outside, where.school, where.school_year
    context = SheetContext(
        school_code=school.code,
        school_name=school.name,
        school_year=year,
        today=day_in_vietnam(outside.clock.now()),
    )
    if kind is Kind.PUPILS:
        return outside.sheets.template_pupils(context)
    if kind is Kind.STAFF:
        return outside.sheets.template_staff(context)
    if kind is Kind.GUARDIANS:
        pupils = guarded_pupils(outside, actor=where.actor, school=school.code, school_year=year)
        in_order = sorted(pupils, key=lambda each: (each.grade, each.class_name))
        return outside.sheets.template_guardians(context, in_order)
    roster = outside.book.enrolments(school.code, year, class_name)
    if not roster:
        raise Refusal("school.unknown_class", class_name=class_name, school_year=str(year))
    grade = min(enrolment.grade for enrolment in roster)
    return outside.sheets.template_year_results(
        context,
        grade=grade,
        class_name=class_name,
        pack=any_pack_for(year, grade),
        roster=roster,
        known=outside.book.results(school.code, year, class_name),
    )


def import_page(where: Where, pipeline: tuple[Stage, ...]) -> ImportPage:
    """Show the kinds that this reader may bring; the reason where there is none."""
    classes = [row.name for row in where.outside.book.classes(where.school.code, where.school_year)]
    if where.actor.role is Role.HOMEROOM_TEACHER:
        classes = [where.actor.class_name]
    refused = [(duty, _refusal(where, duty)) for duty in _DUTIES]
    allowed = {_DUTIES[duty] for duty, refusal in refused if refusal is None}
    first = next((refusal for _, refusal in refused if refusal is not None), None)
    return ImportPage(
        headline=gettext("Nhập từ Excel"),
        lead=gettext("Theo thứ tự: danh sách học sinh, danh sách cán bộ, bảng kết quả của lớp."),
        pipeline=pipeline,
        kinds=tuple(kind for kind in _kinds(classes) if Kind(kind.key) in allowed),
        refusal="" if allowed else refusal_words(first),
    )


_DUTIES: Final = {
    Duty.IMPORT_PUPILS: Kind.PUPILS,
    Duty.IMPORT_STAFF: Kind.STAFF,
    Duty.IMPORT_RESULTS: Kind.RESULTS,
    Duty.GIVE_FAMILY_CODE: Kind.GUARDIANS,
}
_BY_CLASS: Final = frozenset({Duty.IMPORT_RESULTS, Duty.GIVE_FAMILY_CODE})
"""What a homeroom teacher may do for the own class."""


def _refusal(where: Where, duty: Duty) -> Refusal | None:
    return why_not_now(
        duty,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        class_name=where.actor.class_name if duty in _BY_CLASS else "",
    )


def _kinds(classes: Sequence[str]) -> tuple[SheetKind, ...]:
    first = classes[0] if classes else ""
    return (
        SheetKind(
            key=Kind.PUPILS,
            title=gettext("Danh sách học sinh"),
            told=gettext("Tệp C1-HocSinh tải từ cơ sở dữ liệu ngành, hoặc tệp mẫu."),
            template_url=f"/truong/nhap/mau/{Kind.PUPILS.value}",
        ),
        SheetKind(
            key=Kind.STAFF,
            title=gettext("Danh sách cán bộ và phân công"),
            told=gettext("Ai là chủ nhiệm lớp nào, hiệu trưởng, văn thư, từ ngày nào."),
            template_url=f"/truong/nhap/mau/{Kind.STAFF.value}",
        ),
        SheetKind(
            key=Kind.RESULTS,
            title=gettext("Bảng tổng hợp kết quả của lớp"),
            told=gettext("Theo Phụ lục 2 Thông tư 27/2020/TT-BGDĐT; tệp mẫu có sẵn học sinh."),
            template_url=f"/truong/nhap/mau/{Kind.RESULTS.value}?lop={first}",
            classes=tuple(classes),
        ),
        SheetKind(
            key=Kind.GUARDIANS,
            title=gettext("Danh sách cha, mẹ, người giám hộ"),
            told=gettext(
                "Ai vào xem học bạ bằng số định danh: chỉ người mà trường đã thấy giấy tờ. "
                "Tệp mẫu có sẵn học sinh."
            ),
            template_url=f"/truong/nhap/mau/{Kind.GUARDIANS.value}",
        ),
    )


def dry_run_page(
    given: Given, plan: ImportPlan[Any], *, ticket: str, names: Mapping[str, str]
) -> DryRunPage:
    """Show what a file would change and all that was found. names: of pupils, by sector code."""
    errors, good = len(plan.errors), len(plan.good)
    changes = _changes(plan, names)
    return DryRunPage(
        headline=_headline(errors, len(plan.added) + len(plan.changed)),
        lead=gettext("%(file)s · chưa ghi gì cả") % {"file": given.name},
        file_name=given.name,
        counts=(
            Count(words=gettext("Mới"), value=len(plan.added)),
            Count(words=gettext("Thay đổi"), value=len(plan.changed)),
            Count(words=gettext("Giữ nguyên"), value=len(plan.unchanged)),
            Count(words=gettext("Lỗi"), value=errors, is_good_at_zero=True),
        ),
        changes=changes[:_SHOWN_CHANGES],
        more_changes=max(len(changes) - _SHOWN_CHANGES, 0),
        findings=tuple(finding_row(finding) for finding in plan.findings),
        ticket=ticket,
        kind=given.kind,
        good_rows=good,
        has_errors=bool(errors),
    )


def _headline(errors: int, changes: int) -> str:
    if errors:
        said = ngettext("Tệp có %(n)s lỗi, chưa nhập gì", "Tệp có %(n)s lỗi, chưa nhập gì", errors)
        return said % {"n": errors}
    if not changes:
        return gettext("Tệp đúng, không có gì thay đổi")
    said = ngettext(
        "Tệp đúng, sẽ ghi %(n)s dòng mới hoặc thay đổi",
        "Tệp đúng, sẽ ghi %(n)s dòng mới hoặc thay đổi",
        changes,
    )
    return said % {"n": changes}


def _changes(plan: ImportPlan[Any], names: Mapping[str, str]) -> tuple[ChangeRow, ...]:
    new = State(words=gettext("Mới"), tone=Tone.WAITS)
    changed = State(words=gettext("Thay đổi"), tone=Tone.TO_DO)
    places = {id(row.value): f"{row.sheet}, {row.number}" for row in plan.reading.rows}
    named = [(row, new) for row in plan.added] + [(row, changed) for row in plan.changed]
    return tuple(_change(row, state, places.get(id(row), ""), names) for row, state in named)


def _change(row: object, state: State, place: str, names: Mapping[str, str]) -> ChangeRow:
    name, what, after = _told(row, names)
    return ChangeRow(place=place, name=name, what=what, before="", after=after, state=state)


def _told(row: object, names: Mapping[str, str]) -> tuple[str, str, str]:
    if isinstance(row, Enrolment):
        placed = gettext("lớp %(name)s") % {"name": row.class_name}
        return row.pupil.full_name, gettext("Học sinh"), placed
    if isinstance(row, StaffMember):
        return row.full_name, gettext("Cán bộ"), ", ".join(_roles(row))
    if isinstance(row, ListedGuardian):
        of_pupil = gettext("%(kin)s của %(name)s, lớp %(class)s") % {
            "kin": kin_words(row.standing.kin),
            "name": row.pupil_name,
            "class": row.class_name,
        }
        return row.standing.name, gettext("Người giám hộ"), of_pupil
    assert isinstance(row, PupilYear)
    return names.get(row.sector_code, row.sector_code), gettext("Kết quả năm học"), ""


def _roles(member: StaffMember) -> Sequence[str]:
    return [f"{role_words(each.role)} {each.class_name}".strip() for each in member.appointments]

"""Whether a class is complete: green, or each thing that is missing with the way to its cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext, ngettext

from hocba.core.assess.marking import cell_of, sections
from hocba.core.rules.library import is_secondary, pack_for
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.roles import Role
from hocba.faces.school.marking import marking_url
from hocba.faces.school.one_class import OneClass, next_of
from hocba.faces.school.progress import stages
from hocba.faces.school.where import class_url, marks_url
from hocba.faces.web.presenters import Link, Next, Stage, State, Tone
from hocba.faces.web.words import language

_TYPES = frozenset({Role.HOMEROOM_TEACHER, Role.SCHOOL_ADMIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class GridState:
    """One grid of the class: done for all, or how many pupils still lack something in it."""

    link: Link
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class LackingPupil:
    """A pupil who lacks something. lacks: each thing, leading to where it is mended."""

    number: int
    name: str
    lacks: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletenessPage:
    """A class on one screen."""

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    grids: tuple[GridState, ...]
    rows: tuple[LackingPupil, ...]
    next: Next | None


def completeness_url(name: str) -> str:
    """Return the address of a class's completeness."""
    return f"{class_url(name)}/du-chua"


def completeness_page(one: OneClass, *, role: Role) -> CompletenessPage:
    """Show what a class still lacks before its records can be composed."""
    name, waiting = one.facts.class_name, one.facts.waiting
    rows = tuple(
        LackingPupil(
            number=number,
            name=enrolment.pupil.full_name,
            lacks=tuple(_lack(name, enrolment.pupil.sector_code, found) for found in findings),
        )
        for number, enrolment in enumerate(one.facts.enrolments, start=1)
        if (findings := waiting.get(enrolment.pupil.sector_code))
    )
    return CompletenessPage(
        headline=_headline(one, len(rows)),
        lead=_lead(one),
        pipeline=stages(one.progress),
        grids=_grids(one),
        rows=rows,
        next=_first_cell(one, rows) if rows and role in _TYPES else next_of(one, role),
    )


def _headline(one: OneClass, lacking: int) -> str:
    name, pupils = one.facts.class_name, len(one.facts.enrolments)
    if not pupils:
        return gettext("Lớp %(name)s chưa có học sinh") % {"name": name}
    if not lacking:
        return gettext("Lớp %(name)s đã đủ hồ sơ") % {"name": name}
    said = ngettext(
        "Lớp %(name)s: còn %(n)s học sinh chưa đủ hồ sơ",
        "Lớp %(name)s: còn %(n)s học sinh chưa đủ hồ sơ",
        lacking,
    )
    return said % {"name": name, "n": lacking}


def _lead(one: OneClass) -> str:
    progress = one.progress
    return gettext("%(done)s/%(pupils)s học sinh đã đủ · %(excepted)s có lý do chưa ký") % {
        "done": progress.complete,
        "pupils": progress.roster,
        "excepted": progress.excepted,
    }


def _grids(one: OneClass) -> tuple[GridState, ...]:
    if not one.facts.enrolments:
        return ()
    name = one.facts.class_name
    grade = min(enrolment.grade for enrolment in one.facts.enrolments)
    if is_secondary(grade):
        # Brought in by the class's sheet: there are no grids to lead to.
        return ()
    left = _lacking_by_grid(one.facts.waiting)
    return tuple(
        GridState(
            link=Link(words=label, url=marking_url(name, key)),
            state=_grid_state(left.get(key, 0) + left.get("", 0)),
        )
        for key, label in sections(pack_for(one.facts.school_year, grade), grade)
    )


def _grid_state(left: int) -> State:
    if not left:
        return State(words=gettext("Đủ"), tone=Tone.DONE)
    said = ngettext("Thiếu %(n)s", "Thiếu %(n)s", left)
    return State(words=said % {"n": left}, tone=Tone.TO_DO)


def _lacking_by_grid(waiting: Mapping[str, Iterable[Finding]]) -> Mapping[str, int]:
    """Return how many pupils lack something, by grid; "" for those without any result."""
    found: dict[str, int] = {}
    for findings in waiting.values():
        cells = [cell_of(finding.where) for finding in findings]
        empty = any(finding.code == "records.no_results" for finding in findings)
        for section in {""} if empty else {cell[0] for cell in cells if cell}:
            found[section] = found.get(section, 0) + 1
    return found


def _lack(name: str, code: str, finding: Finding) -> Link:
    """Return what is missing, in words, and where it is mended: the very cell, if it has one."""
    said = told(finding.code, finding.details, language())
    cell = None if finding.code.startswith("secondary.") else cell_of(finding.where)
    if cell is not None:
        section, column = cell
        return Link(words=said, url=f"{marking_url(name, section)}#{quote(f'o-{code}:{column}')}")
    if finding.where.startswith("supplement"):
        return Link(words=said, url=f"/truong/chua-ky/{quote(code, safe='')}")
    return Link(words=said, url=marks_url(name))


def _first_cell(one: OneClass, rows: tuple[LackingPupil, ...]) -> Next:
    first = rows[0]
    return Next(
        title=gettext("Bổ sung cho %(name)s") % {"name": first.name},
        why=first.lacks[0].words,
        button=gettext("Đến ô còn thiếu"),
        url=first.lacks[0].url,
    )

"""A grid as the page shows it: cells, hints, and each pupil's result of now with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext, ngettext

from hocba.core.assess.marking import Column, Kind, cell_text, sections
from hocba.core.assess.moments import Moment, columns_at
from hocba.core.assess.proofreading import proofread
from hocba.core.assess.reasons import why_not_better
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.permit import Actor
from hocba.core.terms.messages import mend, told
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.faces.school.pupils import result_words
from hocba.faces.web.presenters import Link
from hocba.faces.web.words import language, refusal_words
from hocba.flow.mark_results import Answer, Fate, Grid
from hocba.ports.marks import Phrase

_REASONS_SHOWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """
    One cell. was: what the book holds; typed: what the input shows. problem: why not saved.

    clash: somebody else wrote `was` meanwhile; both are shown.
    """

    name: str
    column: Column
    was: str
    typed: str
    problem: str = ""
    clash: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """One pupil of a grid. rests: why the row can only be read."""

    number: int
    code: str
    name: str
    cells: tuple[Cell, ...]
    result: str
    reason: str
    hints: str = ""
    rests: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A grid of the class; here: the one that is shown."""

    link: Link
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingPage:
    """
    A grid. owner: under whose name unsent typing is kept in this browser.

    resting: why the locked rows can only be read, told once by the first of them. moments: this
    grid through the year. outcome: head of the last column. sources: of pupils who came during
    the year, whose school gave what is there already.
    """

    headline: str
    lead: str
    url: str
    owner: str
    tabs: tuple[Tab, ...]
    columns: tuple[Column, ...]
    rows: tuple[MarkRow, ...]
    phrases: tuple[Phrase, ...]
    refusal: str = ""
    resting: str = ""
    moments: tuple[Tab, ...] = ()
    outcome: str = ""
    sources: tuple[str, ...] = ()


def marking_url(class_name: str, section: str, moment: Moment = Moment.YEAR_END) -> str:
    """Return the address of a grid."""
    url = f"/truong/nhap-diem/{quote(class_name, safe='')}/{section}"
    return url if moment is Moment.YEAR_END else f"{url}/dot/{moment_slug(moment)}"


def moment_slug(moment: Moment) -> str:
    """Return how addresses name a moment."""
    return moment.value.lower().replace("_", "-")


def moment_words(moment: Moment) -> str:
    """Return a moment in words."""
    return {
        Moment.MID_FIRST: gettext("Giữa học kỳ I"),
        Moment.END_FIRST: gettext("Cuối học kỳ I"),
        Moment.MID_SECOND: gettext("Giữa học kỳ II"),
        Moment.YEAR_END: gettext("Cuối năm học"),
    }[moment]


def marking_page(
    grid: Grid, *, actor: Actor, phrases: Sequence[Phrase], answers: Sequence[Answer] = ()
) -> MarkingPage:
    """Show a grid. answers: what became of a form that was not saved whole."""
    answered = {(a.typed.sector_code, a.typed.column): a for a in answers}
    hints = _hints(grid)
    rows = tuple(
        _row(number, enrolment.pupil.sector_code, enrolment.pupil.full_name, grid, answered, hints)
        for number, enrolment in enumerate(grid.roster, start=1)
    )
    return MarkingPage(
        headline=_headline(grid),
        lead=_lead(grid),
        url=marking_url(grid.class_name, grid.section, grid.moment),
        owner=actor.person,
        tabs=_tabs(grid),
        moments=_moments(grid),
        outcome=_outcome(grid),
        columns=grid.columns,
        rows=rows,
        phrases=tuple(phrases),
        refusal=refusal_words(grid.refusal),
        resting=refusal_words(next(iter(grid.resting.values()), None)),
    )


def _lead(grid: Grid) -> str:
    if grid.moment is Moment.YEAR_END:
        return gettext("Ghi vào kết quả cuối năm học. Mọi ô được lưu ngay khi rời ô.")
    return gettext("Giữ trong sổ của trường, không ghi vào học bạ. Mọi ô được lưu ngay.")


def _outcome(grid: Grid) -> str:
    is_end = grid.moment is Moment.YEAR_END
    return gettext("Kết quả cả năm") if is_end else gettext("Gợi ý nhận xét")


def _tabs(grid: Grid) -> tuple[Tab, ...]:
    return tuple(
        Tab(
            link=Link(words=label, url=marking_url(grid.class_name, key, grid.moment)),
            here=key == grid.section,
        )
        for key, label in sections(grid.pack, grid.grade)
        if columns_at(grid.moment, grid.pack, grid.grade, key)
    )


def _moments(grid: Grid) -> tuple[Tab, ...]:
    return tuple(
        Tab(
            link=Link(
                words=moment_words(moment),
                url=marking_url(grid.class_name, grid.section, moment),
            ),
            here=moment is grid.moment,
        )
        for moment in Moment
        if columns_at(moment, grid.pack, grid.grade, grid.section)
    )


def _headline(grid: Grid) -> str:
    label = dict(sections(grid.pack, grid.grade))[grid.section]
    left = sum(_lacks(grid, e.pupil.sector_code) for e in grid.roster)
    if not left:
        said = gettext("%(section)s lớp %(name)s đã đủ cho cả %(all)s học sinh")
        return said % {"section": label, "name": grid.class_name, "all": len(grid.roster)}
    said = ngettext(
        "%(section)s lớp %(name)s: còn %(n)s học sinh chưa đủ",
        "%(section)s lớp %(name)s: còn %(n)s học sinh chưa đủ",
        left,
    )
    return said % {"section": label, "name": grid.class_name, "n": left}


def _lacks(grid: Grid, code: str) -> bool:
    year = grid.years.get(code)
    if year is not None and year.not_assessed_by_law:
        return False
    return any(column.due and not cell_text(year, column) for column in grid.columns)


def _hints(grid: Grid) -> Mapping[str, tuple[Finding, ...]]:
    names = {e.pupil.sector_code: e.pupil.full_name for e in grid.roster}
    found: dict[str, tuple[Finding, ...]] = {}
    for column in (c for c in grid.columns if c.kind is Kind.COMMENT):
        texts = {code: cell_text(grid.years.get(code), column) for code in names}
        for code, hints in proofread(texts, names).items():
            found[code] = (*found.get(code, ()), *hints)
    return found


def _row(
    number: int,
    code: str,
    name: str,
    grid: Grid,
    answered: Mapping[tuple[str, str], Answer],
    hints: Mapping[str, tuple[Finding, ...]],
) -> MarkRow:
    year = grid.years.get(code)
    result, reason = standing(grid, year)
    return MarkRow(
        number=number,
        code=code,
        name=name,
        cells=tuple(_cell(code, c, year, answered.get((code, c.key))) for c in grid.columns),
        result=result,
        reason=reason,
        hints=hints_words(hints.get(code, ())),
        rests=gettext("Đã khóa để ký") if code in grid.resting else "",
    )


def _cell(code: str, column: Column, year: YearAssessment | None, answer: Answer | None) -> Cell:
    held, name = cell_text(year, column), f"{code}:{column.key}"
    if answer is None or answer.fate is Fate.SAVED:
        return Cell(name=name, column=column, was=held, typed=held)
    return Cell(
        name=name,
        column=column,
        was=held,
        typed=answer.typed.now,
        problem=finding_words(answer.finding),
        clash=answer.fate is Fate.CLASHES,
    )


def finding_words(finding: Finding | None) -> str:
    """Return a finding with how to mend it, in one line."""
    if finding is None:
        return ""
    said = told(finding.code, finding.details, language())
    return f"{said} {mend(finding.code, finding.details, language())}".strip()


def hints_words(hints: Sequence[Finding]) -> str:
    """Return hints as one line; each says what, none demands anything."""
    # Two columns of comments may earn the same hint: said once.
    said = (told(hint.code, hint.details, language()) for hint in hints)
    return " ".join(dict.fromkeys(said))


def standing(grid: Grid, year: YearAssessment | None) -> tuple[str, str]:
    """
    Return a pupil's result by the rules, and why it is not one level better.

    Both empty within the year: the rules know a result at its end only.
    """
    if grid.moment is not Moment.YEAR_END:
        return "", ""
    result = result_words(year, grid.school_year)
    if year is None or not result:
        return gettext("Chưa đủ"), ""
    try:
        reasons = why_not_better(year, grid.pack)
    except Refusal:
        return result, ""
    if not reasons:
        return result, ""
    shown = ", ".join(
        gettext("%(name)s là %(value)s") % reason.details for reason in reasons[:_REASONS_SHOWN]
    )
    more = len(reasons) - _REASONS_SHOWN
    if more > 0:
        shown = gettext("%(shown)s và %(n)s điều nữa") % {"shown": shown, "n": more}
    better = reasons[0].details["better"]
    return result, gettext("chưa %(better)s vì %(reasons)s") % {"better": better, "reasons": shown}


def feedback(grid: Grid, codes: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return what the page refreshes of these pupils after a save."""
    hints, found = _hints(grid), {}
    for code in codes:
        result, reason = standing(grid, grid.years.get(code))
        said = hints_words(hints.get(code, ()))
        found[code] = {"result": result, "reason": reason, "hints": said}
    return found

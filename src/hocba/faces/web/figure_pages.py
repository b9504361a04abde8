"""The figures page: what was counted, how it was chosen, with its pictures and its tables."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext

from hocba.core.report.figures import Cut, Figure
from hocba.core.report.tile_map import tile_map
from hocba.core.rules.campaigns import GRADES_OF, SchoolLevel
from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.provinces import Atlas, atlas_of_year
from hocba.faces.web.figure_pictures import drawn_curve, drawn_map
from hocba.faces.web.figure_question import FigureQuestion
from hocba.faces.web.figure_words import (
    accepted_headline,
    cut_words,
    figure_note,
    figure_row,
    reason_words,
    upper_stages,
)
from hocba.faces.web.figures_presenters import (
    DrawnMap,
    FiguresPage,
    Option,
    ReasonLine,
    ReasonRow,
    View,
)
from hocba.faces.web.presenters import Count, Link
from hocba.flow.figure_report import FigureReport

_YEARS_BACK: Final = 3

Names = Mapping[str, str]
"""Names of the places that were chosen, by what they were chosen with: province, ward, school."""


def figures_page(
    found: FigureReport, question: FigureQuestion, *, base: str, names: Names, now: SchoolYear
) -> FiguresPage:
    """Show figures. base: the page's address. now: the school year that is under way."""
    total, cut = found.figures.total, found.figures.cut
    return FiguresPage(
        headline=accepted_headline(total),
        note=figure_note(found.at, base=base, query=question.query),
        pipeline=upper_stages(total),
        counts=_counts(found),
        views=tuple(
            View(
                words=gettext("Theo %(what)s") % {"what": cut_words(each).lower()},
                url=_address(base, replace(question, cut=each)),
                is_shown=each is cut,
            )
            for each in question.cuts
        ),
        cut_by=cut_words(cut),
        rows=tuple(
            figure_row(line, line_name(line, cut), _deeper(base, question, line))
            for line in found.figures.lines
        ),
        total=figure_row(total, gettext("Tổng")),
        reasons=_reasons(found, total),
        reason_lines=tuple(
            ReasonLine(name=line_name(line, cut), cells=_reasons(found, line))
            for line in found.figures.lines
        ),
        hides=bool(found.guarded.hidden),
        crumbs=_crumbs(base, question, names),
        years=_years(question, now),
        grades=_grades(question),
        kept=_kept(question),
        map=_map(found, question, base),
        curve=drawn_curve(found.timeliness, total.pupils) if found.timeliness else None,
    )


def line_name(line: Figure, cut: Cut) -> str:
    """Return a line's name in the reader's language."""
    return gettext("Khối %(grade)s") % {"grade": line.code} if cut is Cut.GRADE else line.name


def _counts(found: FigureReport) -> tuple[Count, ...]:
    total, schools = found.figures.total, found.schools
    counts: tuple[Count, ...] = (
        Count(words=gettext("Học bạ đã tiếp nhận"), value=total.accepted, of=total.pupils),
        Count(words=gettext("Chưa ký, có lý do"), value=total.excepted),
        Count(words=gettext("Chưa khai lý do"), value=total.undeclared, is_good_at_zero=True),
    )
    if found.signers is not None:
        signing = gettext("Người và con dấu phải ký, đã có chữ ký số")
        rate = found.signers.rate
        counts = (*counts, Count(words=signing, value=rate.numerator, of=rate.denominator))
    if found.figures.choice.school:
        return counts
    return (
        Count(
            words=gettext("Trường tham gia đã gửi học bạ"), value=schools.sending, of=_all(found)
        ),
        *counts,
    )


def _all(found: FigureReport) -> int:
    return max(found.schools.declared, found.schools.sending)


def _reasons(found: FigureReport, line: Figure) -> tuple[ReasonRow, ...]:
    """Return the cells of one line, under every reason that stands anywhere in the table."""
    hidden = set(found.guarded.hidden_of(line))
    used = {reason for _, reason in found.guarded.hidden} | set(found.figures.total.exceptions)
    return tuple(
        ReasonRow(
            words=reason_words(reason),
            pupils=None if reason in hidden else line.exceptions.get(reason, 0),
        )
        for reason in found.guarded.reasons
        if reason in used
    )


def _address(base: str, question: FigureQuestion) -> str:
    return f"{base}?{question.query}"


def _deeper(base: str, question: FigureQuestion, line: Figure) -> str:
    """Return where a line's name leads: to what it is made of."""
    field = {Cut.PROVINCE: "province", Cut.COMMUNE: "ward", Cut.SCHOOL: "school"}.get(question.cut)
    if field is None or not line.code or question.own or not _is_own_map(question):
        return ""
    return _address(base, replace(question.of(**{field: line.code}), atlas=None))


def _is_own_map(question: FigureQuestion) -> bool:
    """On another map a line is a sum of several provinces, and leads nowhere."""
    own = atlas_of_year(question.choice.school_year)
    return question.atlas is None or question.atlas is own


def _crumbs(base: str, question: FigureQuestion, names: Names) -> tuple[Link, ...]:
    if question.own:
        return ()
    is_nation = question.level is Level.MINISTRY
    whole = gettext("Cả nước") if is_nation else gettext("Cả tỉnh")
    rising = question.of(province=None, ward=None, school=None)
    links = [Link(words=whole, url=_address(base, rising))]
    for field in ("province", "ward", "school"):
        code = getattr(question.choice, field)
        if code:
            rising = rising.of(**{field: code})
            links.append(Link(words=names.get(field, code), url=_address(base, rising)))
    return tuple(links) if len(links) > 1 else ()


def _years(question: FigureQuestion, now: SchoolYear) -> tuple[Option, ...]:
    chosen = question.choice.school_year
    years = {SchoolYear(now.first - back) for back in range(_YEARS_BACK + 1)} | {chosen}
    return tuple(
        Option(value=str(year), words=str(year).replace("-", "–"), is_chosen=year == chosen)
        for year in sorted(years, reverse=True)
    )


def _grades(question: FigureQuestion) -> tuple[Option, ...]:
    chosen = question.choice.grade
    every = Option(value="", words=gettext("Mọi khối"), is_chosen=chosen is None)
    grades = {*GRADES_OF[SchoolLevel.PRIMARY], *([chosen] if chosen else [])}
    return (
        every,
        *(
            Option(
                value=str(grade),
                words=gettext("Khối %(grade)s") % {"grade": grade},
                is_chosen=grade == chosen,
            )
            for grade in sorted(grades)
        ),
    )


def _kept(question: FigureQuestion) -> tuple[Option, ...]:
    choice = question.choice
    told = {
        "xem": question.cut.value,
        "tinh": choice.province,
        "xa": choice.ward,
        "truong": None if question.own else choice.school,
    }
    return tuple(Option(value=value, words=name) for name, value in told.items() if value)


def _map(found: FigureReport, question: FigureQuestion, base: str) -> DrawnMap | None:
    if found.atlas is None or question.atlas is None:
        return None
    lines = {line.code: line for line in found.figures.lines}
    picture = drawn_map(
        tile_map(found.figures, found.atlas),
        lambda code: _deeper(base, question, lines[code]),
    )
    if atlas_of_year(question.choice.school_year) is Atlas.TODAY:
        return picture
    others = tuple(
        View(
            words=gettext("Bản đồ %(n)s tỉnh, thành phố") % {"n": each.value},
            url=_address(base, replace(question, atlas=each)),
            is_shown=each is found.atlas,
        )
        for each in Atlas
    )
    return replace(picture, others=others)

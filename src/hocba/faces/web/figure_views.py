"""Figures as a page and as files, the same for every office that counts."""

from dataclasses import replace
from typing import Final

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from hocba.core.report.figures import Choice, Cut, Figures
from hocba.core.terms.codes import SchoolCode
from hocba.faces.web.asking import MINISTRY, PROVINCE, SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.figure_pages import figures_page
from hocba.faces.web.figure_question import FigureQuestion, question_of
from hocba.faces.web.figure_words import definitions_page, school_year_at
from hocba.faces.web.figures_presenters import DefinitionsPage, FiguresPage
from hocba.faces.web.frames import framed
from hocba.faces.web.presenters import Link, MenuGroup, MenuItem
from hocba.faces.web.receipt_files import taken_away
from hocba.flow.count_figures import figures_of
from hocba.flow.figure_bulletin import bulletin_pdf
from hocba.flow.figure_files import report_json, report_xlsx
from hocba.flow.figure_report import FigureReport, figure_report
from hocba.ports.outside import Outside

EVERYBODY = SCHOOL | PROVINCE | MINISTRY

_NAMED: Final = {"province": Cut.PROVINCE, "ward": Cut.COMMUNE, "school": Cut.SCHOOL}
"""By which cut the name of a chosen place is found."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked(request: OfficeRequest, asking: Asking) -> FigureQuestion:
    """Return what is asked of the figures; a school is shown its own."""
    outside = request.outside
    return question_of(
        request.GET.dict(),
        level=outside.office.level,
        now=outside.clock.now(),
        own=asking.actor.school,
    )


def counted(outside: Outside, cut: Cut, *, school: SchoolCode | None = None) -> Figures:
    """Count the present school year, of one school or of all that this office knows."""
    year = school_year_at(outside.clock.now())
    return figures_of(outside, cut=cut, choice=Choice(school_year=year, school=school))


def page_of(request: OfficeRequest, asking: Asking, *, base: str) -> FiguresPage:
    """Return the figures page of an office."""
    outside, question = request.outside, asked(request, asking)
    now = school_year_at(outside.clock.now())
    found = _report(outside, question)
    return figures_page(found, question, base=base, names=_names(outside, question), now=now)


def definitions_of(base: str) -> DefinitionsPage:
    """Return how figures are counted."""
    return definitions_page(base)


@require_safe
@only_for(EVERYBODY)
def figures_json(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Hand out the figures in their published shape."""
    told = report_json(_report(request.outside, asked(request, asking)))
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_safe
@only_for(EVERYBODY)
def figures_xlsx(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Hand out the figures as Excel."""
    found = _report(request.outside, asked(request, asking))
    name = f"so-lieu-{found.figures.cut.value}-{found.figures.choice.school_year}.xlsx"
    return taken_away(report_xlsx(request.outside, found), name=name, content_type=_XLSX)


@require_safe
@only_for(EVERYBODY)
def figures_pdf(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Hand out the figures as the printed bulletin."""
    outside, question = request.outside, asked(request, asking)
    found = _report(outside, question)
    named = _names(outside, question)
    pdf = bulletin_pdf(outside, found, scope=", ".join(reversed(named.values())))
    name = f"ban-tin-{found.figures.cut.value}-{found.figures.choice.school_year}.pdf"
    return taken_away(pdf, name=name, content_type="application/pdf")


@require_safe
@only_for(EVERYBODY)
def figures(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the ministry's figures: to a school its own, to an office those of everybody."""
    return _shown(request, asking, "web/figures.html", page_of(request, asking, base="/so-lieu"))


@require_safe
@only_for(EVERYBODY)
def definitions(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Say how figures are counted."""
    return _shown(request, asking, "web/definitions.html", definitions_of("/so-lieu"))


def _report(outside: Outside, question: FigureQuestion) -> FigureReport:
    return figure_report(
        outside,
        cut=question.cut,
        choice=question.choice,
        atlas=question.atlas,
        is_own_school=question.own is not None,
    )


def _names(outside: Outside, question: FigureQuestion) -> dict[str, str]:
    """Return the names of the places that were chosen, each from one line of figures."""
    choice = question.choice
    if question.own:
        return {}
    named: dict[str, str] = {}
    for field, cut in _NAMED.items():
        code = getattr(choice, field)
        if code:
            narrow = replace(Choice(school_year=choice.school_year), **{field: code})
            lines = figures_of(outside, cut=cut, choice=narrow).lines
            named[field] = next((line.name for line in lines if line.code == code), code)
    return named


def _shown(request: OfficeRequest, asking: Asking, template: str, page: object) -> HttpResponse:
    items = (
        MenuItem(words=gettext("Về trang của tôi"), url="/"),
        MenuItem(words=gettext("Số liệu"), url="/so-lieu"),
    )
    frame = framed(
        request,
        asking,
        brand=gettext("Kho học bạ số"),
        where=(Link(words=request.outside.office.name),),
        menu=(MenuGroup(items=items),),
        school_year=school_year_at(request.outside.clock.now()),
    )
    return render(request, template, {"frame": frame, "page": page})

"""Figures as a page and as files, the same for every office that counts."""

from django.http import HttpResponse, JsonResponse
from django.http.request import QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from hocba.core.report.figures import Choice, Cut, Figures
from hocba.core.terms.codes import SchoolCode
from hocba.faces.web.asking import MINISTRY, PROVINCE, SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.figure_words import definitions_page, figures_page, school_year_at
from hocba.faces.web.figures_presenters import DefinitionsPage, FiguresPage
from hocba.faces.web.frames import framed
from hocba.faces.web.presenters import Link, MenuGroup, MenuItem
from hocba.faces.web.receipt_files import taken_away
from hocba.flow.count_figures import as_json, as_xlsx, counted_at, figures_of
from hocba.ports.outside import Outside

EVERYBODY = SCHOOL | PROVINCE | MINISTRY

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def cut_asked(query: QueryDict, default: Cut) -> Cut:
    """Return along what figures are to be cut."""
    asked = query.get("xem", "")
    return Cut(asked) if asked in set(Cut) else default


def counted(outside: Outside, cut: Cut, *, school: SchoolCode | None = None) -> Figures:
    """Count the present school year, of one school or of all that this office knows."""
    year = school_year_at(outside.clock.now())
    return figures_of(outside, cut=cut, choice=Choice(school_year=year, school=school))


def page_of(outside: Outside, cut: Cut, *, base: str) -> FiguresPage:
    """Return the figures page of an office."""
    at = counted_at(outside)
    return figures_page(counted(outside, cut), at=at, base=base)


def definitions_of(base: str) -> DefinitionsPage:
    """Return how figures are counted."""
    return definitions_page(base)


@require_safe
@only_for(EVERYBODY)
def figures_json(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Hand out the figures in their published shape."""
    outside = request.outside
    at = counted_at(outside)
    found = counted(outside, cut_asked(request.GET, Cut.SCHOOL), school=asking.actor.school)
    told = as_json(found, office=outside.office.code, at=at)
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_safe
@only_for(EVERYBODY)
def figures_xlsx(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Hand out the figures as Excel."""
    cut = cut_asked(request.GET, Cut.SCHOOL)
    found = counted(request.outside, cut, school=asking.actor.school)
    name = f"so-lieu-{cut.value}.xlsx"
    return taken_away(as_xlsx(request.outside, found), name=name, content_type=_XLSX)


@require_safe
@only_for(EVERYBODY)
def figures(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the ministry's figures: to a school its own, to an office those of everybody."""
    outside = request.outside
    cut = cut_asked(request.GET, Cut.GRADE if asking.actor.school else Cut.PROVINCE)
    at = counted_at(outside)
    found = counted(outside, cut, school=asking.actor.school)
    page = figures_page(found, at=at, base="/so-lieu")
    return _shown(request, asking, "web/figures.html", page)


@require_safe
@only_for(EVERYBODY)
def definitions(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Say how figures are counted."""
    return _shown(request, asking, "web/definitions.html", definitions_of("/so-lieu"))


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

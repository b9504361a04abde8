"""Addresses of oversight; the same for every office that has it."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest, only_for
from hocba.faces.web.figure_words import school_year_at
from hocba.faces.web.oversight_pages import oversight_page
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.told import tell
from hocba.flow.oversee import Overseen, follow_signal, oversee, oversight_json, oversight_xlsx

Shown = Callable[[OfficeRequest, Asking, str, object], HttpResponse]
"""Renders a page within the frame of one office."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def oversight_paths(base: str, *, roles: frozenset[Role], shown: Shown) -> list[URLPattern]:
    """Return the addresses below `base`, which has no slash at either end."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @only_for(roles)
    def page(request: OfficeRequest, asking: Asking) -> HttpResponse:
        if request.method == "POST":
            _note(request, asking)
            return HttpResponseRedirect(f"/{base}")
        found = oversight_page(_found(request, asking), base=f"/{base}")
        return shown(request, asking, "web/oversight.html", found)

    @require_safe
    @only_for(roles)
    def as_json(request: OfficeRequest, asking: Asking) -> HttpResponse:
        told = oversight_json(_found(request, asking), office=request.outside.office.code)
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})

    @require_safe
    @only_for(roles)
    def as_excel(request: OfficeRequest, asking: Asking) -> HttpResponse:
        file = oversight_xlsx(request.outside, _found(request, asking))
        return taken_away(file, name="giam-sat.xlsx", content_type=_XLSX)

    return [
        path(base, page),
        path(f"{base}.json", as_json),
        path(f"{base}.xlsx", as_excel),
    ]


def _found(request: OfficeRequest, asking: Asking) -> Overseen:
    outside = request.outside
    year = school_year_at(outside.clock.now())
    return oversee(outside, actor=asking.actor, school_year=year)


def _note(request: OfficeRequest, asking: Asking) -> None:
    outside = request.outside
    signal, _, unit = request.POST.get("signal", "").partition("/")
    follow_signal(
        outside,
        actor=asking.actor,
        school_year=school_year_at(outside.clock.now()),
        signal=signal,
        unit=unit,
        words=request.POST.get("words", ""),
    )
    tell(request, gettext("Đã ghi chú; ghi chú không sửa, không xóa được."))

"""Addresses of oversight; the same for every office that has it."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.terms.codes import SchoolYear, school_year
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest, only_for
from hocba.faces.web.figure_words import school_year_at
from hocba.faces.web.oversight_pages import oversight_page, signal_page
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.told import tell
from hocba.flow.count_traits import count_traits
from hocba.flow.follow_signal import follow_signal, followed_signal
from hocba.flow.oversee import Overseen, oversee, oversight_json, oversight_xlsx
from hocba.ports.oversight import Following

Shown = Callable[[OfficeRequest, Asking, str, object], HttpResponse]
"""Renders a page within the frame of one office."""

_COUNTED_AT_ONCE = 1_000
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def oversight_paths(base: str, *, roles: frozenset[Role], shown: Shown) -> list[URLPattern]:
    """Return the addresses below `base`, which has no slash at either end."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @only_for(roles)
    def page(request: OfficeRequest, asking: Asking) -> HttpResponse:
        if request.method == "POST":
            # Reading counts nothing; who does not want to wait for the worker asks for it.
            count_traits(request.outside, limit=_COUNTED_AT_ONCE)
            return HttpResponseRedirect(request.get_full_path())
        found = oversight_page(_found(request, asking), base=f"/{base}")
        return shown(request, asking, "web/oversight.html", found)

    @require_http_methods(["GET", "HEAD", "POST"])
    @only_for(roles)
    def one_signal(request: OfficeRequest, asking: Asking, signal: str, unit: str) -> HttpResponse:
        year = year_asked(request)
        if request.method == "POST":
            _note(request, asking, year, signal, unit)
            return HttpResponseRedirect(request.get_full_path())
        found = followed_signal(
            request.outside, actor=asking.actor, school_year=year, signal=signal, unit=unit
        )
        page = signal_page(found, base=f"/{base}")
        return shown(request, asking, "web/oversight_signal.html", page)

    @require_safe
    @only_for(roles)
    def as_json(request: OfficeRequest, asking: Asking) -> HttpResponse:
        told = oversight_json(_found(request, asking), office=request.outside.office.code)
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})

    @require_safe
    @only_for(roles)
    def as_excel(request: OfficeRequest, asking: Asking) -> HttpResponse:
        file = oversight_xlsx(request.outside, _found(request, asking))
        return taken_away(file, name="giam-sat.xlsx", content_type=XLSX)

    return [
        path(base, page),
        path(f"{base}/dau-hieu/<str:signal>/<str:unit>", one_signal),
        path(f"{base}.json", as_json),
        path(f"{base}.xlsx", as_excel),
    ]


def _found(request: OfficeRequest, asking: Asking) -> Overseen:
    return oversee(request.outside, actor=asking.actor, school_year=year_asked(request))


def year_asked(request: OfficeRequest) -> SchoolYear:
    """Return the year asked for; one that cannot be read is as if none were asked for."""
    try:
        return school_year(request.GET.get("nam", ""))
    except Refusal:
        return school_year_at(request.outside.clock.now())


def _note(request: OfficeRequest, asking: Asking, year: SchoolYear, signal: str, unit: str) -> None:
    state = request.POST.get("state", "")
    follow_signal(
        request.outside,
        actor=asking.actor,
        school_year=year,
        signal=signal,
        unit=unit,
        words=request.POST.get("words", ""),
        state=Following(state) if state in set(Following) else Following.LOOKING,
    )
    tell(request, gettext("Đã ghi chú; ghi chú không sửa, không xóa được."))

"""Pages of the practice school: go in, take a step, start afresh, remove, go out."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.practice import WHO, Step
from hocba.faces.school.practice_pages import (
    GAPS,
    PRACTICE_PAGE,
    PUPILS,
    WHOLE,
    entrance,
    sheet_file,
    step_url,
    steps_page,
)
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import STAFF, Asking, OfficeRequest, act_as, go_over, only_for
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.told import tell
from hocba.flow.practice_school import open_practice, remove_practice, restart_practice

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(STAFF)
def practice(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the way in or the steps; do what a button says."""
    where = where_of(request, asking)
    if request.method == "POST":
        return HttpResponseRedirect(_done(request, where))
    here = gettext("Tập huấn")
    if where.outside.is_practice:
        return shown(request, where, "school/practice.html", steps_page(where), here=here)
    page = entrance(stands=request.practice.of(asking.username) is not None)
    return shown(request, where, "school/practice.html", page, here=here)


def _done(request: OfficeRequest, where: Where) -> str:
    """Do what the button says; return where to go next."""
    learner, act = where.asking.username, request.POST.get("act", "")
    chance, now = where.outside.chance, where.outside.clock.now()
    if act == "open":
        go_over(request, open_practice(request.practice, learner=learner, chance=chance, now=now))
    elif not where.outside.is_practice:
        # The practice school went in another tab: nothing of the real one is touched.
        return PRACTICE_PAGE
    elif act == "step":
        return _step(request, where)
    elif act == "restart":
        fresh = restart_practice(request.practice, learner=learner, chance=chance, now=now)
        go_over(request, fresh)
        tell(request, gettext("Đã làm lại từ đầu: trường tập huấn mới tinh."))
    else:
        return _left(request, learner, is_removed=act == "remove")
    return PRACTICE_PAGE


def _left(request: OfficeRequest, learner: str, *, is_removed: bool) -> str:
    if is_removed:
        remove_practice(request.practice, learner=learner)
        tell(request, gettext("Đã xóa trường tập huấn. Quý vị đang ở trường thật."))
    else:
        tell(request, gettext("Đã rời trường tập huấn. Quý vị đang ở trường thật."))
    go_over(request, "")
    return "/"


def _step(request: OfficeRequest, where: Where) -> str:
    """Act in the role whose step it is, and lead to its page."""
    asked = request.POST.get("step", "")
    if asked not in set(Step):
        raise Http404
    step = Step(asked)
    actor = next(actor for actor in where.asking.actors if actor.role is WHO[step])
    act_as(request, actor)
    return step_url(step)


@require_safe
@only_for(STAFF)
def practice_sheet(request: OfficeRequest, asking: Asking, kind: str) -> HttpResponse:
    """Hand out a sheet of the guided class."""
    where = where_of(request, asking)
    if not where.outside.is_practice or kind not in (PUPILS, GAPS, WHOLE):
        raise Http404
    file, name = sheet_file(where, kind)
    return taken_away(file, name=name, content_type=_XLSX)

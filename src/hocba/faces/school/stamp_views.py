"""Seals that still want a time stamp: which, since when, and one button to ask for them now."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.terms.codes import shown_record_code
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.presenters import Next
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.time_stamps import Healed, ask_for_school

PAGE = "/truong/dau-thoi-gian"
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """One seal. since: when it was made."""

    code: str
    version: str
    url: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StampsPage:
    """What is due. refusal: why this reader may not ask; more: how many are not shown."""

    headline: str
    lead: str
    button: str
    rows: tuple[DueRow, ...] = ()
    more: int = 0
    refusal: str = ""
    url: str = PAGE


def stamp_step(where: Where) -> Next | None:
    """Return the step of asking for what is due, for whoever may; None where nothing is."""
    stamping = where.outside.stamping
    if stamping is None or _refusal(where) is not None:
        return None
    count = stamping.due.count(where.school.code)
    if not count:
        return None
    said = ngettext(
        "Xin dấu thời gian cho %(n)s con dấu", "Xin dấu thời gian cho %(n)s con dấu", count
    )
    return Next(
        title=said % {"n": count},
        why=gettext(
            "Lúc đóng dấu không gọi được nơi cấp. Học bạ vẫn có giá trị; dấu thời gian giữ cho chữ "
            "ký còn chứng minh được sau khi chứng thư hết hạn."
        ),
        button=gettext("Xem và xin"),
        url=PAGE,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def stamps(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show which seals want a time stamp, or ask for them now."""
    where = where_of(request, asking)
    if request.method == "POST":
        told = ask_for_school(where.outside, actor=where.actor, school=where.school.code)
        tell(request, _told(told))
        return HttpResponseRedirect(PAGE if told.due else "/truong")
    here = gettext("Dấu thời gian")
    return shown(request, where, "school/stamps.html", stamps_page(where), here=here)


def stamps_page(where: Where) -> StampsPage:
    """Show what is due at the school, the oldest first."""
    stamping = where.outside.stamping
    if stamping is None:
        return StampsPage(
            headline=gettext("Trường chưa dùng dấu thời gian"),
            lead=gettext("Chưa khai nơi cấp (HOCBA_TIME_STAMPS). Học bạ có giá trị như thường."),
            button="",
        )
    school = where.school.code
    waiting = stamping.due.waiting(limit=_SHOWN, school=school)
    count = stamping.due.count(school)
    said = ngettext(
        "%(n)s con dấu chưa có dấu thời gian", "%(n)s con dấu chưa có dấu thời gian", count
    )
    return StampsPage(
        headline=said % {"n": count} if count else gettext("Mọi con dấu đều có dấu thời gian"),
        lead=gettext(
            "Máy tự xin lại mỗi phút. Dấu đến sau đứng cạnh học bạ, không đổi học bạ, và đi "
            "cùng gói nộp kế tiếp."
        ),
        button=gettext("Xin ngay") if count else "",
        rows=tuple(
            DueRow(
                code=shown_record_code(due.key.record_code),
                version=str(due.key.version),
                url=f"/truong/hoc-ba/{due.key}",
                since=due.since,
            )
            for due in waiting
        ),
        more=max(count - len(waiting), 0),
        refusal=_refusal(where) or "",
    )


def _refusal(where: Where) -> str | None:
    refusal = why_not_now(Duty.ASK_STAMPS, actor=where.actor, school=where.school.code)
    return None if refusal is None else refusal_words(refusal)


def _told(healed: Healed) -> str:
    counts = {"given": healed.given, "due": healed.due}
    said = gettext("Xin được %(given)s dấu thời gian, còn thiếu %(due)s.") % counts
    return said if healed.why is None else f"{said} {refusal_words(healed.why)}"

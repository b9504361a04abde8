"""The bell: a person's notices, read and unread, and whether they come by mail."""

import re
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.terms.outcomes import Refusal
from hocba.faces.school.notices import leads_to, notices_page
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import STAFF, Asking, OfficeRequest, only_for
from hocba.faces.web.told import tell

_NUMBER: Final = re.compile(r"[0-9]{1,18}")


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(STAFF)
def notices(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the notices; note all as read, or turn mails on and off."""
    where = where_of(request, asking)
    kept, school, person = where.outside.notices, where.school.code, where.actor.person
    if request.method == "POST":
        _change(request, where)
        return HttpResponseRedirect(request.path)
    page = notices_page(
        kept.of_person(school, person),
        unread=kept.unread(school, person),
        gets_mail=kept.wants_mail(school, person),
        address=_address(where),
    )
    return shown(request, where, "school/notices.html", page, here=gettext("Thông báo"))


def _change(request: OfficeRequest, where: Where) -> None:
    kept, school, person = where.outside.notices, where.school.code, where.actor.person
    asked = request.POST.get("do", "")
    if asked == "doc-het":
        kept.read(school, person, where.outside.clock.now())
        tell(request, gettext("Đã đánh dấu đọc hết."))
    elif asked in ("bat-thu", "tat-thu"):
        kept.set_mail(school, person, wanted=asked == "bat-thu")
        on, off = gettext("Đã bật thư thông báo."), gettext("Đã tắt thư thông báo.")
        tell(request, on if asked == "bat-thu" else off)


def _address(where: Where) -> str:
    staff = where.outside.book.staff(where.school.code)
    return next((m.email for m in staff if m.staff_code == where.actor.person), "")


@require_safe
@only_for(STAFF)
def notice(request: OfficeRequest, asking: Asking, number: str) -> HttpResponse:
    """Note one notice as read and lead on. Raises: Refusal "notice.unknown"."""
    where = where_of(request, asking)
    kept, now = where.outside.notices, where.outside.clock.now()
    asked = int(number) if _NUMBER.fullmatch(number) else 0
    found = kept.read(where.school.code, where.actor.person, now, number=asked)
    if not found:
        raise Refusal("notice.unknown")
    return HttpResponseRedirect(leads_to(found[0]))

"""Where somebody is signed in, and ending it there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hocba.core.compose.sittings import Sitting
from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest, only_for, sitting_of
from hocba.faces.web.presenters import Frame, Link
from hocba.faces.web.told import tell
from hocba.flow.end_sittings import end_others, end_sitting

_URL: Final = "/tai-khoan/phien"

# In this order: Edge and Cốc Cốc call themselves Chrome too, and Chrome calls itself Safari.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingRow:
    """One device. is_here: the one that shows this page."""

    number: str
    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingsPage:
    """All devices on which a person is signed in."""

    headline: str
    lead: str
    rows: tuple[SittingRow, ...]
    has_others: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(frozenset(Role))
def sittings(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show where the person is signed in; end one stay, or all others."""
    if request.method == "POST":
        tell(request, _ended(request, asking.username))
        return HttpResponseRedirect(_URL)
    page = _page(request, asking.username)
    frame = Frame(
        brand=gettext("Học bạ số"),
        person=asking.display_name,
        where=(Link(words=gettext("Về trang của tôi"), url="/"), Link(words=gettext("Thiết bị"))),
        environment=request.outside.environment,
    )
    return render(request, "accounts/sittings.html", {"frame": frame, "page": page})


def device_words(browser: str) -> str:
    """Return browser and system as people call them."""
    name = next((words for mark, words in _BROWSERS if mark in browser), "")
    system = next((words for mark, words in _SYSTEMS if mark in browser), "")
    return " · ".join(filter(None, (name, system))) or gettext("Thiết bị không rõ")


def _ended(request: OfficeRequest, username: str) -> str:
    if number := request.POST.get("end", ""):
        end_sitting(request.door, username=username, number=number)
        return gettext("Đã đăng xuất thiết bị đó.")
    count = end_others(request.door, username=username, here=sitting_of(request))
    said = ngettext("Đã đăng xuất %(n)s thiết bị khác.", "Đã đăng xuất %(n)s thiết bị khác.", count)
    return said % {"n": count}


def _page(request: OfficeRequest, username: str) -> SittingsPage:
    here, door = sitting_of(request), request.door
    standing = door.sittings.of(username, door.clock.now())
    count = len(standing)
    said = ngettext(
        "Đang đăng nhập trên %(n)s thiết bị", "Đang đăng nhập trên %(n)s thiết bị", count
    )
    return SittingsPage(
        headline=said % {"n": count},
        lead=gettext(
            "Thấy thiết bị lạ thì đăng xuất thiết bị ấy, rồi nhờ quản trị của trường đặt lại "
            "tài khoản. Một giờ không dùng, hoặc quá mười hai giờ, phiên tự kết thúc."
        ),
        rows=tuple(_row(each, here) for each in standing),
        has_others=any(each.number != here for each in standing),
    )


def _row(sitting: Sitting, here: str) -> SittingRow:
    return SittingRow(
        number=sitting.number,
        device=device_words(sitting.browser),
        address=sitting.address,
        began_at=sitting.began_at,
        seen_at=sitting.seen_at,
        is_here=sitting.number == here,
    )

"""What stands around the province's pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest
from hocba.faces.web.figure_words import school_year_at
from hocba.faces.web.frames import framed
from hocba.faces.web.presenters import Link, MenuGroup, MenuItem


def shown(request: OfficeRequest, asking: Asking, template: str, page: object) -> HttpResponse:
    """Render a page of the province's office."""
    items: tuple[MenuItem, ...] = (
        MenuItem(words=gettext("Các trường"), url="/so"),
        MenuItem(words=gettext("Gói nộp, biên nhận"), url="/so/goi-nop"),
        MenuItem(words=gettext("Gửi lên Bộ"), url="/so/gui-bo"),
        MenuItem(words=gettext("Đối soát với Bộ"), url="/so/doi-soat"),
        MenuItem(words=gettext("Kết nối với Bộ"), url="/so/ket-noi"),
        MenuItem(words=gettext("Đính chính, thu hồi"), url="/so/dinh-chinh"),
        MenuItem(words=gettext("Tra cứu"), url="/so/tra-cuu"),
        MenuItem(words=gettext("Số liệu"), url="/so/so-lieu"),
        MenuItem(words=gettext("Giám sát"), url="/so/giam-sat"),
    )
    own = {Role.COMMUNE_OFFICER: "/so", Role.INSPECTOR: "/so/giam-sat"}
    if asking.actor.role in own:
        items = tuple(item for item in items if item.url == own[asking.actor.role])
    frame = framed(
        request,
        asking,
        brand=gettext("Học bạ số"),
        where=(Link(words=request.outside.office.name, url="/so"),),
        menu=(MenuGroup(items=items),),
        school_year=school_year_at(request.outside.clock.now()),
    )
    return render(request, template, {"frame": frame, "page": page})

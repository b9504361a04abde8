"""What stands around the ministry's pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from hocba.core.submit.admission import UNDECIDED, Admission
from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest
from hocba.faces.web.figure_words import school_year_at
from hocba.faces.web.frames import framed
from hocba.faces.web.presenters import Frame, Link, MenuGroup, MenuItem


def ministry_frame(
    request: OfficeRequest, asking: Asking, admissions: tuple[Admission, ...]
) -> Frame:
    """Return the ministry's frame, with how many requests wait for a decision."""
    now = request.outside.clock.now()
    waiting = sum(1 for each in admissions if each.state(now) in UNDECIDED)
    items: tuple[MenuItem, ...] = (
        MenuItem(words=gettext("Toàn quốc"), url="/bo"),
        MenuItem(words=gettext("Đề nghị kết nối"), url="/bo/de-nghi", waiting=waiting),
        MenuItem(words=gettext("Gói nộp, biên nhận"), url="/bo/goi-nop"),
        MenuItem(words=gettext("Tra cứu"), url="/bo/tra-cuu"),
        MenuItem(words=gettext("Số liệu"), url="/bo/so-lieu"),
        MenuItem(words=gettext("Giám sát"), url="/bo/giam-sat"),
    )
    if request.outside.coverage is not None:
        items = (items[0], MenuItem(words=gettext("Độ phủ"), url="/bo/do-phu"), *items[1:])
    if asking.actor.role is Role.INSPECTOR:
        items = tuple(item for item in items if item.url == "/bo/giam-sat")
    return framed(
        request,
        asking,
        brand=gettext("Kho học bạ số"),
        where=(Link(words=request.outside.office.name, url="/bo"),),
        menu=(MenuGroup(items=items),),
        school_year=school_year_at(now),
    )


def shown(request: OfficeRequest, asking: Asking, template: str, page: object) -> HttpResponse:
    """Render a page of the ministry's office."""
    frame = ministry_frame(request, asking, request.outside.admissions.all())
    return render(request, template, {"frame": frame, "page": page})

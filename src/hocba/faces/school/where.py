"""At which school and in which year somebody asks, and what stands around their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from hocba.core.compose.content import School
from hocba.core.compose.duties import DUTIES, Duty
from hocba.core.compose.life import Act
from hocba.core.compose.permit import DOES, Actor
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.web.asking import Asking, OfficeRequest
from hocba.faces.web.figure_words import school_year_at
from hocba.faces.web.frames import framed
from hocba.faces.web.presenters import Link, MenuGroup, MenuItem
from hocba.ports.outside import Outside

_CHOSEN: Final = "school_year"
ROUNDS: Final = "/truong/luot-ky"
WHOLE: Final = "/truong/ky"
RULES: Final = "/truong/quy-tac"
_GOING_OUT: Final = frozenset(
    {
        "/truong/chuyen-truong",
        "/truong/goi-nop",
        "/truong/gia-dinh",
        "/truong/phan-mem",
        "/truong/tai-khoan",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """One school in one year, asked about by one actor."""

    outside: Outside
    asking: Asking
    school: School
    school_year: SchoolYear

    @property
    def actor(self) -> Actor:
        """Who asks, in the role in which they act."""
        return self.asking.actor


def where_of(request: OfficeRequest, asking: Asking) -> Where:
    """
    Return the school and year that a page is about.

    Raises: Refusal "web.no_role" for a role of no school, "school.unknown".
    """
    outside, actor = request.outside, asking.actor
    if actor.school is None:
        raise Refusal("web.no_role")
    years = outside.book.school_years(actor.school)
    return Where(
        outside=outside,
        asking=asking,
        school=outside.book.school(actor.school),
        school_year=actor.school_year or _year(request, years, outside),
    )


def choose_year(request: OfficeRequest, school_year: SchoolYear) -> None:
    """Let this stay look at one school year from now on."""
    request.session[_CHOSEN] = school_year.first


def usual_year(years: Sequence[SchoolYear], under_way: SchoolYear) -> SchoolYear:
    """
    Return the year that pages are about when nobody chose one: the year under way.

    Where it has no pupils yet, the last before it that has, else the first after it. A year
    that is made ready in summer therefore does not hide the one whose records are being signed.
    years: those with pupils, latest first.
    """
    until_now = [year for year in years if year <= under_way]
    return next(iter(until_now), years[-1] if years else under_way)


def _year(request: OfficeRequest, years: Sequence[SchoolYear], outside: Outside) -> SchoolYear:
    chosen = request.session.get(_CHOSEN)
    if chosen is not None and SchoolYear(int(chosen)) in years:
        return SchoolYear(int(chosen))
    return usual_year(years, school_year_at(outside.clock.now()))


def class_url(name: str) -> str:
    """Return the address of a class's page."""
    return f"/truong/lop/{quote(name, safe='')}"


def sign_url(name: str) -> str:
    """Return the address where a class is signed or sealed."""
    return f"/truong/ky/{quote(name, safe='')}"


def marks_url(name: str) -> str:
    """Return the address of a class's grids of marks."""
    return f"/truong/nhap-diem/{quote(name, safe='')}"


def shown(
    request: OfficeRequest,
    where: Where,
    template: str,
    page: object,
    *,
    here: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page of the school's office. here: the page's own name in the trail."""
    trail = [Link(words=where.school.name, url="/truong")]
    frame = framed(
        request,
        where.asking,
        brand=gettext("Học bạ số"),
        where=[*trail, Link(words=here)] if here else trail,
        menu=_menu(where),
        school_year=where.school_year,
        bell=where.outside.notices.unread(where.school.code, where.actor.person),
    )
    return render(request, template, {"frame": frame, "page": page}, status=status)


def _menu(where: Where) -> tuple[MenuGroup, ...]:
    common = MenuGroup(title=gettext("Chung"), items=_common(where))
    return (MenuGroup(items=tuple(_own_work(where.actor, where.outside))), common)


def _common(where: Where) -> tuple[MenuItem, ...]:
    practice = MenuItem(words=gettext("Tập huấn"), url="/truong/tap-huan")
    if where.actor.role is Role.SUBJECT_TEACHER or where.outside.is_practice:
        return (practice,)
    return (MenuItem(words=gettext("Số liệu"), url="/so-lieu"), practice)


def _own_work(actor: Actor, outside: Outside) -> list[MenuItem]:
    items = [MenuItem(words=gettext("Hôm nay"), url="/truong")]
    if actor.role is Role.SUBJECT_TEACHER:
        items.append(MenuItem(words=gettext("Ký môn học của tôi"), url="/truong/ky-mon-hoc"))
        items.append(MenuItem(words=gettext("Nhận xét mẫu"), url="/truong/nhan-xet-mau"))
        return items
    if actor.role is Role.HOMEROOM_TEACHER:
        named = gettext("Lớp %(name)s") % {"name": actor.class_name}
        items += [
            MenuItem(words=named, url=class_url(actor.class_name)),
            MenuItem(words=gettext("Nhập điểm, nhận xét"), url=marks_url(actor.class_name)),
            MenuItem(words=gettext("Ký học bạ"), url=sign_url(actor.class_name)),
        ]
    items += [
        *_turns(actor),
        MenuItem(words=gettext("Năm học, các lớp"), url="/truong/lop-hoc"),
        MenuItem(words=gettext("Danh sách học sinh"), url="/truong/danh-sach"),
        MenuItem(words=gettext("Dữ liệu cần sửa"), url="/truong/du-lieu"),
        MenuItem(words=gettext("Nhập từ Excel"), url="/truong/nhap"),
        MenuItem(words=gettext("Học sinh chưa ký"), url="/truong/chua-ky"),
        MenuItem(words=gettext("Chuyển trường"), url="/truong/chuyen-truong"),
        MenuItem(words=gettext("Đính chính, thu hồi"), url="/truong/dinh-chinh"),
        MenuItem(words=gettext("Gói nộp, biên nhận"), url="/truong/goi-nop"),
        MenuItem(words=gettext("In học bạ"), url="/truong/in"),
        MenuItem(words=gettext("Cán bộ, giáo viên"), url="/truong/giao-vien"),
        MenuItem(words=gettext("Sổ phân công"), url="/truong/so-phan-cong"),
        MenuItem(words=gettext("Ủy quyền"), url="/truong/uy-quyen"),
        MenuItem(words=gettext("Quy tắc ký"), url=RULES),
    ]
    items += _of_duties(actor)
    # What goes out of a practice school is refused; there is no use in leading anybody to it.
    return [item for item in items if item.url not in _GOING_OUT] if outside.is_practice else items


def _turns(actor: Actor) -> list[MenuItem]:
    """Return where this role signs whole schools and answers who asks to reopen."""
    found = (
        (DOES[Act.APPROVE], gettext("Ký cả trường"), WHOLE),
        (DOES[Act.SEAL], gettext("Đóng dấu cả trường"), WHOLE),
        (
            DUTIES[Duty.ASK_REOPENING] | DOES[Act.RETURN],
            gettext("Đề nghị mở lại"),
            "/truong/mo-lai",
        ),
    )
    return [MenuItem(words=words, url=url) for roles, words, url in found if actor.role in roles]


def _of_duties(actor: Actor) -> list[MenuItem]:
    found = (
        (Duty.KEEP_MEANS, gettext("Chữ ký số"), "/truong/chu-ky-so"),
        (Duty.ISSUE_COPY, gettext("Sổ cấp bản sao"), "/truong/ban-sao"),
        (Duty.ANSWER_FAMILY, gettext("Gia đình đề nghị"), "/truong/gia-dinh"),
        (Duty.KEEP_SYSTEMS, gettext("Phần mềm của trường"), "/truong/phan-mem"),
        (Duty.MANAGE_ACCOUNTS, gettext("Tài khoản"), "/truong/tai-khoan"),
    )
    return [
        MenuItem(words=words, url=url) for duty, words, url in found if actor.role in DUTIES[duty]
    ]

"""The second step of signing in, and the way from an invitation to an account."""

from dataclasses import dataclass
from typing import Final

import segno
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hocba.core.compose.account_acts import AccountAct, AccountEntry
from hocba.core.compose.attempts import require_allowed
from hocba.core.terms.outcomes import Refusal
from hocba.faces.web.asking import SIGN_IN_URL, OfficeRequest, halfway, remember
from hocba.faces.web.presenters import Frame
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.invite_staff import accept

_SECRET: Final = "app_secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorPage:
    """A step of the way in. picture: the secret for an app, as a data address, or empty."""

    headline: str
    lead: str
    problem: str = ""
    picture: str = ""
    secret: str = ""
    codes: tuple[str, ...] = ()
    typed: str = ""


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: OfficeRequest) -> HttpResponse:
    """Ask for a one-time code; who has no app yet adds one first."""
    username, name = halfway(request)
    if not username:
        return HttpResponseRedirect(SIGN_IN_URL)
    is_new = not request.door.factors.of(username)
    if is_new and _SECRET not in request.session:
        request.session[_SECRET] = request.door.factors.new_secret()
    if request.method != "POST":
        return _step_shown(request, username, is_new=is_new)
    try:
        _take_code(request, username, is_new=is_new)
    except Refusal as refusal:
        return _step_shown(request, username, is_new=is_new, refusal=refusal)
    remember(request, username=username, display_name=name)
    if not is_new:
        return HttpResponseRedirect("/")
    page = DoorPage(
        headline=gettext("Giữ các mã dự phòng này ở nơi an toàn"),
        lead=gettext("Mỗi mã dùng một lần, khi không có điện thoại. Trang này chỉ hiện một lần."),
        codes=request.door.factors.new_codes(username),
    )
    return _page(request, "accounts/codes.html", page)


@never_cache
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: OfficeRequest) -> HttpResponse:
    """Take an invitation's code and the person's own password."""
    if request.method != "POST":
        return _invitation_shown(request)
    address, now = request.META.get("REMOTE_ADDR", ""), request.outside.clock.now()
    attempts, code = request.door.attempts, request.POST.get("code", "")
    try:
        require_allowed(attempts.tried("", address), now)
        password = request.POST.get("password", "")
        found = accept(request.outside, request.door, code=code, password=password)
    except Refusal as refusal:
        if refusal.code.startswith("account.invitation"):
            attempts.failed("", address, now)
        return _invitation_shown(request, refusal)
    tell(request, gettext("Đã mở tài khoản %(name)s.") % {"name": found.username})
    return HttpResponseRedirect(SIGN_IN_URL)


def _take_code(request: OfficeRequest, username: str, *, is_new: bool) -> None:
    """Raises: Refusal "web.too_many_attempts", "account.code_wrong"."""
    door, now = request.door, request.outside.clock.now()
    code, key = request.POST.get("code", ""), f"2:{username}"
    # By name alone: whoever stands here knew the password already.
    require_allowed(door.attempts.tried(key, ""), now)
    if is_new:
        is_right = door.factors.add_app(username, request.session[_SECRET], code)
    else:
        is_right = door.factors.check(username, code)
    if not is_right:
        door.attempts.failed(key, "", now)
        raise Refusal("account.code_wrong")
    door.attempts.succeeded(key, "", now)
    act = AccountAct.ADD_FACTOR if is_new else AccountAct.SIGN_IN
    door.log.append(AccountEntry(act=act, username=username, by=username, at=now))


def _step_shown(
    request: OfficeRequest, username: str, *, is_new: bool, refusal: Refusal | None = None
) -> HttpResponse:
    secret = request.session[_SECRET] if is_new else ""
    address = request.door.factors.address_of(username, secret)
    page = DoorPage(
        headline=gettext("Thêm ứng dụng xác thực") if is_new else gettext("Nhập mã xác thực"),
        lead=gettext("Quét hình bằng ứng dụng xác thực trên điện thoại, rồi nhập mã 6 số.")
        if is_new
        else gettext("Mã 6 số trong ứng dụng xác thực, hoặc một mã dự phòng."),
        problem=refusal_words(refusal),
        picture=segno.make(address).svg_data_uri(scale=5) if is_new else "",
        secret=secret,
    )
    return _page(request, "accounts/second_step.html", page, status=403 if refusal else 200)


def _invitation_shown(request: OfficeRequest, refusal: Refusal | None = None) -> HttpResponse:
    page = DoorPage(
        headline=gettext("Mở tài khoản bằng mã mời"),
        lead=gettext(
            "Mã do quản trị của trường trao hoặc gửi qua thư. "
            "Mật khẩu do quý vị tự đặt, không ai khác biết."
        ),
        problem=refusal_words(refusal),
        typed=request.POST.get("code", ""),
    )
    return _page(request, "accounts/invitation.html", page, status=403 if refusal else 200)


def _page(
    request: OfficeRequest, template: str, page: DoorPage, *, status: int = 200
) -> HttpResponse:
    frame = Frame(brand=gettext("Học bạ số"), environment=request.outside.environment)
    return render(request, template, {"frame": frame, "page": page}, status=status)

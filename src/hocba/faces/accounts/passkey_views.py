"""Passkeys: signing in with one, and the person's own list of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean
from hocba.faces.accounts.sitting_views import device_words
from hocba.faces.web.asking import Asking, OfficeRequest, only_for, remember
from hocba.faces.web.presenters import Frame, Link
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.use_passkeys import add_passkey, drop_passkey, log_in_by_passkey

_URL: Final = "/tai-khoan/khoa"
_STATE: Final = "passkey_state"
_NAME: Final = 60
"""Characters of a passkey's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyRow:
    """One passkey of the person."""

    number: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeysPage:
    """A person's passkeys. options: of the browser's call for a new one, JSON; "" for none."""

    headline: str
    lead: str
    rows: tuple[PasskeyRow, ...]
    options: str
    name: str
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeySignInPage:
    """The way in with a passkey. options: of the browser's call, JSON."""

    headline: str
    lead: str
    options: str
    problem: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: OfficeRequest) -> HttpResponse:
    """Ask any passkey of this site, and let in who answers with it."""
    problem = None
    if request.method == "POST":
        try:
            username = log_in_by_passkey(
                request.door,
                answer=request.POST.get("answer", ""),
                state=_asked(request),
                site=_site(request),
                address=request.META.get("REMOTE_ADDR", ""),
            )
            name = request.door.credentials.display_name(username)
            remember(request, username=username, display_name=name)
            return HttpResponseRedirect("/")
        except Refusal as refusal:
            problem = refusal
    challenge = request.door.passkeys.ask(site=_site(request))
    request.session[_STATE] = dict(challenge.state)
    page = PasskeySignInPage(
        headline=gettext("Đăng nhập bằng khóa truy cập"),
        lead=gettext("Mở khóa thiết bị như mọi khi: vân tay, khuôn mặt hoặc mã PIN."),
        options=challenge.options,
        problem=refusal_words(problem),
    )
    frame = Frame(brand=gettext("Học bạ số"), environment=request.outside.environment)
    context = {"frame": frame, "page": page}
    return render(request, "accounts/passkey_in.html", context, status=403 if problem else 200)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(frozenset(Role))
def passkeys(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the person's passkeys; add one or remove one."""
    problem = None
    if request.method == "POST":
        try:
            tell(request, _done(request, asking.username))
            return HttpResponseRedirect(_URL)
        except Refusal as refusal:
            problem = refusal
    page = _page(request, asking.username, _asked_new(request, asking), refusal_words(problem))
    frame = Frame(
        brand=gettext("Học bạ số"),
        person=asking.display_name,
        where=(
            Link(words=gettext("Về trang của tôi"), url="/"),
            Link(words=gettext("Khóa truy cập")),
        ),
        environment=request.outside.environment,
    )
    context = {"frame": frame, "page": page}
    return render(request, "accounts/passkeys.html", context, status=403 if problem else 200)


def _asked_new(request: OfficeRequest, asking: Asking) -> str:
    """Return the options of a new one; "" for a demonstration's card, which opens no log-in."""
    if not request.door.credentials.is_open(asking.username):
        return ""
    challenge = request.door.passkeys.ask_new(
        asking.username, asking.display_name, site=_site(request)
    )
    request.session[_STATE] = dict(challenge.state)
    return challenge.options


def _done(request: OfficeRequest, username: str) -> str:
    """Raises: Refusal "account.*", "web.too_many_attempts"."""
    if number := request.POST.get("drop", ""):
        written = int(number) if number.isdecimal() and len(number) < 10 else 0
        drop_passkey(request.door, username=username, number=written)
        return gettext("Đã bỏ khóa truy cập đó.")
    name = clean(request.POST.get("name", ""))[:_NAME]
    add_passkey(
        request.door,
        username=username,
        password=request.POST.get("password", ""),
        name=name or device_words(request.META.get("HTTP_USER_AGENT", "")),
        answer=request.POST.get("answer", ""),
        state=_asked(request),
        site=_site(request),
    )
    return gettext("Đã thêm khóa truy cập. Lần sau vào bằng khóa này, không cần mật khẩu và mã.")


def _asked(request: OfficeRequest) -> Mapping[str, Any]:
    """Return what this session asked, once. Raises: Refusal "account.passkey_unproven"."""
    state = request.session.pop(_STATE, None)
    if not isinstance(state, dict):
        raise Refusal("account.passkey_unproven")
    return state


def _site(request: OfficeRequest) -> str:
    return request.get_host().rsplit(":", 1)[0]


def _page(request: OfficeRequest, username: str, options: str, problem: str) -> PasskeysPage:
    held = request.door.passkeys.of(username)
    said = ngettext("%(n)s khóa truy cập", "%(n)s khóa truy cập", len(held))
    return PasskeysPage(
        headline=said % {"n": len(held)} if held else gettext("Chưa có khóa truy cập"),
        lead=gettext(
            "Khóa truy cập nằm trong điện thoại hoặc máy tính của quý vị, mở bằng vân tay, khuôn "
            "mặt hoặc mã PIN. Một lần mở khóa thay cho mật khẩu và mã xác thực."
        ),
        rows=tuple(
            PasskeyRow(number=k.number, name=k.name, added_at=k.added_at, used_at=k.used_at)
            for k in held
        ),
        options=options,
        name=device_words(request.META.get("HTTP_USER_AGENT", "")),
        problem=problem,
    )

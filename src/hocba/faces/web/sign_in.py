"""Signing in and out: demo cards where wiring offers them, name and password otherwise."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from hocba.core.compose.attempts import require_allowed
from hocba.core.compose.passwords import as_kept
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.web.asking import (
    DESK,
    MINISTRY,
    SECOND_STEP_URL,
    SIGN_IN_URL,
    STAFF,
    OfficeRequest,
    act_as,
    actor_key,
    await_second_step,
    chosen_first,
    remember,
    signed_in,
    sitting_of,
)
from hocba.faces.web.presenters import Frame
from hocba.faces.web.sign_in_presenters import DemoOffice, SignInPage
from hocba.faces.web.words import refusal_words
from hocba.flow.invite_staff import needs_second_factor


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: OfficeRequest) -> HttpResponse:
    """Show the way in, or take it."""
    offices = request.demo_offices()
    if request.method != "POST":
        return _shown(request, offices)
    try:
        username, name, by_password = _taken(request, offices)
    except Refusal as refusal:
        return _shown(request, offices, refusal)
    if by_password and _asks_more(request, username):
        await_second_step(request, username=username, display_name=name)
        return HttpResponseRedirect(SECOND_STEP_URL)
    remember(request, username=username, display_name=name)
    return HttpResponseRedirect(_next(request) or "/")


@require_POST
def sign_out(request: OfficeRequest) -> HttpResponse:
    """End the stay and forget the session."""
    if username := signed_in(request):
        request.door.sittings.end(username, sitting_of(request), request.door.clock.now())
    request.session.flush()
    return HttpResponseRedirect(SIGN_IN_URL)


def front_door(request: OfficeRequest) -> HttpResponse:
    """Lead to the reader's own office; whoever is not signed in, to the public page."""
    username = signed_in(request)
    if not username:
        return HttpResponseRedirect(SIGN_IN_URL if request.demo_offices() else "/xac-thuc")
    actors = chosen_first(request, request.outside.accounts.actors_of(username))
    chosen = actors[:1] if "acting" in request.session else actors
    return HttpResponseRedirect(home_of({actor.role for actor in chosen}))


@require_POST
def change_role(request: OfficeRequest) -> HttpResponse:
    """Act in another role of the same log-in. Raises: Refusal "web.not_your_role"."""
    asked = request.POST.get("role", "")
    actors = request.outside.accounts.actors_of(signed_in(request))
    actor = next((actor for actor in actors if actor_key(actor) == asked), None)
    if actor is None:
        raise Refusal("web.not_your_role")
    act_as(request, actor)
    return HttpResponseRedirect("/")


def home_of(roles: set[Role]) -> str:
    """Return the address of the office in which one of these roles works."""
    homes = ((STAFF, "/truong"), (DESK, "/so"), (MINISTRY, "/bo"))
    if roles == {Role.INSPECTOR}:
        return "/bo/giam-sat"
    return next((home for known, home in homes if known & roles), "/xac-thuc")


def _taken(request: OfficeRequest, offices: tuple[DemoOffice, ...]) -> tuple[str, str, bool]:
    """
    Return log-in, name, and whether a password was given.

    Raises: Refusal "web.wrong_name_or_password", "web.too_many_attempts".
    """
    if demo := request.POST.get("demo", ""):
        people = {one.key: one.name for office in offices for one in office.people}
        if demo in people:
            return demo, people[demo], False
        raise Refusal("web.wrong_name_or_password")
    return (*_by_password(request), True)


def _by_password(request: OfficeRequest) -> tuple[str, str]:
    username = request.POST.get("username", "").strip()
    address = request.META.get("REMOTE_ADDR", "")
    door, now = request.door, request.outside.clock.now()
    require_allowed(door.attempts.tried(username, address), now)
    if not door.credentials.check(username, as_kept(request.POST.get("password", ""))):
        door.attempts.failed(username, address, now)
        raise Refusal("web.wrong_name_or_password")
    door.attempts.succeeded(username, address, now)
    return username, door.credentials.display_name(username)


def _asks_more(request: OfficeRequest, username: str) -> bool:
    has_any = bool(request.door.factors.of(username))
    return has_any or needs_second_factor(request.outside, request.door, username)


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if safe else ""


def _identity(request: OfficeRequest, offices: tuple[DemoOffice, ...]) -> str:
    """Return the name of the provider of identities; the demo offers cards alone."""
    provider = None if offices else request.door.identity
    return provider.name if provider else ""


def _session_over(request: HttpRequest) -> Refusal | None:
    """Return what to tell somebody whose form came when the stay was over."""
    if request.GET.get("qua-han") == "giu":
        return Refusal("web.session_over_kept")
    return Refusal("web.session_over") if "qua-han" in request.GET else None


def _shown(
    request: OfficeRequest, offices: tuple[DemoOffice, ...], refusal: Refusal | None = None
) -> HttpResponse:
    page = SignInPage(
        headline=gettext("Chọn một người để vào xem") if offices else gettext("Đăng nhập"),
        lead=gettext("Bản trình diễn: mọi người và số liệu ở đây đều là giả định.")
        if offices
        else gettext("Tài khoản do trường, Sở hoặc Bộ cấp."),
        offices=offices,
        asks_password=not offices,
        problem=refusal_words(refusal or _session_over(request)),
        typed=request.POST.get("username", ""),
        next=_next(request),
        identity=_identity(request, offices),
    )
    frame = Frame(brand=gettext("Học bạ số"), environment=request.outside.environment)
    context = {"frame": frame, "page": page}
    return render(request, "web/sign_in.html", context, status=403 if refusal else 200)

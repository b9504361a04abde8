"""Who asks: the log-in of this session and the role in which it acts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Final, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token

from hocba.core.compose.permit import Actor
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.web.kept_forms import begin_anew, keep_form, left_as
from hocba.faces.web.presenters import Frame
from hocba.faces.web.sign_in_presenters import DemoOffice
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.roles_today import still_held
from hocba.ports.families import FamilyDesk
from hocba.ports.outside import Outside
from hocba.ports.practice import PracticeGround
from hocba.ports.shown import Shown
from hocba.ports.sign_in import Door
from hocba.ports.vendor_access import VendorDoor

P = ParamSpec("P")

SCHOOL: Final = frozenset(
    {Role.HOMEROOM_TEACHER, Role.PRINCIPAL, Role.DEPUTY, Role.CLERK, Role.SCHOOL_ADMIN}
)
STAFF: Final = SCHOOL | {Role.SUBJECT_TEACHER}
PROVINCE: Final = frozenset({Role.PROVINCE_OFFICER})
DESK: Final = frozenset({Role.PROVINCE_OFFICER, Role.COMMUNE_OFFICER})
"""Who follows schools: the province all of them, a commune its own."""
MINISTRY: Final = frozenset({Role.MINISTRY_OFFICER})
PROVINCE_OVERSIGHT: Final = PROVINCE | {Role.INSPECTOR}
MINISTRY_OVERSIGHT: Final = MINISTRY | {Role.INSPECTOR}

PRACTICE: Final = "practice"
"""In a session: the code of the practice school that its person works in now."""

SIGN_IN_URL: Final = "/dang-nhap"
SECOND_STEP_URL: Final = "/dang-nhap/buoc-hai"
_OF_THE_PERSON: Final = frozenset({"username", "display_name", "sitting"})
"""What a session knows of its person, wherever they work."""


class OfficeRequest(HttpRequest):
    """
    A request with what wiring put on it.

    outside: of the office that the address belongs to. desk: its registers, remembered.
    demo_offices: the log-ins to offer as cards; empty in real operation. frame: what stands
    around the page, once a view has set it. door: the way in. family: what families reach.
    vendors: the door for schools' software. shown: which certificate the line has seen.
    practice: where practice schools stand.
    """

    outside: Outside
    desk: RegisterDesk
    demo_offices: Callable[[], tuple[DemoOffice, ...]]
    frame: Frame
    door: Door
    family: FamilyDesk
    vendors: VendorDoor
    shown: Shown
    practice: PracticeGround


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Somebody who is signed in. actors: all roles of the log-in; actor: the one acting now."""

    username: str
    display_name: str
    actor: Actor
    actors: tuple[Actor, ...]

    @property
    def keeper(self) -> tuple[str, str]:
        """For whom a form is kept when a stay ends: the log-in and the role it was shown to."""
        return self.username, actor_key(self.actor)


Page = Callable[Concatenate[OfficeRequest, Asking, P], HttpResponse]
View = Callable[Concatenate[OfficeRequest, P], HttpResponse]


def remember(request: OfficeRequest, *, username: str, display_name: str) -> None:
    """Note who signed in, in a new session so that an older one cannot be ridden."""
    begin_anew(request)
    request.session["username"] = username
    request.session["display_name"] = display_name
    request.session["sitting"] = request.door.sittings.begin(
        username,
        address=request.META.get("REMOTE_ADDR", ""),
        browser=request.META.get("HTTP_USER_AGENT", ""),
        at=request.door.clock.now(),
    )
    # Who left a form behind comes back to it where and as whom they were.
    practice, acting = left_as(request, username)
    if practice:
        request.session[PRACTICE] = practice
    if acting:
        request.session["acting"] = acting


def await_second_step(request: HttpRequest, *, username: str, display_name: str) -> None:
    """Note who gave a right password; they are not signed in before the second step."""
    begin_anew(request)
    request.session["halfway"] = (username, display_name)


def halfway(request: HttpRequest) -> tuple[str, str]:
    """Return log-in and name of who gave a right password; both empty where nobody did."""
    username, name = request.session.get("halfway", ("", ""))
    return str(username), str(name)


def signed_in(request: HttpRequest) -> str:
    """Return the log-in of this session, empty where nobody is signed in."""
    return str(request.session.get("username", ""))


def sitting_of(request: HttpRequest) -> str:
    """Return the number of this stay, empty where nobody is signed in."""
    return str(request.session.get("sitting", ""))


def actor_key(actor: Actor) -> str:
    """Return what names one role of a log-in in forms and sessions."""
    year = str(actor.school_year or "")
    return "/".join((actor.role.value, actor.school or "", year, actor.class_name))


def act_as(request: HttpRequest, actor: Actor) -> None:
    """Note in which of their roles somebody acts from now on."""
    request.session["acting"] = actor_key(actor)


def go_over(request: HttpRequest, practice: str) -> None:
    """
    Go over into a practice school, or with an empty code back to the real one.

    Nothing that was begun there is carried over: a checked sheet is forgotten, and a form that is
    still open in another tab is refused, so that nobody locks a real class from a practice page.
    """
    for key in set(request.session.keys()) - _OF_THE_PERSON:
        del request.session[key]
    if practice:
        request.session[PRACTICE] = practice
    rotate_token(request)


def chosen_first(request: HttpRequest, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Return the roles of a log-in, the one chosen in this session before the others."""
    chosen = request.session.get("acting")
    return tuple(sorted(actors, key=lambda actor: actor_key(actor) != chosen))


def only_for(roles: frozenset[Role]) -> Callable[[Page[P]], View[P]]:
    """
    Let a view answer only to who is signed in with one of `roles`; others may sign in.

    Raises: Refusal "web.no_role"; "web.role_over" when every assignment to it has ended.
    """

    def decorate(page: Page[P]) -> View[P]:
        @wraps(page)
        def view(request: OfficeRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            username = signed_in(request)
            if not username:
                return HttpResponseRedirect(_way_in(request))
            return page(request, _asking(request, username, roles), *args, **kwargs)

        return view

    return decorate


def _way_in(request: HttpRequest) -> str:
    """Return the way in and back; who sent a form is told there what became of it."""
    over = {}
    if request.method == "POST":
        over["qua-han"] = "giu" if keep_form(request) else "1"
    return f"{SIGN_IN_URL}?{urlencode({'next': request.path, **over})}"


def _asking(request: OfficeRequest, username: str, roles: frozenset[Role]) -> Asking:
    actors = chosen_first(request, request.outside.accounts.actors_of(username))
    if not any(actor.role in roles for actor in actors):
        raise Refusal("web.no_role")
    actors = still_held(request.outside, actors)
    fitting = tuple(actor for actor in actors if actor.role in roles)
    if not fitting:
        raise Refusal("web.role_over")
    name = str(request.session.get("display_name", username))
    return Asking(username=username, display_name=name, actor=fitting[0], actors=actors)

"""A form that came when its stay was over: kept through the sign-in, for who filled it in."""

from collections.abc import Sequence
from typing import Final, cast

from django.core import signing
from django.http import HttpRequest, QueryDict

from hocba.core.compose.sittings import WHOLE

KEEPER: Final = "giu"
"""The field by which a form asks to be kept; its value says for whom."""

_KEPT: Final = "kept_form"
_SALT: Final = "hocba.kept-form"
_GIVEN_ANEW: Final = frozenset({KEEPER, "csrfmiddlewaretoken", "consent"})
"""What is not kept: nobody consents before they have signed in and looked again."""


def keeper_of(*names: str, practice: str = "") -> str:
    """
    Return the value of a form's `KEEPER` field. names: of the log-in and its role.

    practice: the practice school that the form belongs to, so that its learner comes back into
    it. Signed, so that only a form that was shown to somebody signed in takes room in a session.
    """
    return signing.dumps([practice, *names], salt=_SALT)


def keep_form(request: HttpRequest) -> bool:
    """Keep what was sent, in the session of somebody not signed in; tell whether it was."""
    try:
        practice, *names = signing.loads(request.POST.get(KEEPER, ""), salt=_SALT, max_age=WHOLE)
    except signing.BadSignature:
        return False
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in _GIVEN_ANEW}
    request.session[_KEPT] = {
        "for": names,
        "practice": practice,
        "path": request.path,
        "fields": fields,
    }
    return True


def form_kept(request: HttpRequest, *names: str) -> QueryDict | None:
    """Return, once, what was kept at this address for this log-in in this role, or None."""
    if request.method != "GET":
        return None
    kept = request.session.get(_KEPT)
    if not kept or kept["path"] != request.path or kept["for"] != list(names):
        return None
    del request.session[_KEPT]
    form = QueryDict(mutable=True)
    for name, values in cast("dict[str, Sequence[str]]", kept["fields"]).items():
        form.setlist(name, list(values))
    return form


def left_as(request: HttpRequest, username: str) -> tuple[str, str]:
    """Return in which practice school and role this log-in left a form; empty where in none."""
    kept = request.session.get(_KEPT)
    if not kept or kept["for"][:1] != [username]:
        return "", ""
    return str(kept["practice"]), str(kept["for"][-1])


def begin_anew(request: HttpRequest) -> None:
    """Begin a new session, in which nothing of the old one is but a form that waits."""
    kept = request.session.get(_KEPT)
    request.session.flush()
    if kept:
        request.session[_KEPT] = kept

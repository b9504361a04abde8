"""The way in of a family by a proved personal number, and from one child to another."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.attempts import require_allowed
from hocba.core.compose.families import FamilyMember
from hocba.core.terms.outcomes import Refusal
from hocba.faces.family.asking import (
    CHILDREN_URL,
    COME_IN_URL,
    HOME_URL,
    children_of,
    for_family,
    let_in_as,
    shown,
)
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.identity import address_there, proved_number
from hocba.faces.web.presenters import Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import kin_words, refusal_words
from hocba.flow.family_access import still_in
from hocba.flow.family_records import name_of_child
from hocba.flow.guardians import children_of_number

_BACK: Final = "/gia-dinh/dinh-danh/ve"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRow:
    """A child whose record may be opened. is_here: the one that is open."""

    access_id: str
    name: str
    school: str
    kin: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildrenPage:
    """All whom somebody stands for."""

    headline: str
    lead: str
    rows: tuple[ChildRow, ...]


@never_cache
@require_safe
def ask(request: OfficeRequest) -> HttpResponse:
    """Send the browser to the provider."""
    return HttpResponseRedirect(address_there(request, back=_BACK))


@never_cache
@require_safe
def come_back(request: OfficeRequest) -> HttpResponse:
    """Take the provider's answer; it opens what the school has recorded of that number."""
    address, now = request.META.get("REMOTE_ADDR", ""), request.outside.clock.now()
    attempts = request.door.attempts
    try:
        require_allowed(attempts.tried("", address), now)
        number = proved_number(request, back=_BACK)
        children = children_of_number(request.outside, request.family, number)
    except Refusal as refusal:
        if refusal.code == "account.identity_unproven":
            attempts.failed("", address, now)
        tell(request, refusal_words(refusal), tone=Tone.TO_DO)
        return HttpResponseRedirect(COME_IN_URL)
    let_in_as(request, children)
    return HttpResponseRedirect(HOME_URL if len(children) == 1 else CHILDREN_URL)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_family
def children(request: OfficeRequest, access: FamilyMember) -> HttpResponse:
    """Show whose records may be opened; open another one."""
    ids = children_of(request)
    if request.method == "POST":
        wanted = request.POST.get("child", "")
        if wanted not in ids:
            raise Refusal("family.other_child")
        let_in_as(request, tuple(_members(request, ids)), first=wanted)
        return HttpResponseRedirect(HOME_URL)
    members = _members(request, ids)
    count = len(members)
    said = ngettext("Học bạ của %(n)s học sinh", "Học bạ của %(n)s học sinh", count)
    page = ChildrenPage(
        headline=said % {"n": count},
        lead=gettext("Theo số định danh mà trường đã ghi. Mở học bạ của ai?"),
        rows=tuple(_row(request, each, access) for each in members),
    )
    return shown(request, access, "family/children.html", page, here=gettext("Chọn học sinh"))


def _members(request: OfficeRequest, ids: tuple[str, ...]) -> list[FamilyMember]:
    found = (still_in(request.outside, request.family, each) for each in ids)
    return [each for each in found if each is not None]


def _row(request: OfficeRequest, each: FamilyMember, access: FamilyMember) -> ChildRow:
    return ChildRow(
        access_id=each.access_id,
        name=name_of_child(request.outside, each),
        school=request.outside.book.school(each.school).name,
        kin=kin_words(each.kin),
        is_here=each.access_id == access.access_id,
    )

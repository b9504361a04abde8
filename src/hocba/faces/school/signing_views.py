"""Pages of signing a whole school: choose, look at a sample, consent, watch, approve."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.signing_rounds import SigningRound
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.school.pupils import record_url
from hocba.faces.school.school_signing import ACT_FOR, round_url, school_signing_page
from hocba.faces.school.signing_round import approval_words, consent_words, round_page
from hocba.faces.school.where import Where, shown, sign_url, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.consents import consent_given
from hocba.faces.web.words import refusal_words
from hocba.flow.signing_rounds import (
    Chosen,
    approve,
    choose,
    consent,
    decline,
    drop,
    go_on,
    look,
    round_asked,
)

_LOOK_AGAIN_S = "2"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def whole_school(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show which classes are ready for this reader's consent; begin a round."""
    where, problem = where_of(request, asking), None
    if where.actor.role is Role.HOMEROOM_TEACHER:
        return HttpResponseRedirect(sign_url(where.actor.class_name))
    ticked = request.POST.getlist("lop") if request.method == "POST" else None
    if ticked is not None:
        try:
            return HttpResponseRedirect(round_url(_chosen(where, ticked)))
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem = refusal
    page = school_signing_page(where, ticked=ticked, problem=problem)
    here, status = _here(where), 409 if problem else 200
    return shown(request, where, "school/school_signing.html", page, here=here, status=status)


def _here(where: Where) -> str:
    is_clerk = where.actor.role is Role.CLERK
    return gettext("Đóng dấu cả trường") if is_clerk else gettext("Ký cả trường")


def _chosen(where: Where, ticked: list[str]) -> SigningRound:
    act = ACT_FOR.get(where.actor.role)
    if act is None:
        raise Refusal("permit.not_your_role", act="", role=where.actor.role.value)
    return choose(
        where.outside,
        act,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        chosen=Chosen(classes=tuple(ticked)),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def one_round(request: OfficeRequest, asking: Asking, round_id: str) -> HttpResponse:
    """Show a round and how far it is; take the one deed that is due. It looks again by itself."""
    where, problem = where_of(request, asking), ""
    found = _round(where, round_id)
    if request.method == "POST":
        try:
            _taken(request, where, found)
            return HttpResponseRedirect(request.path)
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem = refusal_words(refusal)
            found = _round(where, round_id)
    sheets = where.outside.signings.rounds.sheets(found)
    page = round_page(where, found, sheets, problem=problem)
    status = 409 if problem else 200
    response = shown(
        request, where, "school/signing_round.html", page, here=_here(where), status=status
    )
    if page.is_running:
        response.headers["Refresh"] = f"{_LOOK_AGAIN_S}; url={request.path}"
    return response


@never_cache
@require_safe
@only_for(SCHOOL)
def sample(request: OfficeRequest, asking: Asking, round_id: str, place: str) -> HttpResponse:
    """Note that somebody looks at a record of the sample, and show it as it will print."""
    where = where_of(request, asking)
    found = _round(where, round_id)
    if not place.isdecimal():
        raise Http404
    key = look(where.outside, actor=where.actor, found=found, place=int(place[:6]))
    return HttpResponseRedirect(f"{record_url(key)}/ban-in.pdf")


def _round(where: Where, round_id: str) -> SigningRound:
    return round_asked(
        where.outside, actor=where.actor, school=where.school.code, round_id=round_id
    )


def _taken(request: OfficeRequest, where: Where, found: SigningRound) -> None:
    deed = _DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    deed(request, where, found)


def _consented(request: OfficeRequest, where: Where, found: SigningRound) -> None:
    given = consent_given(
        request,
        where.outside,
        by=where.actor.person,
        purpose=consent_words(where, found, where.outside.signings.rounds.sheets(found)),
        count=found.left,
    )
    consent(where.outside, actor=where.actor, found=found, given=given)


def _approved(request: OfficeRequest, where: Where, found: SigningRound) -> None:
    if request.POST.get("consent") != "yes":
        raise Refusal("web.consent_missing")
    words = approval_words(where, found)
    approve(where.outside, actor=where.actor, found=found, words=words)


def _declined(request: OfficeRequest, where: Where, found: SigningRound) -> None:
    words = request.POST.get("words", "")[:300]
    decline(where.outside, actor=where.actor, found=found, words=words)


def _gone_on(request: OfficeRequest, where: Where, found: SigningRound) -> None:
    del request
    go_on(where.outside, actor=where.actor, found=found)


def _dropped(request: OfficeRequest, where: Where, found: SigningRound) -> None:
    del request
    drop(where.outside, actor=where.actor, found=found)


_DEEDS: Final[Mapping[str, Callable[[OfficeRequest, Where, SigningRound], None]]] = {
    "ky": _consented,
    "duyet": _approved,
    "khong": _declined,
    "tiep": _gone_on,
    "bo": _dropped,
}

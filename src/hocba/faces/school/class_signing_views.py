"""The page on which a class is signed or sealed: show it, take the consent, lose nothing."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hocba.core.compose.life import Act
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.school.class_consent import Given, form_again, given, left_words
from hocba.faces.school.consent import consent_page, consent_sentence, two_persons
from hocba.faces.school.home import act_words
from hocba.faces.school.one_class import read_class
from hocba.faces.school.school_signing import round_url
from hocba.faces.school.where import Where, class_url, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.consents import consent_given
from hocba.faces.web.presenters import Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.batch_signing import Signed
from hocba.flow.hold_back import hold_back
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import ACT_OF, sign_class
from hocba.flow.signing_rounds import Chosen, choose


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def sign(request: OfficeRequest, asking: Asking, name: str) -> HttpResponse:
    """Show what one consent would cover, or take it; a form that is not taken keeps its ticks."""
    where, problem = where_of(request, asking), None
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_acted(request, where, name))
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem = refusal
    status = 409 if problem else 200
    chosen, problem = form_again(request, asking, problem)
    page = consent_page(where, read_class(where, name), sent=chosen, problem=problem)
    here = gettext("Lớp %(name)s") % {"name": name}
    return shown(request, where, "school/consent.html", page, here=here, status=status)


def _acted(request: OfficeRequest, where: Where, name: str) -> str:
    """Do what the form asks; return where to go on. Reasons are kept before anything is signed."""
    form = given(request)
    if form.seen and where.actor.role is Role.CLERK and two_persons(where):
        _hold(where, name, form)
        return _asked(where, name, form)
    signed = None
    if form.seen:
        count = len(form.seen)
        purpose = consent_sentence(where, name, count)
        by = where.actor.person
        consent = consent_given(request, where.outside, by=by, purpose=purpose, count=count)
        _hold(where, name, form)
        act = seal_class if where.actor.role is Role.CLERK else sign_class
        signed = act(
            where.outside,
            actor=where.actor,
            school=where.school.code,
            school_year=where.school_year,
            class_name=name,
            consent=consent,
            seen=form.seen,
        )
        _tell_signed(request, where, signed)
    else:
        _hold(where, name, form)
    if form.left_out:
        tell(request, left_words(len(form.left_out)), tone=Tone.WAITS)
    return class_url(name)


def _hold(where: Where, name: str, form: Given) -> None:
    if form.left_out:
        hold_back(
            where.outside,
            ACT_OF.get(where.actor.role, Act.SEAL),
            actor=where.actor,
            school=where.school.code,
            school_year=where.school_year,
            class_name=name,
            left_out=form.left_out,
        )


def _asked(where: Where, name: str, form: Given) -> str:
    found = choose(
        where.outside,
        Act.SEAL,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        chosen=Chosen(classes=(name,), contents=form.seen),
    )
    return round_url(found)


def _tell_signed(request: OfficeRequest, where: Where, signed: Signed) -> None:
    if signed.done:
        words = act_words(where.actor.role, len(signed.done))
        tell(request, gettext("Xong: %(what)s.") % {"what": words.lower()})
    if signed.stopped is not None:
        tell(request, refusal_words(signed.stopped), tone=Tone.TO_DO)
    for each in signed.refused:
        tell(request, refusal_words(each.refusal), tone=Tone.TO_DO)

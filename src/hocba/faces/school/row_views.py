"""The page on which a subject teacher signs the own rows of all classes."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hocba.core.terms.outcomes import Refusal
from hocba.faces.school.class_consent import form_again
from hocba.faces.school.row_pages import ROWS_URL, rows_page, rows_sentence, sign_words
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import STAFF, Asking, OfficeRequest, only_for
from hocba.faces.web.consents import consent_given
from hocba.faces.web.presenters import Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.sign_rows import RowSeen, SignedRows, sign_rows


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(STAFF)
def own_rows(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the own rows that await a signature, or sign those chosen; no tick is lost."""
    where, problem = where_of(request, asking), None
    if request.method == "POST":
        try:
            _tell_signed(request, _signed(request, where))
            return HttpResponseRedirect(ROWS_URL)
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem = refusal
    status = 409 if problem else 200
    chosen, problem = form_again(request, asking, problem)
    page = rows_page(where, sent=chosen, problem=problem)
    here = gettext("Ký môn học của tôi")
    return shown(request, where, "school/rows.html", page, here=here, status=status)


def _signed(request: HttpRequest, where: Where) -> SignedRows:
    """Sign the rows that the page showed and the teacher chose, and no others."""
    seen = frozenset(map(_seen, request.POST.getlist("seen")))
    if not seen:
        raise Refusal("records.nothing_chosen")
    consent = consent_given(
        request,
        where.outside,
        by=where.actor.person,
        purpose=rows_sentence(where, len(seen)),
        count=len(seen),
    )
    return sign_rows(
        where.outside,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        consent=consent,
        seen=seen,
    )


def _seen(written: str) -> RowSeen:
    digest, _, subject = written.partition(":")
    try:
        return bytes.fromhex(digest), subject
    except ValueError:
        # No content has an empty digest: what the form cannot have sent is found missing.
        return b"", subject


def _tell_signed(request: HttpRequest, signed: SignedRows) -> None:
    if signed.done:
        tell(request, gettext("Xong: %(what)s.") % {"what": sign_words(len(signed.done)).lower()})
    if signed.moved:
        tell(request, refusal_words(Refusal("records.moved_on")), tone=Tone.TO_DO)
    if signed.stopped is not None:
        tell(request, refusal_words(signed.stopped), tone=Tone.TO_DO)

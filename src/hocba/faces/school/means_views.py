"""The school's signers: see who can sign, write down with what and who pays."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from hocba.core.sign.means import Means, Payer
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.text import clean
from hocba.faces.school.means_pages import FIELDS, means_page
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.numbers import day_of
from hocba.faces.web.told import tell
from hocba.flow.state_signers import note_means, signer_lines

_WIDEST = 300


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def means(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the signers; write something down of those who are marked."""
    where = where_of(request, asking)
    typed = {name: clean(request.POST.get(name, ""))[:_WIDEST] for name in FIELDS}
    chosen = frozenset(request.POST.getlist("holder"))
    findings: tuple[Finding, ...] = ()
    if request.method == "POST":
        findings = _written(request, where, typed, chosen)
        if not findings:
            return HttpResponseRedirect(request.path)
    lines = signer_lines(where.outside, school=where.school.code, school_year=where.school_year)
    page = means_page(where, lines, typed, chosen, findings)
    here = gettext("Chữ ký số")
    status = 409 if findings else 200
    return shown(request, where, "school/means.html", page, here=here, status=status)


def _written(
    request: OfficeRequest, where: Where, typed: Mapping[str, str], chosen: frozenset[str]
) -> tuple[Finding, ...]:
    """Write down what the form says; return what is wrong with it, each beside its field."""
    findings = [
        Finding(code="means.not_in_list", where=name)
        for name, known in (("means", Means), ("payer", Payer))
        if typed[name] not in set(known)
    ]
    days: dict[str, date | None] = {}
    for name in ("asked_on", "got_on"):
        try:
            days[name] = day_of(typed[name]) if typed[name] else None
        except Refusal as unread:
            findings.append(Finding(code=unread.code, where=name, details=unread.details))
    if findings:
        return tuple(findings)
    try:
        count = note_means(
            where.outside,
            actor=where.actor,
            school=where.school.code,
            school_year=where.school_year,
            holders=sorted(chosen),
            means=Means(typed["means"]),
            provider=typed["provider"],
            payer=Payer(typed["payer"]),
            **days,
        )
    except Refusal as refusal:
        if refusal.code.startswith("permit."):
            raise
        return refusal.findings or (Finding(code=refusal.code, details=refusal.details),)
    said = ngettext("Đã ghi cho %(n)s chứng thư.", "Đã ghi cho %(n)s chứng thư.", count)
    tell(request, said % {"n": count})
    return ()

"""The page on which a school lets a vendor's system in, hands over to another, or to none."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hocba.core.compose.content import Software
from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.terms.text import clean
from hocba.faces.school.system_pages import systems_page
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.certificates import uploaded_certificate
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.keep_systems import let_in, let_none_in


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def systems(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the systems; let one in, hand over, or let none in any more."""
    where = where_of(request, asking)
    if request.method == "POST":
        _change(request, where)
        return HttpResponseRedirect(request.path)
    refusal = why_not_now(Duty.KEEP_SYSTEMS, actor=where.actor, school=where.school.code)
    page = systems_page(
        where.outside.systems.of_school(where.school.code),
        token_url=request.vendors.audience,
        refusal="" if refusal is None else refusal_words(refusal),
    )
    here = gettext("Phần mềm của trường")
    return shown(request, where, "school/systems.html", page, here=here)


def _change(request: OfficeRequest, where: Where) -> None:
    form, school = request.POST, where.school.code
    basis = clean(form.get("basis", ""))
    if form.get("do") == "thoi":
        let_none_in(where.outside, actor=where.actor, school=school, basis=basis)
        tell(request, gettext("Từ giờ không phần mềm nào được gửi dữ liệu cho trường."))
        return
    before = form.get("from", "")
    words = {name: clean(form.get(name, "")) for name in ("name", "version", "vendor")}
    system = let_in(
        where.outside,
        actor=where.actor,
        school=school,
        software=Software(**words),
        certificate=uploaded_certificate(request, "certificate"),
        basis=basis,
        hands_over_from=int(before) if before.isascii() and before.isdigit() else None,
    )
    said = gettext("%(name)s được gửi dữ liệu cho trường từ lúc này, với mã %(client)s.")
    tell(request, said % {"name": system.software.name, "client": system.client})

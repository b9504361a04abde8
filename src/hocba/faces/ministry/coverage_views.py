"""The coverage page: which map, count, present."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from hocba.core.terms.provinces import Atlas
from hocba.faces.ministry.coverage_pages import coverage_page
from hocba.faces.ministry.frame import shown
from hocba.faces.web.asking import MINISTRY, Asking, OfficeRequest, only_for
from hocba.flow.count_coverage import counted_coverage


@require_safe
@only_for(MINISTRY)
def national_coverage(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show records beside the pupils that statistics know."""
    outside = request.outside
    basis = outside.coverage
    if basis is None:
        raise Http404
    asked = request.GET.get("ban-do", "")
    atlas = Atlas(asked) if asked in set(Atlas) else basis.atlas
    found = counted_coverage(outside, basis, atlas=atlas)
    page = coverage_page(found, outside.admissions.all(), now=outside.clock.now())
    return shown(request, asking, "ministry/coverage.html", page)

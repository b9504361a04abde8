"""Old signed records: a province brings them in by the thousand."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from hocba.faces.province.frame import shown
from hocba.faces.province.old_pages import (
    MOST_MB,
    bringing_sentence,
    old_records_page,
    taken_page,
)
from hocba.faces.web.asking import PROVINCE, Asking, OfficeRequest, only_for
from hocba.faces.web.consents import consent_given, uploaded
from hocba.flow.take_old_records import take_old_records


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(PROVINCE)
def old_records(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the form, or take a ZIP in and say what came of each of its files."""
    outside, template = request.outside, "province/old_records.html"
    name = outside.office.name
    if request.method != "POST":
        return shown(request, asking, template, old_records_page(name))
    file, _ = uploaded(request, limit_mb=MOST_MB)
    found = take_old_records(
        outside,
        outside.containers.held(file),
        actor=asking.actor,
        consent=consent_given(
            request, outside, by=asking.actor.person, purpose=bringing_sentence(name), count=1
        ),
        desk=request.desk,
    )
    # Not sent on to an address: the names of the ZIP's files are kept nowhere. Loading the page
    # again brings the same ZIP again, which changes nothing.
    return shown(request, asking, template, taken_page(name, found))

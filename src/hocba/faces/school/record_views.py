"""Pages and files of one record; every one of them is noted as a reading."""

from dataclasses import replace
from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from hocba.core.compose.reading import Way
from hocba.core.verify.judge import Setting
from hocba.faces.school.delegated import why_not_deputy
from hocba.faces.school.one_record import record_page
from hocba.faces.school.pupils import record_url
from hocba.faces.school.record_deeds import record_deeds, record_next
from hocba.faces.school.record_story import story_of
from hocba.faces.school.signed_pages import lines_by_slot
from hocba.faces.school.where import shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.receipt_files import looked_at, taken_away
from hocba.faces.web.record_names import record_asked
from hocba.flow.family_records import UNISSUED
from hocba.flow.preview_record import preview_record
from hocba.flow.print_record import print_record
from hocba.flow.print_years import print_years, years_to_print
from hocba.flow.printed_codes import issuer_here
from hocba.flow.read_record import read_record, readings_of
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.signatures_made import signatures_made


@require_safe
@only_for(SCHOOL)
def one_record(request: OfficeRequest, asking: Asking, key: str) -> HttpResponse:
    """Show a record's content, signatures and history."""
    where = where_of(request, asking)
    outside, actor = where.outside, where.actor
    record = read_record(outside, actor=actor, key=record_asked(key), way=Way.VIEW)
    parsed = outside.documents.record(outside.records.document(record.key))
    people = {m.staff_code: m.full_name for m in outside.book.staff(where.school.code)}
    versions = outside.records.versions(record.key.record_code)
    page = record_page(
        record,
        parsed,
        paths=outside.paths,
        people=people,
        deeds=record_deeds(record, actor=actor, undelegated=why_not_deputy(where)),
        step=record_next(record, role=actor.role),
        lines=lines_by_slot(signatures_made(outside, [record], school=record.school), people),
        readings=readings_of(outside, actor=actor, code=record.key.record_code),
        story=story_of(
            record.key,
            versions,
            outside.corrections.of_record(record.key.record_code),
        ),
    )
    if len({one.key.school_year for one in versions if one.status not in UNISSUED}) > 1:
        page = replace(page, years_url=f"{record_url(record.key)}/cac-nam.pdf")
    here = gettext("Lớp %(name)s") % {"name": record.class_name}
    return shown(request, where, "school/record.html", page, here=here)


@require_safe
@only_for(SCHOOL)
def record_file(request: OfficeRequest, asking: Asking, key: str) -> HttpResponse:
    """Hand out a record's XML with the signatures made so far."""
    where = where_of(request, asking)
    asked = record_asked(key)
    record = read_record(where.outside, actor=where.actor, key=asked, way=Way.DOWNLOAD)
    file = where.outside.records.document(record.key)
    return taken_away(file, name=f"{record.key}.xml", content_type="application/xml")


@require_safe
@only_for(SCHOOL)
def printed(request: OfficeRequest, asking: Asking, key: str) -> HttpResponse:
    """Hand out a record on the official form; before it is issued, as it will print."""
    where = where_of(request, asking)
    outside = where.outside
    record = read_record(outside, actor=where.actor, key=record_asked(key), way=Way.PRINT)
    setting = Setting(
        environments=frozenset({outside.environment}),
        book=RegisterDesk(outside).of_schools(record.school),
        now=outside.clock.now(),
    )
    # Before it is issued it is looked at, by whoever signs next; only then is it a print.
    is_issued = record.status not in UNISSUED
    act = (
        partial(print_record, issuer=partial(issuer_here, outside)) if is_issued else preview_record
    )
    done = act(
        outside.records.document(record.key),
        documents=outside.documents,
        paths=outside.paths,
        setting=setting,
        printer=outside.printer,
    )
    if not is_issued:
        return looked_at(done.pdf, name=done.file_name)
    return taken_away(done.pdf, name=done.file_name, content_type="application/pdf")


@require_safe
@only_for(SCHOOL)
def printed_years(request: OfficeRequest, asking: Asking, key: str) -> HttpResponse:
    """Hand out all years of a record that the asker may read, in one binding."""
    where = where_of(request, asking)
    code = record_asked(key).record_code
    done = print_years(where.outside, years_to_print(where.outside, actor=where.actor, code=code))
    return taken_away(done.pdf, name=done.file_name, content_type="application/pdf")

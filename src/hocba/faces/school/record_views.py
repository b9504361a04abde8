"""Pages and files of one record."""

import re
from typing import Final

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from hocba.core.terms.codes import RecordKey, parsed_record_code, school_year
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.verify.judge import Setting
from hocba.faces.school.one_record import record_page
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.receipt_files import taken_away
from hocba.flow.keep_register import load_book
from hocba.flow.print_record import print_record
from hocba.ports.records import WorkingRecord

_KEY: Final = re.compile(r"(HB.{13})-(\d{4}-\d{4})-v(\d{1,4})")


def _record(where: Where, written: str) -> WorkingRecord:
    """Return a record of this reader's school (and class). Raises: Http404, Refusal "permit.*"."""
    found = _KEY.fullmatch(written)
    if found is None:
        raise Http404
    code, year, version = found.groups()
    key = RecordKey(
        record_code=parsed_record_code(code),
        school_year=school_year(year),
        version=int(version),
    )
    record = where.outside.records.get(key)
    if record.school != where.school.code:
        raise Refusal("permit.other_school", school=record.school)
    actor = where.actor
    if actor.role is Role.HOMEROOM_TEACHER and actor.class_name != record.class_name:
        raise Refusal("permit.other_class", class_name=record.class_name)
    return record


@require_safe
@only_for(SCHOOL)
def one_record(request: OfficeRequest, asking: Asking, key: str) -> HttpResponse:
    """Show a record's content, signatures and history."""
    where = where_of(request, asking)
    record = _record(where, key)
    parsed = where.outside.documents.record(where.outside.records.document(record.key))
    people = {m.staff_code: m.full_name for m in where.outside.book.staff(where.school.code)}
    page = record_page(record, parsed, paths=where.outside.paths, people=people)
    here = gettext("Lớp %(name)s") % {"name": record.class_name}
    return shown(request, where, "school/record.html", page, here=here)


@require_safe
@only_for(SCHOOL)
def record_file(request: OfficeRequest, asking: Asking, key: str) -> HttpResponse:
    """Hand out a record's XML with the signatures made so far."""
    where = where_of(request, asking)
    record = _record(where, key)
    file = where.outside.records.document(record.key)
    return taken_away(file, name=f"{record.key}.xml", content_type="application/xml")


@require_safe
@only_for(SCHOOL)
def printed(request: OfficeRequest, asking: Asking, key: str) -> HttpResponse:
    """Hand out a record on the official form."""
    where = where_of(request, asking)
    outside = where.outside
    record = _record(where, key)
    setting = Setting(
        environments=frozenset({outside.environment}),
        book=load_book(outside),
        now=outside.clock.now(),
    )
    done = print_record(
        outside.records.document(record.key),
        documents=outside.documents,
        paths=outside.paths,
        setting=setting,
        printer=outside.printer,
    )
    return taken_away(done.pdf, name=done.file_name, content_type="application/pdf")

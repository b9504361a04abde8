"""Extracts that the school issues of a record: asked for, numbered, handed out again the same."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.issued_extracts import IssuedExtract
from hocba.core.compose.reading import Way
from hocba.core.terms.outcomes import Refusal
from hocba.faces.school.pupils import record_url
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.leaf_words import part_rows
from hocba.faces.web.part_words import names_of, part_words, to_choose
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.record_names import record_asked
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.issue_extract import issue_extract, issued_file
from hocba.flow.make_extract import labels_of
from hocba.flow.print_extract import ShownWords, print_extract
from hocba.flow.read_record import read_record
from hocba.ports.records import WorkingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedRow:
    """One extract that was issued. mark: beginning of the file's digest, to trace a file back."""

    number: str
    receiver: str
    basis: str
    on: str
    url: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractsPage:
    """Issue an extract, and those that were issued of this record."""

    headline: str
    lead: str
    url: str
    back_url: str
    parts: tuple[tuple[str, str], ...]
    rows: tuple[IssuedRow, ...]
    refusal: str = ""
    problem: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def extracts(request: OfficeRequest, asking: Asking, key: str) -> HttpResponse:
    """Show what was issued of a record; issue another extract."""
    where = where_of(request, asking)
    way = Way.EXTRACT if request.method == "POST" else Way.VIEW
    record = read_record(where.outside, actor=where.actor, key=record_asked(key), way=way)
    problem = None
    if request.method == "POST":
        try:
            issued = issue_extract(
                where.outside,
                request.family,
                actor=where.actor,
                record=record,
                labels=tuple(request.POST.getlist("parts")[:100]),
                receiver=request.POST.get("receiver", "")[:200],
                basis=request.POST.get("basis", "")[:500],
            )
            tell(request, gettext("Đã cấp trích lục số %(n)s.") % {"n": issued.shown_number})
            return HttpResponseRedirect(request.path)
        except Refusal as refusal:
            problem = refusal
    page = _extracts_page(request, where, record, problem)
    here, status = gettext("Trích lục"), 409 if problem else 200
    return shown(request, where, "school/extracts.html", page, here=here, status=status)


def _extracts_page(
    request: OfficeRequest, where: Where, record: WorkingRecord, problem: Refusal | None
) -> ExtractsPage:
    refusal = why_not_now(Duty.ISSUE_EXTRACT, actor=where.actor, school=record.school)
    names = names_of(record.key.school_year, record.grade)
    labels = to_choose(labels_of(where.outside.documents.record(record.document)))
    url = record_url(record.key)
    listed = request.family.extracts.of_record(record.key.record_code)
    issued = [one for one in listed if one.key == record.key]
    count = len(issued)
    said = ngettext("Đã cấp %(n)s trích lục", "Đã cấp %(n)s trích lục", count)
    return ExtractsPage(
        headline=said % {"n": count} if count else gettext("Chưa cấp trích lục nào"),
        lead=gettext("Trích lục mang dấu của học bạ; phần không chọn thì không có trong tệp."),
        url=f"{url}/trich-luc",
        back_url=url,
        parts=tuple((label, part_words([label], names)[0]) for label in labels),
        rows=tuple(
            IssuedRow(
                number=one.shown_number,
                receiver=one.receiver,
                basis=one.basis,
                on=f"{one.at:%d/%m/%Y}",
                url=f"{url}/trich-luc/{one.year}-{one.number}",
                mark=one.digest.hex()[:16],
            )
            for one in issued
        ),
        refusal=refusal_words(refusal),
        problem=refusal_words(problem),
    )


@never_cache
@require_safe
@only_for(SCHOOL)
def extract_file(request: OfficeRequest, asking: Asking, key: str, number: str) -> HttpResponse:
    """Hand out an issued extract again; it is the same file. number: year and number, 2026-12."""
    where = where_of(request, asking)
    _, file = _issued(request, where, key, number)
    return taken_away(file, name=f"trich-luc-{number}.xml", content_type="application/xml")


@never_cache
@require_safe
@only_for(SCHOOL)
def extract_paper(request: OfficeRequest, asking: Asking, key: str, number: str) -> HttpResponse:
    """Hand out an issued extract on paper, its number on it and the signed file inside."""
    where = where_of(request, asking)
    issued, file = _issued(request, where, key, number)
    extract = where.outside.documents.extract(file)
    general, shown = extract.shown.general, set(issued.parts)
    record = where.outside.records.get(issued.key)
    every = labels_of(where.outside.documents.record(record.document))
    with override("vi"):
        words = ShownWords(
            given=(
                f"Số {issued.shown_number} · cấp ngày {issued.at:%d/%m/%Y} cho {issued.receiver}",
                f"Căn cứ: {issued.basis}",
            ),
            parts=part_rows(extract.shown),
            withheld=part_words(
                (label for label in every if label not in shown),
                names_of(general.school_year, general.grade),
            ),
        )
        pdf = print_extract(where.outside, file, words)
    return taken_away(pdf, name=f"trich-luc-{number}.pdf", content_type="application/pdf")


def _issued(
    request: OfficeRequest, where: Where, key: str, number: str
) -> tuple[IssuedExtract, bytes]:
    """Return an issued extract and its file, noted as a reading. Raises: Refusal "extract.*"."""
    record = read_record(where.outside, actor=where.actor, key=record_asked(key), way=Way.EXTRACT)
    year, _, count = number.partition("-")
    named = f"{count}/{year}/TL"
    return issued_file(where.outside, request.family, record=record, number=named)

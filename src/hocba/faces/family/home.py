"""The family's own pages: the whole record, its files, who has read it, what was asked."""

from dataclasses import dataclass, replace
from functools import partial

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.families import FamilyMember, FamilyRequest, RequestOutcome
from hocba.core.compose.reading import Read, Way
from hocba.core.terms.codes import RecordKey, shown_record_code
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.verify.judge import Setting
from hocba.faces.family.asking import for_family, shown
from hocba.faces.school.one_record import record_page
from hocba.faces.school.presenters import RecordPage
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.presenters import HistoryRow, State, Tone
from hocba.faces.web.reading_words import purpose_words, way_words
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.record_names import record_asked
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words, role_words, status_state
from hocba.flow.family_records import issued_years, read_own, readings_for_family
from hocba.flow.family_requests import ask_school
from hocba.flow.print_record import print_record
from hocba.flow.print_years import print_years
from hocba.flow.printed_codes import issuer_here
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.records import WorkingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnYear:
    """One school year of the child's record."""

    school_year: str
    class_name: str
    state: State
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """Something that the family asked, and what the school said."""

    about: str
    words: str
    state: State
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyHome:
    """What a family sees first."""

    headline: str
    lead: str
    years: tuple[OwnYear, ...]
    readings: tuple[HistoryRow, ...]
    asked: tuple[AskedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForm:
    """Where the family says what is wrong in a record. typed: what they wrote, when it is due."""

    url: str
    problem: str = ""
    typed: str = ""


@never_cache
@require_safe
@for_family
def home(request: OfficeRequest, access: FamilyMember) -> HttpResponse:
    """Show the years, who has read them, and what was asked."""
    outside = request.outside
    records = issued_years(outside, access.record_code)
    readings = readings_for_family(outside, access)
    shares = request.family.shares.of_record(access.record_code)
    receivers = {one.share_id: one.receiver for one in shares}
    count = len(records)
    said = ngettext("Học bạ của con: %(n)s năm học", "Học bạ của con: %(n)s năm học", count)
    page = FamilyHome(
        headline=said % {"n": count} if count else gettext("Trường chưa phát hành học bạ nào"),
        lead=gettext("Mã học bạ %(code)s, dùng suốt các năm học.")
        % {"code": shown_record_code(access.record_code)},
        years=tuple(_year(record) for record in records),
        readings=tuple(_reading(read, receivers) for read in readings),
        asked=tuple(
            _asked(one, request) for one in request.family.requests.of_record(access.record_code)
        ),
    )
    return shown(request, access, "family/home.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_family
def one_record(request: OfficeRequest, access: FamilyMember, key: str) -> HttpResponse:
    """Show a year in whole, or take what the family says is wrong in it."""
    asked = record_asked(key)
    problem = None
    if request.method == "POST":
        words = request.POST.get("words", "")
        try:
            ask_school(request.outside, request.family, access, key=asked, words=words)
        except Refusal as refusal:
            if not refusal.code.startswith("family.words"):
                raise
            problem = refusal
        else:
            tell(request, gettext("Đã gửi tới trường; câu trả lời sẽ hiện ở trang này."))
            return HttpResponseRedirect("/gia-dinh#de-nghi")
    page = _record_page(request, access, asked)
    asks = AskForm(
        url=own_url(asked),
        problem=refusal_words(problem),
        typed=request.POST.get("words", "")[:2000],
    )
    here = gettext("Năm học %(year)s") % {"year": asked.school_year}
    return shown(
        request,
        access,
        "family/record.html",
        page,
        here=here,
        status=409 if problem else 200,
        asks=asks,
    )


@never_cache
@require_safe
@for_family
def record_file(request: OfficeRequest, access: FamilyMember, key: str) -> HttpResponse:
    """Hand out the signed file."""
    record = read_own(request.outside, access, record_asked(key), Way.DOWNLOAD)
    return taken_away(record.document, name=f"{record.key}.xml", content_type="application/xml")


@never_cache
@require_safe
@for_family
def printed(request: OfficeRequest, access: FamilyMember, key: str) -> HttpResponse:
    """Hand out the record on the official form."""
    outside = request.outside
    record = read_own(outside, access, record_asked(key), Way.PRINT)
    setting = Setting(
        environments=frozenset({outside.environment}),
        book=RegisterDesk(outside).of_schools(record.school),
        now=outside.clock.now(),
    )
    done = print_record(
        record.document,
        documents=outside.documents,
        paths=outside.paths,
        setting=setting,
        printer=outside.printer,
        issuer=partial(issuer_here, outside),
    )
    return taken_away(done.pdf, name=done.file_name, content_type="application/pdf")


@never_cache
@require_safe
@for_family
def printed_years(request: OfficeRequest, access: FamilyMember) -> HttpResponse:
    """Hand out all issued years in one binding."""
    outside = request.outside
    years = issued_years(outside, access.record_code)
    own = [read_own(outside, access, one.key, Way.PRINT) for one in years]
    done = print_years(outside, own)
    return taken_away(done.pdf, name=done.file_name, content_type="application/pdf")


def own_url(key: RecordKey) -> str:
    """Return the address of a year's page."""
    return f"/gia-dinh/hoc-ba/{key}"


def _record_page(request: OfficeRequest, access: FamilyMember, key: RecordKey) -> RecordPage:
    outside = request.outside
    record = read_own(outside, access, key, Way.VIEW)
    parsed = outside.documents.record(record.document)
    people = {m.staff_code: m.full_name for m in outside.book.staff(record.school)}
    page = record_page(record, parsed, paths=outside.paths, people=people)
    url = own_url(key)
    return replace(page, print_url=f"{url}/ban-in.pdf", xml_url=f"{url}/hoc-ba.xml")


def _year(record: WorkingRecord) -> OwnYear:
    return OwnYear(
        school_year=str(record.key.school_year),
        class_name=record.class_name,
        state=status_state(record.status),
        url=own_url(record.key),
    )


def _reading(read: Read, receivers: dict[str, str]) -> HistoryRow:
    who = receivers.get(read.by) if read.role is Role.RECEIVER else None
    said = way_words(read.way)
    return HistoryRow(
        at=read.at,
        words=f"{said}: {purpose_words(read.purpose).lower()}" if read.purpose else said,
        by=who or role_words(read.role),
        basis=str(read.key.school_year),
    )


def _asked(one: FamilyRequest, request: OfficeRequest) -> AskedRow:
    about = gettext("Năm học %(year)s") % {"year": one.key.school_year}
    if one.answer is None:
        late = one.is_late(request.outside.clock.now())
        due = f"{one.due_at:%d/%m/%Y}"
        words = gettext("Quá hạn trả lời từ %(due)s") if late else gettext("Trả lời trước %(due)s")
        tone = Tone.WRONG if late else Tone.WAITS
        return AskedRow(
            about=about, words=one.words, state=State(words=words % {"due": due}, tone=tone)
        )
    amends = one.answer.outcome is RequestOutcome.WILL_AMEND
    words = gettext("Trường sẽ đính chính") if amends else gettext("Trường giữ nguyên")
    state = State(words=words, tone=Tone.DONE if amends else Tone.CALM)
    return AskedRow(about=about, words=one.words, state=state, answer=one.answer.words)

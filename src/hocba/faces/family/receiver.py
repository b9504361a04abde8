"""What a receiver sees of a share: what is shown, what is withheld, and files that prove it."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.attempts import require_allowed
from hocba.core.compose.life import Status
from hocba.core.compose.reading import Way
from hocba.core.compose.sharing import Share
from hocba.core.publish.extract_sheet import SheetPart
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.family.checked import extract_report, record_report
from hocba.faces.family.sharing import purpose_of_share
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.in_force import InForce
from hocba.faces.web.leaf_words import part_rows
from hocba.faces.web.numbers import day
from hocba.faces.web.part_words import names_of, part_words
from hocba.faces.web.presenters import Fact, Frame, Link, State
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.report_files import handed_out
from hocba.faces.web.words import refusal_words, status_state
from hocba.flow.print_extract import ShownWords, print_extract
from hocba.flow.print_years import print_years
from hocba.flow.share_record import SharedYear, opened, share_of

_URL: Final = "/chia-se"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSharePage:
    """The form for a code."""

    headline: str
    lead: str
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverPage:
    """What is said before anything is opened: for whom it is, and that opening is noted."""

    headline: str
    lead: str
    url: str
    ends: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedYear:
    """One year. withheld: in words, what the family keeps to itself."""

    title: str
    state: State
    is_current: bool
    facts: tuple[Fact, ...]
    parts: tuple[SheetPart, ...]
    withheld: tuple[str, ...]
    file_url: str
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedPage:
    """A share as its receiver reads it."""

    headline: str
    lead: str
    years: tuple[ReceivedYear, ...]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: OfficeRequest) -> HttpResponse:
    """Ask for a code that somebody types from paper or a telephone."""
    if request.method == "POST":
        code = "".join(c for c in request.POST.get("code", "")[:60] if c.isalnum() or c == "-")
        if code:
            return HttpResponseRedirect(f"{_URL}/{code}")
    return _ask(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: OfficeRequest, code: str) -> HttpResponse:
    """
    Say whose share it is; show it on a click.

    A link is looked at by mail programs and messengers before any person does: only the click
    opens, and only opening is noted.
    """
    try:
        share = _share(request, code)
    except Refusal as refusal:
        return _ask(request, refusal)
    if request.method != "POST":
        return _shown(request, "family/cover.html", _cover(share, code))
    years = opened(request.outside, share, way=Way.VIEW)
    page = ReceivedPage(
        headline=gettext("Học bạ của %(name)s") % {"name": years[0].parts.full_name}
        if years
        else gettext("Không còn học bạ nào trong lần chia sẻ này"),
        lead=_lead(share),
        years=tuple(_year(year, code) for year in years),
    )
    return _shown(request, "family/received.html", page)


@never_cache
@require_safe
def shared_file(request: OfficeRequest, code: str, year: str) -> HttpResponse:
    """Hand out the extract of one year, or the whole record where all of it is shared."""
    share, one = _shared_year(request, code, year, way=Way.DOWNLOAD)
    kind = "hoc-ba" if share.is_whole else "trich-luc"
    return taken_away(one.file, name=f"{kind}-{year}.xml", content_type="application/xml")


@never_cache
@require_safe
def shared_print(request: OfficeRequest, code: str, year: str) -> HttpResponse:
    """Hand out what is shared on paper, the signed file inside."""
    share, one = _shared_year(request, code, year, way=Way.PRINT)
    outside = request.outside
    if share.is_whole:
        done = print_years(outside, [one.record])
        return taken_away(done.pdf, name=done.file_name, content_type="application/pdf")
    with override("vi"):
        # The paper is in Vietnamese, whatever language its reader's pages are in.
        pdf = print_extract(outside, one.file, _words(share, one))
    return taken_away(pdf, name=f"trich-luc-{year}.pdf", content_type="application/pdf")


@never_cache
@require_safe
def shared_report(request: OfficeRequest, code: str, year: str, form: str) -> HttpResponse:
    """Hand out what verifying the shared file comes to here and now. form: `json` or `pdf`."""
    if form not in ("json", "pdf"):
        raise Http404
    share, one = _shared_year(request, code, year, way=Way.VIEW)
    standing = _standing(one.record.status)
    made = (
        record_report(request.outside, one.file, standing)
        if share.is_whole
        else extract_report(request.outside, one.file, standing)
    )
    return handed_out(request.outside, made, as_pdf=form == "pdf")


def _shared_year(
    request: OfficeRequest, code: str, year: str, *, way: Way
) -> tuple[Share, SharedYear]:
    """
    Return the one year of a share that a file is asked of, noted as read.

    Raises: Http404 for a year that is not shared; Refusal "share.*".
    """
    share = _share(request, code)
    wanted = tuple(one for one in share.years if str(one) == year)
    for one in opened(request.outside, share, way=way, years=wanted):
        return share, one
    raise Http404


def _words(share: Share, one: SharedYear) -> ShownWords:
    general = one.parts.general
    purpose = purpose_of_share(share.purpose).lower()
    given = gettext("Gia đình chia sẻ với %(receiver)s để: %(purpose)s, ngày %(on)s")
    told = {
        "receiver": share.receiver,
        "purpose": purpose,
        "on": day(day_in_vietnam(share.made_at)),
    }
    return ShownWords(
        given=(given % told,),
        parts=part_rows(one.parts),
        withheld=part_words(one.withheld, names_of(general.school_year, general.grade)),
    )


def _standing(status: Status) -> InForce:
    """Return how a record stands as its own school knows."""
    return {
        Status.WITHDRAWN: InForce.WITHDRAWN,
        Status.SUPERSEDED: InForce.SUPERSEDED,
    }.get(status, InForce.CURRENT)


def _share(request: OfficeRequest, code: str) -> Share:
    """Raises: Refusal "share.*", "web.too_many_attempts"."""
    address, now = request.META.get("REMOTE_ADDR", ""), request.outside.clock.now()
    attempts = request.door.attempts
    require_allowed(attempts.tried("", address), now)
    try:
        return share_of(request.outside, request.family, code)
    except Refusal as refusal:
        if refusal.code == "share.unknown":
            attempts.failed("", address, now)
        raise


def _ask(request: OfficeRequest, refusal: Refusal | None = None) -> HttpResponse:
    page = AskSharePage(
        headline=gettext("Xem học bạ được chia sẻ"),
        lead=gettext("Gõ mã mà gia đình học sinh đã đưa."),
        problem=refusal_words(refusal),
    )
    return _shown(request, "family/ask_share.html", page, status=404 if refusal else 200)


def _cover(share: Share, code: str) -> CoverPage:
    return CoverPage(
        headline=gettext("Chia sẻ với %(receiver)s") % {"receiver": share.receiver},
        lead=gettext("Mục đích: %(purpose)s. Mỗi lần mở đều được ghi lại cho gia đình thấy.")
        % {"purpose": purpose_of_share(share.purpose).lower()},
        url=f"{_URL}/{code}",
        ends=f"{share.ends_at:%d/%m/%Y}",
    )


def _lead(share: Share) -> str:
    return gettext("Gia đình chia sẻ với %(receiver)s để: %(purpose)s. Mở đến %(ends)s.") % {
        "receiver": share.receiver,
        "purpose": purpose_of_share(share.purpose).lower(),
        "ends": f"{share.ends_at:%d/%m/%Y}",
    }


def _year(shared: SharedYear, code: str) -> ReceivedYear:
    parts, record = shared.parts, shared.record
    general = parts.general
    names, year = names_of(general.school_year, general.grade), str(general.school_year)
    return ReceivedYear(
        title=gettext("Năm học %(year)s") % {"year": year},
        state=status_state(record.status),
        is_current=record.status not in (Status.WITHDRAWN, Status.SUPERSEDED),
        facts=(
            Fact(words=gettext("Ngày sinh"), value=day(parts.born_on)),
            Fact(words=gettext("Lớp"), value=general.class_name, note=parts.school.name),
        ),
        parts=part_rows(parts),
        withheld=part_words(shared.withheld, names),
        file_url=f"{_URL}/{code}/{year}",
        is_whole=not shared.withheld,
    )


def _shown(
    request: OfficeRequest, template: str, page: object, *, status: int = 200
) -> HttpResponse:
    frame = Frame(
        brand=gettext("Học bạ số"),
        where=(Link(words=gettext("Học bạ được chia sẻ")),),
        environment=request.outside.environment,
    )
    return render(request, template, {"frame": frame, "page": page}, status=status)

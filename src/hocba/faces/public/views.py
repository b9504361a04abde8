"""The public pages: a file or a code in, a verdict out; nothing is kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hocba.core.compose.wire_partial import is_partial_file
from hocba.core.seal.extract_document import is_extract
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.authority import RegisterBook
from hocba.core.verify.judge import Setting
from hocba.core.verify.parsed import ParsedRecord
from hocba.faces.public.codes import code_page
from hocba.faces.public.extracts import extract_page
from hocba.faces.public.partials import partial_verdict_page
from hocba.faces.public.presenters import AskPage
from hocba.faces.public.reports import sealed_report
from hocba.faces.public.verdicts import Answered, of_print, verdict_page
from hocba.faces.public.years import years_page
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.consents import uploaded
from hocba.faces.web.in_force import InForce
from hocba.faces.web.presenters import Frame, Link
from hocba.faces.web.uploads import LARGEST_MB
from hocba.faces.web.words import refusal_words
from hocba.flow.count_figures import counted_at
from hocba.flow.look_up import status_of_code
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.time_stamps import stamps_known
from hocba.flow.verify_document import examine
from hocba.ports.outside import Outside
from hocba.ports.repository import Standing

_PDF = b"%PDF-"
_IN_FORCE = {
    Standing.CURRENT: InForce.CURRENT,
    Standing.SUPERSEDED: InForce.SUPERSEDED,
    Standing.WITHDRAWN: InForce.WITHDRAWN,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: OfficeRequest) -> HttpResponse:
    """Ask for a file or a code, and answer."""
    typed = request.GET.get("ma", "").strip()[:40]
    try:
        if request.method == "POST":
            file, _ = uploaded(request, limit_mb=LARGEST_MB)
            outside = request.outside
            years = outside.documents.all_opened(file)
            if len(years) > 1:
                every = [(n, _answered(outside, request.desk, one)) for n, one in years.items()]
                return _shown(request, "public/years.html", years_page(every))
            (held,) = years.values()
            if is_extract(held):
                page = extract_page(outside, request.desk, held, given=file)
            elif is_partial_file(held):
                page = partial_verdict_page(outside, request.desk, held)
            else:
                brought = outside.documents.stamps_in(file)
                answered = _answered(outside, request.desk, held, brought)
                page = verdict_page(answered, report=sealed_report(outside, answered, file))
            if file.startswith(_PDF):
                page = of_print(page)
            return _shown(request, "public/verdict.html", page)
        if typed:
            at = counted_at(request.outside)
            found = status_of_code(request.outside, typed)
            return _shown(request, "public/code.html", code_page(found, typed=typed, at=at))
    except Refusal as refusal:
        return _shown(request, "public/ask.html", _ask(refusal_words(refusal), typed), status=400)
    return _shown(request, "public/ask.html", _ask())


def _answered(
    outside: Outside, desk: RegisterDesk, file: bytes, brought: tuple[bytes, ...] = ()
) -> Answered:
    """
    Verify a file here and now, and ask the repository whether it is in force.

    brought: time stamps on its seal that came along in a proof bundle.
    """
    now, at = outside.clock.now(), counted_at(outside)
    book, stamps = _known(desk, file)
    examined = examine(
        file,
        documents=outside.documents,
        paths=outside.paths,
        setting=Setting(environments=frozenset({outside.environment}), book=book, now=now),
        stamps=tuple(dict.fromkeys((*brought, *stamps))),
    )
    standing = InForce.UNKNOWN if examined.record is None else _standing(outside, examined.record)
    return Answered(examined=examined, standing=standing, checked_at=at)


def _known(desk: RegisterDesk, file: bytes) -> tuple[RegisterBook, tuple[bytes, ...]]:
    """Return what this office knows for a file: the registers of its school, its late stamps."""
    try:
        record = desk.outside.documents.record(file)
    except Refusal:
        # No record: the verdict will say so, whatever the registers hold.
        return desk.upper(), ()
    return desk.of_schools(record.content.school.code), stamps_known(desk.outside, record)


def _standing(outside: Outside, record: ParsedRecord) -> InForce:
    general = record.content.general
    key = RecordKey(
        record_code=general.record_code,
        school_year=general.school_year,
        version=general.version,
    )
    kept = outside.repository.record(key)
    # The same version with other content is not what the repository keeps.
    if kept is None or kept.content_digest != record.content_digest:
        return InForce.UNKNOWN
    return _IN_FORCE[kept.standing]


def _ask(problem: str = "", typed: str = "") -> AskPage:
    return AskPage(
        headline=gettext("Học bạ này có thật và còn hiệu lực không?"),
        lead=gettext("Đưa tệp học bạ vào đây. Kết quả hiện ra ngay, không cần tài khoản."),
        largest_file_mb=LARGEST_MB,
        problem=problem,
        typed=typed,
    )


def _shown(
    request: OfficeRequest, template: str, page: object, *, status: int = 200
) -> HttpResponse:
    frame = Frame(
        brand=gettext("Xác thực học bạ số"),
        where=(Link(words=gettext("Ai cũng tra được, không cần tài khoản")),),
        environment=request.outside.environment,
    )
    return render(request, template, {"frame": frame, "page": page}, status=status)

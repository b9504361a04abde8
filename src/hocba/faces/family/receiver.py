"""What a receiver sees of a share: what is shown, what is withheld, and files that prove it."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.attempts import require_allowed
from hocba.core.compose.life import Status
from hocba.core.compose.read_parts import ShownParts
from hocba.core.compose.reading import Way
from hocba.core.compose.sharing import Share
from hocba.core.rules.library import pack, secondary
from hocba.core.rules.primary import traits
from hocba.core.terms.levels import YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from hocba.faces.family.sharing import purpose_of_share
from hocba.faces.school.presenters import SubjectRow, TraitGroup
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.numbers import day
from hocba.faces.web.part_words import names_of, part_words
from hocba.faces.web.presenters import Fact, Frame, Link, State
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.result_words import year_result_words
from hocba.faces.web.secondary_rows import (
    TermsRow,
    promotion_words,
    standing_words,
    terms_rows,
)
from hocba.faces.web.words import refusal_words, status_state
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
    subjects: tuple[SubjectRow, ...]
    groups: tuple[TraitGroup, ...]
    shown_besides: tuple[str, ...]
    withheld: tuple[str, ...]
    file_url: str
    is_whole: bool
    terms: tuple[TermsRow, ...] = ()


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
    share = _share(request, code)
    if year not in {str(one) for one in share.years}:
        raise Http404
    for one in opened(request.outside, share, way=Way.DOWNLOAD):
        if str(one.record.key.school_year) == year:
            kind = "hoc-ba" if share.is_whole else "trich-luc"
            return taken_away(one.file, name=f"{kind}-{year}.xml", content_type="application/xml")
    raise Http404


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
    names = names_of(general.school_year, general.grade)
    year = str(general.school_year)
    return ReceivedYear(
        title=gettext("Năm học %(year)s") % {"year": year},
        state=status_state(record.status),
        is_current=record.status not in (Status.WITHDRAWN, Status.SUPERSEDED),
        facts=_facts(parts),
        subjects=_subjects(parts, names),
        groups=_groups(parts, names),
        terms=terms_rows(parts.rows, secondary(general.rule_pack)) if parts.rows else (),
        shown_besides=part_words(parts.others, names),
        withheld=part_words(shared.withheld, names),
        file_url=f"{_URL}/{code}/{year}.xml",
        is_whole=not shared.withheld,
    )


def _facts(parts: ShownParts) -> tuple[Fact, ...]:
    facts = [
        Fact(words=gettext("Ngày sinh"), value=day(parts.born_on)),
        Fact(words=gettext("Lớp"), value=parts.general.class_name, note=parts.school.name),
    ]
    if parts.result is not None:
        facts.append(Fact(words=gettext("Kết quả giáo dục"), value=_result(parts.result)))
    for name, level in parts.standings:
        (words,) = part_words([name], {})
        facts.append(Fact(words=words, value=standing_words(level)))
    if parts.promotion is not None:
        facts.append(Fact(words=gettext("Kết luận"), value=promotion_words(parts.promotion)))
    return tuple(facts)


def _result(result: YearResult | Missing) -> str:
    return gettext("Không đánh giá") if isinstance(result, Missing) else year_result_words(result)


def _subjects(parts: ShownParts, names: dict[str, str]) -> tuple[SubjectRow, ...]:
    if not parts.subjects:
        return ()
    rules = pack(parts.general.rule_pack)
    return tuple(
        SubjectRow(
            name=names.get(f"MonHoc/{row.subject}", row.subject),
            level="" if isinstance(row.level, Missing) else rules.subject_level_labels[row.level],
            score="" if isinstance(row.score, Missing) else str(row.score),
            comment=row.comment,
        )
        for row in parts.subjects
    )


def _groups(parts: ShownParts, names: dict[str, str]) -> tuple[TraitGroup, ...]:
    if not parts.groups:
        return ()
    rules = pack(parts.general.rule_pack)
    labels = {row.key: row.label for row in traits(rules, parts.general.grade)}
    return tuple(
        TraitGroup(
            title=names.get(f"NhomDanhGia/{group.key}", group.key),
            levels=tuple(
                Fact(
                    words=labels.get(one.trait, one.trait),
                    value="–"
                    if isinstance(one.level, Missing)
                    else rules.trait_level_labels[one.level],
                )
                for one in group.traits
            ),
            comment=group.comment,
        )
        for group in parts.groups
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

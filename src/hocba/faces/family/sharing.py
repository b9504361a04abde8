"""The family shares: with whom, for what, how long, which years and parts; and takes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hocba.core.compose.families import FamilyMember
from hocba.core.compose.sharing import PERIODS, Share, SharePurpose, ShareState, Wished
from hocba.core.terms.codes import SchoolYear, school_year
from hocba.core.terms.outcomes import Refusal
from hocba.faces.family.asking import SHARES_URL, for_family, shown
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.part_words import names_of, part_words, to_choose
from hocba.faces.web.presenters import State, Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.family_records import issued_years
from hocba.flow.share_record import parts_to_share, share, take_back
from hocba.ports.outside import Outside

_DIGITS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to tick. value: what the form sends."""

    value: str
    words: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A share in the list."""

    share_id: str
    receiver: str
    about: str
    ends: str
    state: State
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesPage:
    """The form and what is shared. code, link: of the share just made, shown this once."""

    headline: str
    lead: str
    years: tuple[Choice, ...]
    parts: tuple[Choice, ...]
    purposes: tuple[Choice, ...]
    periods: tuple[Choice, ...]
    rows: tuple[ShareRow, ...]
    receiver: str = ""
    is_whole: bool = False
    problem: str = ""
    code: str = ""
    link: str = ""
    made_for: str = ""


def purpose_of_share(purpose: SharePurpose) -> str:
    """Return in words what a record is shared for."""
    return {
        SharePurpose.TRANSFER: gettext("Chuyển trường"),
        SharePurpose.ADMISSION: gettext("Tuyển sinh"),
        SharePurpose.SCHOLARSHIP: gettext("Học bổng, khen thưởng"),
        SharePurpose.WORK: gettext("Việc làm"),
        SharePurpose.OTHER: gettext("Việc khác"),
    }[purpose]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_family
def shares(request: OfficeRequest, access: FamilyMember) -> HttpResponse:
    """Show what is shared, or share."""
    problem, made, code = None, None, ""
    if request.method == "POST":
        try:
            made, code = share(request.outside, request.family, access, _wished(request))
        except Refusal as refusal:
            problem = refusal
    page = _page(request, access, problem=problem, made=made, code=code)
    status = 409 if problem else 200
    return shown(
        request, access, "family/shares.html", page, here=gettext("Chia sẻ"), status=status
    )


@require_POST
@for_family
def take_back_share(request: OfficeRequest, access: FamilyMember, share_id: str) -> HttpResponse:
    """End a share."""
    take_back(request.outside, request.family, access, share_id)
    tell(request, gettext("Đã thu lại; từ giờ mã và đường dẫn ấy không mở được nữa."))
    return HttpResponseRedirect(SHARES_URL)


def _wished(request: OfficeRequest) -> Wished:
    """Raises: Refusal "share.purpose_due", "share.years_due"."""
    told = request.POST
    purpose = told.get("purpose", "")
    if purpose not in set(SharePurpose):
        raise Refusal("share.purpose_due")
    parts = () if told.get("whole") == "yes" else tuple(told.getlist("parts")[:100])
    if told.get("whole") != "yes" and not parts:
        # Nothing ticked is no wish to show everything: only the head is shown.
        parts = ("CoBan",)
    days = told.get("days", "")
    return Wished(
        receiver=told.get("receiver", ""),
        purpose=SharePurpose(purpose),
        days=int(days) if days.isdecimal() and len(days) < _DIGITS else 0,
        years=_years(told.getlist("years")),
        parts=parts,
    )


def _years(written: list[str]) -> tuple[SchoolYear, ...]:
    try:
        return tuple(school_year(one) for one in written[:20])
    except Refusal as wrong:
        raise Refusal("share.years_due") from wrong


def _page(
    request: OfficeRequest,
    access: FamilyMember,
    *,
    problem: Refusal | None,
    made: Share | None,
    code: str,
) -> SharesPage:
    outside, told = request.outside, request.POST if problem else {}
    parts, names = parts_to_share(outside, access), _names(outside, access)
    listed = request.family.shares.of_record(access.record_code)
    now = outside.clock.now()
    rows = tuple(_row(one, one.state_at(now), names) for one in listed)
    open_count = sum(row.is_open for row in rows)
    said = ngettext("Đang chia sẻ với %(n)s nơi", "Đang chia sẻ với %(n)s nơi", open_count)
    return SharesPage(
        headline=said % {"n": open_count} if open_count else gettext("Chưa chia sẻ với nơi nào"),
        lead=gettext(
            "Mỗi lần cho một nơi nhận, một việc, một thời hạn; thu lại lúc nào cũng được."
        ),
        years=_choices({str(y): str(y) for y in parts}, _chosen(request, "years", all_of=parts)),
        parts=_part_choices(parts, names, _chosen(request, "parts")),
        purposes=_choices(
            {one.value: purpose_of_share(one) for one in SharePurpose}, {told.get("purpose", "")}
        ),
        periods=_choices({str(n): _days(n) for n in PERIODS}, {told.get("days", "30")}),
        rows=rows,
        receiver=str(told.get("receiver", "")),
        is_whole=told.get("whole") == "yes",
        problem=refusal_words(problem),
        code=code,
        link=request.build_absolute_uri(f"/chia-se/{code}") if code else "",
        made_for=made.receiver if made else "",
    )


def _chosen(request: OfficeRequest, name: str, all_of: Iterable[SchoolYear] = ()) -> set[str]:
    if request.method == "POST":
        return set(request.POST.getlist(name))
    return {str(one) for one in all_of}


def _days(count: int) -> str:
    return ngettext("%(n)s ngày", "%(n)s ngày", count) % {"n": count}


def _choices(words: Mapping[str, str], chosen: set[str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=value, words=said, is_chosen=value in chosen) for value, said in words.items()
    )


def _names(outside: Outside, access: FamilyMember) -> dict[str, str]:
    names: dict[str, str] = {}
    for record in issued_years(outside, access.record_code):
        names |= names_of(record.key.school_year, record.grade)
    return names


def _part_choices(
    parts: Mapping[SchoolYear, tuple[str, ...]], names: Mapping[str, str], chosen: set[str]
) -> tuple[Choice, ...]:
    labels = dict.fromkeys(label for year in parts for label in to_choose(parts[year]))
    said = {label: part_words([label], names)[0] for label in labels}
    return _choices(said, chosen)


def _row(one: Share, state: ShareState, names: Mapping[str, str]) -> ShareRow:
    words, tone = {
        ShareState.OPEN: (gettext("Đang mở"), Tone.DONE),
        ShareState.WITHDRAWN: (gettext("Đã thu lại"), Tone.CALM),
        ShareState.EXPIRED: (gettext("Hết hạn"), Tone.CALM),
    }[state]
    what = gettext("cả học bạ") if one.is_whole else ", ".join(part_words(one.parts, names))
    years = ", ".join(map(str, one.years))
    return ShareRow(
        share_id=one.share_id,
        receiver=one.receiver,
        about=f"{purpose_of_share(one.purpose)} · {years} · {what}",
        ends=f"{one.ends_at:%d/%m/%Y}",
        state=State(words=words, tone=tone),
        is_open=state is ShareState.OPEN,
    )

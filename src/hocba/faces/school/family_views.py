"""The school and its families: codes that are handed out, answers that are due."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.families import FamilyAccess, FamilyRequest, Kin, RequestOutcome
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.faces.school.guardian_views import guardians_url
from hocba.faces.school.pupils import record_url
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import State, Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import kin_words, refusal_words
from hocba.flow.family_access import end_code, give_code, pupil_of_family
from hocba.flow.family_requests import answer_family


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """One code that was handed out."""

    access_id: str
    name: str
    kin: str
    state: State
    ends: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesPage:
    """A pupil's codes. code: the one just made, shown this once."""

    headline: str
    lead: str
    url: str
    kins: tuple[tuple[str, str], ...]
    guardians: tuple[str, ...]
    rows: tuple[CodeRow, ...]
    pupil: str
    born: str
    come_in: str
    guardians_url: str
    code: str = ""
    code_for: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """What a family asks. is_open: an answer is due."""

    request_id: str
    about: str
    record_url: str
    words: str
    state: State
    is_open: bool
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsPage:
    """All that families ask a school."""

    headline: str
    lead: str
    rows: tuple[RequestRow, ...]
    refusal: str
    outcomes: tuple[tuple[str, str], ...]


_KINS: Final = (Kin.MOTHER, Kin.FATHER, Kin.GUARDIAN, Kin.PUPIL)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def family_codes(request: OfficeRequest, asking: Asking, code: str) -> HttpResponse:
    """Show a pupil's codes; make one, or end one."""
    where = where_of(request, asking)
    enrolment = pupil_of_family(
        where.outside, where.actor, where.school.code, where.school_year, code
    )
    made, written, problem = None, "", None
    if request.method == "POST":
        try:
            made, written = _codes_done(request, where, code)
        except Refusal as refusal:
            if not refusal.code.startswith("family."):
                raise
            problem = refusal
    page = _codes_page(request, where, enrolment, made, written, problem)
    here = enrolment.pupil.full_name
    status = 409 if problem else 200
    return shown(request, where, "school/family_codes.html", page, here=here, status=status)


def _codes_done(
    request: OfficeRequest, where: Where, sector_code: str
) -> tuple[FamilyAccess | None, str]:
    outside, school = where.outside, where.school.code
    if ended := request.POST.get("end", ""):
        known = request.family.accesses.of_pupil(school, sector_code)
        for access in known:
            if access.access_id == ended:
                end_code(outside, request.family, actor=where.actor, school=school, access=access)
        return None, ""
    kin = request.POST.get("kin", "")
    return give_code(
        outside,
        request.family,
        actor=where.actor,
        school=school,
        school_year=where.school_year,
        sector_code=sector_code,
        kin=Kin(kin) if kin in set(Kin) else Kin.GUARDIAN,
        name=request.POST.get("name", "")[:200],
    )


def _codes_page(
    request: OfficeRequest,
    where: Where,
    enrolment: Enrolment,
    made: FamilyAccess | None,
    written: str,
    problem: Refusal | None,
) -> CodesPage:
    pupil, now = enrolment.pupil, where.outside.clock.now()
    rows = tuple(
        _code_row(each, is_open=each.is_open(now))
        for each in request.family.accesses.of_pupil(where.school.code, pupil.sector_code)
    )
    count = sum(row.is_open for row in rows)
    said = ngettext("Gia đình có %(n)s mã đang dùng", "Gia đình có %(n)s mã đang dùng", count)
    return CodesPage(
        headline=said % {"n": count} if count else gettext("Gia đình chưa có mã"),
        lead=gettext(
            "Trao mã tận tay cho đúng người trong giấy khai sinh hoặc giấy tờ giám hộ; mã chỉ "
            "mở học bạ của học sinh này."
        ),
        url=f"/truong/hoc-sinh/{pupil.sector_code}/gia-dinh",
        kins=tuple((kin.value, kin_words(kin)) for kin in _KINS),
        guardians=tuple(guardian.full_name for guardian in pupil.guardians),
        rows=rows,
        pupil=pupil.full_name,
        born=day(pupil.born_on),
        come_in=request.build_absolute_uri("/gia-dinh/vao"),
        guardians_url=guardians_url(pupil.sector_code) if request.door.identity else "",
        code=written,
        code_for=made.name if made else "",
        problem=refusal_words(problem),
    )


def _code_row(access: FamilyAccess, *, is_open: bool) -> CodeRow:
    words = gettext("Đang dùng") if is_open else gettext("Đã hết")
    return CodeRow(
        access_id=access.access_id,
        name=access.name,
        kin=kin_words(access.kin),
        state=State(words=words, tone=Tone.DONE if is_open else Tone.CALM),
        ends=f"{access.ends_at:%d/%m/%Y}",
        is_open=is_open,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def family_requests(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show what families ask; answer one."""
    where = where_of(request, asking)
    refusal = why_not_now(Duty.ANSWER_FAMILY, actor=where.actor, school=where.school.code)
    if refusal is not None:
        raise refusal
    problem = None
    if request.method == "POST":
        try:
            _answered(request, where)
            return HttpResponseRedirect("/truong/gia-dinh")
        except Refusal as wrong:
            problem = wrong
    now = where.outside.clock.now()
    listed = request.family.requests.of_school(where.school.code)
    waiting = sum(one.answer is None for one in listed)
    said = ngettext("%(n)s đề nghị chờ trả lời", "%(n)s đề nghị chờ trả lời", waiting)
    page = RequestsPage(
        headline=said % {"n": waiting} if waiting else gettext("Không có đề nghị nào chờ trả lời"),
        lead=gettext("Gia đình thấy câu trả lời ngay khi ghi; việc đính chính làm ở trang học bạ."),
        rows=tuple(_request_row(one, is_late=one.is_late(now)) for one in listed),
        refusal=refusal_words(problem),
        outcomes=(
            (RequestOutcome.WILL_AMEND.value, gettext("Trường sẽ đính chính")),
            (RequestOutcome.STANDS.value, gettext("Trường giữ nguyên")),
        ),
    )
    here, status = gettext("Gia đình"), 409 if problem else 200
    return shown(request, where, "school/family_requests.html", page, here=here, status=status)


def _answered(request: OfficeRequest, where: Where) -> None:
    outcome = request.POST.get("outcome", "")
    answer_family(
        where.outside,
        request.family,
        actor=where.actor,
        school=where.school.code,
        request_id=request.POST.get("request_id", ""),
        outcome=RequestOutcome(outcome)
        if outcome in set(RequestOutcome)
        else RequestOutcome.STANDS,
        words=request.POST.get("words", ""),
    )
    tell(request, gettext("Đã trả lời gia đình."))


def _request_row(one: FamilyRequest, *, is_late: bool) -> RequestRow:
    due = {"due": f"{one.due_at:%d/%m/%Y}"}
    if one.answer is not None:
        state = State(words=gettext("Đã trả lời"), tone=Tone.DONE)
    elif is_late:
        state = State(words=gettext("Quá hạn trả lời từ %(due)s") % due, tone=Tone.WRONG)
    else:
        state = State(words=gettext("Trả lời trước %(due)s") % due, tone=Tone.TO_DO)
    who = kin_words(one.kin)
    return RequestRow(
        request_id=one.request_id,
        about=gettext("%(who)s, học bạ năm học %(year)s")
        % {"who": who, "year": one.key.school_year},
        record_url=record_url(one.key),
        words=one.words,
        state=state,
        is_open=one.answer is None,
        answer=one.answer.words if one.answer else "",
    )

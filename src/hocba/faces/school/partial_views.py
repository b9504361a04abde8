"""Pages and files of the partial record of a pupil who leaves during the year."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.content import AmendReason
from hocba.core.compose.life import Act, Status
from hocba.core.compose.transfers import Transfer, TransferStage
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.pupil_status import came_on
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.partial_pages import (
    MAKE,
    RETURN,
    SIGN,
    WITHDRAW,
    PartialRow,
    make_consent,
    partial_page,
    partial_state_words,
    partial_url,
    sign_consent,
)
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.consents import consent_given
from hocba.faces.web.numbers import day, day_of
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.assess_again import OnePupil
from hocba.flow.partial_records import (
    SIGNS,
    PartialDays,
    attest_partial,
    send_partial_back,
    sign_partial,
    withdraw_partial,
)
from hocba.flow.partial_state import PartialState, content_of
from hocba.flow.read_partial import partial_file, print_partial, read_partial

_OPENING_DAY: Final = (9, 5)
"""Proposed as the first day, the day on which school years are opened; the teacher says it."""


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def one_partial(request: OfficeRequest, asking: Asking, code: str) -> HttpResponse:
    """Show a pupil's partial record, or take the next step with it."""
    where = where_of(request, asking)
    pupil, problem = _pupil(where, code), ""
    state = read_partial(where.outside, actor=where.actor, pupil=pupil)
    typed: Mapping[str, str] = _proposed(where, state)
    if request.method == "POST":
        typed = {name: str(value) for name, value in request.POST.items()}
        try:
            said = _taken(request, where, pupil, state, typed)
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem = refusal_words(refusal)
        else:
            tell(request, said)
            return HttpResponseRedirect(partial_url(code))
    page = partial_page(
        state,
        [content_of(where.outside, each) for each in state.versions],
        actor=where.actor,
        pupil=pupil,
        people={m.staff_code: m.full_name for m in where.outside.book.staff(where.school.code)},
        typed=typed,
        problem=problem,
    )
    here = gettext("Học bạ một phần")
    status = 409 if problem else 200
    return shown(request, where, "school/partial.html", page, here=here, status=status)


def partial_rows(where: Where) -> list[PartialRow]:
    """Return the partial records of pupils who have not been released yet, for the list."""
    outside, school, actor = where.outside, where.school.code, where.actor
    gone = {each.sector_code for each in outside.transfers.of_school(school) if _is_gone(each)}
    found = [
        each
        for each in outside.partials.of_school(school, where.school_year)
        if each.sector_code not in gone
        and each.status is not Status.WITHDRAWN
        and (actor.role is not Role.HOMEROOM_TEACHER or actor.class_name == each.class_name)
    ]
    pupils = outside.book.pupils(school, [each.sector_code for each in found])
    return [
        PartialRow(
            name=pupils[each.sector_code].full_name,
            class_name=each.class_name,
            state=partial_state_words(each.status),
            url=partial_url(each.sector_code),
        )
        for each in found
    ]


def _is_gone(transfer: Transfer) -> bool:
    return transfer.stage in (TransferStage.RELEASED, TransferStage.ACCEPTED)


def _pupil(where: Where, code: str) -> OnePupil:
    return OnePupil(school=where.school.code, school_year=where.school_year, code=code)


def _proposed(where: Where, state: PartialState) -> Mapping[str, str]:
    first = date(where.school_year.first, *_OPENING_DAY)
    today = day_in_vietnam(where.outside.clock.now())
    return {"since": day(came_on(state.line) or first), "until": day(today)}


def _taken(
    request: OfficeRequest,
    where: Where,
    pupil: OnePupil,
    state: PartialState,
    typed: Mapping[str, str],
) -> str:
    """Take a step and return what is told of it."""
    outside, actor, name = where.outside, where.actor, state.line.pupil.full_name
    step, reason = typed.get("step"), typed.get("reason", "")
    if step == MAKE:
        days = PartialDays(since=_day(typed, "since"), until=_day(typed, "until"))
        consent = consent_given(
            request, outside, by=actor.person, purpose=make_consent(name), count=1
        )
        seen = typed.get("seen", "")
        attest_partial(outside, actor=actor, pupil=pupil, days=days, seen=seen, consent=consent)
        return gettext("Đã ký. Chờ hiệu trưởng ký.")
    if step == SIGN:
        purpose = sign_consent(SIGNS.get(actor.role, Act.APPROVE), name)
        consent = consent_given(request, outside, by=actor.person, purpose=purpose, count=1)
        sign_partial(outside, actor=actor, pupil=pupil, seen=_digest(typed), consent=consent)
        return gettext("Đã ký.")
    if step == RETURN:
        send_partial_back(outside, actor=actor, pupil=pupil, reason=reason)
        return gettext("Đã trả lại chủ nhiệm.")
    if step == WITHDRAW:
        code = typed.get("code", "")
        if code not in set(AmendReason):
            raise Refusal("web.reason_not_chosen")
        chosen = AmendReason(code)
        withdraw_partial(outside, actor=actor, pupil=pupil, code=chosen, reason=reason)
        return gettext("Đã thu hồi.")
    raise Http404


def _day(typed: Mapping[str, str], name: str) -> date:
    return day_of(clean(typed.get(name, "")))


def _digest(typed: Mapping[str, str]) -> bytes:
    try:
        return bytes.fromhex(typed.get("seen", ""))
    except ValueError:
        # A form that nobody was shown; the act says what is wrong.
        return b""


@require_safe
@only_for(SCHOOL)
def partial_document(
    request: OfficeRequest, asking: Asking, code: str, digest: str
) -> HttpResponse:
    """Hand out a partial record as its school signed it."""
    where = where_of(request, asking)
    content, file = partial_file(
        where.outside, actor=where.actor, pupil=_pupil(where, code), digest=digest
    )
    name = _name(SchoolCode(content.school.code), str(content.general.key))
    return taken_away(file, name=f"{name}.xml", content_type="application/xml")


@require_safe
@only_for(SCHOOL)
def printed_partial(request: OfficeRequest, asking: Asking, code: str, digest: str) -> HttpResponse:
    """Hand out a partial record on paper; before the seal, as it stands."""
    where = where_of(request, asking)
    pdf = print_partial(where.outside, actor=where.actor, pupil=_pupil(where, code), digest=digest)
    name = _name(where.school.code, code)
    return taken_away(pdf, name=f"{name}.pdf", content_type="application/pdf")


def _name(school: SchoolCode, key: str) -> str:
    return f"mot-phan-{school}-{key}"

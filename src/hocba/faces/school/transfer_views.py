"""Pages of changes of school: releasing, the list, one transfer, and its files."""

from collections.abc import Mapping
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.transfers import Transfer, TransferReason, TransferStep
from hocba.core.submit.transfer_file import NamedSchool
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.partial_views import partial_rows
from hocba.faces.school.transfer_pages import (
    BASE,
    consent_words,
    release_page,
    transfer_page,
    transfers_page,
)
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.consents import consent_given, uploaded
from hocba.faces.web.numbers import day, day_of
from hocba.faces.web.presenters import FindingRow
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.record_names import record_asked
from hocba.faces.web.told import tell
from hocba.faces.web.words import finding_row, refusal_words
from hocba.flow.assess_again import OnePupil
from hocba.flow.keep_roster import read_line
from hocba.flow.read_transfer import answer_file, read_transfer, received_file, transfer_file
from hocba.flow.receive_pupil import Arriving, accept, answer, checked, take_in
from hocba.flow.release_pupil import Leaving, release, why_not_leave

_MOST_MB: Final = 20
_OTHER: Final = "khac"


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def leave(request: OfficeRequest, asking: Asking, code: str) -> HttpResponse:
    """Ask where a pupil goes, or release them."""
    where = where_of(request, asking)
    line = read_line(
        where.outside,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        code=code,
    )
    problem = ""
    typed: Mapping[str, str] = {"left_on": _today(where)}
    if request.method == "POST":
        typed = {name: str(value) for name, value in request.POST.items()}
        try:
            done = _released(request, where, code, line.enrolment.pupil.full_name, typed)
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem = refusal_words(refusal)
        else:
            tell(request, gettext("Đã ký hồ sơ chuyển trường."))
            return HttpResponseRedirect(f"{BASE}/{done.transfer_id}")
    pupil = _pupil(where, code)
    page = release_page(
        line.enrolment,
        school=where.school.code,
        refusal=why_not_leave(where.outside, actor=where.actor, pupil=pupil),
        known=where.outside.transfers.of_pupil(where.school.code, code),
        schools=_schools(where),
        typed=typed,
        problem=problem,
    )
    here = gettext("Chuyển trường")
    status = 409 if problem else 200
    return shown(request, where, "school/release.html", page, here=here, status=status)


def _pupil(where: Where, code: str) -> OnePupil:
    return OnePupil(school=where.school.code, school_year=where.school_year, code=code)


def _today(where: Where) -> str:
    return day(day_in_vietnam(where.outside.clock.now()))


def _schools(where: Where) -> list[tuple[str, str]]:
    known = [(each.code, each.name) for each in where.outside.book.schools()]
    return [(code, name) for code, name in known if code != where.school.code]


def _released(
    request: OfficeRequest, where: Where, code: str, name: str, typed: Mapping[str, str]
) -> Transfer:
    reason = typed.get("reason", "")
    if reason not in set(TransferReason):
        raise Refusal("web.reason_not_chosen")
    leaving = Leaving(
        receiver=_receiver(where, typed),
        left_on=day_of(clean(typed.get("left_on", ""))),
        reason=TransferReason(reason),
        basis=typed.get("basis", ""),
    )
    consent = consent_given(
        request,
        where.outside,
        by=where.actor.person,
        purpose=consent_words(TransferStep.RELEASE, name),
        count=1,
    )
    pupil = _pupil(where, code)
    return release(where.outside, actor=where.actor, pupil=pupil, leaving=leaving, consent=consent)


def _receiver(where: Where, typed: Mapping[str, str]) -> NamedSchool:
    """Return the school that was chosen, or typed where it is in another installation."""
    chosen = typed.get("receiver", "")
    if chosen != _OTHER:
        name = dict(_schools(where)).get(chosen, "")
        return NamedSchool(code=SchoolCode(chosen if name else ""), name=name)
    code = clean(typed.get("other_code", ""))
    name = clean(typed.get("other_name", ""))[:200]
    is_fit = 0 < len(code) <= 35 and all(c.isascii() and (c.isalnum() or c in "_.-") for c in code)
    return NamedSchool(code=SchoolCode(code if is_fit and name else ""), name=name)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def transfers(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the school's transfers, or take in a file that came by hand."""
    where = where_of(request, asking)
    problem, findings = "", tuple[FindingRow, ...]()
    if request.method == "POST":
        try:
            file, _ = uploaded(request, limit_mb=_MOST_MB)
            done = take_in(where.outside, actor=where.actor, school=where.school.code, file=file)
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem = refusal_words(refusal)
            findings = tuple(map(finding_row, refusal.findings))
        else:
            tell(request, gettext("Đã nhận tệp."))
            return HttpResponseRedirect(f"{BASE}/{done.transfer_id}")
    found = [
        each
        for each in where.outside.transfers.of_school(where.school.code)
        if _is_seen(where, each)
    ]
    page = transfers_page(
        found,
        school=where.school.code,
        partials=partial_rows(where),
        problem=problem,
        findings=findings,
    )
    here = gettext("Chuyển trường")
    status = 409 if problem else 200
    return shown(request, where, "school/transfers.html", page, here=here, status=status)


def _is_seen(where: Where, transfer: Transfer) -> bool:
    actor = where.actor
    own = (actor.school, actor.school_year, actor.class_name)
    of_class = (transfer.sender, transfer.school_year, transfer.class_name)
    return actor.role is not Role.HOMEROOM_TEACHER or own == of_class


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def one_transfer(request: OfficeRequest, asking: Asking, transfer_id: str) -> HttpResponse:
    """Show one transfer with its file checked just now, or take a step with it."""
    where = where_of(request, asking)
    outside = where.outside
    found = read_transfer(outside, actor=where.actor, transfer_id=transfer_id)
    problem = ""
    typed: Mapping[str, str] = {}
    more: tuple[Finding, ...] = ()
    if request.method == "POST":
        typed = {name: str(value) for name, value in request.POST.items()}
        try:
            _step(request, where, found, typed)
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem, more = refusal_words(refusal), refusal.findings
        else:
            tell(request, gettext("Đã ký câu trả lời."))
            return HttpResponseRedirect(request.path)
    page = transfer_page(
        found,
        checked(outside, found),
        actor=where.actor,
        people={m.staff_code: m.full_name for m in outside.book.staff(where.school.code)},
        today=_today(where),
        problem=" ".join([problem, *(finding_row(each).told for each in more)]).strip(),
        typed=typed,
    )
    here = gettext("Chuyển trường")
    status = 409 if problem else 200
    return shown(request, where, "school/transfer.html", page, here=here, status=status)


def _step(
    request: OfficeRequest, where: Where, transfer: Transfer, typed: Mapping[str, str]
) -> None:
    if typed.get("step") not in set(TransferStep):
        raise Http404
    step = TransferStep(typed["step"])
    consent = consent_given(
        request,
        where.outside,
        by=where.actor.person,
        purpose=consent_words(step, transfer.full_name),
        count=1,
    )
    if step is TransferStep.ACCEPT:
        on = day_of(clean(typed.get("on", "")))
        accept(
            where.outside,
            actor=where.actor,
            transfer_id=transfer.transfer_id,
            arriving=Arriving(class_name=typed.get("class_name", ""), on=on),
            consent=consent,
        )
        return
    answer(
        where.outside,
        actor=where.actor,
        transfer_id=transfer.transfer_id,
        step=step,
        reason=typed.get("reason", ""),
        consent=consent,
    )


@require_safe
@only_for(SCHOOL)
def whole_file(request: OfficeRequest, asking: Asking, transfer_id: str) -> HttpResponse:
    """Hand out the transfer file, to be carried to a school in another installation."""
    where = where_of(request, asking)
    file = transfer_file(where.outside, actor=where.actor, transfer_id=transfer_id)
    name = f"chuyen-truong-{transfer_id[:8]}.zip"
    return taken_away(file, name=name, content_type="application/zip")


@require_safe
@only_for(SCHOOL)
def answered_file(request: OfficeRequest, asking: Asking, transfer_id: str) -> HttpResponse:
    """Hand out the signed answer, to be carried back."""
    where = where_of(request, asking)
    file = answer_file(where.outside, actor=where.actor, transfer_id=transfer_id)
    name = f"tra-loi-chuyen-truong-{transfer_id[:8]}.zip"
    return taken_away(file, name=name, content_type="application/zip")


@require_safe
@only_for(SCHOOL)
def received_record(
    request: OfficeRequest, asking: Asking, transfer_id: str, key: str
) -> HttpResponse:
    """Hand out a record that came with a pupil, as its own school signed it."""
    where = where_of(request, asking)
    record, file = received_file(
        where.outside, actor=where.actor, transfer_id=transfer_id, key=record_asked(key)
    )
    return taken_away(file, name=f"{record.key}.xml", content_type="application/xml")

"""Pages of requests to amend or withdraw issued records: asking, the list, one request."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from hocba.core.compose.content import AnyContent
from hocba.core.compose.corrections import Aim, Correction, Stage, Step
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Way
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.terms.roles import Role
from hocba.faces.school.amending import (
    Typed,
    amend_page,
    asked_amendment,
    asked_withdrawal,
    form_of,
    typed_of,
)
from hocba.faces.school.delegated import why_not_deputy
from hocba.faces.school.pupils import record_url
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.consents import consent_given
from hocba.faces.web.correction_pages import (
    Above,
    correction_page,
    corrections_page,
    sending_sentence,
)
from hocba.faces.web.numbers import moment
from hocba.faces.web.presenters import State, Tone
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.record_names import record_asked
from hocba.faces.web.told import tell
from hocba.faces.web.words import found_words, refusal_words
from hocba.flow.correct_record import ask, cancel, carry_out, decide
from hocba.flow.correction_letters import hear_of, sent_up
from hocba.flow.read_correction import read_correction, read_evidence
from hocba.flow.read_record import read_record
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside
from hocba.ports.records import WorkingRecord

BASE: Final = "/truong/dinh-chinh"
_HEAR: Final = "HOI_SO"
_STEPS: Final = (Step.APPROVE, Step.CARRY_OUT, Step.REFUSE, Step.CANCEL)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def ask_amendment(request: OfficeRequest, asking: Asking, key: str) -> HttpResponse:
    """Ask what is to be amended in an issued record, or take the request."""
    return _asked(request, asking, key, Aim.AMEND)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def ask_withdrawal(request: OfficeRequest, asking: Asking, key: str) -> HttpResponse:
    """Ask why an issued record is to be withdrawn, or take the request."""
    return _asked(request, asking, key, Aim.WITHDRAW)


def _asked(request: OfficeRequest, asking: Asking, written: str, aim: Aim) -> HttpResponse:
    where = where_of(request, asking)
    key = record_asked(written)
    record = read_record(where.outside, actor=where.actor, key=key, way=Way.VIEW)
    content = where.outside.documents.record(record.document).content
    typed = Typed(form=form_of(content.pupil), marks={})
    problems: Sequence[str] = ()
    if request.method == "POST":
        typed = typed_of(request)
        done = _taken(where, record, content, aim, typed)
        if isinstance(done, Correction):
            tell(request, gettext("Đã gửi đề nghị."))
            return HttpResponseRedirect(f"{BASE}/{done.correction_id}")
        problems = done
    page = amend_page(
        record,
        content,
        actor=where.actor,
        aim=aim,
        typed=typed,
        undelegated=why_not_deputy(where),
        problems=problems,
    )
    here = gettext("Thu hồi") if aim is Aim.WITHDRAW else gettext("Đính chính")
    status = 409 if problems else 200
    return shown(request, where, "school/amend.html", page, here=here, status=status)


def _taken(
    where: Where, record: WorkingRecord, content: AnyContent, aim: Aim, typed: Typed
) -> Correction | Sequence[str]:
    """Return the request, or what keeps it from being taken: nothing that was typed is lost."""
    try:
        if aim is Aim.WITHDRAW:
            asked = asked_withdrawal(typed)
        else:
            asked, wrong = asked_amendment(typed, content)
            if wrong:
                return found_words(wrong)
        return ask(where.outside, actor=where.actor, key=record.key, asked=asked)
    except Refusal as refusal:
        found = found_words(refusal.findings)
        return (refusal_words(refusal), *found)


@require_safe
@only_for(SCHOOL)
def corrections(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the school's requests."""
    where = where_of(request, asking)
    found = [
        each
        for each in where.outside.corrections.of_school(where.school.code)
        if _is_seen(each, where.actor)
    ]
    is_principal = where.actor.role is Role.PRINCIPAL
    mine = frozenset({Stage.ASKED, Stage.APPROVED}) if is_principal else frozenset[Stage]()
    lead = gettext("Đề nghị đính chính, thu hồi mở từ trang của từng học bạ đã phát hành.")
    page = corrections_page(found, base=BASE, mine=mine, lead=lead)
    here = gettext("Đính chính, thu hồi")
    return shown(request, where, "web/corrections.html", page, here=here)


def _is_seen(correction: Correction, actor: Actor) -> bool:
    own = (actor.school_year, actor.class_name)
    of_class = (correction.key.school_year, correction.class_name)
    return actor.role is not Role.HOMEROOM_TEACHER or own == of_class


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def one_correction(request: OfficeRequest, asking: Asking, correction_id: str) -> HttpResponse:
    """Show one request, or take a step with it."""
    where = where_of(request, asking)
    outside, actor = where.outside, where.actor
    problem, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            _step(request, where, correction_id, reason)
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem = " ".join((refusal_words(refusal), *found_words(refusal.findings)))
        else:
            return HttpResponseRedirect(request.path)
    found = read_correction(outside, actor=actor, correction_id=correction_id)
    versions = outside.records.versions(found.key.record_code)
    newer = [v.key for v in versions if _follows(v, found)]
    page = correction_page(
        found,
        actor=actor,
        people={m.staff_code: m.full_name for m in outside.book.staff(where.school.code)},
        base=BASE,
        steps=_STEPS,
        record_url=record_url(found.key),
        new_record_url=record_url(newer[0]) if newer else "",
        problem=problem,
        typed_reason=reason if problem else "",
        signs=outside.correction_line is not None,
        above=_above(outside, found),
    )
    here = gettext("Đính chính, thu hồi")
    status = 409 if problem else 200
    return shown(request, where, "web/correction.html", page, here=here, status=status)


def _follows(record: WorkingRecord, correction: Correction) -> bool:
    key = correction.key
    is_next = (record.key.school_year, record.key.version) == (key.school_year, key.version + 1)
    return is_next and correction.stage is Stage.DONE


def _above(outside: Outside, correction: Correction) -> Above | None:
    sent = sent_up(outside, correction)
    if sent is None:
        return None
    if sent.answered_at is None:
        return Above(
            state=State(words=gettext("Chưa tới Sở"), tone=Tone.TO_DO),
            note=gettext("Đã ký và giữ ở đây; gửi lại lúc nào cũng an toàn."),
            button=gettext("Gửi lại cho Sở"),
        )
    waits = correction.stage is Stage.AT_PROVINCE
    return Above(
        state=State(words=gettext("Đã tới Sở"), tone=Tone.DONE),
        note=moment(sent.answered_at),
        button=gettext("Hỏi Sở") if waits else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A step that was asked for, with who asks. consent: given where something is signed."""

    outside: Outside
    actor: Actor
    correction_id: str
    step: Step
    reason: str
    consent: Consent | None


def _decided(deed: Deed) -> Correction:
    return decide(
        deed.outside,
        actor=deed.actor,
        correction_id=deed.correction_id,
        approve=deed.step is Step.APPROVE,
        reason=deed.reason,
        consent=deed.consent,
    )


def _carried_out(deed: Deed) -> Correction:
    return carry_out(deed.outside, actor=deed.actor, correction_id=deed.correction_id)


def _taken_back(deed: Deed) -> Correction:
    return cancel(
        deed.outside,
        actor=deed.actor,
        correction_id=deed.correction_id,
        reason=deed.reason,
        consent=deed.consent,
    )


_DEEDS: Final[Mapping[str, Callable[[Deed], Correction]]] = {
    Step.APPROVE: _decided,
    Step.REFUSE: _decided,
    Step.CARRY_OUT: _carried_out,
    Step.CANCEL: _taken_back,
}


def _step(request: OfficeRequest, where: Where, correction_id: str, reason: str) -> None:
    outside, actor = where.outside, where.actor
    step = request.POST.get("step", "")
    if step == _HEAR:
        _heard(request, outside, correction_id)
        return
    if step not in _DEEDS:
        raise Http404
    done = _DEEDS[step](
        Deed(
            outside=outside,
            actor=actor,
            correction_id=correction_id,
            step=Step(step),
            reason=reason,
            consent=_consent(request, where, correction_id),
        )
    )
    tell(request, gettext("Đã ghi quyết định về đề nghị."))
    sent = sent_up(outside, done)
    if sent is not None and sent.answered_at is None:
        _heard(request, outside, correction_id)


def _consent(request: OfficeRequest, where: Where, correction_id: str) -> Consent | None:
    """Return the consent to tell the province; None where none was given, or none is due."""
    if where.outside.correction_line is None or request.POST.get("consent") != "yes":
        return None
    return consent_given(
        request,
        where.outside,
        by=where.actor.person,
        purpose=sending_sentence(where.outside.corrections.get(correction_id)),
        count=1,
    )


def _heard(request: OfficeRequest, outside: Outside, correction_id: str) -> None:
    """Send what was not answered, or ask; what does not get through waits, and is said."""
    try:
        found = hear_of(outside, correction_id)
    except Fault as fault:
        tell(request, refusal_words(fault), tone=Tone.TO_DO)
    except Refusal as refusal:
        said = (refusal_words(refusal), *found_words(refusal.findings))
        tell(request, " ".join(said), tone=Tone.WRONG)
    else:
        waits = found.stage is Stage.AT_PROVINCE
        news, nothing = gettext("Sở đã trả lời."), gettext("Đề nghị đã tới Sở, đang chờ duyệt.")
        tell(request, nothing if waits else news)


@require_safe
@only_for(SCHOOL)
def evidence(request: OfficeRequest, asking: Asking, correction_id: str) -> HttpResponse:
    """Hand out the paper of a request."""
    where = where_of(request, asking)
    found, paper = read_evidence(where.outside, actor=where.actor, correction_id=correction_id)
    return taken_away(paper, name=found.evidence.name, content_type=found.evidence.media_type)

"""The province's connection: ask the ministry for it, send again, and hear what was decided."""

from collections.abc import Callable
from datetime import date
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hocba.core.submit.connection import Contact
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.province.connection_pages import (
    NEXT,
    NOW,
    ConnectionFacts,
    FormKind,
    connection_form,
    connection_page,
    consent_sentence,
    problem_words,
)
from hocba.faces.province.connection_presenters import ConnectionForm, TypedConnection
from hocba.faces.province.frame import shown
from hocba.faces.province.views import schools_counted
from hocba.faces.web.asking import PROVINCE, Asking, OfficeRequest, only_for
from hocba.faces.web.consents import consent_given, uploaded
from hocba.faces.web.numbers import day, day_of
from hocba.faces.web.presenters import Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import found_words, refusal_words
from hocba.flow.ask_connection import (
    Asked,
    ask_connection,
    hand_in,
    hand_in_due,
    hear,
    made_requests,
    next_key,
)
from hocba.flow.signing_keys import ReadyKey, ready_key
from hocba.ports.outside import Outside

_HEAR: Final = "HOI_BO"
_LIMIT_MB: Final = 5


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(PROVINCE)
def connection(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show where the province stands with the ministry; ask for more, send again, or hear."""
    sent = None
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind == _HEAR:
            _heard(request)
        elif kind in set(FormKind):
            sent = _asked(request, asking, FormKind(kind))
        else:
            raise Http404
        if sent is None:
            return HttpResponseRedirect(request.path)
    total = schools_counted(request.outside).total
    page = connection_page(_facts(request.outside), total=total, sent=sent)
    response = shown(request, asking, "province/connection.html", page)
    response.status_code = 409 if sent else 200
    return response


def _facts(outside: Outside) -> ConnectionFacts:
    keys: dict[str, Callable[[], ReadyKey | None]] = {
        NOW: lambda: ready_key(outside, outside.office.code),
        NEXT: lambda: next_key(outside),
    }
    heard = outside.desk.connections.last_answer()
    return ConnectionFacts(
        office=outside.office.name,
        admissions=outside.admissions.of_province(outside.office.code),
        made=tuple(made_requests(outside)),
        keys={name: words for name, find in keys.items() if (words := _key_words(find))},
        has_line=outside.desk.line is not None,
        heard_at=None if heard is None else heard[1],
        now=outside.clock.now(),
    )


def _key_words(find: Callable[[], ReadyKey | None]) -> str:
    """Return the name and last day of a key's certificate; nothing where it cannot sign."""
    try:
        key = find()
    except (Refusal, Fault):
        return ""
    if key is None:
        return ""
    ends = day(day_in_vietnam(key.facts.not_after))
    return gettext("%(name)s, đến %(day)s") % {"name": key.facts.common_name, "day": ends}


def _asked(request: OfficeRequest, asking: Asking, kind: FormKind) -> ConnectionForm | None:
    """Sign and hand in what a form asks; return the form again when it was not taken."""
    outside, typed = request.outside, _typed(request)
    facts = _facts(outside)
    wishes = facts.wishes(kind)
    try:
        if not wishes:
            raise Refusal("admission.open_already", province=outside.office.code)
        purpose = consent_sentence(outside.office.name, wishes)
        file, name = (b"", "")
        if request.FILES.get("file"):
            file, name = uploaded(request, limit_mb=_LIMIT_MB)
        asked = Asked(
            wishes=wishes,
            contact=Contact(
                full_name=typed.full_name,
                position=typed.position,
                phone=typed.phone,
                email=typed.email,
            ),
            decision=typed.decision,
            decided_on=_decided_on(typed),
            note=typed.note,
            file_name=name,
            file=file,
            with_next_key=request.POST.get("key") == NEXT,
        )
        consent = consent_given(request, outside, by=asking.actor.person, purpose=purpose, count=1)
        made = ask_connection(outside, actor=asking.actor, asked=asked, consent=consent)
    except Refusal as refusal:
        problems = (refusal_words(refusal), *problem_words(refusal.findings))
        return connection_form(facts, kind, typed, problems=problems)
    said = gettext("Đề nghị đã tới Bộ. Hai cán bộ của Bộ sẽ xem xét và duyệt.")
    if kind is FormKind.OFFICER:
        said = gettext("Đã ghi vào lịch sử ở Bộ.")
    _handed_in(request, made.request_id, said)
    return None


def _typed(request: HttpRequest) -> TypedConnection:
    names = ("full_name", "position", "phone", "email", "decision", "decided_on", "note")
    return TypedConnection(**{name: request.POST.get(name, "")[:250] for name in names})


def _decided_on(typed: TypedConnection) -> date | None:
    try:
        return day_of(typed.decided_on)
    except Refusal:
        return None


def _handed_in(request: OfficeRequest, request_id: str, said: str) -> None:
    try:
        hand_in(request.outside, request_id)
    except Fault as fault:
        # It is signed and kept: the button, or the timer, sends it again.
        tell(request, refusal_words(fault), tone=Tone.TO_DO)
    except Refusal as refusal:
        wrong = (refusal_words(refusal), *found_words(refusal.findings))
        tell(request, " ".join(wrong), tone=Tone.WRONG)
    else:
        tell(request, said)


def _heard(request: OfficeRequest) -> None:
    try:
        hand_in_due(request.outside)
        is_new = hear(request.outside)
    except (Refusal, Fault) as problem:
        tone = Tone.WRONG if isinstance(problem, Refusal) else Tone.TO_DO
        tell(request, refusal_words(problem), tone=tone)
        return
    news, nothing = gettext("Bộ vừa trả lời."), gettext("Bộ chưa có gì mới.")
    tell(request, news if is_new else nothing)

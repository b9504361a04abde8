"""The page of the province's connection: where it stands, and the forms that ask for more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext, ngettext

from hocba.core.report.figures import Figure
from hocba.core.submit.admission import (
    UNDECIDED,
    Admission,
    AdmissionAct,
    AdmissionKind,
    AdmissionState,
)
from hocba.core.submit.connection import Wish
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Finding
from hocba.faces.province.connection_presenters import (
    ConnectionForm,
    ConnectionPage,
    ConnectionRow,
    KeyChoice,
    MadeRow,
    TypedConnection,
)
from hocba.faces.web.admission_words import (
    admission_facts,
    admission_history,
    admission_state,
    wish_words,
)
from hocba.faces.web.figure_words import upper_stages
from hocba.faces.web.numbers import day, moment
from hocba.faces.web.presenters import State, Tone
from hocba.faces.web.words import found_words, language
from hocba.flow.ask_connection import MadeRequest

RENEWED_BEFORE_DAYS: Final = 60
"""From then on the page asks for a new certificate; the old one holds to its last day."""
NOW, NEXT = "now", "next"
"""Which key signs: the one in use, or the one that is to follow it."""
_SHOWN: Final = 10

_KINDS: Final = {AdmissionKind.ACCOUNT: Wish.ACCOUNT, AdmissionKind.CERTIFICATE: Wish.CERTIFICATE}


class FormKind(StrEnum):
    """Which form was sent."""

    CONNECT = "KET_NOI"
    RENEW = "GIA_HAN"
    OFFICER = "DOI_CAN_BO"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionFacts:
    """
    What the page is made from.

    keys: of those that can sign now, `NOW` and `NEXT`, the name and last day of the certificate.
    has_line: whether anybody can be asked. heard_at: when the ministry last said something new.
    """

    office: str
    admissions: tuple[Admission, ...]
    made: tuple[MadeRequest, ...]
    keys: dict[str, str]
    has_line: bool
    heard_at: datetime | None
    now: datetime

    def latest(self, kind: AdmissionKind) -> Admission | None:
        """Return the last request of a kind."""
        return next((each for each in reversed(self.admissions) if each.kind is kind), None)

    def standing(self, kind: AdmissionKind) -> Admission | None:
        """Return the last request that is approved and holds: a newer one may still wait."""
        held = [e for e in self.admissions if e.state(self.now) is AdmissionState.APPROVED]
        return next((each for each in reversed(held) if each.kind is kind), None)

    @property
    def under_way(self) -> frozenset[Wish]:
        """What waits for the ministry, or has not reached it yet."""
        waiting = {_KINDS[e.kind] for e in self.admissions if e.state(self.now) in UNDECIDED}
        due = {wish for each in self.made if each.is_due for wish in each.request.wishes}
        return frozenset(waiting | due)

    def wishes(self, kind: FormKind) -> tuple[Wish, ...]:
        """Return what a form of this kind would ask for now; nothing where it has no place."""
        account, certificate = (self.standing(each) for each in AdmissionKind)
        if kind is FormKind.CONNECT:
            lacking = [_KINDS[each] for each in AdmissionKind if self.standing(each) is None]
            return tuple(wish for wish in lacking if wish not in self.under_way)
        if kind is FormKind.RENEW:
            is_due = certificate is not None and Wish.CERTIFICATE not in self.under_way
            return (Wish.CERTIFICATE,) if is_due else ()
        return (Wish.CHANGE_OFFICER,) if account and certificate else ()


def connection_page(
    facts: ConnectionFacts,
    *,
    total: Figure,
    sent: ConnectionForm | None = None,
) -> ConnectionPage:
    """Show where the province stands. sent: a form that was not taken, with what was typed."""
    forms = [sent if sent and sent.kind == kind else _form(facts, kind) for kind in FormKind]
    first, *others = forms
    if _is_near_end(facts) and first is None:
        first, *others = others
    return ConnectionPage(
        headline=_headline(facts),
        lead=gettext("Cần cả tài khoản và chứng thư số được Bộ duyệt, còn hạn."),
        pipeline=upper_stages(total),
        connections=tuple(_connection(facts, kind) for kind in AdmissionKind),
        history=admission_history(facts.admissions),
        form=first,
        others=tuple(form for form in others if form is not None),
        made=tuple(map(_made, list(reversed(facts.made))[:_SHOWN])),
        hear_button=_hear_button(facts),
        heard="" if facts.heard_at is None else moment(facts.heard_at),
    )


def _form(facts: ConnectionFacts, kind: FormKind) -> ConnectionForm | None:
    if not facts.wishes(kind):
        return None
    return connection_form(facts, kind, _typed_before(facts.made))


def connection_form(
    facts: ConnectionFacts,
    kind: FormKind,
    typed: TypedConnection,
    *,
    problems: tuple[str, ...] = (),
) -> ConnectionForm:
    """Return a form with what was typed, and what is wrong with it."""
    title, lead, button = {
        FormKind.CONNECT: (
            gettext("Đề nghị Bộ cho kết nối"),
            gettext("Ký bằng chính khóa xin duyệt: Bộ biết Sở đang giữ khóa ấy."),
            gettext("Ký và gửi đề nghị"),
        ),
        FormKind.RENEW: (
            gettext("Đề nghị chứng thư mới"),
            gettext("Ký bằng khóa mới, trước ngày chứng thư cũ hết hạn; cả hai cùng có hiệu lực."),
            gettext("Ký bằng khóa mới và gửi"),
        ),
        FormKind.OFFICER: (
            gettext("Đổi cán bộ phụ trách"),
            gettext("Ghi vào lịch sử ở Bộ, không sửa được. Tài khoản do người vận hành đóng, mở."),
            gettext("Ký và gửi"),
        ),
    }[kind]
    keys = _keys(facts, kind)
    return ConnectionForm(
        kind=kind.value,
        title=title,
        lead=lead,
        consent=consent_sentence(facts.office, facts.wishes(kind)),
        button=button,
        typed=typed,
        keys=keys,
        problems=problems,
        refusal=_refusal(facts, kind, keys),
    )


def consent_sentence(office: str, wishes: Sequence[Wish]) -> str:
    """Return the sentence that the officer agrees to."""
    asked = ", ".join(wish_words(wish).lower() for wish in wishes)
    said = gettext("%(office)s đề nghị Bộ: %(asked)s; ký dưới chứng thư số của Sở.")
    return said % {"office": office, "asked": asked}


def problem_words(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return what is wrong with a form, each under the name of its field."""
    places = {
        "HoTen": gettext("Họ và tên"),
        "ChucVu": gettext("Chức vụ"),
        "DienThoai": gettext("Điện thoại"),
        "ThuDienTu": gettext("Thư điện tử"),
        "CanCu": gettext("Quyết định của Sở"),
        "MinhChung": gettext("Bản quét quyết định"),
    }
    said = zip(findings, found_words(findings), strict=True)
    return tuple(f"{places.get(each.where, each.where)}: {words}" for each, words in said)


def _keys(facts: ConnectionFacts, kind: FormKind) -> tuple[KeyChoice, ...]:
    named = {NOW: gettext("Khóa đang dùng"), NEXT: gettext("Khóa mới")}
    fitting = {
        FormKind.CONNECT: (NOW, NEXT),
        FormKind.RENEW: (NEXT,),
        FormKind.OFFICER: (NOW,),
    }[kind]
    return tuple(
        KeyChoice(value=each, words=f"{named[each]}: {facts.keys[each]}")
        for each in fitting
        if each in facts.keys
    )


def _refusal(facts: ConnectionFacts, kind: FormKind, keys: tuple[KeyChoice, ...]) -> str:
    if not facts.has_line:
        return gettext(
            "Bản cài đặt này chưa có đường lên Bộ. Người vận hành đặt HOCBA_UPLINK_URL, "
            "hoặc Sở gửi công văn để Bộ nhập."
        )
    if keys:
        return ""
    if kind is FormKind.RENEW:
        return gettext(
            "Chưa có khóa mới. Người vận hành đặt khóa và chứng thư mới vào HOME/keys "
            "với tên kết thúc bằng .moi.key.pem rồi khởi động lại."
        )
    return gettext("Khóa của Sở hiện không ký được: chứng thư hết hạn hoặc không kiểm tra được.")


def _typed_before(made: tuple[MadeRequest, ...]) -> TypedConnection:
    """Return what the last request said of the officer: to be mended, not typed anew."""
    if not made:
        return TypedConnection()
    last = made[-1].request
    return TypedConnection(
        full_name=last.contact.full_name,
        position=last.contact.position,
        phone=last.contact.phone,
        email=last.contact.email,
        decision=last.decision,
        decided_on=day(last.decided_on),
        note=last.note,
    )


def _headline(facts: ConnectionFacts) -> str:
    account, certificate = (facts.standing(kind) for kind in AdmissionKind)
    if account is not None and certificate is not None:
        return _connected(certificate, facts.now)
    if any(each.is_due for each in facts.made):
        return gettext("Đề nghị của Sở chưa tới Bộ")
    states = [found.state(facts.now) for kind in AdmissionKind if (found := facts.latest(kind))]
    if AdmissionState.REFUSED in states:
        return gettext("Bộ chưa chấp nhận đề nghị: xem lý do, sửa và gửi lại")
    if UNDECIDED & set(states):
        return gettext("Đề nghị đã tới Bộ, đang chờ duyệt")
    return gettext("Sở chưa gửi được học bạ lên Bộ")


def _is_near_end(facts: ConnectionFacts) -> bool:
    held = facts.standing(AdmissionKind.CERTIFICATE)
    return held is not None and _days_left(held, facts.now) < RENEWED_BEFORE_DAYS


def _days_left(certificate: Admission, now: datetime) -> int:
    return (certificate.valid_to - now).days if certificate.valid_to else RENEWED_BEFORE_DAYS


def _connected(certificate: Admission, now: datetime) -> str:
    days = _days_left(certificate, now)
    if days >= RENEWED_BEFORE_DAYS:
        return gettext("Sở được kết nối với Bộ")
    said = ngettext(
        "Chứng thư của Sở còn %(n)s ngày: gửi đề nghị chứng thư mới",
        "Chứng thư của Sở còn %(n)s ngày: gửi đề nghị chứng thư mới",
        days,
    )
    return said % {"n": days}


def _connection(facts: ConnectionFacts, kind: AdmissionKind) -> ConnectionRow:
    titles = {
        AdmissionKind.ACCOUNT: gettext("Tài khoản kết nối"),
        AdmissionKind.CERTIFICATE: gettext("Chứng thư số của Sở"),
    }
    latest = facts.latest(kind)
    shown = facts.standing(kind) or latest
    state = AdmissionState.NOT_ASKED if shown is None else shown.state(facts.now)
    return ConnectionRow(
        title=titles[kind],
        state=admission_state(state),
        facts=() if shown is None else admission_facts(shown, facts.now),
        reason=_reason(facts, shown, latest),
    )


def _reason(facts: ConnectionFacts, shown: Admission | None, latest: Admission | None) -> str:
    """Return why the ministry said no or holds it up, or that a newer request waits."""
    if latest is not None and latest is not shown and latest.state(facts.now) in UNDECIDED:
        return gettext("Đang có một đề nghị chờ Bộ duyệt.")
    last = None if shown is None else shown.history[-1]
    if last is None or last.act not in (AdmissionAct.REFUSE, AdmissionAct.SUSPEND):
        return ""
    return gettext("Lý do của Bộ: %(reason)s") % {"reason": last.reason}


def _hear_button(facts: ConnectionFacts) -> str:
    if not facts.has_line or not facts.made:
        return ""
    if any(each.is_due for each in facts.made):
        return gettext("Gửi lại đề nghị")
    return gettext("Hỏi Bộ")


def _made(made: MadeRequest) -> MadeRow:
    note = ""
    if made.outcome is None:
        state = State(words=gettext("Chưa gửi"), tone=Tone.TO_DO)
    elif made.is_due:
        state = State(words=gettext("Chưa tới Bộ"), tone=Tone.TO_DO)
        note = gettext("Gửi lại lúc nào cũng an toàn.")
    elif made.outcome:
        state = State(words=gettext("Bộ không nhận"), tone=Tone.WRONG)
        said = told(made.outcome, {}, language())
        note = said if "{" not in said else made.outcome
    else:
        state = State(words=gettext("Đã tới Bộ"), tone=Tone.DONE)
    return MadeRow(
        what=", ".join(wish_words(wish) for wish in made.request.wishes),
        at=made.kept.at,
        by=made.request.contact.full_name,
        state=state,
        note=note,
    )

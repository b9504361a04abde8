"""Requests to be let in, as the province and the ministry show them."""

from datetime import datetime

from django.utils.translation import gettext, ngettext

from hocba.core.submit.admission import Admission, AdmissionAct, AdmissionKind, AdmissionState
from hocba.core.submit.connection import ConnectionRequest, Wish
from hocba.faces.web.numbers import VIETNAM, day
from hocba.faces.web.presenters import Fact, HistoryRow, State, Tone


def kind_words(kind: AdmissionKind) -> str:
    """Return what is asked for, in words."""
    return {
        AdmissionKind.ACCOUNT: gettext("Tài khoản kết nối"),
        AdmissionKind.CERTIFICATE: gettext("Chứng thư số"),
    }[kind]


def wish_words(wish: Wish) -> str:
    """Return what a signed request asks for, in words."""
    if wish is Wish.CHANGE_OFFICER:
        return gettext("Đổi cán bộ phụ trách")
    return kind_words(AdmissionKind(wish.value))


def request_facts(request: ConnectionRequest) -> tuple[Fact, ...]:
    """Return what came with a signed request: who answers for it, by which decision."""
    contact = request.contact
    return (
        Fact(words=gettext("Cán bộ đầu mối"), value=contact.full_name, note=contact.position),
        Fact(words=gettext("Điện thoại"), value=contact.phone),
        Fact(words=gettext("Thư điện tử"), value=contact.email),
        Fact(
            words=gettext("Quyết định của Sở"),
            value=request.decision,
            note=gettext("ngày %(day)s") % {"day": day(request.decided_on)},
        ),
        *([Fact(words=gettext("Ghi chú"), value=request.note)] if request.note else ()),
    )


def admission_state(state: AdmissionState) -> State:
    """Return where a request stands, as a word with a colour."""
    return {
        AdmissionState.NOT_ASKED: State(words=gettext("Chưa đề nghị"), tone=Tone.CALM),
        AdmissionState.WAITING: State(words=gettext("Chờ Bộ duyệt"), tone=Tone.TO_DO),
        AdmissionState.REVIEWED: State(words=gettext("Chờ cán bộ thứ hai duyệt"), tone=Tone.TO_DO),
        AdmissionState.APPROVED: State(words=gettext("Đã duyệt"), tone=Tone.DONE),
        AdmissionState.REFUSED: State(words=gettext("Bị từ chối"), tone=Tone.WRONG),
        AdmissionState.SUSPENDED: State(words=gettext("Tạm dừng"), tone=Tone.WRONG),
        AdmissionState.EXPIRED: State(words=gettext("Hết hạn"), tone=Tone.WRONG),
        AdmissionState.MERGED: State(words=gettext("Hết hiệu lực do sáp nhập"), tone=Tone.WRONG),
    }[state]


def _act_state(act: AdmissionAct) -> State:
    return {
        AdmissionAct.REQUEST: State(words=gettext("Đề nghị"), tone=Tone.WAITS),
        AdmissionAct.REVIEW: State(words=gettext("Xem xét đạt"), tone=Tone.WAITS),
        AdmissionAct.APPROVE: State(words=gettext("Duyệt"), tone=Tone.DONE),
        AdmissionAct.REFUSE: State(words=gettext("Từ chối"), tone=Tone.WRONG),
        AdmissionAct.SUSPEND: State(words=gettext("Tạm dừng"), tone=Tone.WRONG),
        AdmissionAct.RESUME: State(words=gettext("Cho hoạt động lại"), tone=Tone.DONE),
        AdmissionAct.CHANGE_OFFICER: State(words=gettext("Đổi cán bộ phụ trách"), tone=Tone.CALM),
    }[act]


def admission_history(admissions: tuple[Admission, ...]) -> tuple[HistoryRow, ...]:
    """Return all that happened to some requests, newest first."""
    rows = [
        HistoryRow(
            at=entry.at,
            words=kind_words(admission.kind),
            by=entry.by,
            basis=entry.reason,
            state=_act_state(entry.act),
        )
        for admission in admissions
        for entry in admission.history
    ]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def admission_facts(admission: Admission, now: datetime) -> tuple[Fact, ...]:
    """Return what a request is about: the province, and its certificate where there is one."""
    facts = [
        Fact(
            words=gettext("Sở"),
            value=admission.province_name,
            note=gettext("Mã %(code)s") % {"code": admission.province},
        )
    ]
    if admission.kind is AdmissionKind.CERTIFICATE:
        facts += [
            Fact(words=gettext("Người giữ"), value=admission.holder),
            Fact(
                words=gettext("Hiệu lực"), value=_span(admission), note=_days_left(admission, now)
            ),
            Fact(words=gettext("Dấu vết"), value=admission.fingerprint, note="SHA-256"),
        ]
    return tuple(facts)


def _span(admission: Admission) -> str:
    ends = (admission.valid_from, admission.valid_to)
    return " – ".join("…" if end is None else day(end.astimezone(VIETNAM)) for end in ends)


def _days_left(admission: Admission, now: datetime) -> str:
    if admission.valid_to is None:
        return ""
    days = (admission.valid_to - now).days
    if days < 0:
        return gettext("đã hết hạn")
    return ngettext("còn %(n)s ngày", "còn %(n)s ngày", days) % {"n": days}

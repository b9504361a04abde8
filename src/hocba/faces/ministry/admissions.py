"""The ministry's pages of requests."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext, ngettext

from hocba.core.compose.permit import Actor
from hocba.core.report.figures import Figure
from hocba.core.submit.admission import (
    ADMISSION_NEXT,
    OPEN,
    UNDECIDED,
    Admission,
    AdmissionAct,
    AdmissionEntry,
    AdmissionKind,
    why_not_admission,
)
from hocba.core.submit.connection import ConnectionRequest
from hocba.core.terms.people import Place
from hocba.faces.ministry.presenters import AdmissionsPage, RequestDeed, RequestPage, RequestRow
from hocba.faces.web.admission_words import (
    admission_facts,
    admission_history,
    admission_state,
    kind_words,
    request_facts,
)
from hocba.faces.web.figure_words import upper_stages
from hocba.faces.web.numbers import moment
from hocba.faces.web.presenters import Fact, Link
from hocba.faces.web.words import refusal_words


def admissions_page(
    admissions: tuple[Admission, ...],
    *,
    total: Figure,
    now: datetime,
    provinces: tuple[Place, ...] = (),
) -> AdmissionsPage:
    """
    Show the requests that wait, oldest first, and those decided, newest first.

    provinces: of which a request may be entered.
    """
    waiting = [e for e in admissions if e.state(now) in UNDECIDED]
    decided = [e for e in reversed(admissions) if e.state(now) not in UNDECIDED]
    said = ngettext("%(n)s đề nghị chờ duyệt", "%(n)s đề nghị chờ duyệt", len(waiting))
    return AdmissionsPage(
        headline=said % {"n": len(waiting)} if waiting else gettext("Không còn đề nghị chờ duyệt"),
        lead=gettext("Sở chỉ gửi được học bạ khi tài khoản và chứng thư số đều được duyệt."),
        pipeline=upper_stages(total),
        waiting=tuple(_row(each, now) for each in waiting),
        decided=tuple(_row(each, now) for each in decided),
        provinces=tuple((place.code, place.name) for place in provinces),
        kinds=tuple((kind.value, kind_words(kind)) for kind in AdmissionKind),
    )


def request_page(
    admission: Admission,
    *,
    actor: Actor,
    now: datetime,
    requests: tuple[ConnectionRequest, ...] = (),
    others: tuple[Admission, ...] = (),
) -> RequestPage:
    """
    Show one request with what can be done to it, and why this reader may not.

    requests: as the province signed them, oldest first; none where it came on paper. others: all
    of the province.
    """
    asked = admission.history[0]
    open_too = [
        each
        for each in others
        if each.state(now) in OPEN and each.admission_id != admission.admission_id
    ]
    base = f"/bo/de-nghi/{admission.admission_id}"
    return RequestPage(
        headline=gettext("%(province)s đề nghị: %(kind)s")
        % {"province": admission.province_name, "kind": kind_words(admission.kind).lower()},
        lead=gettext("Gửi lúc %(at)s bởi %(by)s") % {"at": moment(asked.at), "by": asked.by},
        state=admission_state(admission.state(now)),
        facts=admission_facts(admission, now),
        history=admission_history((admission,)),
        act_url=base,
        deeds=tuple(_deeds(admission, actor, now)),
        asked=(*request_facts(requests[-1]), _proof()) if requests else (),
        papers=tuple(
            Link(
                words=f"{each.decision} ({each.paper.name})",
                url=f"{base}/minh-chung?ma={each.request_id}",
            )
            for each in requests
        ),
        others=tuple(_row(each, now) for each in open_too),
    )


def _proof() -> Fact:
    """Say what was checked when it came: it would not have been taken otherwise."""
    return Fact(
        words=gettext("Chữ ký"),
        value=gettext("Ký bằng chính khóa của chứng thư xin duyệt"),
        note=gettext("kiểm tra đạt khi nhận qua đường liên thông"),
    )


def _deeds(admission: Admission, actor: Actor, now: datetime) -> Iterator[RequestDeed]:
    words = {
        AdmissionAct.REVIEW: gettext("Xem xét đạt, chuyển cán bộ thứ hai duyệt"),
        AdmissionAct.APPROVE: gettext("Duyệt đề nghị"),
        AdmissionAct.REFUSE: gettext("Từ chối"),
        AdmissionAct.SUSPEND: gettext("Tạm dừng"),
        AdmissionAct.RESUME: gettext("Cho hoạt động lại"),
    }
    for act, button in words.items():
        if (admission.state(now), act) in ADMISSION_NEXT:
            refused = why_not_admission(act, actor=actor, admission=admission, now=now)
            main = act in (AdmissionAct.REVIEW, AdmissionAct.APPROVE, AdmissionAct.RESUME)
            yield RequestDeed(
                key=act.value, button=button, refusal=refusal_words(refused), is_main=main
            )


def _row(admission: Admission, now: datetime) -> RequestRow:
    asked = admission.history[0]
    decided = _decision(admission)
    return RequestRow(
        url=f"/bo/de-nghi/{admission.admission_id}",
        province=admission.province_name,
        kind=kind_words(admission.kind),
        asked_at=asked.at,
        asked_by=asked.by,
        state=admission_state(admission.state(now)),
        decided_at=decided.at if decided else None,
        decided_by=decided.by if decided else "",
    )


def _decision(admission: Admission) -> AdmissionEntry | None:
    return admission.history[-1] if len(admission.history) > 1 else None

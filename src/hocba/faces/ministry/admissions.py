"""The ministry's pages of requests."""

from datetime import datetime

from django.utils.translation import gettext, ngettext

from hocba.core.compose.permit import Actor
from hocba.core.report.figures import Figure
from hocba.core.submit.admission import (
    Admission,
    AdmissionAct,
    AdmissionEntry,
    AdmissionState,
    why_not_admission,
)
from hocba.faces.ministry.presenters import AdmissionsPage, RequestPage, RequestRow
from hocba.faces.web.admission_words import (
    admission_facts,
    admission_history,
    admission_state,
    kind_words,
)
from hocba.faces.web.figure_words import upper_stages
from hocba.faces.web.numbers import moment
from hocba.faces.web.words import refusal_words


def admissions_page(
    admissions: tuple[Admission, ...], *, total: Figure, now: datetime
) -> AdmissionsPage:
    """Show the requests that wait, oldest first, and those decided, newest first."""
    waiting = [e for e in admissions if e.state(now) is AdmissionState.WAITING]
    decided = [e for e in reversed(admissions) if e.state(now) is not AdmissionState.WAITING]
    said = ngettext("%(n)s đề nghị chờ duyệt", "%(n)s đề nghị chờ duyệt", len(waiting))
    return AdmissionsPage(
        headline=said % {"n": len(waiting)} if waiting else gettext("Không còn đề nghị chờ duyệt"),
        lead=gettext("Sở chỉ gửi được học bạ khi tài khoản và chứng thư số đều được duyệt."),
        pipeline=upper_stages(total),
        waiting=tuple(_row(each, now) for each in waiting),
        decided=tuple(_row(each, now) for each in decided),
    )


def request_page(admission: Admission, *, actor: Actor, now: datetime) -> RequestPage:
    """Show one request, with why this reader may not decide it, where that is so."""
    asked = admission.history[0]
    refused = why_not_admission(AdmissionAct.APPROVE, actor=actor, admission=admission, now=now)
    return RequestPage(
        headline=gettext("%(province)s đề nghị: %(kind)s")
        % {"province": admission.province_name, "kind": kind_words(admission.kind).lower()},
        lead=gettext("Gửi lúc %(at)s bởi %(by)s") % {"at": moment(asked.at), "by": asked.by},
        state=admission_state(admission.state(now)),
        facts=admission_facts(admission, now),
        history=admission_history((admission,)),
        act_url=f"/bo/de-nghi/{admission.admission_id}",
        refusal=refusal_words(refused),
        is_open=admission.state(now) is AdmissionState.WAITING,
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

"""What a reader may do with a record, and whose turn it is."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext, ngettext

from hocba.core.compose.corrections import Aim
from hocba.core.compose.duties import DUTIES, Duty
from hocba.core.compose.life import Act, Status
from hocba.core.compose.permit import Actor, why_not
from hocba.core.rules.library import secondary_label
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.school.amending import refusal_of
from hocba.faces.school.home import act_words
from hocba.faces.school.one_class import AWAITED
from hocba.faces.school.presenters import Deed
from hocba.faces.school.pupils import record_url
from hocba.faces.school.where import sign_url
from hocba.faces.web.presenters import Next
from hocba.faces.web.words import refusal_words
from hocba.flow.batch_signing import subject_of
from hocba.flow.family_records import UNISSUED
from hocba.ports.records import WorkingRecord

_RETURNERS: Final = (Role.PRINCIPAL, Role.DEPUTY)


def record_deeds(
    record: WorkingRecord, *, actor: Actor, undelegated: Refusal | None
) -> tuple[Deed, ...]:
    """
    Return what somebody in this role could do; what may not be done now says why.

    undelegated: why a deputy may not act for the principal today.
    """
    subject, url = subject_of(record), record_url(record.key)
    deeds = []
    if actor.role in _RETURNERS:
        back = Act.REOPEN if record.status is Status.LOCKED else Act.RETURN
        refusal = refusal_words(why_not(back, actor=actor, subject=subject) or undelegated)
        button = gettext("Trả lại chủ nhiệm")
        deeds.append(Deed(button=button, url=f"{url}/tra-lai", refusal=refusal))
    for aim, button, place in (
        (Aim.AMEND, gettext("Đề nghị đính chính"), "dinh-chinh"),
        (Aim.WITHDRAW, gettext("Đề nghị thu hồi"), "thu-hoi"),
    ):
        refusal = refusal_words(refusal_of(record, actor, aim) or undelegated)
        deeds.append(Deed(button=button, url=f"{url}/{place}", refusal=refusal))
    if actor.role in DUTIES[Duty.ISSUE_EXTRACT] and record.status not in UNISSUED:
        deeds.append(Deed(button=gettext("Cấp trích lục"), url=f"{url}/trich-luc"))
    if actor.role in DUTIES[Duty.ISSUE_COPY] and record.status not in UNISSUED:
        deeds.append(Deed(button=gettext("Cấp bản sao"), url=f"{url}/ban-sao"))
    return tuple(deeds)


def record_next(record: WorkingRecord, *, role: Role) -> Next | None:
    """Return whose turn it is with a record; with a button where it is this reader's."""
    status, left = record.status, subject_of(record).open_rows
    if status is Status.LOCKED and left:
        said = ngettext(
            "Chờ giáo viên môn học ký %(n)s dòng", "Chờ giáo viên môn học ký %(n)s dòng", len(left)
        )
        return Next(title=said % {"n": len(left)}, why=", ".join(map(secondary_label, left)))
    if AWAITED.get(role) is status:
        button = act_words(role, 1)
        url = sign_url(record.class_name)
        why = gettext("Một lần xác nhận cho cả lớp.")
        return Next(title=button, why=why, button=button, url=url)
    title = _turns().get(status)
    return None if title is None else Next(title=title % {"name": record.class_name})


def _turns() -> Mapping[Status, str]:
    return MappingProxyType(
        {
            Status.DRAFT: gettext("Chờ chủ nhiệm lớp %(name)s sửa và lập lại"),
            Status.LOCKED: gettext("Chờ chủ nhiệm lớp %(name)s ký"),
            Status.ATTESTED: gettext("Chờ hiệu trưởng ký"),
            Status.APPROVED: gettext("Chờ văn thư đóng dấu"),
            Status.ISSUED: gettext("Chờ văn thư gửi lên Sở"),
        }
    )

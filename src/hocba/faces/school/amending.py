"""Amending an issued record: the form, what was typed into it, and what happens next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils.translation import gettext

from hocba.core.compose.content import AmendReason, RecordContent
from hocba.core.compose.life import Act
from hocba.core.compose.permit import Actor, why_not
from hocba.core.terms.codes import masked_personal_id, personal_id
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Pupil
from hocba.core.terms.text import clean
from hocba.faces.school.presenters import AmendForm, AmendPage, ReasonChoice
from hocba.faces.school.pupils import record_url
from hocba.faces.web.numbers import day, day_of
from hocba.faces.web.words import refusal_words
from hocba.flow.batch_signing import subject_of
from hocba.ports.records import WorkingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What a principal decides: why, on what ground, and the pupil as it is to stand."""

    reason: AmendReason
    basis: str
    pupil: Pupil


def form_of(pupil: Pupil) -> AmendForm:
    """Return the form as it opens: the facts as they stand, the personal number left out."""
    return AmendForm(
        full_name=pupil.full_name,
        born_on=day(pupil.born_on),
        birth_place=pupil.birth_place,
    )


def form_typed(request: HttpRequest) -> AmendForm:
    """Return the form as it was sent."""
    typed = {name: clean(request.POST.get(name, ""))[:300] for name in AmendForm.__slots__}
    return AmendForm(**typed)


def amendment_of(form: AmendForm, pupil: Pupil) -> Amendment:
    """
    Read the form. An empty name or number leaves what stands.

    Raises: Refusal "web.reason_not_chosen", "web.date_unreadable", "code.not_a_personal_id".
    """
    if form.reason not in set(AmendReason):
        raise Refusal("web.reason_not_chosen")
    return Amendment(
        reason=AmendReason(form.reason),
        basis=form.basis,
        pupil=replace(
            pupil,
            full_name=form.full_name or pupil.full_name,
            born_on=day_of(form.born_on),
            birth_place=form.birth_place,
            personal_id=personal_id(form.personal_id) if form.personal_id else pupil.personal_id,
        ),
    )


def amend_page(
    record: WorkingRecord,
    content: RecordContent,
    *,
    actor: Actor,
    form: AmendForm,
    problem: str = "",
) -> AmendPage:
    """Show the form and what follows from it. problem: what keeps the form from being taken."""
    number, url = content.pupil.personal_id, record_url(record.key)
    later = {"n": record.key.version + 1, "m": record.key.version, "name": record.class_name}
    return AmendPage(
        headline=gettext("Đính chính học bạ của %(name)s") % {"name": content.pupil.full_name},
        lead=gettext("Phiên bản %(m)s đã phát hành không sửa được; đính chính mở phiên bản %(n)s.")
        % later,
        after=(
            gettext("Phiên bản %(n)s mở ra, ghi rõ chỗ thay đổi, lý do và căn cứ.") % later,
            gettext("Chủ nhiệm lớp %(name)s ký, hiệu trưởng ký, văn thư đóng dấu như thường.")
            % later,
            gettext("Đóng dấu xong, phiên bản %(m)s thành bản đã thay thế; trước đó vẫn hiệu lực.")
            % later,
            gettext("Gói nộp sau báo cho Sở và Bộ."),
        ),
        form=form,
        masked_id=gettext("chưa có") if isinstance(number, Missing) else masked_personal_id(number),
        reasons=tuple(ReasonChoice(code=each, words=said) for each, said in _reasons().items()),
        act_url=f"{url}/dinh-chinh",
        back_url=url,
        refusal=refusal_words(why_not(Act.SUPERSEDE, actor=actor, subject=subject_of(record))),
        problem=problem,
    )


def _reasons() -> Mapping[AmendReason, str]:
    return {
        AmendReason.WRONG_PERSONAL_FACT: gettext("Sai thông tin cá nhân"),
        AmendReason.PERSONAL_FACT_CHANGED: gettext("Cải chính hộ tịch"),
        AmendReason.LATE_PERSONAL_ID: gettext("Bổ sung số định danh cá nhân"),
        AmendReason.WRONG_MARK: gettext("Sai kết quả"),
        AmendReason.COMPLAINT_UPHELD: gettext("Giải quyết khiếu nại"),
        AmendReason.COMPUTATION_ERROR: gettext("Lỗi tính toán"),
    }

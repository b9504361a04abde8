"""Records back to draft: what that does, and the reason that is due."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, ngettext

from hocba.core.compose.life import Act
from hocba.core.compose.permit import DOES, Actor
from hocba.core.compose.returning import NOTE_LIMIT, ReturnReason, written_reason
from hocba.core.terms.outcomes import Refusal
from hocba.faces.school.one_class import RETURNABLE, OneClass
from hocba.faces.school.presenters import ReasonChoice, ReturnPage
from hocba.faces.school.progress import stages
from hocba.faces.school.pupils import pupil_rows
from hocba.faces.web.words import refusal_words
from hocba.ports.records import RecordRow


def returnable(one: OneClass) -> tuple[RecordRow, ...]:
    """Return the records of a class that may still go back to draft."""
    return tuple(row for row in one.facts.records.values() if row.status in RETURNABLE)


def return_page(
    one: OneClass,
    rows: Sequence[RecordRow],
    *,
    actor: Actor,
    undelegated: Refusal | None,
    act_url: str,
    back_url: str,
) -> ReturnPage:
    """
    Show what goes back and ask for the reason. rows: those of the class that it is about.

    undelegated: why a deputy may not act for the principal today.
    """
    codes = {row.sector_code for row in rows}
    pupils = zip((*one.facts.enrolments, *one.facts.gone), pupil_rows(one.facts), strict=True)
    count = len(rows)
    none = gettext("Lớp %(name)s không còn học bạ nào để trả lại")
    said = (
        none
        if not count
        else ngettext(
            "Trả lại %(n)s học bạ lớp %(name)s để sửa",
            "Trả lại %(n)s học bạ lớp %(name)s để sửa",
            count,
        )
    )
    button = ngettext("Trả lại %(n)s học bạ", "Trả lại %(n)s học bạ", count)
    button = button if count else gettext("Trả lại chủ nhiệm")
    return ReturnPage(
        headline=said % {"n": count, "name": one.facts.class_name},
        lead=gettext("Học bạ về bản nháp; lý do ở lại trong lịch sử, không xóa được."),
        pipeline=stages(one.progress),
        after=(
            gettext("Chữ ký đã có trên các học bạ này hết hiệu lực."),
            gettext("Chủ nhiệm sửa kết quả rồi lập lại; chỗ nào đổi sẽ ghi rõ trong học bạ."),
            gettext("Sau đó chủ nhiệm và hiệu trưởng ký lại từ đầu."),
        ),
        rows=tuple(row for each, row in pupils if each.pupil.sector_code in codes),
        reasons=return_reasons(),
        note_limit=NOTE_LIMIT,
        button=button % {"n": count},
        act_url=act_url,
        back_url=back_url,
        refusal=_refusal(count, actor) or refusal_words(undelegated),
    )


def _refusal(count: int, actor: Actor) -> str:
    if actor.role not in DOES[Act.RETURN]:
        refused = Refusal("permit.not_your_role", act=Act.RETURN.value, role=actor.role.value)
        return refusal_words(refused)
    return "" if count else refusal_words(Refusal("records.nothing_to_return"))


def return_reasons() -> tuple[ReasonChoice, ...]:
    """Return the coded reasons to choose from."""
    return tuple(ReasonChoice(code=reason.value, words=w) for reason, w in _reasons().items())


def chosen_reason(form: Mapping[str, str]) -> str:
    """
    Return the reason that a form gives, as the history keeps it.

    Raises: Refusal "web.reason_not_chosen", "school.note_due".
    """
    chosen = form.get("reason", "")
    if chosen not in set(ReturnReason):
        raise Refusal("web.reason_not_chosen")
    return written_reason(ReturnReason(chosen), form.get("note", ""))


def _reasons() -> Mapping[ReturnReason, str]:
    return {
        ReturnReason.WRONG_RESULT: gettext("Kết quả học tập chưa đúng"),
        ReturnReason.WRONG_COMMENT: gettext("Nhận xét chưa đạt"),
        ReturnReason.WRONG_PERSONAL_FACT: gettext("Thông tin cá nhân chưa đúng"),
        ReturnReason.WRONG_CLASS: gettext("Xếp lớp chưa đúng"),
        ReturnReason.OTHER: gettext("Lý do khác"),
    }

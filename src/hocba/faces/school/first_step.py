"""The first line of the school's home: the one thing that waits for this reader now."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from hocba.core.compose.corrections import Stage
from hocba.core.compose.life import Act
from hocba.core.compose.permit import DOES
from hocba.core.terms.roles import Role
from hocba.faces.school.round_step import round_step
from hocba.faces.school.where import Where, class_url
from hocba.faces.web.presenters import Next
from hocba.flow.school_state import ClassState

_KEEPERS = frozenset({Role.CLERK, Role.SCHOOL_ADMIN})


def urgent_step(where: Where) -> Next | None:
    """
    Return what somebody waits for this reader to answer; None when nobody does.

    It comes before signing: a request to reopen is about records that would else be signed.
    """
    role = where.actor.role
    if (step := round_step(where)) is not None:
        return step
    if role in DOES[Act.RETURN] and (count := _reopenings(where)):
        said = ngettext("Trả lời %(n)s đề nghị mở lại", "Trả lời %(n)s đề nghị mở lại", count) % {
            "n": count
        }
        why = gettext("Chủ nhiệm chờ để sửa; chưa trả lời thì chưa nên ký lớp đó.")
        return Next(title=said, why=why, button=gettext("Xem và trả lời"), url="/truong/mo-lai")
    if role is Role.PRINCIPAL and (count := _corrections(where)):
        said = ngettext(
            "Duyệt %(n)s đề nghị đính chính, thu hồi",
            "Duyệt %(n)s đề nghị đính chính, thu hồi",
            count,
        ) % {"n": count}
        why = gettext("Mỗi đề nghị kèm lý do và minh chứng.")
        return Next(title=said, why=why, button=gettext("Xem và duyệt"), url="/truong/dinh-chinh")
    return None


def _reopenings(where: Where) -> int:
    found = where.outside.reopenings.of_year(where.school.code, where.school_year)
    return sum(each.answer is None for each in found)


def _corrections(where: Where) -> int:
    found = where.outside.corrections.of_school(where.school.code)
    return sum(each.stage is Stage.ASKED for each in found)


def later_step(role: Role, states: Sequence[ClassState], *, sends: bool = True) -> Next | None:
    """
    Return what there is to do when nothing waits for this reader's signature or seal.

    sends: whether the school has an office above; a practice school has none.
    """
    if role not in _KEEPERS:
        return None
    if not any(state.roster for state in states):
        return Next(
            title=gettext("Đưa danh sách học sinh vào"),
            why=gettext("Chưa có lớp nào thì chưa ai làm được gì."),
            button=gettext("Nhập từ Excel"),
            url="/truong/nhap",
        )
    unsent = sum(state.issued - state.submitted for state in states)
    if unsent and sends:
        said = ngettext("Gửi %(n)s học bạ lên Sở", "Gửi %(n)s học bạ lên Sở", unsent)
        why = gettext("Đã đóng dấu mà chưa nằm trong gói nào.")
        url = "/truong/goi-nop"
        return Next(title=said % {"n": unsent}, why=why, button=gettext("Đến gói nộp"), url=url)
    return _behind(states)


def _behind(states: Sequence[ClassState]) -> Next | None:
    """Return the class that lacks most."""
    lacking = [(s.roster - s.excepted - max(s.complete, s.locked), s.name) for s in states]
    most, name = max(lacking, default=(0, ""))
    if most <= 0:
        return None
    said = ngettext(
        "Lớp %(name)s còn %(n)s học sinh chưa đủ hồ sơ",
        "Lớp %(name)s còn %(n)s học sinh chưa đủ hồ sơ",
        most,
    )
    return Next(
        title=said % {"name": name, "n": most},
        why=gettext("Lớp còn thiếu nhiều nhất của trường."),
        button=gettext("Xem còn thiếu gì"),
        url=f"{class_url(name)}/du-chua",
    )

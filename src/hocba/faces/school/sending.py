"""The school's packages: what waits to be sent, what was sent, what came back."""

from django.utils.translation import gettext, ngettext

from hocba.core.compose.life import Act, Status
from hocba.core.compose.permit import DOES
from hocba.core.terms.outcomes import Refusal
from hocba.faces.school.home import progress_of
from hocba.faces.school.presenters import SchoolPackagesPage
from hocba.faces.school.progress import stages
from hocba.faces.school.where import Where
from hocba.faces.web.presenters import Next
from hocba.faces.web.upward import sent_row
from hocba.faces.web.words import refusal_words
from hocba.flow.school_state import ClassState
from hocba.ports.outbox import SentPackage
from hocba.ports.reminders import Reminder

_DUE = (Status.ISSUED, Status.REJECTED)


def due_count(whole: ClassState) -> int:
    """Return how many records are sealed and not with the province."""
    return sum(whole.by_status.get(status, 0) for status in _DUE)


def sending_page(
    where: Where,
    sent: tuple[SentPackage, ...],
    *,
    whole: ClassState,
    province: str,
    reminders: tuple[Reminder, ...] = (),
) -> SchoolPackagesPage:
    """Show the packages, with why this reader may not send, where that is so."""
    due = due_count(whole)
    return SchoolPackagesPage(
        headline=_headline(sent, due),
        lead=gettext("%(kept)s học bạ Sở đã nhận · %(ministry)s học bạ Kho của Bộ đã nhận")
        % {"kept": whole.kept, "ministry": whole.kept_by_ministry},
        pipeline=stages(progress_of(whole)),
        rows=tuple(sent_row(each, base="/truong/goi-nop", receiver_name=province) for each in sent),
        next=_next(sent),
        waiting=due,
        refusal=_refusal(where) if due else "",
        reminders=reminders,
    )


def sending_sentence(where: Where, count: int) -> str:
    """Return the sentence that the clerk agrees to when sending."""
    said = gettext("%(school)s khai báo sĩ số và gửi %(n)s học bạ đã đóng dấu lên Sở.")
    return said % {"school": where.school.name, "n": count}


def _refusal(where: Where) -> str:
    role = where.actor.role
    if role in DOES[Act.SUBMIT]:
        return ""
    return refusal_words(Refusal("permit.not_your_role", act=Act.SUBMIT.value, role=role.value))


def _headline(sent: tuple[SentPackage, ...], due: int) -> str:
    if due:
        said = ngettext(
            "%(n)s học bạ đã đóng dấu chưa gửi lên Sở",
            "%(n)s học bạ đã đóng dấu chưa gửi lên Sở",
            due,
        )
        return said % {"n": due}
    if any(not each.receipt for each in sent):
        return gettext("Có gói nộp chờ biên nhận của Sở")
    return gettext("Mọi học bạ đã đóng dấu đều đã gửi") if sent else gettext("Chưa có gì để gửi")


def _next(sent: tuple[SentPackage, ...]) -> Next | None:
    left = next((each for each in sent if each.not_taken), None)
    if left is None:
        return None
    said = ngettext(
        "Xem vì sao %(n)s mục bị trả lại", "Xem vì sao %(n)s mục bị trả lại", left.not_taken
    )
    return Next(
        title=said % {"n": left.not_taken},
        why=gettext("Sửa xong thì gửi lại; các mục đã nhận không phải gửi nữa."),
        button=gettext("Xem biên nhận"),
        url=f"/truong/goi-nop/{left.message_id}",
    )

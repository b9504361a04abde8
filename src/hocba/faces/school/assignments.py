"""The register of assignments as a page: who holds what, who is missing, one button."""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.rules.library import secondary_label
from hocba.core.sign.register import Holding
from hocba.core.terms.roles import Role
from hocba.faces.school.presenters import AppointmentRow, RegisterPage
from hocba.faces.school.where import Where
from hocba.faces.web.numbers import moment
from hocba.faces.web.presenters import Count, State, Tone
from hocba.faces.web.words import finding_row, refusal_words, role_words
from hocba.flow.register_outlook import RegisterOutlook


def register_page(where: Where, outlook: RegisterOutlook) -> RegisterPage:
    """Show a school's assignments and what the next register would change."""
    people = {m.staff_code: m.full_name for m in where.outside.book.staff(where.school.code)}
    stands = State(words=gettext("Đang giữ"), tone=Tone.DONE)
    rows = (
        (outlook.coming, State(words=gettext("Chờ vào sổ"), tone=Tone.TO_DO)),
        (outlook.ending, State(words=gettext("Chờ kết thúc"), tone=Tone.TO_DO)),
        (outlook.above, stands),
        (outlook.standing, stands),
    )
    refusal = why_not_now(Duty.ISSUE_REGISTER, actor=where.actor, school=where.school.code)
    return RegisterPage(
        headline=_headline(outlook),
        lead=_lead(outlook),
        counts=(
            Count(words=gettext("Phân công đang đứng trong sổ"), value=len(outlook.standing)),
            Count(
                words=gettext("Thay đổi chờ vào sổ"),
                value=len(outlook.coming) + len(outlook.ending),
                is_good_at_zero=True,
            ),
            Count(
                words=gettext("Chưa vào sổ được"),
                value=len(outlook.left_out),
                is_good_at_zero=True,
            ),
        ),
        findings=tuple(finding_row(finding) for finding in outlook.left_out),
        rows=tuple(_row(h, state, people) for held, state in rows for h in held),
        consent=gettext(
            "%(who)s, hiệu trưởng, xác nhận các phân công dưới đây đúng với quyết định của trường."
        )
        % {"who": where.asking.display_name}
        if where.actor.role is Role.PRINCIPAL
        else gettext("Hiệu trưởng xác nhận phân công của trường bằng chữ ký số."),
        button=gettext("Ký sổ phân công số %(n)s") % {"n": outlook.number + 1},
        refusal=refusal_words(refusal),
    )


def _headline(outlook: RegisterOutlook) -> str:
    changes = len(outlook.coming) + len(outlook.ending)
    if not outlook.number:
        return gettext("Trường chưa có sổ phân công")
    if changes:
        said = ngettext(
            "%(n)s thay đổi chưa vào sổ phân công",
            "%(n)s thay đổi chưa vào sổ phân công",
            changes,
        )
        return said % {"n": changes}
    return gettext("Sổ phân công đúng với danh sách cán bộ")


def _lead(outlook: RegisterOutlook) -> str:
    why = gettext("Chữ ký chỉ được công nhận khi người ký có tên trong sổ vào ngày ký.")
    if outlook.issued_at is None:
        return why
    told = gettext("Sổ số %(n)s, ký lúc %(at)s.")
    return f"{told % {'n': outlook.number, 'at': moment(outlook.issued_at)}} {why}"


def _row(holding: Holding, state: State, people: Mapping[str, str]) -> AppointmentRow:
    named = gettext("lớp %(name)s") % {"name": holding.class_name}
    if holding.subject:
        named = f"{secondary_label(holding.subject)}, {named}"
    return AppointmentRow(
        # The register's own name where somebody has left the staff list.
        person=people.get(holding.person, holding.person_name),
        role=role_words(holding.role),
        scope=named if holding.class_name else gettext("toàn trường"),
        from_on=holding.from_on,
        to_on=holding.to_on,
        basis=holding.basis,
        state=state,
    )

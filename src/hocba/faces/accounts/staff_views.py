"""The school administrator's page: who has an account, who was invited, invite or reset."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.invitations import InvitationState, Way
from hocba.core.terms.people import StaffMember
from hocba.core.terms.roles import Role
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import Asking, OfficeRequest, only_for
from hocba.faces.web.presenters import State, Tone
from hocba.faces.web.told import tell
from hocba.flow.invite_staff import invite, withdraw
from hocba.flow.staff_roles import log_in_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """A member of staff. act: the button's words. mail_act: the same by mail, where it can go."""

    staff_code: str
    name: str
    username: str
    state: State
    act: str
    is_waiting: bool
    mail_act: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsPage:
    """All staff of a school. code: of the invitation just made, shown this once."""

    headline: str
    lead: str
    rows: tuple[AccountRow, ...]
    code: str = ""
    code_for: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(frozenset({Role.SCHOOL_ADMIN}))
def accounts(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the accounts; invite, invite anew or withdraw."""
    where = where_of(request, asking)
    refusal = why_not_now(Duty.MANAGE_ACCOUNTS, actor=where.actor, school=where.school.code)
    if refusal is not None:
        raise refusal
    code, code_for = _done(request, where) if request.method == "POST" else ("", "")
    here = gettext("Tài khoản")
    page = _page(request, where, code, code_for)
    return shown(request, where, "accounts/staff.html", page, here=here)


def _done(request: OfficeRequest, where: Where) -> tuple[str, str]:
    by, school = where.asking.username, where.school.code
    if username := request.POST.get("withdraw", ""):
        withdraw(
            where.outside, request.door, actor=where.actor, by=by, school=school, username=username
        )
        return "", ""
    by_mail = request.POST.get("invite_by_mail", "")
    staff_code = by_mail or request.POST.get("invite", "")
    code = invite(
        where.outside,
        request.door,
        actor=where.actor,
        by=by,
        school=school,
        school_year=where.school_year,
        staff_code=staff_code,
        way=Way.EMAIL if by_mail else Way.PAPER,
    )
    if by_mail:
        tell(request, gettext("Thư mời đang được gửi; chỉ người nhận thấy mã."))
    return code, staff_code


def _page(request: OfficeRequest, where: Where, code: str, code_for: str) -> AccountsPage:
    staff = where.outside.book.staff(where.school.code)
    names = [log_in_of(member) for member in staff]
    standing = request.door.credentials.among_open(names)
    now = where.outside.clock.now()
    latest = request.door.invitations.latest(where.school.code)
    invited = {each.username: each.state_at(now) for each in latest}
    rows = tuple(
        _row(
            member,
            name,
            name in standing,
            invited.get(name),
            mails=request.door.sends_mail and bool(member.email),
        )
        for member, name in zip(staff, names, strict=True)
    )
    return AccountsPage(
        headline=gettext("%(n)s trên %(all)s cán bộ đã có tài khoản")
        % {"n": len(standing), "all": len(staff)},
        lead=gettext("Mã mời chỉ hiện một lần, dùng một lần. Đặt lại: mật khẩu cũ hết hiệu lực."),
        rows=rows,
        code=code,
        code_for=next((m.full_name for m in staff if m.staff_code == code_for), ""),
    )


def _row(
    member: StaffMember,
    username: str,
    is_open: bool,
    invited: InvitationState | None,
    *,
    mails: bool,
) -> AccountRow:
    is_waiting = not is_open and invited is InvitationState.OPEN
    if is_open:
        state = State(words=gettext("Đã có tài khoản"), tone=Tone.DONE)
    elif is_waiting:
        state = State(words=gettext("Đã mời, chờ nhận"), tone=Tone.WAITS)
    else:
        state = State(words=gettext("Chưa có tài khoản"), tone=Tone.TO_DO)
    act = gettext("Đặt lại") if is_open else gettext("Mời lại") if is_waiting else gettext("Mời")
    return AccountRow(
        staff_code=member.staff_code,
        name=member.full_name,
        username=username,
        state=state,
        act=act,
        is_waiting=is_waiting,
        mail_act=_by_mail(is_open=is_open, is_waiting=is_waiting) if mails else "",
        email=member.email if mails else "",
    )


def _by_mail(*, is_open: bool, is_waiting: bool) -> str:
    if is_open:
        return gettext("Đặt lại, gửi mã qua thư")
    return gettext("Mời lại qua thư") if is_waiting else gettext("Mời qua thư")

"""The school administrator's page: who has an account, who was invited, invite or reset."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.invitations import InvitationState
from hocba.core.terms.roles import Role
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import Asking, OfficeRequest, only_for
from hocba.faces.web.presenters import State, Tone
from hocba.flow.invite_staff import invite, withdraw
from hocba.flow.staff_roles import log_in_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """A member of staff. act: the button's words."""

    staff_code: str
    name: str
    username: str
    state: State
    act: str
    is_waiting: bool


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
    staff_code = request.POST.get("invite", "")
    code = invite(
        where.outside,
        request.door,
        actor=where.actor,
        by=by,
        school=school,
        school_year=where.school_year,
        staff_code=staff_code,
    )
    return code, staff_code


def _page(request: OfficeRequest, where: Where, code: str, code_for: str) -> AccountsPage:
    staff = where.outside.book.staff(where.school.code)
    names = [log_in_of(member) for member in staff]
    standing = request.door.credentials.among_open(names)
    now = where.outside.clock.now()
    latest = request.door.invitations.latest(where.school.code)
    invited = {each.username: each.state_at(now) for each in latest}
    rows = tuple(
        _row(member.staff_code, member.full_name, name, name in standing, invited.get(name))
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
    staff_code: str, name: str, username: str, is_open: bool, invited: InvitationState | None
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
        staff_code=staff_code,
        name=name,
        username=username,
        state=state,
        act=act,
        is_waiting=is_waiting,
    )
